// Carries what products must know of their farm (its name, whether it sells, its certificates) to the products.
//
// Handler of the tasks "farmers.farm_changed", "farmers.certificate_turn" and "farmers.certificate_reminder"; what an admin or owner
// decides is carried before it is acknowledged, too, so that no checkout that begins afterwards sells under what was taken back. Every call
// looks at the farm as it is now and a product never takes over what is older than it knows: order and repetition do not matter. Holds no
// state; outlives its calls.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "platform/ports/tasks.h"

namespace gh::certification {

class Certification {
 public:
  Certification(farmers::Service& farmers, catalog::Service& catalog) : farmers_(farmers), catalog_(catalog) {}

  // To every product of the farm, by its state now. A farm that is gone: nothing.
  Task<Result<void>> carry(FarmId farm) const;
  // The change and then carry(); the farm as the change left it.
  Task<Result<farmers::Farm>> carried(Task<Result<farmers::Farm>> change) const;

  Task<Result<void>> farm_changed(ports::LeasedTask task) const;
  // A certificate may have begun or ended by now.
  Task<Result<void>> turn(ports::LeasedTask task) const;
  Task<Result<void>> remind(ports::LeasedTask task) const;

 private:
  farmers::Service& farmers_;
  catalog::Service& catalog_;
};

}  // namespace gh::certification
