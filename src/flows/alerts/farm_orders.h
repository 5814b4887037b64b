// Tells a farm of its orders: the handler of the task "orders.tell_farm" (flows/checkout/consequences.h): that new ones have come, with how
// many wait to be packed by now, or that somebody complains. Idempotent by the task's id. Holds no state; outlives its calls.
#pragma once
#include "contexts/farmers/service.h"
#include "contexts/orders/service.h"
#include "flows/checkout/consequences.h"
#include "platform/ports/tasks.h"

namespace gh::alerts {

class FarmOrders {
 public:
  FarmOrders(farmers::Service& farmers, orders::Service& orders, ports::Tasks& tasks) : farmers_(farmers), orders_(orders), tasks_(tasks) {}

  // A farm without owner and address is told nothing; that is no error.
  Task<Result<void>> tell(ports::LeasedTask task) const;

 private:
  farmers::Service& farmers_;
  orders::Service& orders_;
  ports::Tasks& tasks_;
};

}  // namespace gh::alerts
