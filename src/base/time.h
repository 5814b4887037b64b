// Points in time and days as values; where they come from is a Clock.
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gh {

using Milliseconds = std::chrono::milliseconds;

// Milliseconds since 1970-01-01T00:00:00Z. As JSON: RFC 3339, UTC, three decimals ("2026-05-04T07:12:09.250Z").
struct Timestamp {
  std::int64_t ms = 0;

  auto operator<=>(const Timestamp&) const = default;
  Timestamp operator+(Milliseconds d) const { return {ms + d.count()}; }
  Timestamp operator-(Milliseconds d) const { return {ms - d.count()}; }
  Milliseconds operator-(Timestamp other) const { return Milliseconds(ms - other.ms); }
};

std::string to_string(Timestamp);
// RFC 3339 with "Z" or an offset; nothing if the text is not one, or lies outside the years 1970 to 9999.
std::optional<Timestamp> parse_timestamp(std::string_view);

// A calendar day without a zone. As JSON: "2026-05-04".
struct Date {
  std::int32_t days = 0;  // since 1970-01-01

  auto operator<=>(const Date&) const = default;
};

std::string to_string(Date);
// YYYY-MM-DD, an existing day of the years 1900 to 9999.
std::optional<Date> parse_date(std::string_view);
Date date_of(Timestamp);  // the UTC day

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;  // wall clock; may jump
};

}  // namespace gh
