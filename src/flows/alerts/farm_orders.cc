#include "flows/alerts/farm_orders.h"

#include "base/errors.h"
#include "platform/json/json.h"
#include "platform/notices/notice.h"

namespace gh::alerts {

Task<Result<void>> FarmOrders::tell(ports::LeasedTask task) const {
  GH_CO_TRY(const auto news, json::parse_stored<checkout::FarmNews>(task.payload));
  auto farm = co_await farmers_.get(news.farm);
  // Of the demo's oldest stock, or erased since: there is nobody to tell.
  if (!farm && farm.error().is(gh::errors::not_found)) co_return Result<void>{};
  if (!farm) co_return fail(std::move(farm).error());
  if (!farm->owner && farm->contact_email.empty()) co_return Result<void>{};
  notices::Notice notice{.event = "orders.new_order", .user = farm->owner, .email = farm->contact_email, .locale = {}, .data = {}};
  notice.data = {{"farm_name", farm->name}, {"farm_slug", farm->slug}, {"order", news.order.text()}};
  if (news.complaint) {
    GH_CO_TRY(const auto order, co_await orders_.find(news.order));
    if (!order) co_return fail(gh::errors::not_found, task.id);
    const auto complaint = std::ranges::find((*order)->complaints, *news.complaint, &orders::Complaint::id);
    if (complaint == (*order)->complaints.end()) co_return fail(gh::errors::not_found, task.id);
    notice.event = "orders.complaint_opened";
    notice.data.emplace("reason", json::enum_name(complaint->reason));
    notice.data.emplace("text", complaint->text);
  } else {
    orders::PartFilter waiting{.farm = news.farm, .statuses = {orders::PartStatus::paid}, .from = {}, .to = {}};
    GH_CO_TRY(const auto page, co_await orders_.parts(std::move(waiting), orders::Service::page_max, {}));
    if (page.items.empty()) co_return Result<void>{};  // cancelled or packed by now
    notice.data.emplace("waiting", std::to_string(page.items.size()));
  }
  co_return co_await tasks_.enqueue(notices::outbox("told_" + task.id, notice));
}

}  // namespace gh::alerts
