#include "contexts/inventory/closed_lots.h"

#include <algorithm>

#include "contexts/inventory/errors.h"

namespace gh::inventory {

ClosedLots::ClosedLots(ports::Documents& documents)
    : lots_(documents, {"closed_lots", {{"split_from"}}}, [](const ClosedLot& closed) {
        const auto& parent = closed.lot.split_from;
        return Collection<ClosedLot>::Keys{parent ? parent->text() : std::string()};
      }) {}

Task<Result<void>> ClosedLots::keep(ClosedLot lot) const {
  for (int attempt = 1;; ++attempt) {
    GH_CO_TRY(const auto before, co_await lots_.get(lot.id));
    if (before && before->value.as_of >= lot.as_of) co_return Result<void>{};
    const auto written = before ? co_await lots_.replace(*before, lot) : co_await lots_.insert(lot);
    if (written) co_return Result<void>{};
    const Error& error = written.error();
    const bool raced = error.is(ports::errors::version_conflict) || error.is(ports::errors::duplicate_key);
    if (!raced || attempt == Collection<ClosedLot>::update_attempts_max) co_return fail(error);
  }
}

Task<Result<std::optional<Lot>>> ClosedLots::find(Sku sku, LotId id) const {
  GH_CO_TRY(auto found, co_await lots_.get(std::move(id)));
  if (!found || found->value.sku != sku) co_return std::nullopt;
  co_return std::optional(std::move(found->value.lot));
}

Task<Result<std::vector<Lot>>> ClosedLots::split_from(Sku sku, LotId lot) const {
  std::vector<Lot> parts;
  ports::Range range{lot.text(), lot.text() + '\0'};
  GH_CO_TRY(auto page, co_await lots_.find("split_from", std::move(range), static_cast<int>(family_max)));
  if (!page.next.empty()) co_return fail(errors::stock_item_full, "lots that were split from one");
  for (auto& each : page.items) {
    if (each->sku == sku) parts.push_back(std::move(each->lot));
  }
  co_return parts;
}

Task<Result<std::vector<Lot>>> ClosedLots::family(Sku sku, LotId lot, std::vector<Lot> open) const {
  std::vector<Lot> members;
  const auto add = [&](Lot member) {
    if (!std::ranges::count(members, member.id, &Lot::id)) members.push_back(std::move(member));
  };
  if (const auto there = std::ranges::find(open, lot, &Lot::id); there != open.end()) {
    add(*there);
  } else {
    GH_CO_TRY(auto closed, co_await find(sku, lot));
    if (closed) add(*std::move(closed));
  }
  for (std::size_t at = 0; at < members.size(); ++at) {
    const LotId parent = members[at].id;
    for (const auto& each : open) {
      if (each.split_from == parent) add(each);
    }
    GH_CO_TRY(auto closed, co_await split_from(sku, parent));
    for (auto& each : closed) add(std::move(each));
    if (members.size() > family_max) co_return fail(errors::stock_item_full, "lots that were split from one");
  }
  co_return members;
}

}  // namespace gh::inventory
