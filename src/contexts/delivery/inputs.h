// What farms say of their delivery: typed inputs whose validation is their schema, and how they become what is stored.
#pragma once
#include "base/error.h"
#include "contexts/delivery/types.h"
#include "contexts/delivery/windows.h"
#include "platform/json/clock_time.h"
#include "platform/json/fields.h"

namespace gh::delivery {

inline constexpr std::size_t zones_max = 50;
inline constexpr std::size_t postcodes_max = 500;  // of one zone
inline constexpr std::size_t fee_steps_max = 20;
inline constexpr std::size_t weekly_max = 100;
inline constexpr std::size_t blackouts_max = 100;
inline constexpr std::int32_t radius_m_max = 500'000;
inline constexpr std::int64_t grams_max = 10'000'000;

using ZoneNumber = json::Bounded<std::int32_t, 1, 1'000'000>;
using Note = json::LongText<0, 500>;

struct CentreInput {
  json::Latitude latitude;
  json::Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(CentreInput, (), (latitude, longitude))

struct CircleInput {
  CentreInput centre;
  json::Bounded<std::int32_t, 100, radius_m_max> radius_m;
};
BOOST_DESCRIBE_STRUCT(CircleInput, (), (centre, radius_m))

struct WeightStepInput {
  json::Bounded<std::int64_t, 1, grams_max> grams_max;
  Money fee;
};
BOOST_DESCRIBE_STRUCT(WeightStepInput, (), (grams_max, fee))

struct ValueStepInput {
  Money from;
  Money fee;
};
BOOST_DESCRIBE_STRUCT(ValueStepInput, (), (from, fee))

struct ZoneInput {
  json::Text<1, 60> name;
  std::optional<json::List<json::Text<1, 12>, 0, postcodes_max>> postcodes;  // "22902", or "229*"
  std::optional<CircleInput> circle;
  Money fee;
  std::optional<json::List<WeightStepInput, 0, fee_steps_max>> by_weight;
  std::optional<json::List<ValueStepInput, 0, fee_steps_max>> by_value;
};
BOOST_DESCRIBE_STRUCT(ZoneInput, (), (name, postcodes, circle, fee, by_weight, by_value))

struct CutOffInput {
  json::Bounded<std::int32_t, 0, cut_off_days_max> days_before;
  json::ClockTime at;
};
BOOST_DESCRIBE_STRUCT(CutOffInput, (), (days_before, at))

struct WeeklyWindowInput {
  Method method = Method::delivery;
  std::optional<json::List<ZoneNumber, 0, zones_max>> zones;
  std::optional<json::Bounded<std::int32_t, 1, 1'000'000>> pickup_point;
  Weekday day = Weekday::monday;
  json::ClockTime from;
  json::ClockTime to;
  json::Bounded<std::int32_t, 0, places_max> places;
  std::optional<CutOffInput> cut_off;
  std::optional<Note> note;
};
BOOST_DESCRIBE_STRUCT(WeeklyWindowInput, (), (method, zones, pickup_point, day, from, to, places, cut_off, note))

struct SingleWindowInput {
  Method method = Method::delivery;
  std::optional<json::List<ZoneNumber, 0, zones_max>> zones;
  std::optional<json::Bounded<std::int32_t, 1, 1'000'000>> pickup_point;
  Date day;
  json::ClockTime from;
  json::ClockTime to;
  json::Bounded<std::int32_t, 0, places_max> places;
  std::optional<CutOffInput> cut_off;
  std::optional<Note> note;
};
BOOST_DESCRIBE_STRUCT(SingleWindowInput, (), (method, zones, pickup_point, day, from, to, places, cut_off, note))

// Absent: as it is.
struct WindowChange {
  std::optional<json::Bounded<std::int32_t, 0, places_max>> places;
  std::optional<bool> closed;
  std::optional<Note> note;
};
BOOST_DESCRIBE_STRUCT(WindowChange, (), (places, closed, note))

struct BlackoutInput {
  Date from;
  Date to;
  json::Text<1, 120> reason;
};
BOOST_DESCRIBE_STRUCT(BlackoutInput, (), (from, to, reason))

// Absent: as it is.
struct RulesChange {
  std::optional<CutOffInput> cut_off;
  std::optional<json::Bounded<std::int32_t, 1, weeks_ahead_max>> weeks_ahead;
  std::optional<Note> note;
  std::optional<Money> minimum;  // 0: none
  std::optional<json::List<BlackoutInput, 0, blackouts_max>> blackouts;
};
BOOST_DESCRIBE_STRUCT(RulesChange, (), (cut_off, weeks_ahead, note, minimum, blackouts))

// bad_zone with the fields: postcodes that are none, steps that do not ascend, fees below 0 or in several currencies, no place at all.
Result<Zone> zone_from(const ZoneInput& input);
CutOff cut_off_from(const CutOffInput& input);
// invalid with the field: a zone that the plan does not have, a pick-up point for a delivery, or none for picking up.
Result<WindowTerms> terms_from(const WeeklyWindowInput& input, const Plan& plan);
Result<WindowTerms> terms_from(const SingleWindowInput& input, const Plan& plan);
// window_times, where a weekly window with these terms could never be held.
Result<void> check_weekly(const WindowTerms& terms, CutOff cut_off);
// invalid with the field.
Result<void> apply_rules(Plan& plan, const RulesChange& change);

}  // namespace gh::delivery
