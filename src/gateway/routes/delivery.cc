#include "gateway/routes/delivery.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/delivery/errors.h"
#include "contexts/identity/scopes.h"
#include "gateway/routes/delivery_views.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct OptionsQuery {
  std::optional<json::Text<1, 12>> postcode;
  std::optional<json::Latitude> latitude;
  std::optional<json::Longitude> longitude;
  std::optional<CartId> cart;
  std::optional<FarmId> farm;
};
BOOST_DESCRIBE_STRUCT(OptionsQuery, (), (postcode, latitude, longitude, cart, farm))

struct DeliveryOptions {
  std::vector<booking::FarmOffer> items;
};
BOOST_DESCRIBE_STRUCT(DeliveryOptions, (), (items))

struct DeliveryFarmPath {
  FarmId id;
};
BOOST_DESCRIBE_STRUCT(DeliveryFarmPath, (), (id))

struct NumberPath {
  json::Bounded<std::int32_t, 1, 1'000'000> id;
};
BOOST_DESCRIBE_STRUCT(NumberPath, (), (id))

struct WindowPath {
  delivery::WindowId id;
};
BOOST_DESCRIBE_STRUCT(WindowPath, (), (id))

struct WindowsQuery {
  std::optional<Timestamp> from;  // absent: now
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(WindowsQuery, (), (from, limit, cursor))

struct WindowList {
  std::vector<booking::WindowView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(WindowList, (), (items, next_cursor))

using PlanReply = Task<Result<Reply<DeliveryPlanView>>>;

RouteSpec delivery_spec(net::Method method, std::string path, std::string id, std::string summary,
                        std::vector<const ErrorKind*> errors = {}) {
  errors.push_back(&gh::errors::not_found);
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "delivery",
          .roles = signed_in,
          .scope = std::string(method == net::Method::get ? identity::delivery_read : identity::delivery_write),
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .success_status = method == net::Method::post ? 201 : 200,
          .errors = std::move(errors)};
}

// Everything goes by the caller's own farm.
class DeskOfFarm {
 public:
  DeskOfFarm(booking::Booking& a_booking, farmers::Service& farms) : booking(a_booking), farmers_(farms) {}

  Task<Result<FarmId>> farm_of(const Call& call) const {
    const bool looks = call.http.method == net::Method::get || call.http.method == net::Method::head;
    GH_CO_TRY(auto farm, co_await farmers_.farm_for(*call.caller.user, looks ? farmers::Duty::look : farmers::Duty::manage));
    co_return std::move(farm.id);
  }

  booking::Booking& booking;

 private:
  farmers::Service& farmers_;
};

Task<Result<WindowList>> windows_of(booking::Booking& booking, const Clock& clock, FarmId farm, WindowsQuery query) {
  const auto from = query.from.value_or(clock.now());
  GH_CO_TRY(auto page, co_await booking.windows(std::move(farm), from, query.limit.value(), query.cursor.value()));
  WindowList list{std::move(page.items), {}};
  if (!page.next.empty()) list.next_cursor = std::move(page.next);
  co_return list;
}

// The farms whose goods are in the cart, each once.
Task<Result<std::vector<FarmId>>> farms_in(orders::Service& orders, catalog::Service& catalog, CartId id, orders::Viewer viewer) {
  GH_CO_TRY(const auto cart, co_await orders.cart(std::move(id), std::move(viewer)));
  std::vector<Sku> skus;
  for (const auto& line : cart.lines) skus.push_back(line.sku);
  std::vector<FarmId> farms;
  if (skus.empty()) co_return farms;
  GH_CO_TRY(const auto offers, co_await catalog.sellable(std::move(skus)));
  for (const auto& offer : offers) {
    const auto& farm = offer.farm.id;
    if (!farm.empty() && std::ranges::find(farms, farm) == farms.end() && farms.size() < booking::farms_max) farms.push_back(farm);
  }
  co_return farms;
}

void option_routes(RouteTable& table, booking::Booking& booking, orders::Service& orders, catalog::Service& catalog) {
  auto options =
      delivery_spec(net::Method::get, "/api/v1/delivery/options", "deliveryOptions",
                    "What the farms of a cart (or one farm) offer to a place: zones with fees, windows with the places that are left, "
                    "pick-up points, cut-offs.");
  options.roles = anyone;
  table.add<Input<None, OptionsQuery>, DeliveryOptions>(
      std::move(options),
      [&booking, &orders, &catalog](const Call& call, Input<None, OptionsQuery> in) -> Task<Result<Reply<DeliveryOptions>>> {
        auto& query = in.query;
        Error error(gh::errors::invalid);
        if (query.cart.has_value() == query.farm.has_value())
          error.field("/cart", "cart_or_farm", "Either a cart or a farm is asked about.");
        if (query.latitude.has_value() != query.longitude.has_value()) error.field("/latitude", "half_a_point", "A point has both.");
        if (query.postcode && delivery::normal_postcode(query.postcode->value()).empty())
          error.field("/postcode", "bad_postcode", "A postcode has 2 to 10 letters and digits.");
        if (!error.fields().empty()) co_return fail(std::move(error));
        delivery::Place place{query.postcode ? query.postcode->value() : std::string(), {}};
        if (query.latitude) place.point = delivery::Point{query.latitude->value(), query.longitude->value()};
        std::vector<FarmId> farms;
        if (query.farm) {
          farms.push_back(*query.farm);
        } else {
          const orders::Viewer viewer{call.caller.user, call.caller.role == identity::Role::admin};
          GH_CO_TRY(farms, co_await farms_in(orders, catalog, *query.cart, viewer));
        }
        GH_CO_TRY(auto offers, co_await booking.offers(std::move(farms), std::move(place)));
        co_return DeliveryOptions{std::move(offers)};
      });
}

void plan_routes(RouteTable& table, DeskOfFarm desk) {
  table.add<Input<>, DeliveryPlanView>(delivery_spec(net::Method::get, "/api/v1/farms/mine/delivery", "getDeliveryPlan",
                                                     "Zones, weekly windows and days without delivery of the caller's farm."),
                                       [desk](const Call& call, Input<>) -> PlanReply {
                                         GH_CO_TRY(auto farm, co_await desk.farm_of(call));
                                         GH_CO_TRY(auto plan, co_await desk.booking.plan(std::move(farm)));
                                         co_return view_of(std::move(plan));
                                       });
  table.add<Input<None, None, delivery::RulesChange>, DeliveryPlanView>(
      delivery_spec(net::Method::patch, "/api/v1/farms/mine/delivery", "changeDeliveryRules",
                    "Cut-off, weeks ahead, note, minimum, days without delivery; what is given replaces what was."),
      [desk](const Call& call, Input<None, None, delivery::RulesChange> in) -> PlanReply {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto plan, co_await desk.booking.change_rules(std::move(farm), std::move(in.body)));
        co_return view_of(std::move(plan));
      });
}

