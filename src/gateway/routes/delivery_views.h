// A farm's delivery plan in the shape in which it is sent: what was read can be changed and sent back.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contexts/delivery/inputs.h"
#include "contexts/delivery/types.h"
#include "platform/json/schema.h"

// contexts/pricing has steps of these names, too.
template <>
inline constexpr std::string_view gh::json::schema_name<gh::delivery::WeightStep> = "DeliveryWeightStep";
template <>
inline constexpr std::string_view gh::json::schema_name<gh::delivery::ValueStep> = "DeliveryValueStep";

namespace gh::gateway {

struct ZoneView {
  std::int32_t id = 0;
  std::string name;
  std::vector<std::string> postcodes;
  std::optional<delivery::CircleInput> circle;
  Money fee;
  std::vector<delivery::WeightStep> by_weight;
  std::vector<delivery::ValueStep> by_value;
};
BOOST_DESCRIBE_STRUCT(ZoneView, (), (id, name, postcodes, circle, fee, by_weight, by_value))

struct CutOffView {
  std::int32_t days_before = 0;
  std::string at;  // "18:00"
};
BOOST_DESCRIBE_STRUCT(CutOffView, (), (days_before, at))

struct WeeklyWindowView {
  std::int32_t id = 0;
  delivery::Method method = delivery::Method::delivery;
  std::vector<std::int32_t> zones;
  std::optional<std::int32_t> pickup_point;
  delivery::Weekday day = delivery::Weekday::monday;
  std::string from;
  std::string to;
  std::int32_t places = 0;
  std::optional<CutOffView> cut_off;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(WeeklyWindowView, (), (id, method, zones, pickup_point, day, from, to, places, cut_off, note))

struct DeliveryPlanView {
  FarmId farm;
  std::string time_zone;
  CutOffView cut_off;
  std::int32_t weeks_ahead = 0;
  std::string note;
  std::optional<Money> minimum;
  std::vector<ZoneView> zones;
  std::vector<WeeklyWindowView> weekly;
  std::vector<delivery::Blackout> blackouts;
  std::optional<Date> made_through;
};
BOOST_DESCRIBE_STRUCT(DeliveryPlanView, (), (farm, time_zone, cut_off, weeks_ahead, note, minimum, zones, weekly, blackouts, made_through))

DeliveryPlanView view_of(delivery::Plan plan);

}  // namespace gh::gateway
