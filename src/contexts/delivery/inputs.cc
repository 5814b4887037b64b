#include "contexts/delivery/inputs.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/delivery/errors.h"

namespace gh::delivery {

namespace {

Circle circle_from(const CircleInput& input) {
  return {{input.centre.latitude.value(), input.centre.longitude.value()}, input.radius_m.value()};
}

// Fees are of one currency and not negative; steps ascend.
void check_fees(const FeeTable& fees, Error& error) {
  const auto check = [&](Money money, std::string pointer) {
    if (money.minor < 0) error.field(pointer, "negative", "An amount here is 0 or more.");
    if (money.currency != fees.fee.currency) error.field(pointer, "other_currency", "All amounts of a zone have one currency.");
  };
  check(fees.fee, "/fee");
  for (std::size_t i = 0; i < fees.by_weight.size(); ++i) {
    check(fees.by_weight[i].fee, fmt::format("/by_weight/{}/fee", i));
    if (i > 0 && fees.by_weight[i].grams_max <= fees.by_weight[i - 1].grams_max)
      error.field(fmt::format("/by_weight/{}/grams_max", i), "not_ascending", "Each step is heavier than the one before.");
  }
  for (std::size_t i = 0; i < fees.by_value.size(); ++i) {
    check(fees.by_value[i].from, fmt::format("/by_value/{}/from", i));
    check(fees.by_value[i].fee, fmt::format("/by_value/{}/fee", i));
    if (i > 0 && fees.by_value[i].from <= fees.by_value[i - 1].from)
      error.field(fmt::format("/by_value/{}/from", i), "not_ascending", "Each step begins at a higher value than the one before.");
  }
}

template <class Given>
Result<WindowTerms> read_terms(const Given& input, const Plan& plan) {
  WindowTerms terms{.method = input.method,
                    .zones = {},
                    .pickup_point = {},
                    .from_minutes = input.from.minutes(),
                    .to_minutes = input.to.minutes(),
                    .places = input.places.value(),
                    .note = input.note ? input.note->value() : std::string()};
  Error error(gh::errors::invalid);
  if (input.zones) {
    for (std::size_t i = 0; i < input.zones->size(); ++i) {
      const std::int32_t id = (*input.zones)[i].value();
      if (std::ranges::find(plan.zones, id, &Zone::id) == plan.zones.end())
        error.field(fmt::format("/zones/{}", i), "unknown_zone", "This is not one of your zones.");
      if (std::ranges::find(terms.zones, id) == terms.zones.end()) terms.zones.push_back(id);
    }
  }
  if (input.pickup_point) terms.pickup_point = input.pickup_point->value();
  const bool pick_up = terms.method == Method::pick_up;
  if (pick_up != terms.pickup_point.has_value())
    error.field("/pickup_point", pick_up ? "required" : "not_allowed", "Picking up needs a pick-up point, a delivery has none.");
  if (pick_up && !terms.zones.empty()) error.field("/zones", "not_allowed", "Picking up has no zones.");
  if (!error.fields().empty()) return fail(std::move(error));
  std::ranges::sort(terms.zones);
  return terms;
}

}  // namespace

Result<Zone> zone_from(const ZoneInput& input) {
  Zone zone;
  Error error(errors::bad_zone);
  zone.name = input.name.value();
  if (input.postcodes) {
    for (std::size_t i = 0; i < input.postcodes->size(); ++i) {
      auto pattern = normal_pattern((*input.postcodes)[i].value());
      if (pattern.empty())
        error.field(fmt::format("/postcodes/{}", i), "bad_postcode", "Letters and digits, and a * at the end for all that begin so.");
      else
        zone.postcodes.push_back(std::move(pattern));
    }
    std::ranges::sort(zone.postcodes);
    zone.postcodes.erase(std::ranges::unique(zone.postcodes).begin(), zone.postcodes.end());
  }
  if (input.circle) zone.circle = circle_from(*input.circle);
  if (zone.postcodes.empty() && !zone.circle && error.fields().empty())
    error.field("/postcodes", "required", "A zone is somewhere: it needs postcodes or a circle.");
  zone.fees.fee = input.fee;
  if (input.by_weight) {
    for (const auto& step : *input.by_weight) zone.fees.by_weight.push_back({step.grams_max.value(), step.fee});
  }
  if (input.by_value) {
    for (const auto& step : *input.by_value) zone.fees.by_value.push_back({step.from, step.fee});
  }
  check_fees(zone.fees, error);
  if (!error.fields().empty()) return fail(std::move(error));
  return zone;
}

CutOff cut_off_from(const CutOffInput& input) { return {input.days_before.value(), input.at.minutes()}; }

Result<WindowTerms> terms_from(const WeeklyWindowInput& input, const Plan& plan) { return read_terms(input, plan); }
Result<WindowTerms> terms_from(const SingleWindowInput& input, const Plan& plan) { return read_terms(input, plan); }

Result<void> check_weekly(const WindowTerms& terms, CutOff cut_off) {
  Error error(errors::window_times);
  if (terms.from_minutes >= terms.to_minutes) error.field("/to", "not_after_from", "A window ends after it begins, on the same day.");
  if (cut_off.days_before == 0 && cut_off.minutes > terms.from_minutes)
    error.field("/cut_off", "after_begin", "The cut-off must not be after the window begins.");
  if (!error.fields().empty()) return fail(std::move(error));
  return {};
}

Result<void> apply_rules(Plan& plan, const RulesChange& change) {
  Error error(gh::errors::invalid);
  if (change.cut_off) {
    plan.cut_off = cut_off_from(*change.cut_off);
    for (const auto& weekly : plan.weekly) {
      if (!weekly.cut_off && !check_weekly(weekly, plan.cut_off))
        error.field("/cut_off", "after_begin", fmt::format("The weekly window {} begins before it.", weekly.id));
    }
  }
  if (change.weeks_ahead) plan.weeks_ahead = change.weeks_ahead->value();
  if (change.note) plan.note = change.note->value();
  if (change.minimum) {
    if (change.minimum->minor < 0) error.field("/minimum", "negative", "An amount here is 0 or more.");
    plan.minimum = change.minimum->minor > 0 ? change.minimum : std::nullopt;
  }
  if (change.blackouts) {
    plan.blackouts.clear();
    for (std::size_t i = 0; i < change.blackouts->size(); ++i) {
      const auto& out = (*change.blackouts)[i];
      if (out.to < out.from) error.field(fmt::format("/blackouts/{}/to", i), "before_from", "The last day is not before the first.");
      plan.blackouts.push_back({out.from, out.to, out.reason.value()});
    }
    std::ranges::sort(plan.blackouts, {}, &Blackout::from);
  }
  if (!error.fields().empty()) return fail(std::move(error));
  return {};
}

}  // namespace gh::delivery
