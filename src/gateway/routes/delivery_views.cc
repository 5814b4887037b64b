#include "gateway/routes/delivery_views.h"

namespace gh::gateway {

namespace {

CutOffView view_of(const delivery::CutOff& cut_off) { return {cut_off.days_before, delivery::clock_text(cut_off.minutes)}; }

ZoneView view_of(delivery::Zone zone) {
  ZoneView view{.id = zone.id,
                .name = std::move(zone.name),
                .postcodes = std::move(zone.postcodes),
                .circle = {},
                .fee = zone.fees.fee,
                .by_weight = std::move(zone.fees.by_weight),
                .by_value = std::move(zone.fees.by_value)};
  if (zone.circle) {
    const auto& [centre, radius_m] = *zone.circle;
    view.circle = delivery::CircleInput{{json::Latitude(centre.latitude_micro), json::Longitude(centre.longitude_micro)},
                                        decltype(delivery::CircleInput::radius_m)(radius_m)};
  }
  return view;
}

WeeklyWindowView view_of(delivery::WeeklyWindow weekly) {
  return {.id = weekly.id,
          .method = weekly.method,
          .zones = std::move(weekly.zones),
          .pickup_point = weekly.pickup_point,
          .day = weekly.day,
          .from = delivery::clock_text(weekly.from_minutes),
          .to = delivery::clock_text(weekly.to_minutes),
          .places = weekly.places,
          .cut_off = weekly.cut_off ? std::optional(view_of(*weekly.cut_off)) : std::nullopt,
          .note = std::move(weekly.note)};
}

}  // namespace

DeliveryPlanView view_of(delivery::Plan plan) {
  DeliveryPlanView view{.farm = plan.id,
                        .time_zone = std::move(plan.time_zone),
                        .cut_off = view_of(plan.cut_off),
                        .weeks_ahead = plan.weeks_ahead,
                        .note = std::move(plan.note),
                        .minimum = plan.minimum,
                        .zones = {},
                        .weekly = {},
                        .blackouts = std::move(plan.blackouts),
                        .made_through = plan.made_through};
  for (auto& zone : plan.zones) view.zones.push_back(view_of(std::move(zone)));
  for (auto& weekly : plan.weekly) view.weekly.push_back(view_of(std::move(weekly)));
  return view;
}

}  // namespace gh::gateway
