#include "contexts/inventory/closed_lots.h"

namespace gh::inventory {

ClosedLots::ClosedLots(ports::Documents& documents)
    : lots_(documents, {"closed_lots", {}}, [](const Lot&) { return Collection<Lot>::Keys{}; }) {}

Task<Result<void>> ClosedLots::keep(Lot lot) const {
  for (int attempt = 1;; ++attempt) {
    GH_CO_TRY(const auto before, co_await lots_.get(lot.id));
    const auto written = before ? co_await lots_.replace(*before, lot) : co_await lots_.insert(lot);
    if (written) co_return Result<void>{};
    const Error& error = written.error();
    const bool raced = error.is(ports::errors::version_conflict) || error.is(ports::errors::duplicate_key);
    if (!raced || attempt == Collection<Lot>::update_attempts_max) co_return fail(error);
  }
}

Task<Result<std::optional<Lot>>> ClosedLots::find(LotId id) const {
  GH_CO_TRY(auto found, co_await lots_.get(std::move(id)));
  co_return found ? std::optional(std::move(found->value)) : std::nullopt;
}

}  // namespace gh::inventory
