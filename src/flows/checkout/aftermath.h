// Aftermath: what follows when an order has reached its status, carried out from the outbox (step 6). Each method takes leased tasks of one
// name and gives one result per task, in their order: a value means done, an error means again later (the runner counts and buries).
// All of it is idempotent. Holds no state; outlives its calls.
#pragma once
#include <vector>

#include "contexts/payments/service.h"
#include "flows/checkout/settlement.h"
#include "platform/ports/mail.h"
#include "platform/ports/tasks.h"

namespace gh::checkout {

class Aftermath {
 public:
  using Leased = std::vector<ports::LeasedTask>;
  using Done = std::vector<Result<void>>;

  Aftermath(orders::Service& orders, inventory::Service& inventory, payments::Service& payments, ports::Mail& mail, const Settlement& settlement)
      : orders_(orders), inventory_(inventory), payments_(payments), mail_(mail), settlement_(settlement) {}

  Task<Done> post_holds(Leased tasks) const;         // many orders of one item share a write
  Task<Done> void_holds(Leased tasks) const;
  Task<Done> take_back(Leased tasks) const;          // stock of a paid order that was cancelled
  Task<Done> refund(Leased tasks) const;
  Task<Done> send_confirmation(Leased tasks) const;

 private:
  Task<Result<void>> post_one(HoldsOf holds, std::vector<Result<inventory::HoldOutcome>> outcomes) const;
  Task<Result<void>> void_one(ports::LeasedTask task) const;
  Task<Result<void>> take_back_one(ports::LeasedTask task) const;
  Task<Result<void>> return_line(OrderId order, orders::OrderLine line) const;
  Task<Result<void>> refund_one(ports::LeasedTask task) const;
  Task<Result<void>> confirm_one(ports::LeasedTask task) const;
  Task<Result<StoredOrder>> order_of(ports::LeasedTask task) const;

  orders::Service& orders_;
  inventory::Service& inventory_;
  payments::Service& payments_;
  ports::Mail& mail_;
  const Settlement& settlement_;
};

}  // namespace gh::checkout
