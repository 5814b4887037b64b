// Cancel: the buyer (or an admin) takes an order back that was not shipped. Unpaid: the intent is cancelled at the provider first, and its
// word is believed; paid in the meantime means that the order goes on as paid and is cancelled as such. Paid: the order is cancelled,
// refund and stock follow from the outbox. Holds no state; outlives its calls.
#pragma once
#include "contexts/payments/service.h"
#include "flows/checkout/settlement.h"

namespace gh::cancel {

class Cancel {
 public:
  Cancel(orders::Service& orders, payments::Service& payments, const checkout::Settlement& settlement)
      : orders_(orders), payments_(payments), settlement_(settlement) {}

  // The order as it is then. Cancelling what is cancelled changes nothing. Errors: not_found, illegal_transition, payment_unanswered
  // (nothing has changed; ask again), in_progress.
  Task<Result<orders::Order>> cancel(OrderId id, orders::Viewer viewer, std::string request_id) const;

 private:
  orders::Service& orders_;
  payments::Service& payments_;
  const checkout::Settlement& settlement_;
};

}  // namespace gh::cancel
