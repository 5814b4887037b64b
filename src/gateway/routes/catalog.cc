#include "gateway/routes/catalog.h"

#include "contexts/catalog/categories.h"
#include "contexts/catalog/errors.h"
#include "contexts/catalog/food_rules.h"
#include "contexts/farmers/farm.h"
#include "contexts/identity/scopes.h"
#include "gateway/routes/search_query.h"

namespace gh::gateway {

struct ProductFarm {
  FarmId id;
  std::string slug;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ProductFarm, (), (id, slug, name))

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

// A product in a list: its cheapest variant speaks for it.
struct ProductCard {
  ProductId id;
  std::string slug;
  std::string title;
  std::string category;
  std::vector<std::string> tags;
  ProductFarm farm;
  std::string origin;  // the field's name
  catalog::CertificateClaim certificate = catalog::CertificateClaim::undeclared;
  std::optional<Money> price_from;  // the cheapest pack
  std::optional<catalog::Unit> unit;
  std::optional<Quantity> pack;
  std::vector<catalog::UnitPrice> unit_prices;
  std::int32_t variant_count = 0;
  std::optional<catalog::Image> image;
  std::optional<std::int64_t> distance_m;    // with near
  std::vector<catalog::LabelScheme> labels;  // each once
};
BOOST_DESCRIBE_STRUCT(ProductCard, (),
                      (id, slug, title, category, tags, farm, origin, certificate, price_from, unit, pack, unit_prices, variant_count,
                       image, distance_m, labels))

struct ProductList {
  std::vector<ProductCard> items;
  std::optional<std::string> next_cursor;
  std::optional<std::int64_t> total;        // of a search
  std::optional<std::string> did_you_mean;  // what was searched for, if the text had typing errors
};
BOOST_DESCRIBE_STRUCT(ProductList, (), (items, next_cursor, total, did_you_mean))

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
  Money price;
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
                      (sku, title, unit, price, pack, step, min_quantity, options, sale, breaks, gtin, content, unit_prices, available,
                       lots))

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
  bool farm_is_selling = false;
};
BOOST_DESCRIBE_STRUCT(ProductOrigin, (), (farm, field, field_name, city, state, place, farm_is_selling))

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
  std::optional<Timestamp> published;
  Timestamp updated;
  std::vector<ProductLabel> labels;
};
BOOST_DESCRIBE_STRUCT(ProductDetail, (),
                      (id, slug, title, description, category, category_path, tags, variants, origin, harvest, season, certificate, storage,
                       handling, storage_class, storage_max_milli_celsius, allergens, tax_category, seo, images, published, updated,
                       labels))

struct ProvenanceGap {
  std::string name;
  std::string pointer;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ProvenanceGap, (), (name, pointer, message))

// For the product's farm, whatever its status.
struct ProductOnDesk : catalog::Product {
  std::vector<ProvenanceGap> missing;  // before it can be published
};
BOOST_DESCRIBE_STRUCT(ProductOnDesk, (catalog::Product), (missing))

struct ProductDesk {
  std::vector<ProductOnDesk> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ProductDesk, (), (items, next_cursor))

enum class ProductSort { relevance, distance, newest, title, price };
BOOST_DESCRIBE_ENUM(ProductSort, relevance, distance, newest, title, price)

struct ProductsQuery {
  json::PageLimit limit;
  json::Cursor cursor;
  std::optional<SearchText> q;
  std::optional<json::Text<1, 80>> farm;  // slug or id
  std::optional<json::Slug> category;     // a node of the category tree, with what is below it
  std::optional<SearchTags> tag;
  std::optional<NearText> near;
  std::optional<WithinKm> within_km;
  std::optional<ProductSort> sort;  // absent: relevance with q, distance with near, else newest
};
BOOST_DESCRIBE_STRUCT(ProductsQuery, (), (limit, cursor, q, farm, category, tag, near, within_km, sort))

struct ProductSlugPath {
  json::Slug slug;
};
BOOST_DESCRIBE_STRUCT(ProductSlugPath, (), (slug))
struct ProductIdPath {
  ProductId id;
};
BOOST_DESCRIBE_STRUCT(ProductIdPath, (), (id))

struct DeskQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(DeskQuery, (), (limit, cursor))

}  // namespace gh::gateway

