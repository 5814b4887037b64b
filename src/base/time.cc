#include "base/time.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace gh {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::int64_t ms_per_day = 86'400'000;

// The digits of text[from, from + count), or nothing if one is not a digit.
std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return std::nullopt;
  int value = 0;
  for (char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Date> day_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  if (!y || !m || !d) return std::nullopt;
  const year_month_day ymd{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(sys_days{ymd}.time_since_epoch().count())};
}

// "Z" or "+hh:mm" / "-hh:mm" in minutes.
std::optional<int> zone_minutes(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto h = digits(text, 1, 2), m = digits(text, 4, 2);
  if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (*h * 60 + *m);
}

}  // namespace

std::string to_string(Timestamp t) {
  const std::int64_t days = (t.ms >= 0 ? t.ms : t.ms - (ms_per_day - 1)) / ms_per_day;
  const std::int64_t in_day = t.ms - days * ms_per_day;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", to_string(Date{static_cast<std::int32_t>(days)}), in_day / 3'600'000,
                     in_day / 60'000 % 60, in_day / 1000 % 60, in_day % 1000);
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  if (text.size() < 20 || text.size() > 35 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const auto date = day_of(text.substr(0, 10));
  const auto h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2);
  if (!date || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  std::size_t at = 19;
  int fraction_ms = 0;
  if (text[at] == '.') {
    int scale = 100;
    const std::size_t first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) fraction_ms += (text[at] - '0') * scale;
    if (at == first) return std::nullopt;
  }
  const auto zone = zone_minutes(text.substr(at));
  if (!zone) return std::nullopt;
  const std::int64_t ms = date->days * ms_per_day + ((*h * 60LL + *m - *zone) * 60 + *s) * 1000 + fraction_ms;
  if (ms < 0) return std::nullopt;
  return Timestamp{ms};
}

std::string to_string(Date d) {
  const year_month_day ymd{sys_days{std::chrono::days{d.days}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::optional<Date> parse_date(std::string_view text) {
  const auto date = day_of(text);
  if (!date || *date < *day_of("1900-01-01")) return std::nullopt;
  return date;
}

Date date_of(Timestamp t) { return Date{static_cast<std::int32_t>((t.ms >= 0 ? t.ms : t.ms - (ms_per_day - 1)) / ms_per_day)}; }

}  // namespace gh
