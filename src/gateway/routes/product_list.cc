#include "gateway/routes/product_list.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "gateway/routes/category_names.h"
#include "gateway/routes/if_any.h"
#include "gateway/routes/product_card.h"
#include "gateway/routes/search_query.h"

namespace gh::gateway {

struct ProductList {
  std::vector<ProductCard> items;
  std::optional<std::string> next_cursor;
  std::optional<std::int64_t> total;             // of a search
  std::optional<bool> total_is_exact;            // of a search; false: at least so many
  std::optional<std::string> did_you_mean;       // what was searched for, if the text had typing errors
  std::optional<std::vector<Facet>> facets;      // with facets
  std::optional<std::vector<Relaxation>> relax;  // nothing was found: which filter to give up
};
BOOST_DESCRIBE_STRUCT(ProductList, (), (items, next_cursor, total, total_is_exact, did_you_mean, facets, relax))

enum class ProductSort { relevance, distance, newest, title, price, unit_price };
BOOST_DESCRIBE_ENUM(ProductSort, relevance, distance, newest, title, price, unit_price)

struct ProductsQuery {
  json::PageLimit limit;
  json::Cursor cursor;
  std::optional<SearchText> q;
  AnyOf<json::Text<1, 80>> farm;  // slug or id
  AnyOf<json::Slug> category;     // with what is below it
  AnyOf<catalog::LabelScheme> certification;
  AnyOf<SeasonText> season;
  AnyOf<catalog::StorageClass> storage;
  AnyOf<PriceRangeText> price;
  std::optional<bool> in_stock;
  std::optional<SearchTags> tag;
  std::optional<NearText> near;
  std::optional<WithinKm> within_km;
  std::optional<ProductSort> sort;  // absent: relevance with q, distance with near, else newest
  AnyOf<FacetName> facets;
};
BOOST_DESCRIBE_STRUCT(ProductsQuery, (),
                      (limit, cursor, q, farm, category, certification, season, storage, price, in_stock, tag, near, within_km, sort,
                       facets))

namespace {

using json::None;

constexpr ports::SearchFacet product_facets[] = {
    ports::SearchFacet::category, ports::SearchFacet::certification, ports::SearchFacet::farm,  ports::SearchFacet::season,
    ports::SearchFacet::storage,  ports::SearchFacet::price,         ports::SearchFacet::stock, ports::SearchFacet::tag};

struct ListServices {
  catalog::Service& catalog;
  farmers::Service& farms;
  ports::SearchIndex& search;
  const Clock& clock;
};

// What the keys name, resolved and found to exist.
struct Named {
  std::vector<std::string> farms;  // ids
  std::vector<std::string> categories;
  bool top_categories = true;  // none of them is below another
};

// By its id, or by its slug as everybody sees it.
Task<Result<std::string>> farm_named(farmers::Service& farms, std::string name) {
  auto id = FarmId::parse(name);
  auto farm = id ? co_await farms.get(*std::move(id)) : co_await farms.by_slug(std::move(name), {});
  if (!farm && farm.error().is(gh::errors::not_found)) co_return fail(bad_key("farm", "unknown_farm", "There is no such farm."));
  if (!farm) co_return fail(std::move(farm).error());
  co_return farm->id.text();
}

Task<Result<Named>> named_by(ListServices services, const ProductsQuery& query) {
  Named named;
  for (const auto& name : query.farm) {
    GH_CO_TRY(auto farm, co_await farm_named(services.farms, name.value()));
    named.farms.push_back(std::move(farm));
  }
  if (query.category.empty()) co_return named;
  GH_CO_TRY(const auto known, co_await category_names(services.catalog));
  for (const auto& slug : query.category) {
    const auto found = known.find(slug.value());
    if (found == known.end()) co_return fail(bad_key("category", "unknown_category", "There is no such category."));
    named.categories.push_back(slug.value());
    named.top_categories = named.top_categories && found->second.level == 1;
  }
  co_return named;
}

// Browsing goes by the documents' own order; what that cannot do goes by the search index.
std::optional<catalog::ListQuery> as_listing(const ProductsQuery& query, const Named& named) {
  static constexpr std::pair<ProductSort, catalog::ListSort> sorts[] = {{ProductSort::relevance, catalog::ListSort::newest},
                                                                        {ProductSort::newest, catalog::ListSort::newest},
                                                                        {ProductSort::title, catalog::ListSort::title},
                                                                        {ProductSort::price, catalog::ListSort::price}};
  const auto sort = std::ranges::find(sorts, query.sort.value_or(ProductSort::newest), &std::pair<ProductSort, catalog::ListSort>::first);
  const bool searches = query.q || query.tag || query.near || query.within_km || query.in_stock || !query.certification.empty() ||
                        !query.season.empty() || !query.storage.empty() || !query.price.empty() || !query.facets.empty();
  if (searches || sort == std::end(sorts) || named.farms.size() > 1 || named.categories.size() > 1 || !named.top_categories)
    return std::nullopt;
  catalog::ListQuery listing{sort->second, {}, {}, query.limit.value(), query.cursor.value()};
  if (!named.farms.empty()) listing.farm = FarmId::parse(named.farms[0]).value_or(FarmId());
  if (!named.categories.empty()) listing.category = named.categories[0];
  if (!catalog::Service::listable(listing)) return std::nullopt;
  return listing;
}

template <class Enum>
void filter_by(ports::SearchQuery& search, ports::SearchFacet facet, const std::vector<Enum>& values) {
  if (values.empty()) return;
  ports::SearchFilter filter{facet, {}};
  for (const auto value : values) filter.values.emplace_back(json::enum_name(value));
  search.filters.push_back(std::move(filter));
}

Result<ports::SearchQuery> as_search(const ProductsQuery& query, Named named, Timestamp now) {
  static constexpr std::pair<ProductSort, ports::SearchSort> sorts[] = {
      {ProductSort::relevance, ports::SearchSort::relevance}, {ProductSort::distance, ports::SearchSort::distance},
      {ProductSort::newest, ports::SearchSort::newest},       {ProductSort::title, ports::SearchSort::title},
      {ProductSort::price, ports::SearchSort::price},         {ProductSort::unit_price, ports::SearchSort::unit_price}};
  GH_TRY(auto search, search_query({query.q, query.tag, query.near, query.within_km}));
  if (query.sort == ProductSort::distance && !search.near)
    return fail(bad_key("sort", "needs_near", "Sorting by distance needs near=latitude,longitude."));
  search.kind = ports::SearchKind::product;
  search.now = now;
  if (!named.farms.empty()) search.filters.push_back({ports::SearchFacet::farm, std::move(named.farms)});
  if (!named.categories.empty()) search.filters.push_back({ports::SearchFacet::category, std::move(named.categories)});
  filter_by(search, ports::SearchFacet::certification, query.certification.value());
  filter_by(search, ports::SearchFacet::storage, query.storage.value());
  if (!query.season.empty()) {
    GH_TRY(auto season, season_filter(query.season.value(), now));
    search.filters.push_back(std::move(season));
  }
  if (query.in_stock) search.filters.push_back({ports::SearchFacet::stock, {*query.in_stock ? "true" : "false"}});
  GH_TRY(search.prices, price_ranges(query.price.value()));
  GH_TRY(search.facets, facets_named(query.facets.value(), product_facets));
  search.sort =
      std::ranges::find(sorts, query.sort.value_or(ProductSort::relevance), &std::pair<ProductSort, ports::SearchSort>::first)->second;
  search.limit = query.limit.value();
  search.after = query.cursor.value();
  return search;
}

Task<Result<Reply<ProductList>>> listed(ListServices services, catalog::ListQuery query) {
  const auto now = services.clock.now();
  GH_CO_TRY(auto page, co_await services.catalog.list(std::move(query)));
  Reply<ProductList> reply(ProductList{});
  reply.value.next_cursor = if_any(std::move(page.next_cursor));
  for (const auto& product : page.items) {
    reply.value.items.push_back(card_of(product, now));
    if (const auto next = next_card_change(product, now)) reply.valid_until = std::min(reply.valid_until.value_or(*next), *next);
  }
  reply.tags = {std::string(catalog::products_collection), std::string(catalog::categories_collection)};
  co_return reply;
}

Task<Result<void>> name_values(ListServices services, std::vector<Facet>& facets, std::vector<std::string>& tags) {
  for (auto& facet : facets) {
    if (facet.name == key_of(ports::SearchFacet::category)) {
      tags.emplace_back(catalog::categories_collection);
      GH_CO_TRY(const auto names, co_await category_names(services.catalog));
      for (auto& value : facet.values) value.label = name_of(names, value.value);
    } else if (facet.name == key_of(ports::SearchFacet::farm)) {
      for (auto& value : facet.values) {
        auto id = FarmId::parse(value.value);
        if (!id) continue;
        tags.push_back("farms/" + value.value);
        if (auto farm = co_await services.farms.get(*std::move(id))) value.label = std::move(farm->name);
      }
    }
  }
  co_return Result<void>{};
}

Task<Result<Reply<ProductList>>> searched(ListServices services, ports::SearchQuery query) {
  const bool wants_facets = !query.facets.empty();
  const auto now = query.now;
  GH_CO_TRY(auto answer, co_await services.search.query(std::move(query)));
  Reply<ProductList> reply(ProductList{});
  reply.tags = {search_tag};
  reply.valid_until = valid_until(answer);
  reply.value.next_cursor = if_any(std::move(answer.next));
  reply.value.total = answer.total;
  reply.value.total_is_exact = answer.total_is_exact;
  reply.value.did_you_mean = if_any(std::move(answer.corrected));
  if (wants_facets) reply.value.facets = facet_views(answer);
  if (wants_facets) GH_CO_CHECK(co_await name_values(services, *reply.value.facets, reply.tags));
  if (answer.total == 0) reply.value.relax = relaxation_views(answer);
  std::vector<ProductId> ids;
  std::map<ProductId, std::optional<std::int64_t>> distances;
  for (const auto& hit : answer.hits) {
    auto id = ProductId::parse(hit.id);
    if (!id) continue;
    reply.tags.push_back(fmt::format("{}/{}", catalog::products_collection, hit.id));
    distances.emplace(*id, hit.distance_m);
    ids.push_back(*std::move(id));
  }
  GH_CO_TRY(const auto products, co_await services.catalog.published(std::move(ids)));
  for (const auto& product : products) {
    reply.value.items.push_back(card_of(product, now));
    reply.value.items.back().distance_m = distances[product.id];
    if (const auto next = next_card_change(product, now)) reply.valid_until = std::min(reply.valid_until.value_or(*next), *next);
  }
  co_return reply;
}

Task<Result<Reply<ProductList>>> list_products(ListServices services, ProductsQuery query) {
  GH_CO_TRY(auto named, co_await named_by(services, query));
  if (auto listing = as_listing(query, named)) co_return co_await listed(services, *std::move(listing));
  const auto now = services.clock.now();
  const bool follows_the_month = std::ranges::any_of(query.season, [](const SeasonText& s) { return s.value() == "now"; });
  GH_CO_TRY(auto search, as_search(query, std::move(named), now));
  auto reply = co_await searched(services, std::move(search));
  if (reply && follows_the_month) reply->valid_until = std::min(reply->valid_until.value_or(ports::search_end), next_month(now));
  if (reply && !query.category.empty()) reply->tags.emplace_back(catalog::categories_collection);
  co_return reply;
}

}  // namespace

void product_list_routes(RouteTable& table, catalog::Service& catalog, farmers::Service& farms, ports::SearchIndex& search,
                         const Clock& clock) {
  const ListServices services{catalog, farms, search, clock};
  table.add<Input<None, ProductsQuery>, ProductList>(
      {.method = net::Method::get,
       .path = "/api/v1/products",
       .operation_id = "listProducts",
       .summary =
           "Products on sale: browse, search with typing errors, filter and count by category, certification, farm, season, storage, "
           "price, stock, tag and distance.",
       .context = "catalog",
       .cached = CacheFamily::products,
       .errors = {&gh::errors::bad_cursor, &ports::errors::search_busy, &ports::errors::search_unavailable}},
      [services](const Call&, Input<None, ProductsQuery> in) { return list_products(services, std::move(in.query)); });
}

}  // namespace gh::gateway
