#include "gateway/routes/inventory.h"

#include "base/errors.h"
#include "contexts/identity/scopes.h"
#include "gateway/routes/farm_desk.h"
#include "gateway/routes/if_any.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct SkuPath {
  Sku sku;
};
BOOST_DESCRIBE_STRUCT(SkuPath, (), (sku))

struct LotPath {
  Sku sku;
  LotId lot;
};
BOOST_DESCRIBE_STRUCT(LotPath, (), (sku, lot))

struct StockQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(StockQuery, (), (limit, cursor))

struct MovementsQuery {
  std::optional<LotId> lot;
  std::optional<inventory::MovementKind> kind;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(MovementsQuery, (), (lot, kind, from, to, limit, cursor))

using Reason = json::Text<3, 200>;
using Location = json::Text<0, 60>;
using LotCode = json::Text<1, 60>;

// Why units are gone; the same names as inventory::Cause.
enum class WriteOffReason { spoiled, damaged, lost, donated, sampled, unsafe, expired, other };
BOOST_DESCRIBE_ENUM(WriteOffReason, spoiled, damaged, lost, donated, sampled, unsafe, expired, other)

inventory::Cause cause_of(WriteOffReason reason) {
  using inventory::Cause;
  constexpr Cause causes[] = {Cause::spoiled, Cause::damaged, Cause::lost,    Cause::donated,
                              Cause::sampled, Cause::unsafe,  Cause::expired, Cause::other};
  return causes[static_cast<std::size_t>(reason)];
}

struct NewLotInput {
  LotCode lot_code;
  Date harvested;
  Date best_before;
  FieldId field;
  Quantity quantity;
  std::optional<inventory::LotStatus> status;  // absent: sellable
  std::optional<json::Text<1, 20>> unit;
  std::optional<Location> location;
};
BOOST_DESCRIBE_STRUCT(NewLotInput, (), (lot_code, harvested, best_before, field, quantity, status, unit, location))

struct AdjustmentInput {
  LotId lot;
  Quantity change;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(AdjustmentInput, (), (lot, change, reason))

struct WriteOffInput {
  LotId lot;
  Quantity quantity;
  WriteOffReason reason = WriteOffReason::other;
  std::optional<json::Text<0, 200>> note;
};
BOOST_DESCRIBE_STRUCT(WriteOffInput, (), (lot, quantity, reason, note))

struct SplitInput {
  LotCode lot_code;  // of the new lot
  Quantity quantity;
  std::optional<Location> location;  // absent: where the lot is
  std::optional<json::Text<0, 200>> note;
};
BOOST_DESCRIBE_STRUCT(SplitInput, (), (lot_code, quantity, location, note))

// With a quantity only that much is moved, and becomes a lot of its own under lot_code.
struct MoveInput {
  Location location;
  std::optional<Quantity> quantity;
  std::optional<LotCode> lot_code;
  std::optional<json::Text<0, 200>> note;
};
BOOST_DESCRIBE_STRUCT(MoveInput, (), (location, quantity, lot_code, note))

struct RecallInput {
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(RecallInput, (), (reason))

struct LotStatusInput {
  inventory::LotStatus status = inventory::LotStatus::sellable;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(LotStatusInput, (), (status, reason))

struct ThresholdInput {
  Quantity threshold;
};
BOOST_DESCRIBE_STRUCT(ThresholdInput, (), (threshold))

struct StockList {
  std::vector<inventory::StockView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(StockList, (), (items, next_cursor))

struct MovementList {
  std::vector<inventory::BookedMovement> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(MovementList, (), (items, next_cursor))

struct LotOrders {
  std::vector<inventory::OrderShare> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(LotOrders, (), (items, next_cursor))

template <class Text>
std::string text_of(const std::optional<Text>& field) {
  return field ? field->value() : std::string();
}

// Both live as long as the table.
struct Stock {
  inventory::Service& stock;
  FarmDesk desk;
};

RouteSpec read(std::string path, std::string id, std::string summary) {
  return {.method = net::Method::get,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "inventory",
          .roles = signed_in,
          .scope = std::string(identity::stock_read),
          .errors = {&gh::errors::not_found, &gh::errors::bad_cursor}};
}

RouteSpec change(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  for (const auto* always : {&gh::errors::not_found, &inventory::errors::desk_full, &inventory::errors::invariant_broken})
    errors.push_back(always);
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "inventory",
          .roles = signed_in,
          .scope = std::string(identity::stock_write),
          .rate = RateGroup::write,
          .errors = std::move(errors)};
}

void views(RouteTable& table, Stock at) {
  table.add<Input<None, StockQuery>, StockList>(
      read("/api/v1/inventory", "listStock", "The stock of the caller's farm, an entry for each sku."),
      [at](const Call& call, Input<None, StockQuery> in) -> Task<Result<Reply<StockList>>> {
        GH_CO_TRY(const auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto page, co_await at.stock.stock_of_farm(farmer.farm, in.query.limit.value(), in.query.cursor.value()));
        co_return StockList{std::move(page.items), if_any(std::move(page.next))};
      });
  table.add<Input<SkuPath>, inventory::StockView>(read("/api/v1/inventory/{sku}", "getStock", "The stock of one sku with its lots."),
                                                  [at](const Call& call, Input<SkuPath> in) -> Task<Result<Reply<inventory::StockView>>> {
                                                    GH_CO_TRY(const auto farmer, co_await at.desk.farmer(call));
                                                    GH_CO_TRY(auto view, co_await at.stock.stock(farmer.farm, in.path.sku));
                                                    co_return view;
                                                  });
}

void history(RouteTable& table, Stock at) {
  table.add<Input<SkuPath, MovementsQuery>, MovementList>(
      read("/api/v1/inventory/{sku}/movements", "listMovements",
           "What changed this stock, newest first, each with the balance after it. With a filter a page may be short with more to come."),
      [at](const Call& call, Input<SkuPath, MovementsQuery> in) -> Task<Result<Reply<MovementList>>> {
        GH_CO_TRY(const auto farmer, co_await at.desk.farmer(call));
        const auto& query = in.query;
        GH_CO_TRY(auto page, co_await at.stock.movements(farmer.farm, in.path.sku, query.limit.value(), query.cursor.value(),
                                                         {query.lot, query.kind, query.from, query.to}));
        co_return MovementList{std::move(page.items), if_any(std::move(page.next))};
      });
  table.add<Input<SkuPath>, inventory::StockProof>(
      read("/api/v1/inventory/{sku}/proof", "proveStock",
           "Recounts all movements from the first: whether they sum up to what is on hand, in all and by lot, and a digest of them."),
      [at](const Call& call, Input<SkuPath> in) -> Task<Result<Reply<inventory::StockProof>>> {
        GH_CO_TRY(const auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto proof, co_await at.stock.prove(farmer.farm, in.path.sku));
        co_return proof;
      });
  table.add<Input<LotPath, StockQuery>, LotOrders>(
      read("/api/v1/inventory/{sku}/lots/{lot}/orders", "listOrdersOfLot",
           "The orders that hold or had units of the lot, held ones first, then newest first. An order names its lots in its lines."),
      [at](const Call& call, Input<LotPath, StockQuery> in) -> Task<Result<Reply<LotOrders>>> {
        GH_CO_TRY(const auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto page,
                  co_await at.stock.orders_of_lot(farmer.farm, in.path.sku, in.path.lot, in.query.limit.value(), in.query.cursor.value()));
        co_return LotOrders{std::move(page.items), if_any(std::move(page.next))};
      });
}

void lots(RouteTable& table, Stock at) {
  using View = Reply<inventory::StockView>;
  auto added = change(net::Method::post, "/api/v1/inventory/{sku}/lots", "addLot",
                      "A harvested lot goes on stock. Again with the same lot code is the same lot.",
                      {&inventory::errors::bad_quantity, &inventory::errors::bad_lot, &inventory::errors::lot_differs,
                       &inventory::errors::stock_item_full});
  added.success_status = 201;
  table.add<Input<SkuPath, None, NewLotInput>, inventory::StockView>(
      std::move(added), [at](const Call& call, Input<SkuPath, None, NewLotInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.grower(call, in.path.sku, in.body.field));
        inventory::NewLot lot{.lot_code = in.body.lot_code.value(),
                              .harvested = in.body.harvested,
                              .best_before = in.body.best_before,
                              .field = in.body.field,
                              .quantity = in.body.quantity,
                              .status = in.body.status.value_or(inventory::LotStatus::sellable),
                              .location = text_of(in.body.location)};
        std::optional<std::string> unit;
        if (in.body.unit) unit = in.body.unit->value();
        GH_CO_TRY(auto view, co_await at.stock.add_lot(std::move(farmer), in.path.sku, std::move(lot), std::move(unit)));
        View reply(std::move(view));
        reply.head.add("Location", "/api/v1/inventory/" + in.path.sku.text());
        co_return reply;
      });
  table.add<Input<LotPath, None, LotStatusInput>, inventory::StockView>(
      change(net::Method::patch, "/api/v1/inventory/{sku}/lots/{lot}", "setLotStatus",
             "Takes a lot off sale, or puts it back. Open orders keep what they hold of it.", {}),
      [at](const Call& call, Input<LotPath, None, LotStatusInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto view,
                  co_await at.stock.set_status(std::move(farmer), in.path.sku, in.path.lot, in.body.status, in.body.reason.value()));
        co_return view;
      });
}

// A change that makes a difference when it is made twice carries a key.
RouteSpec keyed(std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  for (const auto* kind : {&inventory::errors::bad_quantity, &inventory::errors::stock_is_held, &inventory::errors::key_reused})
    errors.push_back(kind);
  auto spec = change(net::Method::post, std::move(path), std::move(id), std::move(summary), std::move(errors));
  spec.idempotency_key = true;
  return spec;
}

void lot_changes(RouteTable& table, Stock at) {
  using View = Reply<inventory::StockView>;
  const std::vector<const ErrorKind*> into_lot = {&inventory::errors::lot_differs, &inventory::errors::stock_item_full};
  table.add<Input<LotPath, None, SplitInput>, inventory::StockView>(
      keyed("/api/v1/inventory/{sku}/lots/{lot}/split", "splitLot", "Part of a lot, as far as no order holds it, becomes a lot of its own.",
            into_lot),
      [at](const Call& call, Input<LotPath, None, SplitInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.farmer(call));
        inventory::LotPart part{.lot = in.path.lot,
                                .lot_code = in.body.lot_code.value(),
                                .quantity = in.body.quantity,
                                .location = {},
                                .reason = text_of(in.body.note)};
        if (in.body.location) part.location = in.body.location->value();
        GH_CO_TRY(auto view, co_await at.stock.split(std::move(farmer), in.path.sku, std::move(part)));
        co_return view;
      });
  table.add<Input<LotPath, None, MoveInput>, inventory::StockView>(
      keyed("/api/v1/inventory/{sku}/lots/{lot}/move", "moveLot", "To another location, all of it or, as a lot of its own, a part.",
            into_lot),
      [at](const Call& call, Input<LotPath, None, MoveInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.farmer(call));
        const auto& body = in.body;
        if (body.quantity.has_value() != body.lot_code.has_value()) {
          Error error(gh::errors::invalid);
          error.field(body.quantity ? "/lot_code" : "/quantity", "required",
                      "A part that is moved needs a quantity and a code of its own.");
          co_return fail(std::move(error));
        }
        if (!body.quantity) {
          GH_CO_TRY(auto view,
                    co_await at.stock.move(std::move(farmer), in.path.sku, in.path.lot, body.location.value(), text_of(body.note)));
          co_return view;
        }
        inventory::LotPart part{.lot = in.path.lot,
                                .lot_code = body.lot_code->value(),
                                .quantity = *body.quantity,
                                .location = body.location.value(),
                                .reason = text_of(body.note)};
        GH_CO_TRY(auto view, co_await at.stock.split(std::move(farmer), in.path.sku, std::move(part)));
        co_return view;
      });
  table.add<Input<LotPath, None, RecallInput>, inventory::StockView>(
      change(net::Method::post, "/api/v1/inventory/{sku}/lots/{lot}/recall", "recallLot",
             "The lot and what was split from it is sold no more; its orders are listed beside it.", {&inventory::errors::stock_item_full}),
      [at](const Call& call, Input<LotPath, None, RecallInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto view, co_await at.stock.recall(std::move(farmer), in.path.sku, in.path.lot, in.body.reason.value()));
        co_return view;
      });
}

void changes(RouteTable& table, Stock at) {
  using View = Reply<inventory::StockView>;
  table.add<Input<SkuPath, None, AdjustmentInput>, inventory::StockView>(
      keyed("/api/v1/inventory/{sku}/adjustments", "adjustStock", "Counted, and there was more or less than thought.", {}),
      [at](const Call& call, Input<SkuPath, None, AdjustmentInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto view, co_await at.stock.adjust(std::move(farmer), in.path.sku, in.body.lot, in.body.change, in.body.reason.value()));
        co_return view;
      });
  table.add<Input<SkuPath, None, WriteOffInput>, inventory::StockView>(
      keyed("/api/v1/inventory/{sku}/write-offs", "writeOffStock", "Units that are gone, with the reason why.", {}),
      [at](const Call& call, Input<SkuPath, None, WriteOffInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto view, co_await at.stock.write_off(std::move(farmer), in.path.sku, in.body.lot, in.body.quantity,
                                                         cause_of(in.body.reason), text_of(in.body.note)));
        co_return view;
      });
  table.add<Input<SkuPath, None, ThresholdInput>, inventory::StockView>(
      change(net::Method::put, "/api/v1/inventory/{sku}/threshold", "setLowStockThreshold",
             "The farm is told once each time the stock falls to this; 0: never.", {&inventory::errors::bad_quantity}),
      [at](const Call& call, Input<SkuPath, None, ThresholdInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await at.desk.farmer(call));
        GH_CO_TRY(auto view, co_await at.stock.set_threshold(std::move(farmer), in.path.sku, in.body.threshold));
        co_return view;
      });
}

}  // namespace

void inventory_routes(RouteTable& table, inventory::Service& inventory, catalog::Service& catalog, farmers::Service& farms) {
  const Stock at{inventory, {catalog, farms}};
  views(table, at);
  history(table, at);
  lots(table, at);
  lot_changes(table, at);
  changes(table, at);
}

}  // namespace gh::gateway
