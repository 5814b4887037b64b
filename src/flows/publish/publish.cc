#include "flows/publish/publish.h"

#include "base/errors.h"
#include "contexts/farmers/farm.h"
#include "flows/certification/facts.h"

namespace gh::publish {

Task<Result<catalog::Facts>> Publisher::facts_for(farmers::Farm farm, std::vector<catalog::Variant> variants) {
  auto carried = certification::facts_of(farm);
  catalog::Facts facts;
  facts.farm_verified = farmers::may_sell(farm.status);
  facts.farm = std::move(carried.farm);
  facts.labels = std::move(carried.labels);
  facts.now = clock_.now();
  for (const auto& field : farm.fields) facts.fields.push_back({field.id, field.name});
  GH_CO_TRY(facts.categories, co_await catalog_.categories().tree());
  for (const auto& variant : variants) {
    const auto stock = co_await inventory_.stock(farm.id, variant.sku);
    if (!stock && stock.error().is(errors::not_found)) continue;  // never stocked
    if (!stock) co_return fail(stock.error());
    for (const auto& lot : stock->lots) facts.latest_harvest = std::max(facts.latest_harvest, std::optional(lot.harvested));
  }
  co_return facts;
}

Task<Result<DeskProduct>> Publisher::desk(farmers::Farm farm, catalog::Product product) {
  GH_CO_TRY(const auto facts, co_await facts_for(std::move(farm), product.variants));
  auto missing = catalog::missing_provenance(product, facts);
  co_return DeskProduct{std::move(product), std::move(missing)};
}

Task<Result<DeskProduct>> Publisher::create(UserId farmer, catalog::NewProduct input) {
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::manage));
  GH_CO_TRY(auto facts, co_await facts_for(farm, {}));
  GH_CO_TRY(auto product, co_await catalog_.create(catalog::draft(input), std::move(facts)));
  co_return co_await desk(std::move(farm), std::move(product));
}

Task<Result<DeskProduct>> Publisher::edit(UserId farmer, ProductId id, catalog::ProductChange input) {
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::manage));
  GH_CO_TRY(auto before, co_await catalog_.by_id(id, farm.id));
  if (before.farm.id != farm.id) co_return fail(errors::not_found);
  GH_CO_TRY(auto facts, co_await facts_for(farm, before.variants));
  GH_CO_TRY(auto product, co_await catalog_.edit(std::move(id), catalog::edit(input), std::move(facts)));
  co_return co_await desk(std::move(farm), std::move(product));
}

Task<Result<DeskProduct>> Publisher::publish(UserId farmer, ProductId id) {
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::manage));
  GH_CO_TRY(auto before, co_await catalog_.by_id(id, farm.id));
  if (before.farm.id != farm.id) co_return fail(errors::not_found);
  GH_CO_TRY(auto facts, co_await facts_for(farm, before.variants));
  GH_CO_TRY(auto product, co_await catalog_.publish(std::move(id), std::move(facts)));
  co_return DeskProduct{std::move(product), {}};
}

Task<Result<DeskProduct>> Publisher::unpublish(UserId farmer, ProductId id) {
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::manage));
  GH_CO_TRY(auto product, co_await catalog_.unpublish(std::move(id), farm.id));
  co_return co_await desk(std::move(farm), std::move(product));
}

Task<Result<DeskProduct>> Publisher::archive(UserId farmer, ProductId id) {
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::manage));
  GH_CO_TRY(auto product, co_await catalog_.archive(std::move(id), farm.id));
  co_return DeskProduct{std::move(product), {}};
}

Task<Result<DeskProduct>> Publisher::get(UserId farmer, ProductId id) {
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::look));
  GH_CO_TRY(auto product, co_await catalog_.by_id(std::move(id), farm.id));
  if (product.farm.id != farm.id) co_return fail(errors::not_found);
  co_return co_await desk(std::move(farm), std::move(product));
}

Task<Result<DeskProduct>> Publisher::duplicate(UserId farmer, ProductId id) {
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::manage));
  GH_CO_TRY(const auto from, co_await catalog_.by_id(std::move(id), farm.id));
  if (from.farm.id != farm.id) co_return fail(errors::not_found);
  GH_CO_TRY(auto facts, co_await facts_for(farm, {}));
  GH_CO_TRY(auto product, co_await catalog_.create(catalog::copy_of(from), std::move(facts)));
  co_return co_await desk(std::move(farm), std::move(product));
}

Task<Result<DeskPage>> Publisher::list(UserId farmer, DeskQuery query) {
  constexpr int rounds_max = 20;  // of products that are too complete, a page each
  GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(farmer), farmers::Duty::look));
  DeskPage page{{}, std::move(query.cursor)};
  for (int round = 0; round < rounds_max; ++round) {
    const int wanted = query.limit - static_cast<int>(page.items.size());
    GH_CO_TRY(auto found, co_await catalog_.of_farm(farm.id, query.filter, wanted, std::move(page.next_cursor)));
    page.next_cursor = std::move(found.next_cursor);
    for (auto& product : found.items) {
      GH_CO_TRY(auto item, co_await desk(farm, std::move(product)));
      if (!query.complete_below || catalog::completeness(item.missing.size()) < *query.complete_below)
        page.items.push_back(std::move(item));
    }
    if (page.next_cursor.empty() || static_cast<int>(page.items.size()) == query.limit) break;
  }
  co_return page;
}

}  // namespace gh::publish
