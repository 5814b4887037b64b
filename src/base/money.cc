#include "base/money.h"

#include <fmt/format.h>

namespace gh {
namespace {

std::optional<Money> in_range(std::int64_t minor, Currency currency) {
  if (minor > Money::max_minor || minor < -Money::max_minor) return std::nullopt;
  return Money{minor, currency};
}

}  // namespace

std::optional<Currency> parse_currency(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  Currency currency;
  for (std::size_t i = 0; i < 3; ++i) {
    if (text[i] < 'A' || text[i] > 'Z') return std::nullopt;
    currency.code[i] = text[i];
  }
  return currency;
}

std::optional<Money> add(Money a, Money b) {
  if (a.currency != b.currency) return std::nullopt;
  return in_range(a.minor + b.minor, a.currency);
}

std::optional<Money> subtract(Money a, Money b) {
  if (a.currency != b.currency) return std::nullopt;
  return in_range(a.minor - b.minor, a.currency);
}

std::string to_string(Money m) {
  const auto magnitude = m.minor < 0 ? -m.minor : m.minor;
  return fmt::format("{}{}.{:02} {}", m.minor < 0 ? "-" : "", magnitude / 100, magnitude % 100, m.currency.text());
}

std::string to_string(Quantity q) {
  const auto magnitude = q.milli < 0 ? -q.milli : q.milli;
  std::string text = fmt::format("{}{}", q.milli < 0 ? "-" : "", magnitude / 1000);
  if (const auto rest = magnitude % 1000; rest != 0) {
    text += fmt::format(".{:03}", rest);
    while (text.back() == '0') text.pop_back();
  }
  return text;
}

std::optional<std::int64_t> multiply_divide(std::int64_t value, std::int64_t numerator, std::int64_t denominator) {
  __extension__ using Wide = __int128;  // the product of two 64-bit numbers always fits
  const Wide product = static_cast<Wide>(value) * numerator;
  Wide quotient = product / denominator;
  Wide rest = product % denominator;
  if (rest < 0) {  // floor, so that one rule serves both signs
    rest += denominator;
    quotient -= 1;
  }
  const Wide twice = rest * 2;
  if (twice > denominator || (twice == denominator && (quotient & 1) != 0)) quotient += 1;
  if (quotient > INT64_MAX || quotient < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(quotient);
}

std::optional<Money> multiply(Money price, Quantity quantity) {
  const auto minor = multiply_divide(price.minor, quantity.milli, 1000);
  if (!minor) return std::nullopt;
  return in_range(*minor, price.currency);
}

}  // namespace gh