namespace gh::json {
template <>
inline constexpr std::string_view schema_name<catalog::Harvest> = "ProductHarvest";
template <>
inline constexpr std::string_view schema_name<catalog::Certificate> = "ProductCertificate";
template <>
inline constexpr std::string_view schema_name<catalog::VariantOption> = "ProductOption";
template <>
inline constexpr std::string_view schema_name<catalog::Sale> = "ProductSale";
template <>
inline constexpr std::string_view schema_name<catalog::Break> = "ProductVolumePrice";
template <>
inline constexpr std::string_view schema_name<catalog::Content> = "ProductContent";
template <>
inline constexpr std::string_view schema_name<catalog::Seo> = "ProductSeo";
template <>
inline constexpr std::string_view schema_name<catalog::Image> = "ProductImage";
template <>
inline constexpr std::string_view schema_name<catalog::Origin> = "ProductField";
template <>
inline constexpr std::string_view schema_name<catalog::FarmRef> = "ProductFarmRef";
template <>
inline constexpr std::string_view schema_name<catalog::Label> = "ProductFarmLabel";
template <>
inline constexpr std::string_view schema_name<catalog::Variant> = "ProductDeskVariant";
template <>
inline constexpr std::string_view schema_name<catalog::VariantInput> = "ProductVariantInput";
template <>
inline constexpr std::string_view schema_name<catalog::HarvestInput> = "ProductHarvestInput";
template <>
inline constexpr std::string_view schema_name<catalog::CertificateInput> = "ProductCertificateInput";
template <>
inline constexpr std::string_view schema_name<catalog::ImageInput> = "ProductImageInput";
}  // namespace gh::json

