#include "gateway/routes/inventory.h"

#include <algorithm>

#include "base/errors.h"
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

using Reason = json::Text<3, 200>;

struct NewLotInput {
  json::Text<1, 60> lot_code;
  Date harvested;
  Date best_before;
  FieldId field;
  Quantity quantity;
  std::optional<inventory::LotStatus> status;  // absent: sellable
  std::optional<json::Text<1, 20>> unit;
};
BOOST_DESCRIBE_STRUCT(NewLotInput, (), (lot_code, harvested, best_before, field, quantity, status, unit))

struct AdjustmentInput {
  LotId lot;
  Quantity change;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(AdjustmentInput, (), (lot, change, reason))

struct WriteOffInput {
  LotId lot;
  Quantity quantity;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(WriteOffInput, (), (lot, quantity, reason))

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
  std::vector<inventory::Movement> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(MovementList, (), (items, next_cursor))

std::optional<std::string> if_any(std::string text) { return text.empty() ? std::nullopt : std::optional(std::move(text)); }

// Everything goes by the caller's own farm: whoever owns none, and every sku of another farm's, is not_found.
class StockDeskOfFarm {
 public:
  StockDeskOfFarm(inventory::Service& inventory, catalog::Service& catalog, farmers::Service& farmers)
      : stock(inventory), catalog_(catalog), farmers_(farmers) {}

  Task<Result<farmers::Farm>> farm_of(UserId user) const {
    GH_CO_TRY(auto farm, co_await farmers_.farm_of(std::move(user)));
    if (!farm) co_return fail(gh::errors::not_found, "you have no farm yet");
    co_return *std::move(farm);
  }

  Task<Result<inventory::Farmer>> farmer(UserId user) const {
    GH_CO_TRY(auto farm, co_await farm_of(user));
    co_return inventory::Farmer{std::move(farm.id), std::move(user)};
  }

  // The farm, if the sku is a variant of one of its products and the field is one of its fields.
  Task<Result<inventory::Farmer>> grower(UserId user, Sku sku, FieldId field) const {
    GH_CO_TRY(auto farm, co_await farm_of(user));
    GH_CO_TRY(const auto product, co_await catalog_.by_id(sku.product(), farm.id));
    const bool sold_as = std::ranges::any_of(product.variants, [&](const auto& variant) { return variant.sku == sku; });
    if (product.farm.id != farm.id || !sold_as) co_return fail(gh::errors::not_found);
    if (std::ranges::none_of(farm.fields, [&](const auto& own) { return own.id == field; })) {
      Error error(gh::errors::invalid);
      error.field("/field", "unknown_field_of_farm", "This is not one of your farm's fields.");
      co_return fail(std::move(error));
    }
    co_return inventory::Farmer{std::move(farm.id), std::move(user)};
  }

  inventory::Service& stock;

