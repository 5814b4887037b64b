// Goods that come back to their lots. Pure functions.
#pragma once
#include "base/error.h"
#include "contexts/inventory/stock_item.h"

namespace gh::inventory {

// Lots of these that made room for newer ones and were not asked for yet.
std::vector<LotId> lots_to_ask_for(const StockItem& item, const std::vector<Allocation>& allocations, const Reopened& reopened);
// The lot, opened again if it made room for newer ones; nullptr: nobody knows it.
Lot* open_lot(StockItem& item, const LotId& id, const Reopened& reopened);
// Whether so many lots can be opened again. stock_item_full: no.
Result<void> has_room(const StockItem& item, std::size_t lots, std::size_t lots_at_most);
// Back on the lot, with the movement; the caller fills in whose it is. A lot that nobody knows takes nothing back.
Movement& put_back(StockItem& item, const Allocation& allocation, const Reopened& reopened, Timestamp now);
// Of what was sold to the order, as far as it is still there. bad_quantity: nothing has changed.
Result<void> give_back(StockItem& item, const GiveBack& want, const Past& past, const Reopened& reopened, Timestamp now);
// Takes a movement with a refund into what is known of the order.
void learn_refund(Past& past, const Movement& movement);

}  // namespace gh::inventory
