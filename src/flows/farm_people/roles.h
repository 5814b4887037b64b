// Gives who works for a farm that was let in the role farmer, and takes it back: the handler of the task "farmers.person_changed". Looks
// at the farm as it is now, so that a late or repeated task does no harm. Holds no state; outlives its calls.
#pragma once
#include "contexts/farmers/service.h"
#include "contexts/identity/service.h"
#include "platform/ports/tasks.h"

namespace gh::farm_people {

class Roles {
 public:
  Roles(farmers::Service& farmers, identity::Service& identity) : farmers_(farmers), identity_(identity) {}

  Task<Result<void>> bring_up(ports::LeasedTask task) const;

 private:
  farmers::Service& farmers_;
  identity::Service& identity_;
};

}  // namespace gh::farm_people
