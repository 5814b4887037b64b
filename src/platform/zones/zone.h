// Zone: the local time of a place, from the system's time zone database (RFC 9636 files under /usr/share/zoneinfo).
//
// A zone is read once, at its first use, and then lives as long as the program; every function may be called on any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace gh::zones {

inline constexpr std::size_t name_bytes_max = 48;
inline constexpr std::size_t file_bytes_max = 64 * 1024;  // the largest zone of the database has 4 KiB

// A change of clocks that comes each year: the `week`th `weekday` of `month` (5: the last one), at `second` of that day's local time.
struct YearlyTurn {
  int month = 0;
  int week = 0;
  int weekday = 0;  // 0: Sunday
  std::int64_t second = 0;
};

class Zone {
 public:
  // The zone of an IANA name ("America/New_York", "UTC"); null if the database has no such zone.
  static const Zone* find(std::string_view name);
  // The zone, or UTC where the name is empty or unknown.
  static const Zone& of(std::string_view name);
  // As find, from the bytes of a file: null if they are no zone.
  static const Zone* parse(std::string_view file, Zone& into);

  // Seconds to add to UTC at this moment.
  std::int64_t offset_s(Timestamp) const;
  Date date_of(Timestamp) const;  // the local day
  // The first moment of the local day: midnight, or the end of a gap that swallows it.
  Timestamp start_of(Date) const;
  // This many minutes of the clock after midnight; a time that the clocks skip is taken as if they had not been turned yet, of one that
  // comes twice the first is meant.
  Timestamp at(Date, int minutes) const;

 private:
  struct Change {
    std::int64_t from_s;  // since 1970, UTC
    std::int64_t offset_s;
  };

  bool read_footer(std::string_view rule);
  std::int64_t yearly_offset_s(std::int64_t utc_s) const;

  std::int64_t first_offset_s_ = 0;
  std::vector<Change> changes_;
  // After the last change: a fixed offset, or two turns a year.
  std::int64_t winter_s_ = 0, summer_s_ = 0;
  bool has_summer_ = false, has_footer_ = false;
  YearlyTurn summer_begins_, summer_ends_;
};

}  // namespace gh::zones
