#include "flows/booking/booking.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/delivery/errors.h"
#include "contexts/inventory/capacity.h"

namespace gh::booking {

namespace {

using delivery::clock_text;

constexpr std::int64_t unit_milli = 1'000;

std::string time_zone_of(const farmers::Farm& farm) { return farm.profile ? farm.profile->time_zone : std::string(); }

std::optional<PickupPointView> pickup_point_of(const farmers::Farm& farm, std::optional<std::int32_t> id) {
  if (!id || !farm.profile) return std::nullopt;
  const auto& points = farm.profile->pickup_points;
  const auto point = std::ranges::find(points, *id, &farmers::PickupPoint::id);
  if (point == points.end()) return std::nullopt;
  return PickupPointView{point->id, point->name, fmt::format("{}, {}, {} {}", point->street, point->city, point->state, point->zip),
                         point->note};
}

Result<void> check_pickup_point(const farmers::Farm& farm, std::optional<std::int32_t> id) {
  if (!id || pickup_point_of(farm, id)) return {};
  Error error(gh::errors::invalid);
  error.field("/pickup_point", "unknown_pickup_point", "This is not one of your farm's pick-up points.");
  return fail(std::move(error));
}

template <class Input>
std::optional<std::int32_t> point_named(const Input& input) {
  return input.pickup_point ? std::optional(input.pickup_point->value()) : std::nullopt;
}

std::string joined(const std::string& first, const std::string& second) {
  return first.empty() || second.empty() ? first + second : first + '\n' + second;
}

Quantity left_of(const delivery::Window& window, const std::optional<inventory::Places>& places) {
  const Quantity all{window.places * unit_milli};
  return places ? std::max(Quantity{}, all - places->taken) : all;
}

std::vector<Sku> skus_of(const std::vector<delivery::Window>& windows) {
  std::vector<Sku> skus;
  skus.reserve(windows.size());
  for (const auto& window : windows) skus.push_back(places_sku(window.id));
  return skus;
}

void note_method(FarmOffer& offer, delivery::Method method) {
  if (std::ranges::find(offer.methods, method) == offer.methods.end()) offer.methods.push_back(method);
}

void note_zone(FarmOffer& offer, const delivery::Zone& zone) {
  if (std::ranges::find(offer.zones, zone.id, &ZoneOffer::id) == offer.zones.end()) offer.zones.push_back({zone.id, zone.name, zone.fees});
}

}  // namespace

Sku places_sku(const delivery::WindowId& window) { return inventory::capacity_sku("delivery_window", window.text()); }

Task<Result<Terms>> Booking::terms(FarmId farm, delivery::WindowId id, delivery::Place place) {
  GH_CO_TRY(auto window, co_await delivery_.window(std::move(id)));
  if (window.farm != farm) co_return fail(gh::errors::not_found);
  GH_CO_TRY(const auto owner, co_await farmers_.get(farm));
  GH_CO_TRY(const auto plan, co_await delivery_.plan(std::move(farm)));
  GH_CO_TRY(const auto* zone, delivery_.bookable(window, plan, place));
  auto pickup_point = pickup_point_of(owner, window.pickup_point);
  if (window.pickup_point && !pickup_point) co_return fail(delivery::errors::window_closed, "its pick-up point is no more");
  const auto sku = places_sku(window.id);
  GH_CO_TRY(const auto places, co_await inventory_.places({sku}));
  Terms terms{.window = {},
              .from = clock_text(window.from_minutes),
              .to = clock_text(window.to_minutes),
              .zone = zone == nullptr ? std::nullopt : std::optional(*zone),
              .pickup_point = std::move(pickup_point),
              .minimum = plan.minimum,
              .note = joined(plan.note, window.note),
              .booking = sku,
              .quantity = Quantity{unit_milli},
              .capacity = Quantity{window.places * unit_milli},
              .left = left_of(window, places.front())};
  terms.window = std::move(window);
  co_return terms;
}

Task<Result<std::vector<FarmOffer>>> Booking::offers(std::vector<FarmId> farms, delivery::Place place) {
  std::vector<FarmOffer> offers;
  for (auto& id : farms) {
    GH_CO_TRY(auto farm, co_await known(std::move(id)));
    GH_CO_TRY(auto made, co_await offer(std::move(farm), place));
    offers.push_back(std::move(made));
  }
  co_return offers;
}

Task<Result<std::shared_ptr<const Booking::Known>>> Booking::known(FarmId id) {
  const auto now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(id);
    if (found != known_.end() && now >= found->second->read && now - found->second->read < offers_kept) co_return found->second;
  }
  auto made = std::make_shared<Known>();
  made->read = now;
  GH_CO_TRY(made->farm, co_await farmers_.get(id));
  if (farmers::may_sell(made->farm.status)) {
    GH_CO_TRY(made->plan, co_await delivery_.plan(id));
    GH_CO_TRY(made->windows, co_await delivery_.offered(id));
  }
  const std::lock_guard lock(mutex_);
  if (known_.size() >= farms_kept_max) known_.clear();
  known_.insert_or_assign(std::move(id), made);
  co_return std::shared_ptr<const Known>(std::move(made));
}

