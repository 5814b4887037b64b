// ClosedLots: lots that made room for newer ones in their item, as they were then. What comes back from an order needs its lot again.
//
// A lot is kept before the write that takes it out of its item, so none is ever in neither place. Any thread; no state of its own.
#pragma once
#include <optional>

#include "base/task.h"
#include "contexts/inventory/types.h"
#include "platform/documents/collection.h"

namespace gh::inventory {

class ClosedLots {
 public:
  explicit ClosedLots(ports::Documents& documents);
  const Result<void>& opened() const { return lots_.opened(); }

  // The last one kept counts: a lot may be opened and closed again.
  Task<Result<void>> keep(Lot lot) const;
  Task<Result<std::optional<Lot>>> find(LotId id) const;

 private:
  const Collection<Lot> lots_;
};

}  // namespace gh::inventory
