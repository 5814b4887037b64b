#include "flows/farm_people/roles.h"

#include "base/call.h"
#include "contexts/farmers/notices.h"
#include "platform/json/json.h"

namespace gh::farm_people {

Task<Result<void>> Roles::bring_up(ports::LeasedTask task) const {
  GH_CO_TRY(const auto changed, json::parse_stored<farmers::PersonChanged>(task.payload));
  GH_CO_TRY(const auto work, co_await farmers_.works_for(changed.user));
  // What nobody did by hand stands in the trail as the shop's.
  CallContext shop;
  shop.role = shop_role;
  shop.operation = farmers::person_changed_task;
  shop.request_id = task.id;
  if (work && farmers::makes_farmers(work->farm.status)) co_return co_await identity_.make_farmer(changed.user).called_by(shop);
  co_return co_await identity_.make_customer(changed.user).called_by(shop);
}

}  // namespace gh::farm_people
