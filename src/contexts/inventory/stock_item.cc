#include "contexts/inventory/stock_item.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "base/planted.h"
#include "contexts/inventory/capacity.h"
#include "contexts/inventory/errors.h"

namespace gh::inventory {

namespace {

constexpr Milliseconds planted_expiry{5'000};

Lot* find_lot(StockItem& item, const LotId& id) {
  const auto found = std::ranges::find(item.lots, id, &Lot::id);
  return found == item.lots.end() ? nullptr : &*found;
}

std::vector<Hold>::iterator find_hold(StockItem& item, const OrderId& order) { return std::ranges::find(item.holds, order, &Hold::order); }

bool may_be_sold(const Lot& lot, Date good_until) { return lot.status == LotStatus::sellable && lot.best_before >= good_until; }

// A lot is not sold after its last day, whatever the buyer would take.
Date last_day(Timestamp now, std::optional<Date> good_until) { return std::max(date_of(now), good_until.value_or(Date{})); }

bool fits(Quantity quantity) { return quantity.milli > 0 && quantity.milli <= Quantity::max_milli; }

// As far as item and command know it.
Past past_of(const StockItem& item, const OrderId& order, Timestamp opened, const Past& asked) {
  Past past = asked;
  for (const auto& movement : item.tail) {
    if (movement.order == order) learn(past, movement);
  }
  if (past.end == End::not_asked && opened > item.forgotten_until) past.end = End::none;
  return past;
}

// The event of a crossing goes out once; it is armed again when the stock has clearly recovered.
void notice_low_stock(StockItem& item, Timestamp now) {
  const Quantity unit{1'000};
  const Quantity hysteresis = std::max(unit, Quantity{item.threshold.milli / 10});
  const Date today = date_of(now);
  Quantity sellable;
  for (const auto& lot : item.lots) {
    if (may_be_sold(lot, today)) sellable += lot.on_hand;
  }
  if (item.threshold.milli == 0 || (item.low && sellable > item.threshold + hysteresis)) {
    item.low = false;
  } else if (!item.low && sellable <= item.threshold) {
    item.low = true;
    ++item.crossings;
  }
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
  for (const auto& allocation : past.sold) {
    Lot* lot = find_lot(item, allocation.lot);
    auto& movement = record(item, MovementKind::returned, lot ? allocation.quantity : Quantity{}, now);
    movement.lot = allocation.lot;
    movement.order = want.order;
    movement.opened = want.opened;
    if (lot == nullptr) {  // it was empty and made room for a newer one
      movement.reason = "the lot is closed";
      continue;
    }
    lot->on_hand += allocation.quantity;
    item.on_hand += allocation.quantity;
  }
  notice_low_stock(item, now);
  return Outcome{.allocations = past.sold, .changed = true};
}

Result<void> make_room_for_lot(StockItem& item) {
  if (item.lots.size() < lots_max) return {};
  auto oldest = item.lots.end();
  for (auto lot = item.lots.begin(); lot != item.lots.end(); ++lot) {
    if (lot->on_hand.milli == 0 && (oldest == item.lots.end() || lot->best_before < oldest->best_before)) oldest = lot;
  }
  if (oldest == item.lots.end()) return fail(errors::stock_item_full, "lots");
  item.lots.erase(oldest);  // its movements remain
  return {};
}

Result<Outcome> apply_one(StockItem& item, const AddLot& want, const Command& command, Timestamp now) {
  const Lot& lot = want.lot;
  if (!fits(lot.on_hand) || lot.on_hand.milli > Quantity::max_milli - item.on_hand.milli) return fail(errors::bad_quantity);
  if (item.capacity) return fail(errors::stock_item_kind);
  if (lot.best_before < lot.harvested) return fail(errors::bad_lot, "best_before is before harvested");
  for (const auto& other : item.lots) {
    if (other.id != lot.id && other.lot_code != lot.lot_code) continue;
    const bool same = other.id == lot.id && other.lot_code == lot.lot_code && other.harvested == lot.harvested &&
                      other.best_before == lot.best_before && other.field == lot.field;
    if (same) return Outcome{};
    return fail(errors::lot_differs);
  }
  GH_CHECK(make_room_for_lot(item));
  auto& added = item.lots.emplace_back(lot);
  added.held = {};
  if (item.farm.empty() && command.farm) item.farm = *command.farm;
  if (want.unit) item.unit = want.unit;
  item.on_hand += lot.on_hand;
  auto& movement = record(item, MovementKind::received, lot.on_hand, now);
  movement.lot = lot.id;
  movement.actor = command.actor;
  movement.reason = fmt::format("lot {}, harvested {}, best before {}", lot.lot_code, to_string(lot.harvested), to_string(lot.best_before));
  notice_low_stock(item, now);
  return Outcome{.changed = true};
}

Result<Outcome> apply_one(StockItem& item, const ChangeLot& want, const Command& command, Timestamp now) {
  Lot* lot = find_lot(item, want.lot);
  if (lot == nullptr) return fail(gh::errors::not_found);
  const bool sign_ok = want.kind == MovementKind::written_off ? want.change.milli < 0 : want.change.milli != 0;
  if (!sign_ok || want.change.milli < -lot->on_hand.milli || want.change.milli > Quantity::max_milli - item.on_hand.milli)
    return fail(errors::bad_quantity);
  if (lot->on_hand + want.change < lot->held) {
    Error error(errors::stock_is_held);
    error.extend("held", to_string(lot->held));
    return fail(std::move(error));
  }
  lot->on_hand += want.change;
  item.on_hand += want.change;
  auto& movement = record(item, want.kind, want.change, now);
  movement.lot = want.lot;
  movement.actor = command.actor;
  movement.reason = want.reason;
  notice_low_stock(item, now);
  return Outcome{.changed = true};
}

Result<Outcome> apply_one(StockItem& item, const SetStatus& want, const Command& command, Timestamp now) {
  Lot* lot = find_lot(item, want.lot);
  if (lot == nullptr) return fail(gh::errors::not_found);
  if (lot->status == want.status) return Outcome{};
  lot->status = want.status;
  auto& movement = record(item, MovementKind::relabelled, {}, now);
  movement.lot = want.lot;
  movement.actor = command.actor;
  movement.reason = want.reason;
  notice_low_stock(item, now);
  return Outcome{.changed = true};
}

Result<Outcome> apply_one(StockItem& item, const SetThreshold& want, const Command&, Timestamp now) {
  if (want.threshold.milli < 0 || want.threshold.milli > Quantity::max_milli) return fail(errors::bad_quantity);
  if (item.threshold == want.threshold) return Outcome{};
  item.threshold = want.threshold;
  item.low = false;
  notice_low_stock(item, now);
  return Outcome{.changed = true};
}

Result<Outcome> apply_one(StockItem& item, const SetCapacity& want, const Command&, Timestamp now) {
  if (item.capacity == want.capacity) return Outcome{};
  GH_CHECK(set_capacity(item, want.capacity, now));
  return Outcome{.changed = true};
}

void expire_holds(StockItem& item, Timestamp now) {
  for (auto hold = item.holds.begin(); hold != item.holds.end();) {
    if (now - hold->placed_at < planted_expiry) {
      ++hold;
      continue;
    }
    const auto at = hold - item.holds.begin();
    take_out(item, hold);
    hold = item.holds.begin() + at;
  }
}

Result<void> breach(const StockItem& item, std::string what) { return fail(errors::invariant_broken, item.id.text() + ": " + what); }

}  // namespace

Movement& record(StockItem& item, MovementKind kind, Quantity quantity, Timestamp now) {
  auto& movement = item.tail.emplace_back();
  movement.sequence = ++item.movements;
  movement.kind = kind;
  movement.quantity = quantity;
  movement.at = now;
  return movement;
}

void learn(Past& past, const Movement& movement) {
  switch (movement.kind) {
    case MovementKind::sold:
      past.end = End::posted;
      past.sold.push_back({*movement.lot, Quantity{-movement.quantity.milli}});
      break;
    case MovementKind::returned:
      past.end = End::returned;
      break;
    default:
      past.end = End::voided;
  }
}

Quantity available(const StockItem& item, Timestamp now, std::optional<Date> good_until) {
  const Date needed = last_day(now, good_until);
  Quantity sum;
  for (const auto& lot : item.lots) {
    if (may_be_sold(lot, needed)) sum += lot.on_hand - lot.held;
  }
  return sum;
}

const OrderId* order_of(const Command& command) {
  return std::visit(
      [](const auto& what) -> const OrderId* {
        if constexpr (requires { what.order; }) return &what.order;
        return nullptr;
      },
      command.what);
}

Result<Outcome> apply(StockItem& item, const Command& command, Timestamp now) {
  const bool takes_over = item.farm.empty() && std::holds_alternative<AddLot>(command.what);
  if (command.farm && *command.farm != item.farm && !takes_over) return fail(gh::errors::not_found);
  if (item.tail.size() >= tail_max) return fail(errors::desk_full, "movements wait for their page");
  if (planted("hold_expires")) expire_holds(item, now);
  GH_TRY(auto outcome, std::visit([&](const auto& what) { return apply_one(item, what, command, now); }, command.what));
  if (item.capacity && outcome.changed) shed_excess(item, now);
  return outcome;
}

Result<void> check(const StockItem& item) {
  Quantity on_hand, reserved, moved = item.paged;
  std::vector<Quantity> held(item.lots.size());
  for (const auto& hold : item.holds) {
    Quantity allocated;
    for (const auto& allocation : hold.allocations) {
      const auto lot = std::ranges::find(item.lots, allocation.lot, &Lot::id);
      if (lot == item.lots.end() || allocation.quantity.milli <= 0) return breach(item, "a hold on a lot that is not there");
      held[static_cast<std::size_t>(lot - item.lots.begin())] += allocation.quantity;
      allocated += allocation.quantity;
    }
    if (allocated != hold.quantity) return breach(item, "a hold's allocations do not sum up to it");
    reserved += hold.quantity;
  }
  for (std::size_t i = 0; i < item.lots.size(); ++i) {
    const auto& lot = item.lots[i];
    if (lot.held != held[i]) return breach(item, "a lot's held figure is not that of the holds");
    if (lot.held.milli < 0 || lot.held > lot.on_hand) return breach(item, "more of a lot is held than there is");
    on_hand += lot.on_hand;
  }
  for (const auto& movement : item.tail) moved += movement.quantity;
  if (on_hand != item.on_hand) return breach(item, "on_hand is not the sum of the lots");
  if (reserved != item.reserved) return breach(item, "reserved is not the sum of the holds");
  if (item.reserved.milli < 0 || item.reserved > item.on_hand) return breach(item, "reserved is not between 0 and on_hand");
  if (moved != item.on_hand) return breach(item, "the movements do not sum up to on_hand");
  if (item.capacity && (item.issued < *item.capacity || (item.issued > *item.capacity && item.reserved != item.on_hand)))
    return breach(item, "places are given out beyond the capacity");
  for (std::size_t i = 0; i < item.tail.size(); ++i) {
    if (item.tail[item.tail.size() - 1 - i].sequence != item.movements - static_cast<std::int64_t>(i))
      return breach(item, "the movements have a gap");
  }
  return {};
}

void forget_paged(StockItem& item, std::int64_t last) {
  auto movement = item.tail.begin();
  for (; movement != item.tail.end() && movement->sequence <= last; ++movement) {
    item.paged += movement->quantity;
    if (movement->opened) item.forgotten_until = std::max(item.forgotten_until, *movement->opened);
  }
  item.tail.erase(item.tail.begin(), movement);
}

}  // namespace gh::inventory
