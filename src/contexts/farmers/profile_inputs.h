// What people send about a farm's profile: reading one of these is checking it, but for opening times (opening_times.h).
#pragma once
#include "contexts/farmers/profile_types.h"
#include "platform/json/clock_time.h"
#include "platform/json/fields.h"
#include "platform/zones/zone.h"

namespace gh::farmers {

inline constexpr std::size_t pictures_max = 12;
inline constexpr std::size_t pickup_points_max = 20;
inline constexpr std::size_t intervals_max = 28;   // of a week: four on each day
inline constexpr std::size_t exceptions_max = 60;  // dates
inline constexpr std::size_t intervals_of_date_max = 4;
inline constexpr std::int32_t delivery_radius_km_max = 1000;

struct PointInput {
  json::Latitude latitude;
  json::Longitude longitude;

  Point point() const { return {latitude.value(), longitude.value()}; }
};
BOOST_DESCRIBE_STRUCT(PointInput, (), (latitude, longitude))

// An IANA name ("America/New_York").
struct ZoneName : json::Text<1, zones::name_bytes_max> {
  using json::Text<1, zones::name_bytes_max>::Text;
  static json::Violation check(std::string& text) {
    if (zones::Zone::find(text) != nullptr) return {};
    return {"unknown_time_zone", "A time zone is named as in the IANA database, such as America/New_York."};
  }
};

using Name = json::Text<1, 120>;
using Street = json::Text<1, 120>;
using City = json::Text<1, 80>;
using State = json::Text<2, 40>;
using Zip = json::Text<3, 12>;
using Phone = json::Text<5, 30>;

struct PictureInput {
  json::PictureAddress url;
  std::optional<json::Text<0, 200>> alt;
};
BOOST_DESCRIBE_STRUCT(PictureInput, (), (url, alt))

struct DeliveryAreaInput {
  json::Text<1, 300> text;
  std::optional<json::Bounded<std::int32_t, 1, delivery_radius_km_max>> radius_km;
};
BOOST_DESCRIBE_STRUCT(DeliveryAreaInput, (), (text, radius_km))

struct OpenIntervalInput {
  json::ClockTime opens;
  json::ClockTime closes;
};
BOOST_DESCRIBE_STRUCT(OpenIntervalInput, (), (opens, closes))
struct OpenOnWeekdayInput {
  Weekday day = Weekday::monday;
  json::ClockTime opens;
  json::ClockTime closes;
};
BOOST_DESCRIBE_STRUCT(OpenOnWeekdayInput, (), (day, opens, closes))
struct OpenOnDateInput {
  Date date;
  json::List<OpenIntervalInput, 0, intervals_of_date_max> intervals;  // none: closed
  std::optional<json::Text<0, 120>> note;
};
BOOST_DESCRIBE_STRUCT(OpenOnDateInput, (), (date, intervals, note))
struct OpeningTimesInput {
  std::optional<json::List<OpenOnWeekdayInput, 0, intervals_max>> weekdays;
  std::optional<json::List<OpenOnDateInput, 0, exceptions_max>> exceptions;
};
BOOST_DESCRIBE_STRUCT(OpeningTimesInput, (), (weekdays, exceptions))

struct PickupPointInput {
  std::optional<json::Bounded<std::int32_t, 1, 1'000'000>> id;  // of a point that is there already; absent: a new one
  Name name;
  Street street;
  City city;
  State state;
  Zip zip;
  std::optional<PointInput> place;
  std::optional<OpeningTimesInput> opening_times;
  std::optional<json::LongText<0, 500>> note;
};
BOOST_DESCRIBE_STRUCT(PickupPointInput, (), (id, name, street, city, state, zip, place, opening_times, note))

using Pictures = json::List<PictureInput, 0, pictures_max>;
using PickupPoints = json::List<PickupPointInput, 0, pickup_points_max>;

}  // namespace gh::farmers
