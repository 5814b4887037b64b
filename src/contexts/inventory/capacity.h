// Items that have a capacity instead of lots: what is given out by number. Pure functions.
#pragma once
#include <string_view>

#include "base/error.h"
#include "contexts/inventory/types.h"

namespace gh::inventory {

// The sku of what is given out: `kind` says what it is ("delivery_window", "coupon"), the keys which one. No product has such a sku.
Sku capacity_sku(std::string_view kind, std::string_view key, std::string_view second_key = {});

// Makes an item that has nothing yet one with a capacity, or changes the capacity. bad_quantity, stock_item_kind.
Result<void> set_capacity(StockItem& item, Quantity capacity, Timestamp now);

// Places that are free and beyond the capacity cease to be.
void shed_excess(StockItem& item, Timestamp now);

}  // namespace gh::inventory
