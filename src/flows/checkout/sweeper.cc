#include "flows/checkout/sweeper.h"

#include "base/scheduler.h"

namespace gh::checkout {
namespace {

using orders::OrderStatus;
using orders::PaymentStatus;
using payments::IntentStatus;

}  // namespace

Task<Result<Swept>> Sweeper::sweep() const {
  GH_CO_TRY(auto due, co_await orders_.due(settlement_.now(), sweep_limit));
  Swept swept;
  for (std::size_t from = 0; from < due.size(); from += sweep_parallel_max) {
    const auto to = std::min(due.size(), from + sweep_parallel_max);
    std::vector<std::pair<OrderStatus, PaymentStatus>> before;
    std::vector<Task<Result<StoredOrder>>> resolutions;
    for (std::size_t i = from; i < to; ++i) {
      before.emplace_back(due[i]->status, due[i]->payment.status);
      resolutions.push_back(resolve(std::move(due[i])));
    }
    const auto resolved = co_await when_all(std::move(resolutions));
    for (std::size_t i = 0; i < resolved.size(); ++i) {
      ++swept.looked_at;
      if (!resolved[i]) {
        if (!read_again(resolved[i].error())) ++swept.failed;
      } else if (before[i] != std::pair((*resolved[i])->status, (*resolved[i])->payment.status)) {
        ++swept.changed;
      }
    }
  }
  co_return swept;
}

Task<Result<StoredOrder>> Sweeper::resolve(StoredOrder order) const {
  const auto cause = settlement_.cause("sweeper");
  if (order->status == OrderStatus::pending_payment) co_return co_await resolve_open(std::move(order), cause);
  if (const auto due = due_refund(order.value)) {
    const auto state = co_await payments_.refund(intent_of(order.value), *due);
    if (state) co_return co_await settlement_.refunded(std::move(order), due->id, settlement_.cause("sweeper"));
  }
  co_return co_await later(std::move(order));
}

// Before the deadline the provider is asked only; after it the intent is cancelled first, and what the provider then says is believed.
Task<Result<StoredOrder>> Sweeper::resolve_open(StoredOrder order, orders::Cause cause) const {
  std::optional<payments::IntentState> state;
  if (cause.at >= order->deadline) {
    auto ended = co_await payments_.cancel(intent_of(order.value));
    if (ended) state = *std::move(ended);
  } else {
    auto found = co_await payments_.look_up(intent_of(order.value));
    if (found) state = *std::move(found);
  }
  const bool waits_for_buyer =
      state && state->status == IntentStatus::requires_action && order->payment.status == PaymentStatus::requires_action;
  if (!state || state->status == IntentStatus::processing || waits_for_buyer) co_return co_await later(std::move(order));
  cause.at = settlement_.now();
  co_return co_await settlement_.conclude(std::move(order), *std::move(state), std::nullopt, std::move(cause), "not_paid_in_time");
}

// So that an order which nothing can be done about does not stand before the others.
Task<Result<StoredOrder>> Sweeper::later(StoredOrder order) const {
  const auto when = settlement_.next_look(order.value, settlement_.now());
  co_return co_await settlement_.look_at(std::move(order), when);
}

}  // namespace gh::checkout
