// What a farm shows of itself besides name and place, as it is stored.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"

namespace gh::farmers {

// WGS 84 in millionths of a degree (about 11 cm).
struct Point {
  std::int32_t latitude_micro = 0;   // north
  std::int32_t longitude_micro = 0;  // east

  auto operator<=>(const Point&) const = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (latitude_micro, longitude_micro))

struct Picture {
  std::string url;
  std::string alt;
};
BOOST_DESCRIBE_STRUCT(Picture, (), (url, alt))

struct DeliveryArea {
  std::string text;
  std::optional<std::int32_t> radius_km;  // around the farm's location
};
BOOST_DESCRIBE_STRUCT(DeliveryArea, (), (text, radius_km))

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
BOOST_DESCRIBE_ENUM(Weekday, monday, tuesday, wednesday, thursday, friday, saturday, sunday)

// Minutes after midnight of the farm's clock; opens < closes <= 1440.
struct OpenInterval {
  std::int32_t opens = 0;
  std::int32_t closes = 0;
};
BOOST_DESCRIBE_STRUCT(OpenInterval, (), (opens, closes))

struct OpenOnWeekday {
  Weekday day = Weekday::monday;
  std::int32_t opens = 0;
  std::int32_t closes = 0;
};
BOOST_DESCRIBE_STRUCT(OpenOnWeekday, (), (day, opens, closes))

// Goes before the weekday; without intervals the day is closed.
struct OpenOnDate {
  Date date;
  std::vector<OpenInterval> intervals;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(OpenOnDate, (), (date, intervals, note))

struct OpeningTimes {
  std::vector<OpenOnWeekday> weekdays;  // by day, then by time
  std::vector<OpenOnDate> exceptions;   // by date
};
BOOST_DESCRIBE_STRUCT(OpeningTimes, (), (weekdays, exceptions))

struct PickupPoint {
  std::int32_t id = 0;  // within its farm, never reused
  std::string name;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
  std::optional<Point> place;
  OpeningTimes opening_times;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(PickupPoint, (), (id, name, street, city, state, zip, place, opening_times, note))

// Absent in a farm that has said none of it: the directory's farms stay small.
struct Profile {
  std::string time_zone;  // IANA name; empty: UTC
  std::string phone;
  bool phone_public = false;
  std::vector<Picture> pictures;
  std::optional<DeliveryArea> delivery_area;
  std::optional<OpeningTimes> opening_times;
  std::vector<PickupPoint> pickup_points;
  std::int32_t pickup_points_made = 0;
};
BOOST_DESCRIBE_STRUCT(Profile, (),
                      (time_zone, phone, phone_public, pictures, delivery_area, opening_times, pickup_points, pickup_points_made))

}  // namespace gh::farmers
