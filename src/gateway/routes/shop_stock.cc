#include "gateway/routes/shop_stock.h"

#include <algorithm>

#include "base/errors.h"
#include "gateway/routes/if_any.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct ShopStockQuery {
  std::optional<FarmId> farm;
  std::optional<inventory::StockState> state;
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(ShopStockQuery, (), (farm, state, limit, cursor))

struct LotQuery {
  json::Text<1, 60> code;  // its beginning, of which letters and digits count; or a lot's id
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(LotQuery, (), (code, limit, cursor))

// What is on stock, in words.
struct StockedProduct {
  ProductId id;
  std::string slug;
  std::string title;
  std::string variant;
  catalog::Status status = catalog::Status::draft;
  std::string farm_name;
  std::string farm_slug;
  std::string field_name;
};
BOOST_DESCRIBE_STRUCT(StockedProduct, (), (id, slug, title, variant, status, farm_name, farm_slug, field_name))

struct ShopStock : inventory::StockView {
  std::optional<StockedProduct> product;
};
BOOST_DESCRIBE_STRUCT(ShopStock, (inventory::StockView), (product))

struct ShopStockList {
  std::vector<ShopStock> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ShopStockList, (), (items, next_cursor))

struct ShopLot {
  Sku sku;
  FarmId farm;
  std::optional<std::string> unit;
  inventory::Lot lot;
  std::optional<StockedProduct> product;
};
BOOST_DESCRIBE_STRUCT(ShopLot, (), (sku, farm, unit, lot, product))

struct ShopLotList {
  std::vector<ShopLot> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ShopLotList, (), (items, next_cursor))

Task<Result<std::optional<StockedProduct>>> product_of(catalog::Service& catalog, const Sku& sku) {
  GH_CO_TRY(auto product, co_await catalog.find(sku.product()));
  if (!product) co_return std::nullopt;
  const auto variant = std::ranges::find(product->variants, sku, &catalog::Variant::sku);
  co_return StockedProduct{.id = std::move(product->id),
                           .slug = std::move(product->slug),
                           .title = std::move(product->title),
                           .variant = variant == product->variants.end() ? std::string() : std::move(variant->title),
                           .status = product->status,
                           .farm_name = std::move(product->farm.name),
                           .farm_slug = std::move(product->farm.slug),
                           .field_name = std::move(product->origin.field_name)};
}

RouteSpec spec(std::string path, std::string id, std::string summary) {
  return {.method = net::Method::get,
          .path = "/api/v1/admin/" + std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "inventory",
          .roles = admins,
          .errors = {&gh::errors::bad_cursor}};
}

}  // namespace

void shop_stock_routes(RouteTable& table, inventory::Service& inventory, catalog::Service& catalog) {
  table.add<Input<None, ShopStockQuery>, ShopStockList>(
      spec(
          "inventory", "listStockOfShop",
          "The stock of all farms, farm by farm, an entry for each sku with its lots. With a state a page may be short with more to come."),
      [&inventory, &catalog](const Call&, Input<None, ShopStockQuery> in) -> Task<Result<Reply<ShopStockList>>> {
        const inventory::StockFilter filter{in.query.farm, in.query.state.value_or(inventory::StockState::any)};
        GH_CO_TRY(auto page, co_await inventory.stock_of_all(filter, in.query.limit.value(), in.query.cursor.value()));
        ShopStockList list;
        list.items.reserve(page.items.size());
        for (auto& view : page.items) {
          auto& shown = list.items.emplace_back();
          GH_CO_TRY(shown.product, co_await product_of(catalog, view.sku));
          static_cast<inventory::StockView&>(shown) = std::move(view);
        }
        list.next_cursor = if_any(std::move(page.next));
        co_return list;
      });
  table.add<Input<None, LotQuery>, ShopLotList>(
      spec("lots", "findLots",
           "Lots of all farms whose code begins so, or the one with this id, also those that are sold out, recalled or closed; only "
           "letters and digits of a code "
           "count. Whoever has units of one: traceLot."),
      [&inventory, &catalog](const Call&, Input<None, LotQuery> in) -> Task<Result<Reply<ShopLotList>>> {
        GH_CO_TRY(auto page, co_await inventory.find_lots(in.query.code.value(), in.query.limit.value(), in.query.cursor.value()));
        ShopLotList list;
        list.items.reserve(page.items.size());
        for (auto& found : page.items) {
          GH_CO_TRY(auto product, co_await product_of(catalog, found.sku));
          list.items.push_back(
              {std::move(found.sku), std::move(found.farm), std::move(found.unit), std::move(found.lot), std::move(product)});
        }
        list.next_cursor = if_any(std::move(page.next));
        co_return list;
      });
}

}  // namespace gh::gateway
