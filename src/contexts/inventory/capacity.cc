#include "contexts/inventory/capacity.h"

#include <algorithm>

#include "contexts/inventory/errors.h"
#include "contexts/inventory/item_rules.h"
#include "platform/crypto/sha256.h"

namespace gh::inventory {

namespace {

const Date never = *parse_date("9999-12-31");

void resize(StockItem& item, Quantity by, Timestamp now) {
  Lot& places = item.lots.front();
  places.on_hand += by;
  item.on_hand += by;
  item.issued += by;
  record(item, MovementKind::resized, by, now).lot = places.id;
}

}  // namespace

Sku capacity_sku(std::string_view kind, std::string_view key, std::string_view second_key) {
  return Sku::of(crypto::derive_id<ProductId>("capacity", kind, key, second_key), 1);
}

Result<void> set_capacity(StockItem& item, Quantity capacity, Timestamp now) {
  if (capacity.milli < 0 || capacity.milli > Quantity::max_milli) return fail(errors::bad_quantity);
  if (!item.capacity) {
    if (!item.farm.empty() || !item.lots.empty()) return fail(errors::stock_item_kind);
    item.lots.push_back({.id = crypto::derive_id<LotId>("places", item.id.text()),
                         .lot_code = "places",
                         .harvested = date_of(now),
                         .best_before = never,
                         .field = {},
                         .on_hand = {},
                         .held = {}});
  }
  item.capacity = capacity;
  if (item.issued < capacity) resize(item, capacity - item.issued, now);
  shed_excess(item, now);
  return {};
}

Result<Outcome> apply_one(StockItem& item, const SetCapacity& want, const Command&, Timestamp now) {
  if (item.capacity == want.capacity) return Outcome{};
  GH_CHECK(set_capacity(item, want.capacity, now));
  return Outcome{.changed = true};
}

void shed_excess(StockItem& item, Timestamp now) {
  const Quantity excess = std::min(item.issued - *item.capacity, item.on_hand - item.reserved);
  if (excess.milli > 0) resize(item, Quantity{-excess.milli}, now);
}

}  // namespace gh::inventory
