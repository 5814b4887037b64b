// Tells a farm that stock of one of its products has run low: the handler of the task "inventory.low_stock", which leaves once per
// crossing of the threshold. Idempotent by the message's id. Holds no state; outlives its calls.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/types.h"
#include "platform/ports/mail.h"
#include "platform/ports/tasks.h"

namespace gh::alerts {

inline constexpr std::string_view low_stock_task = "inventory.low_stock";

class LowStock {
 public:
  LowStock(catalog::Service& catalog, farmers::Service& farmers, ports::Mail& mail) : catalog_(catalog), farmers_(farmers), mail_(mail) {}

  // A farm without an address is told nothing; that is no error.
  Task<Result<void>> tell(ports::LeasedTask task) const;

 private:
  catalog::Service& catalog_;
  farmers::Service& farmers_;
  ports::Mail& mail_;
};

}  // namespace gh::alerts
