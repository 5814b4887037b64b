// Tells people who wait for a sku that it can be bought again: the handler of the task "inventory.back_in_stock". One wave each time;
// the list says how many that are. Each notice leaves with the write that takes its person off the list, so nobody is told twice.
// Holds no state; outlives its calls.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/inventory/waiting_list.h"
#include "platform/ports/tasks.h"

namespace gh::alerts {

class BackInStock {
 public:
  BackInStock(catalog::Service& catalog, inventory::WaitingList& waiting, ports::Tasks& tasks)
      : catalog_(catalog), waiting_(waiting), tasks_(tasks) {}

  // Somebody begins to wait for a variant of the product that this slug names. invalid: /sku is not one of its variants.
  Task<Result<inventory::Watching>> wait(std::string slug, Sku sku, std::optional<UserId> user, std::string email,
                                         std::string locale) const;
  // What is not on sale is told of to nobody; its people go on waiting.
  Task<Result<void>> tell(ports::LeasedTask task) const;

 private:
  catalog::Service& catalog_;
  inventory::WaitingList& waiting_;
  ports::Tasks& tasks_;
};

}  // namespace gh::alerts
