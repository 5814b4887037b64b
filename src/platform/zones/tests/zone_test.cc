#include "platform/zones/zone.h"

#include <gtest/gtest.h>

namespace gh::zones {
namespace {

Date day(std::string_view text) { return *parse_date(text); }

struct DayStart {
  std::string_view zone, day, starts;
};

// From the rules of the database: both turns of a year, a leap day, years beyond the table of the file, gaps at midnight.
TEST(Zone, TheDayBeginsAtLocalMidnight) {
  const DayStart rows[] = {
      {"America/New_York", "2026-01-15", "2026-01-15T05:00:00.000Z"},
      {"America/New_York", "2026-03-08", "2026-03-08T05:00:00.000Z"},
      {"America/New_York", "2026-03-09", "2026-03-09T04:00:00.000Z"},
      {"America/New_York", "2026-11-01", "2026-11-01T04:00:00.000Z"},
      {"America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z"},
      {"America/New_York", "2028-02-29", "2028-02-29T05:00:00.000Z"},
      {"America/New_York", "2052-07-01", "2052-07-01T04:00:00.000Z"},
      {"America/New_York", "2052-12-01", "2052-12-01T05:00:00.000Z"},
      {"Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00.000Z"},
      {"Asia/Kolkata", "2026-06-01", "2026-05-31T18:30:00.000Z"},
      {"Australia/Sydney", "2050-01-01", "2049-12-31T13:00:00.000Z"},
      {"America/Santiago", "2022-09-11", "2022-09-11T04:00:00.000Z"},
      {"UTC", "2026-06-01", "2026-06-01T00:00:00.000Z"},
  };
  for (const auto& row : rows) {
    const auto* zone = Zone::find(row.zone);
    ASSERT_NE(zone, nullptr) << row.zone;
    EXPECT_EQ(to_string(zone->start_of(day(row.day))), row.starts) << row.zone << " " << row.day;
    EXPECT_EQ(to_string(zone->date_of(zone->start_of(day(row.day)))), row.day) << row.zone;
  }
}

TEST(Zone, ATimeThatIsSkippedOrComesTwice) {
  const auto& zone = Zone::of("America/New_York");
  EXPECT_EQ(to_string(zone.at(day("2026-03-08"), 150)), "2026-03-08T07:30:00.000Z");  // 02:30 EST would be 03:30 EDT
  EXPECT_EQ(to_string(zone.at(day("2026-11-01"), 90)), "2026-11-01T05:30:00.000Z");   // the first 01:30, EDT
  EXPECT_EQ(to_string(zone.at(day("2026-07-01"), 480)), "2026-07-01T12:00:00.000Z");
}

TEST(Zone, NamesThatAreNone) {
  for (const auto* name :
       {"", "Mars/Olympus", "../etc/passwd", "America", "/UTC", "America//New_York", "America/", "tzdata.zi", "America/New_York\n"})
    EXPECT_EQ(Zone::find(name), nullptr) << name;
  EXPECT_EQ(to_string(Zone::of("Mars/Olympus").start_of(day("2026-06-01"))), "2026-06-01T00:00:00.000Z");
}

TEST(Zone, ATornFileIsNoZone) {
  Zone zone;
  const std::string file = std::string("TZif2") + std::string(39, '\0') + "TZif2" + std::string(15, '\0');
  for (std::size_t length = 0; length <= file.size(); ++length) EXPECT_EQ(Zone::parse(file.substr(0, length), zone), nullptr);
}

}  // namespace
}  // namespace gh::zones
