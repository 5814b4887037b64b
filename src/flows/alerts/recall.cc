#include "flows/alerts/recall.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "platform/json/json.h"
#include "platform/notices/notice.h"

namespace gh::alerts {

Task<Result<void>> Recall::tell(ports::LeasedTask task) const {
  GH_CO_TRY(auto recalled, json::parse_stored<inventory::LotRecalled>(task.payload));
  if (recalled.cursor.empty()) GH_CO_CHECK(co_await tell_farm(recalled));
  auto page = co_await inventory_.orders_of_lot(recalled.farm, recalled.sku, recalled.lot, orders_at_once, recalled.cursor);
  if (!page) co_return fail(page.error());
  for (const auto& share : page->items) {
    if (share.state != inventory::ShareState::returned) GH_CO_CHECK(co_await tell_buyer(recalled, share.order));
  }
  if (page->next.empty()) co_return Result<void>{};
  recalled.cursor = std::move(page->next);
  co_return co_await tasks_.enqueue({std::string(inventory::lot_recalled_task),
                                     fmt::format("recalled:{}:from:{}", recalled.lot.text(), recalled.cursor),
                                     json::to_string(recalled),
                                     {}});
}

Task<Result<void>> Recall::tell_farm(const inventory::LotRecalled& recalled) const {
  const auto farm = co_await farmers_.get(recalled.farm);
  if (!farm && farm.error().is(gh::errors::not_found)) co_return Result<void>{};
  if (!farm) co_return fail(farm.error());
  if (!farm->owner && farm->contact_email.empty()) co_return Result<void>{};
  const notices::Notice notice{.event = "inventory.farm_lot_recalled",
                               .user = farm->owner,
                               .email = farm->contact_email,
                               .locale = {},
                               .data = {{"farm_name", farm->name},
                                        {"farm_slug", farm->slug},
                                        {"sku", recalled.sku.text()},
                                        {"lot_code", recalled.lot_code},
                                        {"reason", recalled.reason}}};
  co_return co_await tasks_.enqueue(notices::outbox("recall_" + recalled.lot.text(), notice));
}

Task<Result<void>> Recall::tell_buyer(const inventory::LotRecalled& recalled, OrderId id) const {
  const auto order = co_await orders_.order(std::move(id), {.user = {}, .admin = true});
  if (!order && order.error().is(gh::errors::not_found)) co_return Result<void>{};
  if (!order) co_return fail(order.error());
  const auto line = std::ranges::find(order->lines, recalled.sku, &orders::OrderLine::sku);
  if (line == order->lines.end()) co_return Result<void>{};
  const notices::Notice notice{.event = "inventory.lot_recalled",
                               .user = order->buyer,
                               .email = order->contact.email,
                               .locale = {},
                               .data = {{"order", order->id.text()},
                                        {"title", line->title},
                                        {"farm_name", line->farm_name},
                                        {"lot_code", recalled.lot_code},
                                        {"reason", recalled.reason}}};
  co_return co_await tasks_.enqueue(notices::outbox(fmt::format("recall_{}_{}", recalled.lot.text(), order->id.text()), notice));
}

}  // namespace gh::alerts
