#include "flows/farm_people/roles.h"

#include "platform/json/json.h"

namespace gh::farm_people {

Task<Result<void>> Roles::bring_up(ports::LeasedTask task) const {
  GH_CO_TRY(const auto changed, json::parse_stored<farmers::PersonChanged>(task.payload));
  GH_CO_TRY(const auto work, co_await farmers_.works_for(changed.user));
  if (work && farmers::makes_farmers(work->farm.status)) co_return co_await identity_.make_farmer(changed.user);
  co_return co_await identity_.make_customer(changed.user);
}

}  // namespace gh::farm_people
