// Tells a farm that stock of one of its products has run low: the handler of the task "inventory.low_stock", which leaves once per
// crossing of the threshold and waits where the last one is less than an hour ago. What has recovered meanwhile is not told.
// Idempotent by the notice's id. Holds no state; outlives its calls.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"
#include "platform/ports/tasks.h"

namespace gh::alerts {

class LowStock {
 public:
  LowStock(catalog::Service& catalog, farmers::Service& farmers, inventory::Service& inventory, ports::Tasks& tasks)
      : catalog_(catalog), farmers_(farmers), inventory_(inventory), tasks_(tasks) {}

  // A farm without owner and address is told nothing; that is no error.
  Task<Result<void>> tell(ports::LeasedTask task) const;

 private:
  catalog::Service& catalog_;
  farmers::Service& farmers_;
  inventory::Service& inventory_;
  ports::Tasks& tasks_;
};

}  // namespace gh::alerts
