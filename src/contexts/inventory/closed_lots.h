// ClosedLots: lots that made room for newer ones in their item, as they were then. What comes back from an order needs its lot again, and
// so does a recall.
//
// A lot is kept before the write that takes it out of its item, so none is ever in neither place; where it is in both, the item's counts.
// Any thread; no state of its own.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/task.h"
#include "contexts/inventory/types.h"
#include "platform/documents/collection.h"

namespace gh::inventory {

// as_of: the version of the item in which the lot was so. Whoever closes a lot of that version keeps the same of it.
struct ClosedLot {
  LotId id;
  Sku sku;
  std::int64_t as_of = 0;
  Lot lot;
};
BOOST_DESCRIBE_STRUCT(ClosedLot, (), (id, sku, as_of, lot))

class ClosedLots {
 public:
  static constexpr std::size_t family_max = 1'000;
  static_assert(family_max <= ports::find_limit_max);

  explicit ClosedLots(ports::Documents& documents);
  const Result<void>& opened() const { return lots_.opened(); }

  // One of a later version stays: of two nodes, the one that lost the race for the item may come last.
  Task<Result<void>> keep(ClosedLot lot) const;
  // Nothing of a lot of another item.
  Task<Result<std::optional<Lot>>> find(Sku sku, LotId id) const;
  // The lot and what was split from it, at any remove: those that are open as they are in `open`, the lots of the item. Empty: there is
  // no such lot. Errors: stock_item_full beyond family_max.
  Task<Result<std::vector<Lot>>> family(Sku sku, LotId lot, std::vector<Lot> open) const;

 private:
  Task<Result<std::vector<Lot>>> split_from(Sku sku, LotId lot) const;

  const Collection<ClosedLot> lots_;
};

}  // namespace gh::inventory
