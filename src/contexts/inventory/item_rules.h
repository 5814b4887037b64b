// What the rules of holds.cc, lots.cc and capacity.cc share. Included by this folder's sources only.
#pragma once
#include <algorithm>

#include "contexts/inventory/stock_item.h"

namespace gh::inventory {

// Each does one command, or fails and leaves the item as it was.
Result<Outcome> apply_one(StockItem& item, const PlaceHold& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const VoidHold& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const PostHold& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const TakeBack& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const GiveBack& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const AddLot& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const ChangeLot& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const SetStatus& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const RecallLot& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const SplitLot& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const MoveLot& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const ExpirePastLots& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const SetThreshold& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const SetCapacity& want, const Command& command, Timestamp now);
Result<Outcome> apply_one(StockItem& item, const Watch& want, const Command& command, Timestamp now);

inline Lot* find_lot(StockItem& item, const LotId& id) {
  const auto found = std::ranges::find(item.lots, id, &Lot::id);
  return found == item.lots.end() ? nullptr : &*found;
}

inline bool may_be_sold(const Lot& lot, Date good_until) { return lot.status == LotStatus::sellable && lot.best_before >= good_until; }

// A lot is not sold after its last day, whatever the buyer would take.
inline Date last_day(Timestamp now, std::optional<Date> good_until) { return std::max(date_of(now), good_until.value_or(Date{})); }

inline bool fits(Quantity quantity) { return quantity.milli > 0 && quantity.milli <= Quantity::max_milli; }

// To be called after each change of what can be sold.
void notice_low_stock(StockItem& item, Timestamp now);

}  // namespace gh::inventory