void Booking::forget(const FarmId& farm) {
  const std::lock_guard lock(mutex_);
  known_.erase(farm);
}

Task<Result<FarmOffer>> Booking::offer(std::shared_ptr<const Known> known, delivery::Place place) {
  const auto& [farm, plan, windows, read] = *known;
  FarmOffer offer{.farm = farm.id, .farm_name = farm.name, .time_zone = time_zone_of(farm)};
  if (!farmers::may_sell(farm.status)) co_return offer;
  GH_CO_TRY(const auto places, co_await inventory_.places(skus_of(windows)));
  offer.minimum = plan.minimum;
  offer.note = plan.note;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto& window = windows[i];
    const auto zone = delivery_.bookable(window, plan, place);
    if (!zone) {
      const bool no_point = zone.error().is(delivery::errors::point_needed);
      offer.point_needed = offer.point_needed || no_point;
      offer.elsewhere = offer.elsewhere || no_point || zone.error().is(delivery::errors::not_delivered_here);
      continue;
    }
    const auto point = pickup_point_of(farm, window.pickup_point);
    if (window.pickup_point && !point) continue;
    offer.windows.push_back({.id = window.id,
                             .method = window.method,
                             .day = window.day,
                             .from = clock_text(window.from_minutes),
                             .to = clock_text(window.to_minutes),
                             .starts = window.starts,
                             .ends = window.ends,
                             .cut_off = window.cut_off,
                             .places_left = left_of(window, places[i]).milli / unit_milli,
                             .zone = *zone ? std::optional((*zone)->id) : std::nullopt,
                             .pickup_point = window.pickup_point,
                             .note = window.note});
    note_method(offer, window.method);
    if (*zone) note_zone(offer, **zone);
    if (point && std::ranges::find(offer.pickup_points, point->id, &PickupPointView::id) == offer.pickup_points.end())
      offer.pickup_points.push_back(*point);
  }
  co_return offer;
}

Task<Result<delivery::Plan>> Booking::plan(FarmId farm) { co_return co_await delivery_.plan(std::move(farm)); }

// The task would do it as well, but whoever changed the plan wants to see its windows.
Task<Result<delivery::Plan>> Booking::made(Result<delivery::Plan> plan) {
  if (!plan) co_return plan;
  GH_CO_CHECK(co_await make_windows(plan->id));
  forget(plan->id);
  co_return co_await delivery_.plan(plan->id);
}

Task<Result<delivery::Plan>> Booking::change_rules(FarmId farm, delivery::RulesChange change) {
  co_return co_await made(co_await delivery_.change_rules(std::move(farm), std::move(change)));
}

Task<Result<delivery::Plan>> Booking::put_zone(FarmId farm, std::optional<std::int32_t> id, delivery::ZoneInput input) {
  auto written = id ? co_await delivery_.put_zone(farm, *id, std::move(input)) : co_await delivery_.add_zone(farm, std::move(input));
  forget(farm);
  co_return written;
}

