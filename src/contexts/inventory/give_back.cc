#include "contexts/inventory/give_back.h"

#include <algorithm>

#include "contexts/inventory/errors.h"
#include "contexts/inventory/item_rules.h"

namespace gh::inventory {

Lot* open_lot(StockItem& item, const LotId& id, const Reopened& reopened) {
  if (auto* lot = find_lot(item, id)) return lot;
  const auto kept = reopened.find(id);
  return kept != reopened.end() && kept->second ? &item.lots.emplace_back(*kept->second) : nullptr;
}

Result<void> has_room(const StockItem& item, std::size_t lots, std::size_t lots_at_most) {
  if (item.lots.size() + lots > lots_at_most + lots_reopened_max) return fail(errors::stock_item_full, "lots that are opened again");
  return {};
}

std::vector<LotId> lots_to_ask_for(const StockItem& item, const std::vector<Allocation>& allocations, const Reopened& reopened) {
  std::vector<LotId> missing;
  for (const auto& allocation : allocations) {
    const bool open = std::ranges::find(item.lots, allocation.lot, &Lot::id) != item.lots.end();
    if (!open && !reopened.contains(allocation.lot)) missing.push_back(allocation.lot);
  }
  return missing;
}

Movement& put_back(StockItem& item, const Allocation& allocation, const Reopened& reopened, Timestamp now) {
  auto* lot = open_lot(item, allocation.lot, reopened);
  const bool open = lot != nullptr;
  if (open) {
    lot->on_hand += allocation.quantity;
    item.on_hand += allocation.quantity;
  }
  auto& movement = record(item, MovementKind::returned, open ? allocation.quantity : Quantity{}, now);
  movement.lot = allocation.lot;
  if (!open) movement.reason = "the lot is closed";
  return movement;
}

Result<void> give_back(StockItem& item, const GiveBack& want, const Past& past, const Reopened& reopened, Timestamp now) {
  if (want.allocations.empty()) return fail(errors::bad_quantity);
  for (const auto& allocation : want.allocations) {
    const auto sold = std::ranges::find(past.sold, allocation.lot, &Allocation::lot);
    if (allocation.quantity.milli <= 0 || sold == past.sold.end() || sold->quantity < allocation.quantity)
      return fail(errors::bad_quantity);
  }
  for (const auto& allocation : want.allocations) {
    auto& movement = put_back(item, allocation, reopened, now);
    movement.order = want.order;
    movement.opened = want.opened;
    movement.refund = want.refund;
  }
  return {};
}

void learn_refund(Past& past, const Movement& movement) {
  if (std::ranges::find(past.refunds, *movement.refund) == past.refunds.end()) past.refunds.push_back(*movement.refund);
  const auto sold = std::ranges::find_if(past.sold, [&](const auto& s) { return s.lot == movement.lot; });
  if (sold == past.sold.end()) return;
  sold->quantity -= movement.quantity;
  if (sold->quantity.milli <= 0) past.sold.erase(sold);
}

}  // namespace gh::inventory