void zone_routes(RouteTable& table, DeskOfFarm desk) {
  const std::vector<const ErrorKind*> errors = {&delivery::errors::bad_zone, &delivery::errors::list_full};
  table.add<Input<None, None, delivery::ZoneInput>, DeliveryPlanView>(
      delivery_spec(net::Method::post, "/api/v1/farms/mine/delivery/zones", "addDeliveryZone", "A zone with its fees.", errors),
      [desk](const Call& call, Input<None, None, delivery::ZoneInput> in) -> PlanReply {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto plan, co_await desk.booking.put_zone(std::move(farm), {}, std::move(in.body)));
        Reply<DeliveryPlanView> reply(view_of(std::move(plan)));
        reply.head.add("Location", "/api/v1/farms/mine/delivery");
        co_return reply;
      });
  table.add<Input<NumberPath, None, delivery::ZoneInput>, DeliveryPlanView>(
      delivery_spec(net::Method::put, "/api/v1/farms/mine/delivery/zones/{id}", "putDeliveryZone", "The zone is this from now on.", errors),
      [desk](const Call& call, Input<NumberPath, None, delivery::ZoneInput> in) -> PlanReply {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto plan, co_await desk.booking.put_zone(std::move(farm), in.path.id.value(), std::move(in.body)));
        co_return view_of(std::move(plan));
      });
  table.add<Input<NumberPath>, DeliveryPlanView>(
      delivery_spec(net::Method::del, "/api/v1/farms/mine/delivery/zones/{id}", "removeDeliveryZone",
                    "A zone that no weekly window goes to.", {&gh::errors::conflict}),
      [desk](const Call& call, Input<NumberPath> in) -> PlanReply {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto plan, co_await desk.booking.remove_zone(std::move(farm), in.path.id.value()));
        co_return view_of(std::move(plan));
      });
}