namespace gh::gateway {
namespace {

using json::None;

std::optional<std::string> if_any(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

ProductFarm farm_view(const catalog::FarmRef& farm) { return {farm.id, farm.slug, farm.name}; }

ProductCard card_of(const catalog::Product& p, Timestamp now) {
  ProductCard card;
  for (const auto& label : catalog::holding_labels(p, now))
    if (std::ranges::find(card.labels, label.scheme) == card.labels.end()) card.labels.push_back(label.scheme);
  card.id = p.id;
  card.slug = p.slug;
  card.title = p.title;
  card.category = p.category;
  card.tags = p.tags;
  card.farm = farm_view(p.farm);
  card.origin = p.origin.field_name;
  card.certificate = p.certificate.claim;
  if (!p.images.empty()) card.image = p.images.front();
  card.variant_count = static_cast<std::int32_t>(p.variants.size());
  const auto cheapest = std::ranges::min_element(p.variants, {}, [](const catalog::Variant& v) { return v.price.minor; });
  if (cheapest == p.variants.end()) return card;
  card.price_from = cheapest->price;
  card.unit = cheapest->unit;
  card.pack = cheapest->pack;
  card.unit_prices = catalog::unit_prices(*cheapest);
  return card;
}

// The answer is true until the clock changes what it says of this product.
template <class Out>
void hold_until_turn(Reply<Out>& reply, const catalog::Product& p, Timestamp now) {
  const auto turn = catalog::next_turn(p, now);
  if (turn && (!reply.valid_until || *turn < *reply.valid_until)) reply.valid_until = turn;
}

ProductOnDesk desk_view(publish::DeskProduct desk) {
  ProductOnDesk view;
  static_cast<catalog::Product&>(view) = std::move(desk.product);
  for (const auto* rule : desk.missing)
    view.missing.push_back({std::string(rule->name), std::string(rule->pointer), std::string(rule->message)});
  return view;
}

Result<Reply<ProductOnDesk>> desk_reply(Result<publish::DeskProduct> desk) {
  if (!desk) return fail(std::move(desk).error());
  return Reply<ProductOnDesk>(desk_view(*std::move(desk)));
}

// What a variant is filled from now, and until when that is so by the clock. Only what is on sale is shown.
Task<Result<ProductVariant>> variant_view(inventory::Service& inventory, const catalog::Product& product, catalog::Variant v,
                                          std::optional<Timestamp>& true_until) {
  ProductVariant view{v.sku,
                      v.title,
                      v.unit,
                      v.price,
                      v.pack,
                      v.step,
                      v.min_quantity,
                      v.options,
                      v.sale,
                      v.breaks,
                      v.gtin,
                      v.content,
                      catalog::unit_prices(v),
                      {},
                      {}};
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
  ProductOrigin view{farm_view(farm), origin.field, origin.field_name, {}, {}, {}, false};
  auto found = co_await farms.get(farm.id);
  if (!found && found.error().is(gh::errors::not_found)) co_return view;
  if (!found) co_return fail(std::move(found).error());
  view.city = std::move(found->city);
  view.state = std::move(found->state);
  view.farm_is_selling = farmers::may_sell(found->status);
  if (found->location)
    view.place = ProductPlace{json::Latitude(found->location->latitude_micro), json::Longitude(found->location->longitude_micro)};
  co_return view;
}

// The farm that the key names: by its id, or by its slug as everybody sees it. Nothing: there is none.
Task<Result<std::optional<FarmId>>> farm_named(farmers::Service& farms, std::string name) {
  if (auto id = FarmId::parse(name)) co_return id;
  auto farm = co_await farms.by_slug(std::move(name), {});
  if (!farm && farm.error().is(gh::errors::not_found)) co_return std::nullopt;
  if (!farm) co_return fail(std::move(farm).error());
  co_return farm->id;
}

// Browsing goes by the documents' own order; what that cannot do goes by the search index.
std::optional<catalog::ListQuery> as_listing(const ProductsQuery& query, const FarmId& farm, std::size_t category_level) {
  static constexpr std::pair<ProductSort, catalog::ListSort> sorts[] = {{ProductSort::relevance, catalog::ListSort::newest},
                                                                        {ProductSort::newest, catalog::ListSort::newest},
                                                                        {ProductSort::title, catalog::ListSort::title},
                                                                        {ProductSort::price, catalog::ListSort::price}};
  const auto sort = std::ranges::find(sorts, query.sort.value_or(ProductSort::newest), &std::pair<ProductSort, catalog::ListSort>::first);
  if (query.q || query.tag || query.near || query.within_km || sort == std::end(sorts) || category_level > 1) return std::nullopt;
  catalog::ListQuery listing{sort->second, query.category ? query.category->value() : "", farm, query.limit.value(), query.cursor.value()};
  if (!catalog::Service::listable(listing)) return std::nullopt;
  return listing;
}

Result<ports::SearchQuery> as_search(const ProductsQuery& query, const FarmId& farm) {
  static constexpr std::pair<ProductSort, ports::SearchSort> sorts[] = {{ProductSort::relevance, ports::SearchSort::relevance},
                                                                        {ProductSort::distance, ports::SearchSort::distance},
                                                                        {ProductSort::newest, ports::SearchSort::newest},
                                                                        {ProductSort::title, ports::SearchSort::title},
                                                                        {ProductSort::price, ports::SearchSort::price}};
  GH_TRY(auto search, search_query({query.q, query.tag, query.near, query.within_km}));
  if (query.sort == ProductSort::distance && !search.near)
    return fail(Error(gh::errors::invalid).field("?sort", "needs_near", "Sorting by distance needs near=latitude,longitude."));
  search.kind = ports::SearchKind::product;
  search.farm = farm.text();
  if (query.category) search.category = query.category->value();
  search.sort =
      std::ranges::find(sorts, query.sort.value_or(ProductSort::relevance), &std::pair<ProductSort, ports::SearchSort>::first)->second;
  search.limit = query.limit.value();
  search.after = query.cursor.value();
  return search;
}

Task<Result<Reply<ProductList>>> listed(catalog::Service& catalog, catalog::ListQuery query) {
  const auto now = catalog.now();
  GH_CO_TRY(auto page, co_await catalog.list(std::move(query)));
  Reply<ProductList> reply(ProductList{{}, if_any(std::move(page.next_cursor)), {}, {}});
  for (const auto& product : page.items) {
    reply.value.items.push_back(card_of(product, now));
    hold_until_turn(reply, product, now);
  }
  reply.tags = {std::string(catalog::products_collection)};
  co_return reply;
}

Task<Result<Reply<ProductList>>> searched(catalog::Service& catalog, ports::SearchIndex& index, ports::SearchQuery query) {
  const auto now = catalog.now();
  GH_CO_TRY(auto answer, co_await index.query(std::move(query)));
  std::vector<ProductId> ids;
  std::map<ProductId, std::optional<std::int64_t>> distances;
  Reply<ProductList> reply(ProductList{{}, if_any(std::move(answer.next)), answer.total, if_any(std::move(answer.corrected))});
  reply.tags = {search_tag};
  for (const auto& hit : answer.hits) {
    auto id = ProductId::parse(hit.id);
    if (!id) continue;
    reply.tags.push_back(fmt::format("{}/{}", catalog::products_collection, hit.id));
    distances.emplace(*id, hit.distance_m);
    ids.push_back(*std::move(id));
  }
  GH_CO_TRY(const auto products, co_await catalog.published(std::move(ids)));
  for (const auto& product : products) {
    reply.value.items.push_back(card_of(product, now));
    hold_until_turn(reply, product, now);
    reply.value.items.back().distance_m = distances[product.id];
  }
  co_return reply;
}

struct Services {
  catalog::Service& catalog;
  inventory::Service& inventory;
  farmers::Service& farms;
  ports::SearchIndex& search;
};

Task<Result<Reply<ProductList>>> list_products(Services services, ProductsQuery query) {
  FarmId farm;
  if (query.farm) {
    GH_CO_TRY(auto named, co_await farm_named(services.farms, query.farm->value()));
    if (!named) {
      Reply<ProductList> nothing(ProductList{});
      nothing.tags = {"farms"};
      co_return nothing;
    }
    farm = *std::move(named);
  }
  const auto level = query.category ? catalog::path_of(catalog::default_tree(), query.category->value()).size() : 0;
  if (query.category && level == 0)
    co_return fail(Error(gh::errors::invalid).field("?category", "unknown_category", "There is no such category."));
  if (auto listing = as_listing(query, farm, level)) co_return co_await listed(services.catalog, *std::move(listing));
  GH_CO_TRY(auto search, as_search(query, farm));
  co_return co_await searched(services.catalog, services.search, std::move(search));
}

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
    GH_CO_TRY(auto view, co_await variant_view(services.inventory, p, variant, true_until));
    detail.variants.push_back(std::move(view));
    tags.push_back("stock_items/" + variant.sku.text());
  }
  Reply<ProductDetail> reply(std::move(detail));
  hold_until_turn(reply, p, now);
  reply.tags = std::move(tags);
  reply.valid_until = true_until;
  co_return reply;
}

void public_routes(RouteTable& table, Services services) {
  table.add<Input<None, ProductsQuery>, ProductList>(
      {.method = net::Method::get,
       .path = "/api/v1/products",
       .operation_id = "listProducts",
       .summary = "Products on sale: browse, filter by farm, category, tag and distance, search with typing errors.",
       .context = "catalog",
       .cached = true,
       .errors = {&gh::errors::bad_cursor, &ports::errors::search_busy, &ports::errors::search_unavailable}},
      [services](const Call&, Input<None, ProductsQuery> in) { return list_products(services, std::move(in.query)); });
  table.add<Input<ProductSlugPath>, ProductDetail>(
      {.method = net::Method::get,
       .path = "/api/v1/products/{slug}",
       .operation_id = "getProduct",
       .summary = "One product on sale: variants with unit prices and stock, the farm, field and lots that it comes from.",
       .context = "catalog",
       .cached = true,
       .errors = {&gh::errors::not_found}},
      [services](const Call&, Input<ProductSlugPath> in) { return product_detail(services, in.path.slug.value()); });
}

void desk_list_routes(RouteTable& table, publish::Publisher& publisher) {
  table.add<Input<None, DeskQuery>, ProductDesk>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/mine/products",
       .operation_id = "listMyProducts",
       .summary = "All products of the caller's farm, with what each still lacks before it can be published.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_read),
       .errors = {&gh::errors::not_found, &gh::errors::bad_cursor}},
      [&publisher](const Call& call, Input<None, DeskQuery> in) -> Task<Result<Reply<ProductDesk>>> {
        GH_CO_TRY(auto page, co_await publisher.list(*call.caller.user, in.query.limit.value(), in.query.cursor.value()));
        ProductDesk desk{{}, if_any(std::move(page.next_cursor))};
        for (auto& item : page.items) desk.items.push_back(desk_view(std::move(item)));
        co_return desk;
      });
  table.add<Input<ProductIdPath>, ProductOnDesk>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/mine/products/{id}",
       .operation_id = "getMyProduct",
       .summary = "One product of the caller's farm.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_read),
       .errors = {&gh::errors::not_found}},
      [&publisher](const Call& call, Input<ProductIdPath> in) -> Task<Result<Reply<ProductOnDesk>>> {
        co_return desk_reply(co_await publisher.get(*call.caller.user, std::move(in.path.id)));
      });
}

