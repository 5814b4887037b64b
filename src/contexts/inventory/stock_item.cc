#include "contexts/inventory/stock_item.h"

#include <algorithm>

#include "base/errors.h"
#include "base/planted.h"
#include "contexts/inventory/capacity.h"
#include "contexts/inventory/errors.h"
#include "contexts/inventory/give_back.h"
#include "contexts/inventory/item_rules.h"

namespace gh::inventory {

namespace {

constexpr Milliseconds planted_expiry{5'000};

void expire_holds(StockItem& item, Timestamp now) {
  for (auto hold = item.holds.begin(); hold != item.holds.end();) {
    if (now - hold->placed_at < planted_expiry) {
      ++hold;
      continue;
    }
    for (const auto& allocation : hold->allocations) find_lot(item, allocation.lot)->held -= allocation.quantity;
    item.reserved -= hold->quantity;
    hold = item.holds.erase(hold);
  }
}

Result<void> breach(const StockItem& item, std::string what) { return fail(errors::invariant_broken, item.id.text() + ": " + what); }

// The answer to a change that was made before: it is not made again.
Result<bool> done_before(const StockItem& item, const ChangeKey& key) {
  const auto done = std::ranges::find(item.done, key.key, &DoneChange::key);
  if (done == item.done.end()) return false;
  if (done->request != key.request) return fail(errors::key_reused);
  return true;
}

void remember(StockItem& item, const ChangeKey& key) {
  item.done.push_back({key.key, key.request});
  if (item.done.size() > changes_kept) item.done.erase(item.done.begin());
}

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
  if (movement.sequence <= past.learned) return;
  past.learned = movement.sequence;
  if (movement.refund) return learn_refund(past, movement);
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
    // A stock that goes up and down is not told of more than once an hour: the event waits, and is believed only if it is true then.
    item.low_told = std::max(now, item.low_told.ms == 0 ? now : item.low_told + low_stock_every);
  }
}

std::optional<OrderOf> order_of(const Command& command) {
  return std::visit(
      [](const auto& what) -> std::optional<OrderOf> {
        if constexpr (requires { what.order; }) return OrderOf{what.order, what.opened};
        return std::nullopt;
      },
      command.what);
}

Result<Outcome> apply(StockItem& item, const Command& command, Timestamp now) {
  const bool takes_over = item.farm.empty() && std::holds_alternative<AddLot>(command.what);
  if (command.farm && *command.farm != item.farm && !takes_over) return fail(gh::errors::not_found);
  if (item.tail.size() >= tail_max) return fail(errors::desk_full, "movements wait for their page");
  if (planted("hold_expires")) expire_holds(item, now);
  if (command.key) {
    GH_TRY(const bool done, done_before(item, *command.key));
    if (done) return Outcome{};
  }
  GH_TRY(auto outcome, std::visit([&](const auto& what) { return apply_one(item, what, command, now); }, command.what));
  if (command.key && outcome.changed) remember(item, *command.key);
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
