#include "flows/alerts/back_in_stock.h"

#include <algorithm>

#include "base/errors.h"
#include "platform/json/json.h"
#include "platform/notices/notice.h"

namespace gh::alerts {

Task<Result<inventory::Watching>> BackInStock::wait(std::string slug, Sku sku, std::optional<UserId> user, std::string email,
                                                    std::string locale) const {
  GH_CO_TRY(const auto product, co_await catalog_.by_slug(std::move(slug), {}));
  if (std::ranges::none_of(product.variants, [&](const auto& variant) { return variant.sku == sku; })) {
    Error error(gh::errors::invalid);
    error.field("/sku", "unknown_variant", "This is not a variant of the product.");
    co_return fail(std::move(error));
  }
  co_return co_await waiting_.wait(std::move(sku), std::move(user), std::move(email), std::move(locale));
}

Task<Result<void>> BackInStock::tell(ports::LeasedTask task) const {
  GH_CO_TRY(const auto event, json::parse_stored<inventory::BackInStock>(task.payload));
  GH_CO_TRY(const auto offers, co_await catalog_.sellable({event.sku}));
  const auto& offer = offers.front();
  if (offer.on_sale) {
    GH_CO_TRY(auto wave, co_await waiting_.next_wave(event.sku));
    for (auto& watching : wave) {
      const auto& who = watching.value;
      const notices::Notice notice{
          .event = "inventory.back_in_stock",
          .user = who.user,
          .email = who.email,
          .locale = who.locale,
          .data = {{"sku", event.sku.text()}, {"title", offer.title}, {"slug", offer.slug}, {"farm_name", offer.farm.name}}};
      auto entry = notices::outbox("back_in_stock_" + who.id.text(), notice);
      GH_CO_CHECK(co_await waiting_.told(std::move(watching), std::move(entry)));
    }
  }
  GH_CO_TRY(auto next, co_await waiting_.end_wave(event.sku));
  if (next) GH_CO_CHECK(co_await tasks_.enqueue(*std::move(next)));
  co_return Result<void>{};
}

}  // namespace gh::alerts
