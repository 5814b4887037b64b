// MovementPages: the movements that a stock item no longer carries itself, in documents that are inserted and never changed.
//
// The pages of an item follow each other without gap or overlap: a page starts where the item's tail starts, and the item drops
// movements from its tail only once it has seen them in a page. So the id (sku and first sequence) is enough for two writers of the
// same page, on any nodes, to find that they are at the same thing.
// Any thread; no state of its own.
#pragma once
#include <vector>

#include "base/task.h"
#include "contexts/inventory/stock_item.h"
#include "contexts/inventory/types.h"
#include "platform/ports/documents.h"

namespace gh::inventory {

class MovementPages {
 public:
  // How far back past_of() looks: 480,000 movements of one item.
  static constexpr int pages_searched_max = 20'000;

  explicit MovementPages(ports::Documents& documents);
  const Result<void>& opened() const { return opened_.has_value() ? index_opened_ : opened_; }

  // `oldest`: the first movements of the tail of an item, as it is stored; `forgotten_until`: the item's. Gives the sequence up to which
  // movements are in pages now.
  Task<Result<std::int64_t>> write(Sku sku, std::vector<Movement> oldest, Timestamp forgotten_until);

  // What orders had of the lot by the pages, newest first, of the movements before `below`.
  Task<Result<std::vector<OrderShare>>> shares(LotId lot, std::int64_t below, int limit);

  // How the order's hold ended, by the pages. Reads those that are younger than the order, and of them no more than it must.
  Task<Result<Past>> past_of(Sku sku, OrderOf order);

  // Up to `limit` pages, newest first, that start before `sequence`.
  Task<Result<std::vector<MovementPage>>> before(Sku sku, std::int64_t sequence, int limit);

 private:
  // Notes which orders the lots of these movements went to, so that shares() finds them without reading what else happened. Idempotent.
  Task<Result<void>> index(const MovementPage& page);

  ports::Documents& documents_;
  Result<void> opened_;
  Result<void> index_opened_;
};

}  // namespace gh::inventory
