// Goods that come back to their lots. Pure functions.
#pragma once
#include "base/error.h"
#include "contexts/inventory/stock_item.h"

namespace gh::inventory {

// Lots of these that made room for newer ones and were not asked for yet.
std::vector<LotId> lots_to_ask_for(const StockItem& item, const std::vector<Allocation>& allocations, const Reopened& reopened);
// Back on the lot, with the movement; the caller fills in whose it is. A lot that made room for newer ones is opened again. One that nobody
// knows any more takes nothing back, nor does an item that is full of lots.
Movement& put_back(StockItem& item, const Allocation& allocation, const Reopened& reopened, Timestamp now);
// Of what was sold to the order, as far as it is still there. bad_quantity: nothing has changed.
Result<void> give_back(StockItem& item, const GiveBack& want, const Past& past, const Reopened& reopened, Timestamp now);
// Takes a movement with a refund into what is known of the order.
void learn_refund(Past& past, const Movement& movement);

}  // namespace gh::inventory
