// Tells the farm, and everyone whose order has or had units of a recalled lot: the handler of the task "inventory.lot_recalled", which
// leaves with the write that recalls. A page of orders each time, and the task of the next page; a notice has the order's and the lot's
// name, so that a task that runs again tells nobody twice. Holds no state; outlives its calls.
#pragma once
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"
#include "contexts/orders/service.h"
#include "platform/ports/tasks.h"

namespace gh::alerts {

class Recall {
 public:
  static constexpr int orders_at_once = 100;

  Recall(farmers::Service& farmers, orders::Service& orders, inventory::Service& inventory, ports::Tasks& tasks)
      : farmers_(farmers), orders_(orders), inventory_(inventory), tasks_(tasks) {}

  Task<Result<void>> tell(ports::LeasedTask task) const;

 private:
  Task<Result<void>> tell_farm(const inventory::LotRecalled& recalled) const;
  Task<Result<void>> tell_buyer(const inventory::LotRecalled& recalled, OrderId id) const;

  farmers::Service& farmers_;
  orders::Service& orders_;
  inventory::Service& inventory_;
  ports::Tasks& tasks_;
};

}  // namespace gh::alerts
