#include "gateway/routes/recalls.h"

#include <algorithm>
#include <charconv>

#include "base/errors.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct RecallPath {
  Sku sku;
  LotId lot;
};
BOOST_DESCRIBE_STRUCT(RecallPath, (), (sku, lot))

struct TraceQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(TraceQuery, (), (limit, cursor))

struct ShopRecallInput {
  json::Text<3, 200> reason;
};
BOOST_DESCRIBE_STRUCT(ShopRecallInput, (), (reason))

// Who has, or had, units of it.
struct TracedOrder {
  LotId lot;
  OrderId order;
  inventory::ShareState state = inventory::ShareState::held;
  Quantity quantity;
  Timestamp at;
  std::optional<orders::OrderStatus> status;
  std::optional<UserId> buyer;
  std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(TracedOrder, (), (lot, order, state, quantity, at, status, buyer, email))

struct LotTrace {
  FarmId farm;
  Sku sku;
  std::vector<inventory::Lot> lots;  // the lot and what was split from it: what a recall stops
  std::vector<TracedOrder> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(LotTrace, (), (farm, sku, lots, items, next_cursor))

// "<which of the lots>.<cursor among its orders>"
struct TraceCursor {
  std::size_t lot = 0;
  std::string inner;
};
std::optional<TraceCursor> read_cursor(const std::string& text) {
  TraceCursor cursor;
  if (text.empty()) return cursor;
  const auto dot = text.find('.');
  const auto read = std::from_chars(text.data(), text.data() + std::min(dot, text.size()), cursor.lot);
  if (dot == std::string::npos || read.ec != std::errc() || read.ptr != text.data() + dot) return std::nullopt;
  cursor.inner = text.substr(dot + 1);
  return cursor;
}

class Tracing {
 public:
  Tracing(inventory::Service& stock, catalog::Service& catalog, orders::Service& orders)
      : stock_(stock), catalog_(catalog), orders_(orders) {}

  Task<Result<FarmId>> farm_of(Sku sku) const {
    GH_CO_TRY(const auto product, co_await catalog_.find(sku.product()));
    if (!product) co_return fail(gh::errors::not_found);
    co_return product->farm.id;
  }

  // not_found: the sku never had such a lot.
  Task<Result<LotTrace>> trace(RecallPath path, int limit, std::string text) const {
    auto cursor = read_cursor(text);
    if (!cursor) co_return fail(gh::errors::bad_cursor);
    LotTrace trace;
    trace.sku = path.sku;
    GH_CO_TRY(trace.farm, co_await farm_of(path.sku));
    GH_CO_TRY(trace.lots, co_await stock_.lot_family(trace.farm, path.sku, path.lot));
    auto at = *std::move(cursor);
    while (at.lot < trace.lots.size() && static_cast<int>(trace.items.size()) < limit) {
      const int wanted = limit - static_cast<int>(trace.items.size());
      GH_CO_TRY(auto page, co_await stock_.orders_of_lot(trace.farm, path.sku, trace.lots[at.lot].id, wanted, at.inner));
      for (const auto& share : page.items) {
        GH_CO_TRY(auto traced, co_await traced_order(trace.lots[at.lot].id, share));
        trace.items.push_back(std::move(traced));
      }
      at = page.next.empty() ? TraceCursor{at.lot + 1, {}} : TraceCursor{at.lot, std::move(page.next)};
    }
    if (at.lot < trace.lots.size()) trace.next_cursor = fmt::format("{}.{}", at.lot, at.inner);
    co_return trace;
  }

  Task<Result<inventory::StockView>> recall(RecallPath path, UserId admin, std::string reason) const {
    GH_CO_TRY(auto farm, co_await farm_of(path.sku));
    co_return co_await stock_.recall({std::move(farm), std::move(admin)}, std::move(path.sku), std::move(path.lot), std::move(reason));
  }

 private:
  Task<Result<TracedOrder>> traced_order(LotId lot, inventory::OrderShare share) const {
    TracedOrder traced{.lot = std::move(lot), .order = share.order, .state = share.state, .quantity = share.quantity, .at = share.at};
    auto order = co_await orders_.order(share.order, {.user = {}, .admin = true});
    if (!order && !order.error().is(gh::errors::not_found)) co_return fail(std::move(order).error());
    if (!order) co_return traced;
    traced.status = order->status;
    traced.buyer = order->buyer;
    if (!order->contact.email.empty()) traced.email = std::move(order->contact.email);
    co_return traced;
  }

  inventory::Service& stock_;
  catalog::Service& catalog_;
  orders::Service& orders_;
};

RouteSpec spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  errors.push_back(&gh::errors::not_found);
  return {.method = method,
          .path = "/api/v1/admin/inventory/{sku}/lots/{lot}/" + std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "inventory",
          .roles = admins,
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .errors = std::move(errors)};
}

}  // namespace

void recall_routes(RouteTable& table, inventory::Service& inventory, catalog::Service& catalog, orders::Service& orders) {
  const Tracing tracing(inventory, catalog, orders);
  table.add<Input<RecallPath, TraceQuery>, LotTrace>(
      spec(net::Method::get, "trace", "traceLot",
           "What became of a lot: the lots that were split from it, the orders that hold or had units of them, and whose they are.",
           {&gh::errors::bad_cursor, &inventory::errors::stock_item_full}),
      [tracing](const Call&, Input<RecallPath, TraceQuery> in) -> Task<Result<Reply<LotTrace>>> {
        GH_CO_TRY(auto trace, co_await tracing.trace(std::move(in.path), in.query.limit.value(), in.query.cursor.value()));
        co_return trace;
      });
  table.add<Input<RecallPath, None, ShopRecallInput>, inventory::StockView>(
      spec(net::Method::post, "recall", "recallLotOfFarm",
           "The lot and what was split from it is sold no more; the farm and everybody who bought of it are told.",
           {&inventory::errors::desk_full, &inventory::errors::invariant_broken, &inventory::errors::stock_item_full}),
      [tracing](const Call& call, Input<RecallPath, None, ShopRecallInput> in) -> Task<Result<Reply<inventory::StockView>>> {
        GH_CO_TRY(auto view, co_await tracing.recall(std::move(in.path), *call.caller.user, in.body.reason.value()));
        co_return view;
      });
}

}  // namespace gh::gateway
