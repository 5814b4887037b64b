#include "contexts/inventory/give_back.h"

#include <algorithm>

#include "contexts/inventory/errors.h"

namespace gh::inventory {

Movement& put_back(StockItem& item, const Allocation& allocation, Timestamp now) {
  const auto lot = std::ranges::find(item.lots, allocation.lot, &Lot::id);
  const bool open = lot != item.lots.end();
  if (open) {
    lot->on_hand += allocation.quantity;
    item.on_hand += allocation.quantity;
  }
  auto& movement = record(item, MovementKind::returned, open ? allocation.quantity : Quantity{}, now);
  movement.lot = allocation.lot;
  if (!open) movement.reason = "the lot is closed";
  return movement;
}

Result<void> give_back(StockItem& item, const GiveBack& want, const Past& past, Timestamp now) {
  if (want.allocations.empty()) return fail(errors::bad_quantity);
  for (const auto& allocation : want.allocations) {
    const auto sold = std::ranges::find(past.sold, allocation.lot, &Allocation::lot);
    if (allocation.quantity.milli <= 0 || sold == past.sold.end() || sold->quantity < allocation.quantity)
      return fail(errors::bad_quantity);
  }
  for (const auto& allocation : want.allocations) {
    auto& movement = put_back(item, allocation, now);
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
