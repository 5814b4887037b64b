// Replacements: makes the order that a complaint's decision names, holds its goods and brings it to `paid`, for nothing. The decision is
// written first and is the record: whoever comes next (the request, the task, another node) goes on from what is stored, and all steps are
// idempotent by the replacement's id. Is there no stock, the complaint is open again. Holds no state; outlives its calls.
#pragma once
#include "contexts/orders/service.h"
#include "flows/checkout/settlement.h"
#include "platform/ports/tasks.h"

namespace gh::fulfilment {

class Replacements {
 public:
  Replacements(orders::Service& orders, const checkout::Settlement& settlement) : orders_(orders), settlement_(settlement) {}

  // The replacement, on its way. Errors: sold_out (shortages in `available`; the complaint is open again), not_found, in_progress.
  Task<Result<orders::Order>> send(checkout::ReplacementOf which, OrderId replacement, orders::Cause cause) const;
  // The task "orders.send_replacement"; one for which there is no stock is done.
  Task<Result<void>> work(ports::LeasedTask task) const;

 private:
  Task<Result<checkout::StoredOrder>> made(checkout::ReplacementOf which, orders::Cause cause) const;
  Task<Result<void>> reopen(checkout::ReplacementOf which, OrderId replacement, orders::Cause cause) const;

  orders::Service& orders_;
  const checkout::Settlement& settlement_;
};

}  // namespace gh::fulfilment