 private:
  catalog::Service& catalog_;
  farmers::Service& farmers_;
};

RouteSpec read(std::string path, std::string id, std::string summary) {
  return {.method = net::Method::get,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "inventory",
          .roles = signed_in,
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
          .rate = RateGroup::write,
          .errors = std::move(errors)};
}

void views(RouteTable& table, StockDeskOfFarm desk) {
  table.add<Input<None, StockQuery>, StockList>(
      read("/api/v1/inventory", "listStock", "The stock of the caller's farm, an entry for each sku."),
      [desk](const Call& call, Input<None, StockQuery> in) -> Task<Result<Reply<StockList>>> {
        GH_CO_TRY(const auto farmer, co_await desk.farmer(*call.caller.user));
        GH_CO_TRY(auto page, co_await desk.stock.stock_of_farm(farmer.farm, in.query.limit.value(), in.query.cursor.value()));
        co_return StockList{std::move(page.items), if_any(std::move(page.next))};
      });
  table.add<Input<SkuPath>, inventory::StockView>(read("/api/v1/inventory/{sku}", "getStock", "The stock of one sku with its lots."),
                                                  [desk](const Call& call, Input<SkuPath> in) -> Task<Result<Reply<inventory::StockView>>> {
                                                    GH_CO_TRY(const auto farmer, co_await desk.farmer(*call.caller.user));
                                                    GH_CO_TRY(auto view, co_await desk.stock.stock(farmer.farm, in.path.sku));
                                                    co_return view;
                                                  });
  table.add<Input<SkuPath, StockQuery>, MovementList>(
      read("/api/v1/inventory/{sku}/movements", "listMovements", "Everything that ever changed this stock, newest first."),
      [desk](const Call& call, Input<SkuPath, StockQuery> in) -> Task<Result<Reply<MovementList>>> {
        GH_CO_TRY(const auto farmer, co_await desk.farmer(*call.caller.user));
        GH_CO_TRY(auto page, co_await desk.stock.movements(farmer.farm, in.path.sku, in.query.limit.value(), in.query.cursor.value()));
        co_return MovementList{std::move(page.items), if_any(std::move(page.next))};
      });
}

void lots(RouteTable& table, StockDeskOfFarm desk) {
  using View = Reply<inventory::StockView>;
  auto added = change(net::Method::post, "/api/v1/inventory/{sku}/lots", "addLot",
                      "A harvested lot goes on stock. Again with the same lot code is the same lot.",
                      {&inventory::errors::bad_quantity, &inventory::errors::bad_lot, &inventory::errors::lot_differs,
                       &inventory::errors::stock_item_full});
  added.success_status = 201;
  table.add<Input<SkuPath, None, NewLotInput>, inventory::StockView>(
      std::move(added), [desk](const Call& call, Input<SkuPath, None, NewLotInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await desk.grower(*call.caller.user, in.path.sku, in.body.field));
        inventory::NewLot lot{.id = {},
                              .lot_code = in.body.lot_code.value(),
                              .harvested = in.body.harvested,
                              .best_before = in.body.best_before,
                              .field = in.body.field,
                              .quantity = in.body.quantity,
                              .status = in.body.status.value_or(inventory::LotStatus::sellable)};
        std::optional<std::string> unit;
        if (in.body.unit) unit = in.body.unit->value();
        GH_CO_TRY(auto view, co_await desk.stock.add_lot(std::move(farmer), in.path.sku, std::move(lot), std::move(unit)));
        View reply(std::move(view));
        reply.head.add("Location", "/api/v1/inventory/" + in.path.sku.text());
        co_return reply;
      });
  table.add<Input<LotPath, None, LotStatusInput>, inventory::StockView>(
      change(net::Method::patch, "/api/v1/inventory/{sku}/lots/{lot}", "setLotStatus",
             "Takes a lot off sale, or puts it back. Open orders keep what they hold of it.", {}),
      [desk](const Call& call, Input<LotPath, None, LotStatusInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await desk.farmer(*call.caller.user));
        GH_CO_TRY(auto view,
                  co_await desk.stock.set_status(std::move(farmer), in.path.sku, in.path.lot, in.body.status, in.body.reason.value()));
        co_return view;
      });
}

void changes(RouteTable& table, StockDeskOfFarm desk) {
  using View = Reply<inventory::StockView>;
  const std::vector<const ErrorKind*> refusals = {&inventory::errors::bad_quantity, &inventory::errors::stock_is_held};
  table.add<Input<SkuPath, None, AdjustmentInput>, inventory::StockView>(
      change(net::Method::post, "/api/v1/inventory/{sku}/adjustments", "adjustStock", "Counted, and there was more or less than thought.",
             refusals),
      [desk](const Call& call, Input<SkuPath, None, AdjustmentInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await desk.farmer(*call.caller.user));
        GH_CO_TRY(auto view,
                  co_await desk.stock.adjust(std::move(farmer), in.path.sku, in.body.lot, in.body.change, in.body.reason.value()));
        co_return view;
      });
  table.add<Input<SkuPath, None, WriteOffInput>, inventory::StockView>(
      change(net::Method::post, "/api/v1/inventory/{sku}/write-offs", "writeOffStock", "Spoiled, lost or given away.", refusals),
      [desk](const Call& call, Input<SkuPath, None, WriteOffInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await desk.farmer(*call.caller.user));
        GH_CO_TRY(auto view,
                  co_await desk.stock.write_off(std::move(farmer), in.path.sku, in.body.lot, in.body.quantity, in.body.reason.value()));
        co_return view;
      });
  table.add<Input<SkuPath, None, ThresholdInput>, inventory::StockView>(
      change(net::Method::put, "/api/v1/inventory/{sku}/threshold", "setLowStockThreshold",
             "The farm is told once each time the stock falls to this; 0: never.", {&inventory::errors::bad_quantity}),
      [desk](const Call& call, Input<SkuPath, None, ThresholdInput> in) -> Task<Result<View>> {
        GH_CO_TRY(auto farmer, co_await desk.farmer(*call.caller.user));
        GH_CO_TRY(auto view, co_await desk.stock.set_threshold(std::move(farmer), in.path.sku, in.body.threshold));
        co_return view;
      });
}

}  // namespace

void inventory_routes(RouteTable& table, inventory::Service& inventory, catalog::Service& catalog, farmers::Service& farms) {
  const StockDeskOfFarm desk(inventory, catalog, farms);
  views(table, desk);
  lots(table, desk);
  changes(table, desk);
}

}  // namespace gh::gateway
