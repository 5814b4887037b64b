// Money and Quantity: integers, never floating point. Rounding is half-even and happens in multiply() only.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gh {

// ISO 4217, three capital letters.
struct Currency {
  std::array<char, 3> code{'U', 'S', 'D'};

  auto operator<=>(const Currency&) const = default;
  std::string_view text() const { return {code.data(), code.size()}; }
};
std::optional<Currency> parse_currency(std::string_view);

// An amount in minor units (cents). |minor| <= max_minor; arithmetic that would leave the range or mix currencies gives nothing.
struct Money {
  static constexpr std::int64_t max_minor = 1'000'000'000'000;  // 10 thousand million in a currency with cents

  std::int64_t minor = 0;
  Currency currency;

  auto operator<=>(const Money&) const = default;
};
std::optional<Money> add(Money, Money);
std::optional<Money> subtract(Money, Money);
std::string to_string(Money);  // "12.34 USD"

// An amount of something in thousandths of its unit (kg, bunch, each ...): 1.5 kg is 1500.
struct Quantity {
  static constexpr std::int64_t max_milli = 1'000'000'000'000;

  std::int64_t milli = 0;

  auto operator<=>(const Quantity&) const = default;
  Quantity operator+(Quantity o) const { return {milli + o.milli}; }
  Quantity operator-(Quantity o) const { return {milli - o.milli}; }
  Quantity& operator+=(Quantity o) {
    milli += o.milli;
    return *this;
  }
  Quantity& operator-=(Quantity o) {
    milli -= o.milli;
    return *this;
  }
};
std::string to_string(Quantity);  // "1.5", no trailing zeros

// price per unit x quantity, rounded half-even to a minor unit; nothing if it overflows the range of Money.
std::optional<Money> multiply(Money price_per_unit, Quantity);

// value x numerator / denominator, rounded half-even. denominator > 0. The one place where rounding happens.
std::optional<std::int64_t> multiply_divide(std::int64_t value, std::int64_t numerator, std::int64_t denominator);

}  // namespace gh
