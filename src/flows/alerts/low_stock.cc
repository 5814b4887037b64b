#include "flows/alerts/low_stock.h"

#include <fmt/format.h>

#include "platform/json/json.h"
#include "platform/notices/notice.h"

namespace gh::alerts {

Task<Result<void>> LowStock::tell(ports::LeasedTask task) const {
  GH_CO_TRY(const auto event, json::parse_stored<inventory::LowStock>(task.payload));
  GH_CO_TRY(const auto crossing, co_await inventory_.low_crossing(event.sku));
  if (crossing != event.crossing) co_return Result<void>{};
  GH_CO_TRY(const auto farm, co_await farmers_.get(event.farm));
  if (!farm.owner && farm.contact_email.empty()) co_return Result<void>{};
  GH_CO_TRY(const auto product, co_await catalog_.find(event.sku.product()));
  const notices::Notice notice{.event = "inventory.low_stock",
                               .user = farm.owner,
                               .email = farm.contact_email,
                               .locale = {},
                               .data = {{"farm_name", farm.name},
                                        {"farm_slug", farm.slug},
                                        {"sku", event.sku.text()},
                                        {"title", product ? product->title : event.sku.text()},
                                        {"on_hand", to_string(event.on_hand)},
                                        {"threshold", to_string(event.threshold)}}};
  co_return co_await tasks_.enqueue(notices::outbox(fmt::format("low_stock_{}_{}", event.sku.text(), event.crossing), notice));
}

}  // namespace gh::alerts
