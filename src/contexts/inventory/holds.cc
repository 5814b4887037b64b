#include <algorithm>

#include "contexts/inventory/capacity.h"
#include "contexts/inventory/errors.h"
#include "contexts/inventory/give_back.h"
#include "contexts/inventory/item_rules.h"

namespace gh::inventory {

namespace {

std::vector<Hold>::iterator find_hold(StockItem& item, const OrderId& order) { return std::ranges::find(item.holds, order, &Hold::order); }

// As far as item and command know it.
Past past_of(const StockItem& item, const OrderId& order, Timestamp opened, const Past& asked) {
  Past past = asked;
  for (const auto& movement : item.tail) {
    if (movement.order == order) learn(past, movement);
  }
  if (past.end == End::not_asked && opened > item.forgotten_until) past.end = End::none;
  return past;
}

// First expiring first out, then first harvested.
std::vector<Allocation> allocate(const StockItem& item, Quantity wanted, Date good_until) {
  std::vector<const Lot*> lots;
  for (const auto& lot : item.lots) {
    if (may_be_sold(lot, good_until) && lot.held < lot.on_hand) lots.push_back(&lot);
  }
  std::ranges::sort(lots, {}, [](const Lot* lot) { return std::tie(lot->best_before, lot->harvested, lot->id); });
  std::vector<Allocation> allocations;
  for (const auto* lot : lots) {
    const Quantity taken = std::min(wanted, lot->on_hand - lot->held);
    allocations.push_back({lot->id, taken});
    wanted -= taken;
    if (wanted.milli == 0) break;
  }
  return allocations;
}

Result<Outcome> take_units(StockItem& item, const PlaceHold& want, End end, Timestamp now) {
  const Quantity left = available(item, now, want.terms.good_until);
  if (left < want.quantity) {
    Error error(errors::insufficient_stock);
    error.extend("sku", '"' + item.id.text() + '"').extend("requested", to_string(want.quantity)).extend("available", to_string(left));
    return fail(std::move(error));
  }
  if (end == End::not_asked) return Outcome{.needs_past = true};
  if (item.holds.size() >= holds_max) return fail(errors::stock_item_full, "open orders");
  auto allocations = allocate(item, want.quantity, last_day(now, want.terms.good_until));
  for (const auto& allocation : allocations) find_lot(item, allocation.lot)->held += allocation.quantity;
  item.reserved += want.quantity;
  item.holds.push_back({want.order, want.quantity, allocations, want.opened, now});
  return Outcome{.allocations = std::move(allocations), .changed = true};
}

}  // namespace

Result<Outcome> apply_one(StockItem& item, const PlaceHold& want, const Command& command, Timestamp now) {
  if (!fits(want.quantity)) return fail(errors::bad_quantity);
  if (const auto hold = find_hold(item, want.order); hold != item.holds.end()) {
    if (hold->quantity != want.quantity) return fail(errors::hold_differs);
    return Outcome{.allocations = hold->allocations};
  }
  const End end = past_of(item, want.order, want.opened, command.past).end;
  if (end == End::posted) return fail(errors::hold_posted);
  if (end == End::voided || end == End::returned) return fail(errors::hold_voided);
  if (end == End::unknowable) return fail(errors::hold_too_late);

  const auto& capacity = want.terms.capacity;
  if (!capacity || item.capacity == capacity) return take_units(item, want, end, now);
  StockItem resized = item;
  GH_CHECK(set_capacity(resized, *capacity, now));
  GH_TRY(auto outcome, take_units(resized, want, end, now));
  if (outcome.changed) item = std::move(resized);
  return outcome;
}

namespace {

// Takes the hold off the lots' and the item's reserved figures and out of the item.
Hold take_out(StockItem& item, std::vector<Hold>::iterator at) {
  Hold hold = std::move(*at);
  item.holds.erase(at);
  item.reserved -= hold.quantity;
  for (const auto& allocation : hold.allocations) find_lot(item, allocation.lot)->held -= allocation.quantity;
  return hold;
}

void remember_end(StockItem& item, const OrderId& order, Timestamp opened, Timestamp now) {
  auto& movement = record(item, MovementKind::released, {}, now);
  movement.order = order;
  movement.opened = opened;
}

}  // namespace

Result<Outcome> apply_one(StockItem& item, const VoidHold& want, const Command& command, Timestamp now) {
  const auto live = find_hold(item, want.order);
  Outcome outcome{.changed = true};
  if (live != item.holds.end()) {
    outcome.placed_at = take_out(item, live).placed_at;
  } else {
    const End end = past_of(item, want.order, want.opened, command.past).end;
    if (end == End::posted) return fail(errors::hold_posted);
    if (end == End::voided || end == End::returned) return Outcome{};
    if (end == End::unknowable) return fail(errors::hold_too_late);
    if (end == End::not_asked) return Outcome{.needs_past = true};
  }
  remember_end(item, want.order, want.opened, now);
  return outcome;
}

Result<Outcome> apply_one(StockItem& item, const PostHold& want, const Command& command, Timestamp now) {
  const auto live = find_hold(item, want.order);
  if (live == item.holds.end()) {
    Past past = past_of(item, want.order, want.opened, command.past);
    if (past.end == End::posted) return Outcome{.allocations = std::move(past.sold)};
    if (past.end == End::voided || past.end == End::returned) return fail(errors::hold_voided);
    if (past.end == End::not_asked) return Outcome{.needs_past = true};
    return fail(errors::hold_not_found);
  }
  Hold hold = take_out(item, live);
  for (const auto& allocation : hold.allocations) {
    find_lot(item, allocation.lot)->on_hand -= allocation.quantity;
    auto& movement = record(item, MovementKind::sold, Quantity{-allocation.quantity.milli}, now);
    movement.lot = allocation.lot;
    movement.order = want.order;
    movement.opened = hold.opened;
  }
  item.on_hand -= hold.quantity;
  notice_low_stock(item, now);
  return Outcome{.allocations = std::move(hold.allocations), .placed_at = hold.placed_at, .changed = true};
}

Result<Outcome> apply_one(StockItem& item, const TakeBack& want, const Command& command, Timestamp now) {
  const Past past = past_of(item, want.order, want.opened, command.past);
  const bool sold = find_hold(item, want.order) == item.holds.end() && past.end == End::posted;
  if (!sold) return apply_one(item, VoidHold{want.order, want.opened}, command, now);
  if (auto missing = lots_to_ask_for(item, past.sold, command.reopened); !missing.empty()) {
    return Outcome{.needs_lots = std::move(missing)};
  }
  GH_CHECK(has_room(item, lots_to_ask_for(item, past.sold, {}).size(), command.lots_at_most));
  for (const auto& allocation : past.sold) {
    auto& movement = put_back(item, allocation, command.reopened, now);
    movement.order = want.order;
    movement.opened = want.opened;
  }
  notice_low_stock(item, now);
  return Outcome{.allocations = past.sold, .changed = !past.sold.empty()};
}

Result<Outcome> apply_one(StockItem& item, const GiveBack& want, const Command& command, Timestamp now) {
  StockItem sold = item;
  if (find_hold(sold, want.order) != sold.holds.end()) {
    GH_CHECK(apply_one(sold, PostHold{want.order, want.opened}, command, now));
  }
  const Past past = past_of(sold, want.order, want.opened, command.past);
  if (past.end == End::not_asked) return Outcome{.needs_past = true};
  if (std::ranges::find(past.refunds, want.refund) != past.refunds.end()) return Outcome{};
  if (past.end == End::voided || past.end == End::returned) return fail(errors::hold_voided);
  if (past.end != End::posted) return fail(errors::hold_not_found);
  if (auto missing = lots_to_ask_for(sold, past.sold, command.reopened); !missing.empty()) {
    return Outcome{.needs_lots = std::move(missing)};
  }
  GH_CHECK(has_room(sold, lots_to_ask_for(sold, want.allocations, {}).size(), command.lots_at_most));
  GH_CHECK(give_back(sold, want, past, command.reopened, now));
  notice_low_stock(sold, now);
  item = std::move(sold);
  return Outcome{.allocations = want.allocations, .changed = true};
}

}  // namespace gh::inventory