void weekly_routes(RouteTable& table, DeskOfFarm desk) {
  const std::vector<const ErrorKind*> errors = {&delivery::errors::window_times, &delivery::errors::list_full};
  table.add<Input<None, None, delivery::WeeklyWindowInput>, DeliveryPlanView>(
      delivery_spec(net::Method::post, "/api/v1/farms/mine/delivery/weekly-windows", "addWeeklyWindow",
                    "A window that comes each week; those of the weeks ahead are made at once.", errors),
      [desk](const Call& call, Input<None, None, delivery::WeeklyWindowInput> in) -> PlanReply {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto plan, co_await desk.booking.put_weekly(std::move(farm), {}, std::move(in.body)));
        Reply<DeliveryPlanView> reply(view_of(std::move(plan)));
        reply.head.add("Location", "/api/v1/farms/mine/delivery");
        co_return reply;
      });
  table.add<Input<NumberPath, None, delivery::WeeklyWindowInput>, DeliveryPlanView>(
      delivery_spec(net::Method::put, "/api/v1/farms/mine/delivery/weekly-windows/{id}", "putWeeklyWindow",
                    "Places, zones and note also of windows to come; with other times those are withdrawn and others made.", errors),
      [desk](const Call& call, Input<NumberPath, None, delivery::WeeklyWindowInput> in) -> PlanReply {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto plan, co_await desk.booking.put_weekly(std::move(farm), in.path.id.value(), std::move(in.body)));
        co_return view_of(std::move(plan));
      });
  table.add<Input<NumberPath>, DeliveryPlanView>(
      delivery_spec(net::Method::del, "/api/v1/farms/mine/delivery/weekly-windows/{id}", "removeWeeklyWindow",
                    "Its windows to come are withdrawn; what is booked stays booked."),
      [desk](const Call& call, Input<NumberPath> in) -> PlanReply {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto plan, co_await desk.booking.remove_weekly(std::move(farm), in.path.id.value()));
        co_return view_of(std::move(plan));
      });
}

void window_routes(RouteTable& table, DeskOfFarm desk, const Clock& clock) {
  using View = Reply<booking::WindowView>;
  table.add<Input<None, WindowsQuery>, WindowList>(
      delivery_spec(net::Method::get, "/api/v1/farms/mine/delivery/windows", "listDeliveryWindows",
                    "The windows of the caller's farm by their beginning, with what is booked.", {&gh::errors::bad_cursor}),
      [desk, &clock](const Call& call, Input<None, WindowsQuery> in) -> Task<Result<Reply<WindowList>>> {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto list, co_await windows_of(desk.booking, clock, std::move(farm), std::move(in.query)));
        co_return list;
      });
  table.add<Input<None, None, delivery::SingleWindowInput>, booking::WindowView>(
      delivery_spec(net::Method::post, "/api/v1/farms/mine/delivery/windows", "addDeliveryWindow", "A window of one day.",
                    {&delivery::errors::window_times}),
      [desk](const Call& call, Input<None, None, delivery::SingleWindowInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto window, co_await desk.booking.add_window(std::move(farm), std::move(in.body)));
        View reply(std::move(window));
        reply.head.add("Location", "/api/v1/farms/mine/delivery/windows");
        co_return reply;
      });
  table.add<Input<WindowPath, None, delivery::WindowChange>, booking::WindowView>(
      delivery_spec(net::Method::patch, "/api/v1/farms/mine/delivery/windows/{id}", "changeDeliveryWindow",
                    "Places, note, closed or not. Fewer places than are booked: what is booked stays, nothing more can be."),
      [desk](const Call& call, Input<WindowPath, None, delivery::WindowChange> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farm, co_await desk.farm_of(call));
        GH_CO_TRY(auto window, co_await desk.booking.change_window(std::move(farm), in.path.id, std::move(in.body)));
        co_return window;
      });
}

void admin_routes(RouteTable& table, booking::Booking& booking, const Clock& clock) {
  auto plan =
      delivery_spec(net::Method::get, "/api/v1/admin/farms/{id}/delivery", "getDeliveryPlanOfFarm", "The delivery plan of any farm.");
  plan.roles = admins;
  plan.scope.clear();
  table.add<Input<DeliveryFarmPath>, DeliveryPlanView>(std::move(plan), [&booking](const Call&, Input<DeliveryFarmPath> in) -> PlanReply {
    GH_CO_TRY(auto found, co_await booking.plan(std::move(in.path.id)));
    co_return view_of(std::move(found));
  });
  auto windows = delivery_spec(net::Method::get, "/api/v1/admin/farms/{id}/delivery/windows", "listDeliveryWindowsOfFarm",
                               "The windows of any farm by their beginning, with what is booked.", {&gh::errors::bad_cursor});
  windows.roles = admins;
  windows.scope.clear();
  table.add<Input<DeliveryFarmPath, WindowsQuery>, WindowList>(
      std::move(windows), [&booking, &clock](const Call&, Input<DeliveryFarmPath, WindowsQuery> in) -> Task<Result<Reply<WindowList>>> {
        GH_CO_TRY(auto list, co_await windows_of(booking, clock, std::move(in.path.id), std::move(in.query)));
        co_return list;
      });
}

}  // namespace

void delivery_routes(RouteTable& table, booking::Booking& booking, orders::Service& orders, catalog::Service& catalog,
                     farmers::Service& farms, const Clock& clock) {
  const DeskOfFarm desk(booking, farms);
  option_routes(table, booking, orders, catalog);
  plan_routes(table, desk);
  zone_routes(table, desk);
  weekly_routes(table, desk);
  window_routes(table, desk, clock);
  admin_routes(table, booking, clock);
}

}  // namespace gh::gateway