void desk_write_routes(RouteTable& table, publish::Publisher& publisher) {
  using CreateInput = Input<None, None, catalog::NewProduct>;
  table.add<CreateInput, ProductOnDesk>({.method = net::Method::post,
                                         .path = "/api/v1/products",
                                         .operation_id = "createProduct",
                                         .summary = "A new draft of the caller's farm.",
                                         .context = "catalog",
                                         .roles = farmers,
                                         .scope = std::string(identity::products_write),
                                         .rate = RateGroup::write,
                                         .success_status = 201,
                                         .errors = {&gh::errors::not_found}},
                                        [&publisher](const Call& call, CreateInput in) -> Task<Result<Reply<ProductOnDesk>>> {
                                          auto reply = desk_reply(co_await publisher.create(*call.caller.user, std::move(in.body)));
                                          if (reply) reply->head.add("Location", "/api/v1/farms/mine/products/" + reply->value.id.text());
                                          co_return reply;
                                        });
  using ChangeInput = Input<ProductIdPath, None, catalog::ProductChange>;
  table.add<ChangeInput, ProductOnDesk>(
      {.method = net::Method::patch,
       .path = "/api/v1/products/{id}",
       .operation_id = "changeProduct",
       .summary = "Members that are given replace what was; a published product must stay complete.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_write),
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found, &catalog::errors::product_state, &catalog::errors::provenance_required,
                  &catalog::errors::too_many_variants}},
      [&publisher](const Call& call, ChangeInput in) -> Task<Result<Reply<ProductOnDesk>>> {
        co_return desk_reply(co_await publisher.edit(*call.caller.user, std::move(in.path.id), std::move(in.body)));
      });
}

