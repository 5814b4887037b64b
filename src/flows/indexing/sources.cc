#include "base/errors.h"
#include "contexts/farmers/farm.h"
#include "flows/indexing/follower.h"

namespace gh::indexing {

std::string_view ProductSource::collection() const { return catalog::products_collection; }

Task<Result<std::optional<ports::SearchRow>>> ProductSource::row(std::string id) {
  const auto parsed = ProductId::parse(id);
  if (!parsed) co_return std::nullopt;
  GH_CO_TRY(auto product, co_await catalog_.find(*parsed));
  if (!product || product->status != catalog::Status::published || product->lapsed) co_return std::nullopt;
  ports::SearchRow row;
  row.kind = ports::SearchKind::product;
  row.id = std::move(id);
  row.title = std::move(product->title);
  row.farm = product->farm.id.text();
  row.farm_name = std::move(product->farm.name);
  row.description = std::move(product->description);
  row.category = product->category;
  row.tags = std::move(product->tags);
  if (const auto price = catalog::lowest_price(*product)) row.price_minor = price->minor;
  row.newness = product->published.value_or(product->created).ms;
  co_return row;
}

std::string_view FarmSource::collection() const { return "farms"; }

Task<Result<std::optional<ports::SearchRow>>> FarmSource::row(std::string id) {
  const auto parsed = FarmId::parse(id);
  if (!parsed) co_return std::nullopt;
  auto farm = co_await farmers_.get(*parsed);
  if (!farm && farm.error().is(errors::not_found)) co_return std::nullopt;
  if (!farm) co_return fail(std::move(farm).error());
  if (!farmers::is_public(farm->status)) co_return std::nullopt;
  ports::SearchRow row;
  row.kind = ports::SearchKind::farm;
  row.id = row.farm = std::move(id);
  row.title = std::move(farm->name);
  row.description = farm->city + " " + farm->state + " " + farm->story;
  row.tags = std::move(farm->tags);
  if (farm->location) row.place = ports::Place{farm->location->latitude_micro, farm->location->longitude_micro};
  row.newness = farm->created.ms;
  co_return row;
}

}  // namespace gh::indexing
