#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/inventory/errors.h"
#include "contexts/inventory/give_back.h"
#include "contexts/inventory/item_rules.h"

namespace gh::inventory {

namespace {

// Gives the lots that made room: those that were opened again as well, when they are empty.
Result<std::vector<Lot>> make_room_for_lot(StockItem& item, std::size_t lots_at_most) {
  std::vector<Lot> closed;
  while (item.lots.size() >= lots_at_most) {
    auto oldest = item.lots.end();
    for (auto lot = item.lots.begin(); lot != item.lots.end(); ++lot) {
      if (lot->on_hand.milli == 0 && (oldest == item.lots.end() || lot->best_before < oldest->best_before)) oldest = lot;
    }
    if (oldest == item.lots.end()) break;
    closed.push_back(std::move(*oldest));
    item.lots.erase(oldest);  // its movements remain
  }
  if (closed.empty() && item.lots.size() >= lots_at_most) return fail(errors::stock_item_full, "lots");
  return closed;
}

// Whether a lot of this name may be among those that are closed, so that they are to be asked: each lot has a movement at least.
bool may_be_closed(const StockItem& item, const LotId& lot, const Command& command) {
  return item.movements >= static_cast<std::int64_t>(command.lots_at_most) && !command.reopened.contains(lot);
}

const Lot* closed_lot(const Command& command, const LotId& lot) {
  const auto found = command.reopened.find(lot);
  return found != command.reopened.end() && found->second ? &*found->second : nullptr;
}

// Whether a lot that is to be added is this one.
bool is_same(const Lot& lot, const Lot& other) {
  return other.id == lot.id && other.lot_code == lot.lot_code && other.harvested == lot.harvested && other.best_before == lot.best_before &&
         other.field == lot.field;
}

}  // namespace

Result<Outcome> apply_one(StockItem& item, const AddLot& want, const Command& command, Timestamp now) {
  const Lot& lot = want.lot;
  if (!fits(lot.on_hand) || lot.on_hand.milli > Quantity::max_milli - item.on_hand.milli) return fail(errors::bad_quantity);
  if (item.capacity) return fail(errors::stock_item_kind);
  if (lot.best_before < lot.harvested) return fail(errors::bad_lot, "best_before is before harvested");
  for (const auto& other : item.lots) {
    if (other.id != lot.id && other.lot_code != lot.lot_code) continue;
    if (is_same(lot, other)) return Outcome{};
    return fail(errors::lot_differs);
  }
  if (may_be_closed(item, lot.id, command)) return Outcome{.needs_lots = {lot.id}};
  if (const auto* other = closed_lot(command, lot.id)) {
    if (is_same(lot, *other)) return Outcome{};
    return fail(errors::lot_differs);
  }
  GH_TRY(auto closed, make_room_for_lot(item, command.lots_at_most));
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
  return Outcome{.changed = true, .closed = std::move(closed)};
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
  movement.cause = want.cause;
  movement.reason = want.reason;
  notice_low_stock(item, now);
  return Outcome{.changed = true};
}

namespace {

void relabel(StockItem& item, Lot& lot, LotStatus status, const Command& command, const std::string& reason, Timestamp now) {
  lot.status = status;
  auto& movement = record(item, MovementKind::relabelled, {}, now);
  movement.lot = lot.id;
  movement.actor = command.actor;
  movement.reason = reason;
}

// The lot and what was split from it, at any remove.
std::set<LotId> family_of(const LotId& lot, const std::vector<Lot>& lots) {
  std::set<LotId> members{lot};
  for (std::size_t before = 0; before != members.size();) {
    before = members.size();
    for (const auto& each : lots) {
      if (each.split_from && members.contains(*each.split_from)) members.insert(each.id);
    }
  }
  return members;
}

}  // namespace

Result<Outcome> apply_one(StockItem& item, const SetStatus& want, const Command& command, Timestamp now) {
  Lot* lot = find_lot(item, want.lot);
  if (lot == nullptr) return fail(gh::errors::not_found);
  if (lot->status == want.status) return Outcome{};
  relabel(item, *lot, want.status, command, want.reason, now);
  notice_low_stock(item, now);
  return Outcome{.changed = true};
}

Result<Outcome> apply_one(StockItem& item, const RecallLot& want, const Command& command, Timestamp now) {
  if (!command.reopened.contains(want.lot)) return Outcome{.needs_lots = {want.lot}};
  auto lots = item.lots;
  std::size_t opened = 0;
  for (const auto& [id, closed] : command.reopened) {
    if (!closed || find_lot(item, id) != nullptr) continue;
    lots.push_back(*closed);
    opened += closed->status != LotStatus::recalled ? 1 : 0;
  }
  if (!std::ranges::count(lots, want.lot, &Lot::id)) return fail(gh::errors::not_found);
  GH_CHECK(has_room(item, opened, command.lots_at_most));
  const auto family = family_of(want.lot, lots);
  Outcome outcome;
  for (const auto& lot : lots) {
    if (lot.status == LotStatus::recalled || !family.contains(lot.id)) continue;
    relabel(item, *open_lot(item, lot.id, command.reopened), LotStatus::recalled, command, want.reason, now);
    outcome.changed = true;
  }
  notice_low_stock(item, now);
  return outcome;
}

Result<Outcome> apply_one(StockItem& item, const ExpirePastLots&, const Command& command, Timestamp now) {
  Outcome outcome;
  for (auto& lot : item.lots) {
    const bool over = lot.best_before < date_of(now) && lot.status == LotStatus::sellable;
    if (!over) continue;
    relabel(item, lot, LotStatus::expired, command, "its last day is over", now);
    outcome.changed = true;
  }
  if (outcome.changed) notice_low_stock(item, now);
  return outcome;
}

Result<Outcome> apply_one(StockItem& item, const SplitLot& want, const Command& command, Timestamp now) {
  if (item.capacity) return fail(errors::stock_item_kind);
  const auto there = std::ranges::find(item.lots, want.lot, &Lot::id);
  if (there == item.lots.end()) return fail(gh::errors::not_found);
  for (const auto& other : item.lots) {
    if (other.id == want.into || other.lot_code == want.lot_code) return fail(errors::lot_differs);
  }
  if (may_be_closed(item, want.into, command)) return Outcome{.needs_lots = {want.into}};
  if (closed_lot(command, want.into) != nullptr) return fail(errors::lot_differs);
  if (!fits(want.quantity) || want.quantity > there->on_hand) return fail(errors::bad_quantity);
  if (there->on_hand - want.quantity < there->held) {
    Error error(errors::stock_is_held);
    error.extend("held", to_string(there->held));
    return fail(std::move(error));
  }
  GH_TRY(auto closed, make_room_for_lot(item, command.lots_at_most));
  Lot* from = find_lot(item, want.lot);  // others may have moved up
  Lot part = *from;
  part.id = want.into;
  part.lot_code = want.lot_code;
  part.on_hand = want.quantity;
  part.held = {};
  part.location = want.location.value_or(from->location);
  part.split_from = from->id;
  from->on_hand -= want.quantity;
  const auto note = [&](const LotId& lot, Quantity quantity) {
    auto& movement = record(item, MovementKind::split, quantity, now);
    movement.lot = lot;
    movement.actor = command.actor;
    movement.reason = want.reason;
  };
  note(want.lot, Quantity{-want.quantity.milli});
  note(want.into, want.quantity);
  item.lots.push_back(std::move(part));
  return Outcome{.changed = true, .closed = std::move(closed)};
}

Result<Outcome> apply_one(StockItem& item, const MoveLot& want, const Command& command, Timestamp now) {
  Lot* lot = find_lot(item, want.lot);
  if (lot == nullptr) return fail(gh::errors::not_found);
  if (lot->location == want.location) return Outcome{};
  auto& movement = record(item, MovementKind::moved, {}, now);
  movement.lot = want.lot;
  movement.actor = command.actor;
  movement.reason = fmt::format("from \"{}\" to \"{}\"{}{}", lot->location, want.location, want.reason.empty() ? "" : ": ", want.reason);
  lot->location = want.location;
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

Result<Outcome> apply_one(StockItem& item, const Watch& want, const Command&, Timestamp) {
  if (want.wait) {
    item.watched = true;
    ++item.asked;
    return Outcome{.changed = true};
  }
  if (!item.watched || item.asked != want.asked) return Outcome{};
  item.watched = false;
  return Outcome{.changed = true};
}

}  // namespace gh::inventory
