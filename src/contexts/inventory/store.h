// The collections of stock and their indexes.
#pragma once
#include "contexts/inventory/types.h"
#include "platform/documents/collection.h"

namespace gh::inventory {

using StockItems = Collection<StockItem>;

inline StockItems stock_items(ports::Documents& documents) {
  return {documents, {std::string(stock_items_collection), {{"farm"}}}, [](const StockItem& item) {
            return StockItems::Keys{item.farm.text()};
          }};
}

}  // namespace gh::inventory
