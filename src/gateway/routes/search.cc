#include "gateway/routes/search.h"

#include <algorithm>

#include <fmt/format.h>

#include "contexts/farmers/farm.h"
#include "gateway/routes/category_names.h"
#include "gateway/routes/search_query.h"

namespace gh::gateway {

struct ProductSuggestion {
  std::string slug;
  std::string title;
  std::string farm_name;
};
BOOST_DESCRIBE_STRUCT(ProductSuggestion, (), (slug, title, farm_name))

struct FarmSuggestion {
  std::string slug;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(FarmSuggestion, (), (slug, name))

struct CategorySuggestion {
  std::string category;
  std::string name;
  std::int64_t products = 0;  // of those that the words find
};
BOOST_DESCRIBE_STRUCT(CategorySuggestion, (), (category, name, products))

struct Suggestions {
  std::vector<ProductSuggestion> products;
  std::vector<FarmSuggestion> farms;
  std::vector<CategorySuggestion> categories;
  std::optional<std::string> did_you_mean;
};
BOOST_DESCRIBE_STRUCT(Suggestions, (), (products, farms, categories, did_you_mean))

struct SuggestQuery {
  SearchText q;
};
BOOST_DESCRIBE_STRUCT(SuggestQuery, (), (q))

namespace {

using json::None;

constexpr int products_suggested = 6, farms_suggested = 3;
constexpr std::size_t categories_suggested = 3;

struct SearchServices {
  catalog::Service& catalog;
  farmers::Service& farms;
  ports::SearchIndex& search;
  const Clock& clock;
};

Task<Result<void>> suggest_products(SearchServices services, const ports::SearchAnswer& answer, Reply<Suggestions>& reply) {
  std::vector<ProductId> ids;
  for (const auto& hit : answer.hits) {
    reply.tags.push_back(fmt::format("{}/{}", catalog::products_collection, hit.id));
    if (auto id = ProductId::parse(hit.id)) ids.push_back(*std::move(id));
  }
  GH_CO_TRY(const auto products, co_await services.catalog.published(std::move(ids)));
  for (const auto& product : products) reply.value.products.push_back({product.slug, product.title, product.farm.name});
  co_return Result<void>{};
}

Task<Result<void>> suggest_farms(SearchServices services, const ports::SearchAnswer& answer, Reply<Suggestions>& reply) {
  for (const auto& hit : answer.hits) {
    reply.tags.push_back("farms/" + hit.id);
    auto id = FarmId::parse(hit.id);
    if (!id) continue;
    auto farm = co_await services.farms.get(*std::move(id));
    if (!farm && farm.error().is(gh::errors::not_found)) continue;  // the index is a step behind
    if (!farm) co_return fail(std::move(farm).error());
    if (farmers::is_public(farm->status)) reply.value.farms.push_back({farm->slug, farm->name});
  }
  co_return Result<void>{};
}

Task<Result<Reply<Suggestions>>> suggest(SearchServices services, std::string text) {
  ports::SearchQuery query{.kind = ports::SearchKind::product,
                           .text = std::move(text),
                           .facets = {ports::SearchFacet::category},
                           .limit = products_suggested,
                           .now = services.clock.now()};
  GH_CO_TRY(const auto products, co_await services.search.query(query));
  query.kind = ports::SearchKind::farm;
  query.limit = farms_suggested;
  query.facets.clear();
  GH_CO_TRY(const auto farms, co_await services.search.query(query));
  Reply<Suggestions> reply(Suggestions{});
  reply.tags = {search_tag, std::string(catalog::categories_collection)};
  GH_CO_CHECK(co_await suggest_products(services, products, reply));
  GH_CO_CHECK(co_await suggest_farms(services, farms, reply));
  const auto& categories = products.facets.front().values;
  GH_CO_TRY(const auto names, co_await category_names(services.catalog));
  for (std::size_t i = 0; i < std::min(categories.size(), categories_suggested); ++i)
    reply.value.categories.push_back({categories[i].value, name_of(names, categories[i].value), categories[i].count});
  // What was mended for one kind may be a good word for the other.
  if (!products.corrected.empty() && (!farms.corrected.empty() || farms.hits.empty())) reply.value.did_you_mean = products.corrected;
  reply.valid_until = valid_until(products);
  co_return reply;
}

}  // namespace

void search_routes(RouteTable& table, catalog::Service& catalog, farmers::Service& farms, ports::SearchIndex& search, const Clock& clock) {
  const SearchServices services{catalog, farms, search, clock};
  table.add<Input<None, SuggestQuery>, Suggestions>(
      {.method = net::Method::get,
       .path = "/api/v1/search/suggest",
       .operation_id = "suggest",
       .summary = "Products, farms and categories for what a person has typed so far; the last word may be unfinished or mistyped.",
       .context = "search",
       .cached = CacheFamily::search,
       .errors = {&ports::errors::search_busy, &ports::errors::search_unavailable}},
      [services](const Call&, Input<None, SuggestQuery> in) { return suggest(services, in.query.q.value()); });
}

}  // namespace gh::gateway
