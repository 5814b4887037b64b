#include "flows/cancel/cancel.h"

#include "contexts/orders/errors.h"

namespace gh::cancel {

using orders::OrderStatus;

Task<Result<orders::Order>> Cancel::cancel(OrderId id, orders::Viewer viewer, std::string request_id) const {
  GH_CO_CHECK(co_await orders_.order(id, viewer));
  const std::string actor = viewer.user ? viewer.user->text() : "guest";
  const std::string reason = viewer.admin ? "cancelled_by_shop" : "cancelled_by_buyer";
  for (int attempt = 1; attempt <= checkout::run_attempts_max; ++attempt) {
    GH_CO_TRY(auto found, co_await orders_.find(id));
    if (!found) co_return fail(errors::not_found);
    auto& order = *found;
    if (order->status == OrderStatus::cancelled) co_return std::move(order.value);
    Result<checkout::StoredOrder> written = fail(orders::illegal(order.value));
    if (orders::was_paid(order.value)) {
      written = co_await settlement_.cancel_paid(std::move(order), settlement_.cause(actor, request_id), reason);
    } else if (order->status == OrderStatus::pending_payment) {
      GH_CO_TRY(auto state, co_await payments_.cancel(checkout::intent_of(order.value)));
      written =
          co_await settlement_.conclude(std::move(order), std::move(state), std::nullopt, settlement_.cause(actor, request_id), reason);
    }
    // conclude may have found it paid or declined: look again at what it is now.
    if (!written && !checkout::read_again(written.error())) co_return fail(std::move(written).error());
  }
  co_return fail(orders::errors::order_busy);
}

}  // namespace gh::cancel
