#include "gateway/routes/catalog.h"

#include "contexts/catalog/categories.h"
#include "contexts/catalog/errors.h"
#include "contexts/catalog/food_rules.h"
#include "contexts/farmers/farm.h"
#include "contexts/identity/scopes.h"
#include "contexts/pricing/engine.h"
#include "gateway/routes/if_any.h"
#include "gateway/routes/product_card.h"
#include "gateway/routes/product_names.h"

namespace gh::gateway {

// A certificate that the product claims and that holds now.
struct ProductLabel {
  catalog::LabelScheme scheme = catalog::LabelScheme::usda_nop;
  std::string certifier;
  std::string number;
  Date valid_from;
  std::optional<Date> valid_to;  // absent: it continues
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(ProductLabel, (), (scheme, certifier, number, valid_from, valid_to, document))

// A lot that can be sold from now.
struct ProductLot {
  LotId id;
  std::string lot_code;
  Date harvested;
  Date best_before;
  FieldId field;
};
BOOST_DESCRIBE_STRUCT(ProductLot, (), (id, lot_code, harvested, best_before, field))

struct ProductVariant {
  Sku sku;
  std::string title;
  catalog::Unit unit = catalog::Unit::each;
  Money price;      // of one pack, when nothing makes it less
  Money price_now;  // of one pack, of the least that is sold at once
  Quantity pack;
  Quantity step;
  Quantity min_quantity;  // 0: one step
  std::vector<catalog::VariantOption> options;
  std::optional<catalog::Sale> sale;
  std::vector<catalog::Break> breaks;
  std::string gtin;
  std::optional<catalog::Content> content;
  std::vector<catalog::UnitPrice> unit_prices;
  Quantity available;  // in packs
  std::vector<ProductLot> lots;
};
BOOST_DESCRIBE_STRUCT(ProductVariant, (),
                      (sku, title, unit, price, price_now, pack, step, min_quantity, options, sale, breaks, gtin, content, unit_prices,
                       available, lots))

struct ProductPlace {
  json::Latitude latitude;
  json::Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(ProductPlace, (), (latitude, longitude))

struct ProductOrigin {
  ProductFarm farm;
  std::optional<FieldId> field;
  std::string field_name;
  std::string city;
  std::string state;
  std::optional<ProductPlace> place;
  std::string time_zone;  // of the farm, which the days of its sales are of: IANA; empty: not said
  bool farm_is_selling = false;
};
BOOST_DESCRIBE_STRUCT(ProductOrigin, (), (farm, field, field_name, city, state, place, time_zone, farm_is_selling))

struct ProductDetail {
  ProductId id;
  std::string slug;
  std::string title;
  std::string description;
  std::string category;
  std::vector<catalog::CategoryRef> category_path;  // from the top to the category itself
  std::vector<std::string> tags;
  std::vector<ProductVariant> variants;
  ProductOrigin origin;
  catalog::Harvest harvest;
  std::vector<std::int32_t> season;  // months; empty: all year
  catalog::Certificate certificate;
  std::string storage;
  std::string handling;
  catalog::StorageClass storage_class = catalog::StorageClass::ambient;
  std::optional<std::int32_t> storage_max_milli_celsius;
  std::optional<std::vector<catalog::Allergen>> allergens;  // absent: not declared
  catalog::TaxCategory tax_category = catalog::TaxCategory::food;
  catalog::Seo seo;
  std::vector<catalog::Image> images;
  std::vector<ProductCard> related;  // those of them that are on sale
  std::optional<Timestamp> published;
  Timestamp updated;
  std::vector<ProductLabel> labels;
};
BOOST_DESCRIBE_STRUCT(ProductDetail, (),
                      (id, slug, title, description, category, category_path, tags, variants, origin, harvest, season, certificate, storage,
                       handling, storage_class, storage_max_milli_celsius, allergens, tax_category, seo, images, related, published,
                       updated, labels))

struct ProductSlugPath {
  json::Slug product;
};
BOOST_DESCRIBE_STRUCT(ProductSlugPath, (), (product))
namespace {

using json::None;

// The answer is true until the clock changes what it says of this product.
template <class Out>
void hold_until_turn(Reply<Out>& reply, const catalog::Product& p, Timestamp now) {
  const auto turn = catalog::next_turn(p, now);
  if (turn && (!reply.valid_until || *turn < *reply.valid_until)) reply.valid_until = turn;
}

Money price_of(const catalog::Variant& v, Timestamp now) {
  std::optional<pricing::Sale> sale;
  if (v.sale) sale = pricing::Sale{v.sale->price, v.sale->from, v.sale->to};
  std::vector<pricing::Break> breaks;
  for (const auto& one : v.breaks) breaks.push_back({one.from_quantity, one.price});
  return pricing::unit_price(v.price, sale, breaks, std::max(v.step, v.min_quantity), now).price;
}

// What a variant is filled from now, and until when that is so by the clock. Only what is on sale is shown.
Task<Result<ProductVariant>> variant_view(inventory::Service& inventory, const catalog::Product& product, catalog::Variant v, Timestamp now,
                                          std::optional<Timestamp>& true_until) {
  const auto price_now = price_of(v, now);
  ProductVariant view{v.sku,     v.title,
                      v.unit,    v.price,
                      price_now, v.pack,
                      v.step,    v.min_quantity,
                      v.options, v.sale,
                      v.breaks,  v.gtin,
                      v.content, catalog::unit_prices(v, price_now),
                      {},        {}};
  auto stock = co_await inventory.stock(product.farm.id, v.sku, product.min_remaining_shelf_life_days);
  if (!stock && stock.error().is(gh::errors::not_found)) co_return view;  // never stocked
  if (!stock) co_return fail(std::move(stock).error());
  view.available = stock->available;
  true_until = true_until ? std::min(*true_until, stock->true_until) : stock->true_until;
  for (auto& lot : stock->lots)
    if (lot.status == inventory::LotStatus::sellable && lot.on_hand.milli > 0)
      view.lots.push_back({lot.id, std::move(lot.lot_code), lot.harvested, lot.best_before, lot.field});
  co_return view;
}

Task<Result<ProductOrigin>> origin_view(farmers::Service& farms, catalog::FarmRef farm, catalog::Origin origin) {
  ProductOrigin view{farm_view(farm), origin.field, origin.field_name, {}, {}, {}, {}, false};
  auto found = co_await farms.get(farm.id);
  if (!found && found.error().is(gh::errors::not_found)) co_return view;
  if (!found) co_return fail(std::move(found).error());
  view.city = std::move(found->city);
  view.state = std::move(found->state);
  if (found->profile) view.time_zone = std::move(found->profile->time_zone);
  view.farm_is_selling = farmers::may_sell(found->status);
  if (found->location)
    view.place = ProductPlace{json::Latitude(found->location->latitude_micro), json::Longitude(found->location->longitude_micro)};
  co_return view;
}

struct Services {
  catalog::Service& catalog;
  inventory::Service& inventory;
  farmers::Service& farms;
};

Task<Result<Reply<ProductDetail>>> product_detail(Services services, std::string slug) {
  const auto now = services.catalog.now();
  GH_CO_TRY(auto p, co_await services.catalog.by_slug(std::move(slug), {}));
  ProductDetail detail;
  detail.id = p.id;
  detail.slug = p.slug;
  detail.title = p.title;
  detail.description = p.description;
  detail.category = p.category;
  detail.category_path = catalog::path_of(p);
  detail.tags = p.tags;
  detail.harvest = p.harvest;
  detail.season = catalog::months_of(p);
  detail.certificate = p.certificate;
  detail.storage = p.storage;
  detail.handling = p.handling;
  detail.storage_class = p.storage_class.value_or(catalog::StorageClass::ambient);
  detail.storage_max_milli_celsius = catalog::limit_of(detail.storage_class).max_milli_celsius;
  detail.allergens = p.allergens;
  detail.tax_category = p.tax_category;
  detail.seo = p.seo;
  detail.images = p.images;
  detail.published = p.published;
  detail.updated = p.updated;
  for (auto& label : catalog::holding_labels(p, now)) {
    std::optional<std::string> document = if_any(std::move(label.document));
    detail.labels.push_back(
        {label.scheme, std::move(label.certifier), std::move(label.number), label.valid_from, label.valid_to, std::move(document)});
  }
  GH_CO_TRY(detail.origin, co_await origin_view(services.farms, p.farm, p.origin));
  std::vector<std::string> tags{fmt::format("{}/{}", catalog::products_collection, p.id.text()), "farms/" + p.farm.id.text()};
  std::optional<Timestamp> true_until;
  for (const auto& variant : p.variants) {
    GH_CO_TRY(auto view, co_await variant_view(services.inventory, p, variant, now, true_until));
    detail.variants.push_back(std::move(view));
    tags.push_back(fmt::format("{}/{}", inventory::stock_items_collection, variant.sku.text()));
  }
  for (const auto& id : p.related) tags.push_back(fmt::format("{}/{}", catalog::products_collection, id.text()));
  GH_CO_TRY(const auto related, co_await services.catalog.published(p.related));
  for (const auto& product : related) {
    detail.related.push_back(card_of(product, now));
    if (const auto change = next_card_change(product, now)) true_until = true_until ? std::min(*true_until, *change) : *change;
  }
  Reply<ProductDetail> reply(std::move(detail));
  reply.tags = std::move(tags);
  reply.valid_until = true_until;
  hold_until_turn(reply, p, now);
  if (const auto next = next_card_change(p, now)) reply.valid_until = std::min(reply.valid_until.value_or(*next), *next);
  co_return reply;
}

void public_routes(RouteTable& table, Services services) {
  table.add<Input<ProductSlugPath>, ProductDetail>(
      {.method = net::Method::get,
       .path = "/api/v1/products/{product}",
       .operation_id = "getProduct",
       .summary = "One product on sale, by its slug: variants with unit prices and stock, the farm, field and lots that it comes from.",
       .context = "catalog",
       .cached = CacheFamily::products,
       .errors = {&gh::errors::not_found}},
      [services](const Call&, Input<ProductSlugPath> in) { return product_detail(services, in.path.product.value()); });
}

}  // namespace

void catalog_routes(RouteTable& table, catalog::Service& catalog, inventory::Service& inventory, farmers::Service& farms) {
  public_routes(table, {catalog, inventory, farms});
}

}  // namespace gh::gateway
