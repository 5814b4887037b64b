// How a farm's goods reach people, as it is stored: one plan per farm (zones, weekly windows, days without delivery), and a document for
// each window that can be booked. Plain described structs.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace gh::delivery {

struct WindowTag {
  static constexpr std::string_view prefix = "win";
};
using WindowId = Id<WindowTag>;

enum class Method { delivery, pick_up };
BOOST_DESCRIBE_ENUM(Method, delivery, pick_up)

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
BOOST_DESCRIBE_ENUM(Weekday, monday, tuesday, wednesday, thursday, friday, saturday, sunday)

// WGS 84 in millionths of a degree.
struct Point {
  std::int32_t latitude_micro = 0;
  std::int32_t longitude_micro = 0;

  bool operator==(const Point&) const = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (latitude_micro, longitude_micro))

struct Circle {
  Point centre;
  std::int32_t radius_m = 0;

  bool operator==(const Circle&) const = default;
};
BOOST_DESCRIBE_STRUCT(Circle, (), (centre, radius_m))

// Figures only: contexts/pricing computes with them.
struct WeightStep {
  std::int64_t grams_max = 0;
  Money fee;
};
BOOST_DESCRIBE_STRUCT(WeightStep, (), (grams_max, fee))

struct ValueStep {
  Money from;  // value of the farm's goods
  Money fee;   // no more than this from there on; 0: free
};
BOOST_DESCRIBE_STRUCT(ValueStep, (), (from, fee))

struct FeeTable {
  Money fee;                          // where there are no weight steps
  std::vector<WeightStep> by_weight;  // ascending
  std::vector<ValueStep> by_value;    // ascending
};
BOOST_DESCRIBE_STRUCT(FeeTable, (), (fee, by_weight, by_value))

struct Zone {
  std::int32_t id = 0;  // within its farm, never reused
  std::string name;
  std::vector<std::string> postcodes;  // as places.h makes them: "22902", or "229*" for all that begin so
  std::optional<Circle> circle;
  FeeTable fees;
};
BOOST_DESCRIBE_STRUCT(Zone, (), (id, name, postcodes, circle, fees))

// The last moment for a window's orders: `minutes` after midnight of the farm's clock, `days_before` the window's day.
struct CutOff {
  std::int32_t days_before = 1;
  std::int32_t minutes = 18 * 60;

  bool operator==(const CutOff&) const = default;
};
BOOST_DESCRIBE_STRUCT(CutOff, (), (days_before, minutes))

// What a window is, whoever made it. Minutes after midnight of the farm's clock; from < to <= 1440.
struct WindowTerms {
  Method method = Method::delivery;
  std::vector<std::int32_t> zones;           // delivery: where it goes; none: to all zones of the farm
  std::optional<std::int32_t> pickup_point;  // pick_up: the farm's
  std::int32_t from_minutes = 0;
  std::int32_t to_minutes = 0;
  std::int32_t places = 0;  // orders that can be booked
  std::string note;         // for buyers: "ring at the blue door"

  bool operator==(const WindowTerms&) const = default;
};
BOOST_DESCRIBE_STRUCT(WindowTerms, (), (method, zones, pickup_point, from_minutes, to_minutes, places, note))

struct WeeklyWindow : WindowTerms {
  std::int32_t id = 0;  // within its farm, never reused
  Weekday day = Weekday::monday;
  std::optional<CutOff> cut_off;  // none: the farm's
};
BOOST_DESCRIBE_STRUCT(WeeklyWindow, (WindowTerms), (id, day, cut_off))

// Days of the farm's calendar, both included, on which no weekly window is held.
struct Blackout {
  Date from;
  Date to;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Blackout, (), (from, to, reason))

struct Plan {
  FarmId id;
  std::string time_zone;  // the farm's own, as it was when windows were last made
  CutOff cut_off;
  std::int32_t weeks_ahead = 4;  // for which weekly windows are made
  std::string note;              // for every buyer of the farm
  std::optional<Money> minimum;  // value of the farm's goods, below which it delivers nothing
  std::vector<Zone> zones;
  std::int32_t zones_made = 0;
  std::vector<WeeklyWindow> weekly;
  std::int32_t weekly_made = 0;
  std::vector<Blackout> blackouts;  // by first day
  std::int64_t changes = 0;
  std::optional<Date> made_through;  // weekly windows are made up to here
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(Plan, (),
                      (id, time_zone, cut_off, weeks_ahead, note, minimum, zones, zones_made, weekly, weekly_made, blackouts, changes,
                       made_through, updated))

// closed: by the farm, by hand. withdrawn: the plan no longer has it; it is open again when the plan has it again. What was booked in
// either stays booked.
enum class WindowState { open, closed, withdrawn };
BOOST_DESCRIBE_ENUM(WindowState, open, closed, withdrawn)

struct Window : WindowTerms {
  WindowId id;
  FarmId farm;
  WindowState state = WindowState::open;
  std::optional<std::int32_t> weekly;  // the weekly window that it was made from; none: made by hand
  bool by_hand = false;                // what it offers was changed by hand: the plan leaves that alone
  Date day;
  Timestamp starts;
  Timestamp ends;
  Timestamp cut_off;  // the first moment at which nothing can be booked any more
};
BOOST_DESCRIBE_STRUCT(Window, (WindowTerms), (id, farm, state, weekly, by_hand, day, starts, ends, cut_off))

// The payload of the task delivery.make_windows.
struct MakeWindows {
  FarmId farm;
};
BOOST_DESCRIBE_STRUCT(MakeWindows, (), (farm))

}  // namespace gh::delivery