Task<Result<delivery::Plan>> Booking::remove_zone(FarmId farm, std::int32_t id) {
  auto written = co_await delivery_.remove_zone(farm, id);
  forget(farm);
  co_return written;
}

Task<Result<delivery::Plan>> Booking::put_weekly(FarmId farm, std::optional<std::int32_t> id, delivery::WeeklyWindowInput input) {
  GH_CO_TRY(const auto owner, co_await farmers_.get(farm));
  GH_CO_CHECK(check_pickup_point(owner, point_named(input)));
  if (id) co_return co_await made(co_await delivery_.put_weekly(std::move(farm), *id, std::move(input)));
  co_return co_await made(co_await delivery_.add_weekly(std::move(farm), std::move(input)));
}

Task<Result<delivery::Plan>> Booking::remove_weekly(FarmId farm, std::int32_t id) {
  co_return co_await made(co_await delivery_.remove_weekly(std::move(farm), id));
}

Task<Result<std::vector<WindowView>>> Booking::with_places(std::vector<delivery::Window> windows) {
  GH_CO_TRY(const auto places, co_await inventory_.places(skus_of(windows)));
  std::vector<WindowView> views;
  views.reserve(windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    auto& window = windows[i];
    views.push_back({.id = window.id,
                     .farm = window.farm,
                     .method = window.method,
                     .state = window.state,
                     .weekly = window.weekly,
                     .by_hand = window.by_hand,
                     .zones = std::move(window.zones),
                     .pickup_point = window.pickup_point,
                     .day = window.day,
                     .from = clock_text(window.from_minutes),
                     .to = clock_text(window.to_minutes),
                     .starts = window.starts,
                     .ends = window.ends,
                     .cut_off = window.cut_off,
                     .places = window.places,
                     .taken = places[i] ? places[i]->taken.milli / unit_milli : 0,
                     .places_left = left_of(window, places[i]).milli / unit_milli,
                     .note = std::move(window.note)});
  }
  co_return views;
}

Task<Result<WindowView>> Booking::add_window(FarmId farm, delivery::SingleWindowInput input) {
  GH_CO_TRY(const auto owner, co_await farmers_.get(farm));
  GH_CO_CHECK(check_pickup_point(owner, point_named(input)));
  GH_CO_TRY(auto window, co_await delivery_.add_window(std::move(farm), time_zone_of(owner), std::move(input)));
  forget(window.farm);
  GH_CO_TRY(auto views, co_await with_places({std::move(window)}));
  co_return std::move(views.front());
}

Task<Result<WindowView>> Booking::change_window(FarmId farm, delivery::WindowId id, delivery::WindowChange change) {
  GH_CO_TRY(auto window, co_await delivery_.change_window(std::move(farm), std::move(id), std::move(change)));
  forget(window.farm);
  const auto sku = places_sku(window.id);
  GH_CO_TRY(const auto places, co_await inventory_.places({sku}));
  // Without an item the next hold brings the number along, as it does where this write is lost.
  if (places.front()) GH_CO_CHECK(co_await inventory_.set_capacity(sku, Quantity{window.places * unit_milli}));
  GH_CO_TRY(auto views, co_await with_places({std::move(window)}));
  co_return std::move(views.front());
}

Task<Result<WindowViews>> Booking::windows(FarmId farm, Timestamp from, int limit, std::string cursor) {
  GH_CO_TRY(auto page, co_await delivery_.windows(std::move(farm), from, limit, std::move(cursor)));
  GH_CO_TRY(auto views, co_await with_places(std::move(page.items)));
  co_return WindowViews{std::move(views), std::move(page.next)};
}

Task<Result<void>> Booking::make_windows(FarmId farm) {
  GH_CO_TRY(const auto owner, co_await farmers_.get(farm));
  co_return co_await delivery_.make_windows(std::move(farm), time_zone_of(owner));
}

}  // namespace gh::booking
