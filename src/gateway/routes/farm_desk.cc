#include "gateway/routes/farm_desk.h"

#include <algorithm>

#include "base/errors.h"

namespace gh::gateway {

Task<Result<farmers::Farm>> FarmDesk::farm_of(UserId user) const {
  co_return co_await farmers_.farm_for(std::move(user), farmers::Duty::stock);
}

Task<Result<inventory::Farmer>> FarmDesk::farmer(const Call& call) const {
  GH_CO_TRY(auto farm, co_await farm_of(*call.caller.user));
  co_return inventory::Farmer{std::move(farm.id), *call.caller.user, call.idempotency_key};
}

Task<Result<inventory::Farmer>> FarmDesk::grower(const Call& call, Sku sku, FieldId field) const {
  GH_CO_TRY(auto farm, co_await farm_of(*call.caller.user));
  GH_CO_TRY(const auto product, co_await catalog_.by_id(sku.product(), farm.id));
  const bool sold_as = std::ranges::any_of(product.variants, [&](const auto& variant) { return variant.sku == sku; });
  if (product.farm.id != farm.id || !sold_as) co_return fail(gh::errors::not_found);
  if (std::ranges::none_of(farm.fields, [&](const auto& own) { return own.id == field; })) {
    Error error(gh::errors::invalid);
    error.field("/field", "unknown_field_of_farm", "This is not one of your farm's fields.");
    co_return fail(std::move(error));
  }
  co_return inventory::Farmer{std::move(farm.id), *call.caller.user, call.idempotency_key};
}

}  // namespace gh::gateway
