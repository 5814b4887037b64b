// Aftermath: what follows when an order has reached its status, carried out from the outbox (step 6): the handlers of the tasks that
// settlement.h names, as jobs/task_runner.h calls them. A value means done, an error means again later. All of it is idempotent. Batches
// are all or none; their orders share writes. Holds no state; outlives its calls.
#pragma once
#include <vector>

#include "contexts/payments/service.h"
#include "flows/checkout/settlement.h"
#include "platform/ports/tasks.h"

namespace gh::checkout {

class Aftermath {
 public:
  using Leased = std::vector<ports::LeasedTask>;

  Aftermath(orders::Service& orders, inventory::Service& inventory, payments::Service& payments, const Settlement& settlement)
      : orders_(orders), inventory_(inventory), payments_(payments), settlement_(settlement) {}

  Task<Result<void>> post_holds(Leased tasks) const;
  Task<Result<void>> void_holds(Leased tasks) const;
  Task<Result<void>> take_back(ports::LeasedTask task) const;  // stock of a paid order that was cancelled
  Task<Result<void>> give_back(ports::LeasedTask task) const;  // goods of a refund
  Task<Result<void>> refund(ports::LeasedTask task) const;

 private:
  Task<Result<void>> was_cancelled(inventory::HoldKey key, Error error) const;
  Task<Result<StoredOrder>> order_of(ports::LeasedTask task) const;

  orders::Service& orders_;
  inventory::Service& inventory_;
  payments::Service& payments_;
  const Settlement& settlement_;
};

}  // namespace gh::checkout