struct Move {
  std::string_view verb;
  std::string_view operation_id;
  std::string_view summary;
  Task<Result<publish::DeskProduct>> (publish::Publisher::*move)(UserId, ProductId);
  bool needs_provenance;
};
constexpr Move moves[] = {
    {"publish", "publishProduct", "Puts a complete draft on sale; 422 names what is missing.", &publish::Publisher::publish, true},
    {"unpublish", "unpublishProduct", "Takes a product off sale; it is a draft again.", &publish::Publisher::unpublish, false},
    {"archive", "archiveProduct", "Takes a product off sale for good.", &publish::Publisher::archive, false},
};

void move_routes(RouteTable& table, publish::Publisher& publisher) {
  for (const auto& move : moves) {
    std::vector<const ErrorKind*> errors{&gh::errors::not_found, &catalog::errors::product_state};
    if (move.needs_provenance) errors.push_back(&catalog::errors::provenance_required);
    table.add<Input<ProductIdPath>, ProductOnDesk>(
        {.method = net::Method::post,
         .path = fmt::format("/api/v1/products/{{id}}/{}", move.verb),
         .operation_id = std::string(move.operation_id),
         .summary = std::string(move.summary),
         .context = "catalog",
         .roles = farmers,
         .scope = std::string(identity::products_write),
         .rate = RateGroup::write,
         .errors = std::move(errors)},
        [&publisher, work = move.move](const Call& call, Input<ProductIdPath> in) -> Task<Result<Reply<ProductOnDesk>>> {
          co_return desk_reply(co_await (publisher.*work)(*call.caller.user, std::move(in.path.id)));
        });
  }
}

}  // namespace

void catalog_routes(RouteTable& table, catalog::Service& catalog, publish::Publisher& publisher, inventory::Service& inventory,
                    farmers::Service& farms, ports::SearchIndex& search) {
  public_routes(table, {catalog, inventory, farms, search});
  desk_list_routes(table, publisher);
  desk_write_routes(table, publisher);
  move_routes(table, publisher);
}

}  // namespace gh::gateway
