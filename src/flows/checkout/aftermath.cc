#include "flows/checkout/aftermath.h"

#include "base/planted.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::checkout {
namespace {

using inventory::HoldKey;
using orders::OrderStatus;

Result<std::vector<HoldKey>> keys_of(const std::vector<ports::LeasedTask>& tasks) {
  std::vector<HoldKey> keys;
  for (const auto& task : tasks) {
    GH_TRY(const auto holds, json::parse_stored<HoldsOf>(task.payload));
    for (const auto& sku : holds.skus) keys.push_back({sku, holds.order, holds.opened});
  }
  return keys;
}

}  // namespace

Task<Result<StoredOrder>> Aftermath::order_of(ports::LeasedTask task) const {
  GH_CO_TRY(auto ref, json::parse_stored<OrderRef>(task.payload));
  GH_CO_TRY(auto order, co_await orders_.find(std::move(ref.order)));
  if (!order) co_return fail(errors::not_found, task.id);
  co_return *std::move(order);
}

Task<Result<void>> Aftermath::post_holds(Leased tasks) const {
  GH_CO_TRY(auto keys, keys_of(tasks));
  const auto outcomes = co_await inventory_.post_many(keys);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!outcomes[i]) GH_CO_CHECK(co_await was_cancelled(keys[i], outcomes[i].error()));
  }
  co_return Result<void>{};
}

// A hold that was given back before it was posted is right only if the order was cancelled in between, or the part whose place it is.
Task<Result<void>> Aftermath::was_cancelled(HoldKey key, Error error) const {
  if (!error.is(inventory::errors::hold_voided)) co_return fail(std::move(error));
  GH_CO_TRY(const auto found, co_await orders_.find(std::move(key.order)));
  const bool freed = found && std::ranges::any_of((*found)->parts, [&key](const auto& part) {
                       const bool has_place = part.delivery && part.delivery->window && part.delivery->window->booking == key.sku;
                       return has_place && part.status == orders::PartStatus::cancelled;
                     });
  if (!freed && (!found || (*found)->status != OrderStatus::cancelled)) co_return fail(std::move(error));
  co_return Result<void>{};
}

Task<Result<void>> Aftermath::void_holds(Leased tasks) const {
  GH_CO_TRY(auto keys, keys_of(tasks));
  std::vector<Task<Result<void>>> voids;
  voids.reserve(keys.size());
  for (auto& key : keys) voids.push_back(inventory_.void_hold(std::move(key)));
  for (auto& result : co_await when_all(std::move(voids))) {
    // not_found: nobody ever had this on stock.
    if (!result && !result.error().is(errors::not_found)) co_return fail(std::move(result).error());
  }
  co_return Result<void>{};
}

Task<Result<void>> Aftermath::take_back(ports::LeasedTask task) const {
  GH_CO_TRY(auto keys, keys_of({task}));
  for (auto& key : keys) GH_CO_CHECK(co_await inventory_.take_back(std::move(key)));
  co_return Result<void>{};
}

Task<Result<void>> Aftermath::give_back(ports::LeasedTask task) const {
  GH_CO_TRY(const auto goods, json::parse_stored<GoodsOf>(task.payload));
  for (const auto& line : goods.lines) {
    std::vector<inventory::Allocation> lots;
    for (const auto& share : line.restocked) lots.push_back({share.lot, share.quantity});
    GH_CO_CHECK(co_await inventory_.give_back({line.sku, goods.order, goods.opened}, goods.refund, std::move(lots)));
  }
  co_return Result<void>{};
}

Task<Result<void>> Aftermath::refund(ports::LeasedTask task) const {
  for (int attempt = 1;;) {
    GH_CO_TRY(auto order, co_await order_of(task));
    auto due = due_refund(order.value);
    if (!due) co_return Result<void>{};
    const auto recorded = due->id;
    if (planted("refund_twice")) due->id = crypto::derive_id<RefundId>("try", due->id.text(), std::to_string(settlement_.now().ms));
    GH_CO_CHECK(co_await payments_.refund(intent_of(order.value), *due));
    const auto written = co_await settlement_.refunded(std::move(order), recorded, settlement_.cause("shop"));
    if (!written && (!read_again(written.error()) || attempt++ == run_attempts_max)) co_return fail(written.error());
  }
}

}  // namespace gh::checkout
