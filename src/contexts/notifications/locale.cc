#include "contexts/notifications/locale.h"

#include <array>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "base/time.h"
#include "platform/json/json.h"

namespace gh::notifications {

namespace {

constexpr std::array<std::string_view, 12> english_months{"January", "February", "March",     "April",   "May",      "June",
                                                          "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 12> spanish_months{"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                                          "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

struct Symbol {
  std::string_view code, english, spanish;
};
constexpr std::array<Symbol, 3> symbols{{{"USD", "$", "US$"}, {"EUR", "€", "€"}, {"GBP", "£", "GBP"}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Decimal {
  bool negative = false;
  std::string whole, fraction;
};

std::optional<Decimal> decimal_of(std::string_view text) {
  Decimal out;
  if (text.starts_with('-')) {
    out.negative = true;
    text.remove_prefix(1);
  }
  const auto dot = text.find('.');
  out.whole = text.substr(0, dot);
  if (dot != std::string_view::npos) out.fraction = text.substr(dot + 1);
  const bool good = !out.whole.empty() && out.whole.size() <= 15 && std::ranges::all_of(out.whole, is_digit) &&
                    std::ranges::all_of(out.fraction, is_digit) && (dot == std::string_view::npos || !out.fraction.empty());
  if (!good) return std::nullopt;
  return out;
}

std::string written(Locale locale, const Decimal& number) {
  const bool english = locale == Locale::en;
  std::string whole;
  // Spanish groups from five digits on (CLDR minimumGroupingDigits 2).
  const bool grouped = number.whole.size() > (english ? 3U : 4U);
  for (std::size_t i = 0; i < number.whole.size(); ++i) {
    if (grouped && i > 0 && (number.whole.size() - i) % 3 == 0) whole += english ? ',' : '.';
    whole += number.whole[i];
  }
  if (!number.fraction.empty()) whole += (english ? "." : ",") + number.fraction;
  return whole;
}

std::optional<std::string> money(Locale locale, std::string_view value) {
  const auto space = value.rfind(' ');
  if (space == std::string_view::npos || value.size() - space - 1 != 3) return std::nullopt;
  const auto code = value.substr(space + 1);
  const auto number = decimal_of(value.substr(0, space));
  if (!number) return std::nullopt;
  const auto* known = std::ranges::find(symbols, code, &Symbol::code);
  const bool has_symbol = known != symbols.end();
  const auto sign = number->negative ? "-" : "";
  const auto digits = written(locale, *number);
  if (locale == Locale::en)
    return has_symbol ? fmt::format("{}{}{}", sign, known->english, digits) : fmt::format("{}{} {}", sign, code, digits);
  return fmt::format("{}{} {}", sign, digits, has_symbol ? known->spanish : code);
}

std::string day(Locale locale, Date date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  const auto month = static_cast<unsigned>(ymd.month()) - 1;
  const auto in_month = static_cast<unsigned>(ymd.day());
  const auto year = static_cast<int>(ymd.year());
  return locale == Locale::en ? fmt::format("{} {}, {}", english_months[month], in_month, year)
                              : fmt::format("{} de {} de {}", in_month, spanish_months[month], year);
}

std::string moment(Locale locale, Timestamp at) {
  const auto minutes = static_cast<int>(at.ms / 60'000 % (std::int64_t{24} * 60));
  const int hour = minutes / 60;
  if (locale == Locale::es) return fmt::format("{}, {}:{:02} UTC", day(locale, date_of(at)), hour, minutes % 60);
  return fmt::format("{}, {}:{:02} {} UTC", day(locale, date_of(at)), hour % 12 == 0 ? 12 : hour % 12, minutes % 60,
                     hour < 12 ? "AM" : "PM");
}

std::optional<std::string> quantity(Locale locale, std::string_view value) {
  const auto number = decimal_of(value);
  if (!number) return std::nullopt;
  return (number->negative ? "-" : "") + written(locale, *number);
}

std::optional<std::string> items(Locale locale, std::string_view value) {
  std::string out;
  while (!value.empty()) {
    const auto line = value.substr(0, value.find('\n'));
    value.remove_prefix(std::min(value.size(), line.size() + 1));
    const auto first = line.find('\t'), last = line.rfind('\t');
    if (first == std::string_view::npos || first == last) return std::nullopt;
    const auto count = quantity(locale, line.substr(0, first));
    const auto amount = money(locale, line.substr(last + 1));
    if (!count || !amount) return std::nullopt;
    out += fmt::format("{}{} × {}: {}", out.empty() ? "" : "\n", *count, line.substr(first + 1, last - first - 1), *amount);
  }
  return out;
}

}  // namespace

std::optional<Locale> locale_of(std::string_view tag) {
  std::string language;
  for (const char c : tag.substr(0, tag.find_first_of("-_"))) language += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return json::enum_from_name<Locale>(language);
}

std::optional<Locale> accepted_locale(std::string_view header) {
  std::optional<Locale> best;
  int best_weight = 0;
  while (!header.empty()) {
    auto part = header.substr(0, header.find(','));
    header.remove_prefix(std::min(header.size(), part.size() + 1));
    while (part.starts_with(' ')) part.remove_prefix(1);
    int weight = 1000;
    if (const auto q = part.find(";q="); q != std::string_view::npos) {
      double value = 0;
      const auto number = part.substr(q + 3);
      std::from_chars(number.data(), number.data() + number.size(), value);
      weight = static_cast<int>(value * 1000);
    }
    const auto locale = locale_of(part.substr(0, part.find_first_of("; ")));
    if (locale && weight > best_weight) {
      best = locale;
      best_weight = weight;
    }
  }
  return best;
}

std::optional<std::string> formatted(Locale locale, Format format, std::string_view value) {
  switch (format) {
    case Format::text:
      return std::string(value);
    case Format::money:
      return money(locale, value);
    case Format::date:
      if (const auto date = parse_date(value)) return day(locale, *date);
      return std::nullopt;
    case Format::time:
      if (const auto at = parse_timestamp(value)) return moment(locale, *at);
      return std::nullopt;
    case Format::quantity:
      return quantity(locale, value);
    case Format::items:
      return items(locale, value);
  }
  return std::nullopt;
}

}  // namespace gh::notifications
