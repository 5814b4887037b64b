#include "flows/certification/certification.h"

#include "base/errors.h"
#include "flows/certification/facts.h"
#include "platform/json/json.h"

namespace gh::certification {

Task<Result<void>> Certification::carry(FarmId id) const {
  auto farm = co_await farmers_.get(std::move(id));
  if (!farm && farm.error().is(errors::not_found)) co_return Result<void>{};
  if (!farm) co_return fail(std::move(farm).error());
  co_return co_await catalog_.farm_changed(facts_of(*farm));
}

Task<Result<farmers::Farm>> Certification::carried(Task<Result<farmers::Farm>> change) const {
  GH_CO_TRY(auto farm, co_await std::move(change));
  GH_CO_CHECK(co_await carry(farm.id));
  co_return farm;
}

Task<Result<void>> Certification::farm_changed(ports::LeasedTask task) const {
  GH_CO_TRY(const auto changed, json::parse_stored<farmers::FarmChanged>(task.payload));
  co_return co_await carry(changed.farm);
}

Task<Result<void>> Certification::turn(ports::LeasedTask task) const {
  GH_CO_TRY(const auto changed, json::parse_stored<farmers::FarmChanged>(task.payload));
  const auto noted = co_await farmers_.note_lapses(changed.farm);
  if (!noted && !noted.error().is(errors::not_found)) co_return fail(noted.error());
  co_return co_await carry(changed.farm);
}

Task<Result<void>> Certification::remind(ports::LeasedTask task) const {
  GH_CO_TRY(const auto reminder, json::parse_stored<farmers::CertificateReminder>(task.payload));
  co_return co_await farmers_.remind(reminder);
}

}  // namespace gh::certification
