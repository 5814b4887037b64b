// What happened to an item: lists, recounts, and who got what of a lot.
#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <ranges>

#include "base/errors.h"
#include "contexts/inventory/service_parts.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::inventory {

namespace {

constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();
constexpr int pages_a_read = 8;
constexpr int reads_of_a_list_max = 64;  // some 12,000 movements, where a filter passes over most

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Where a list of movements goes on: before a sequence, and what was on hand then. Movements never change, so neither does that.
struct Position {
  std::int64_t below = no_end;
  Quantity balance;
};

std::optional<Position> parse_position(std::string_view cursor) {
  const auto dot = cursor.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto below = parse_number(cursor.substr(0, dot));
  const auto balance = parse_number(cursor.substr(dot + 1));
  if (!below || !balance || *below < 1) return std::nullopt;
  return Position{*below, Quantity{*balance}};
}

bool passes(const MovementFilter& filter, const Movement& movement) {
  return (!filter.lot || movement.lot == filter.lot) && (!filter.kind || movement.kind == *filter.kind) &&
         (!filter.from || movement.at >= *filter.from) && (!filter.to || movement.at < *filter.to);
}

std::int64_t first_in_tail(const StockItem& item) { return item.movements - static_cast<std::int64_t>(item.tail.size()) + 1; }

// Adds up all movements, newest first.
struct Recount {
  std::map<LotId, Quantity> by_lot;
  Quantity moved;
  crypto::Sha256Stream digest;

  void add(const Movement& movement) {
    moved += movement.quantity;
    if (movement.lot) by_lot[*movement.lot] += movement.quantity;
    digest.add(json::to_string(movement));
  }
};

// Empty: no page is missing. Otherwise what is.
Task<Result<std::string>> recount_pages(MovementPages& pages, const StockItem& item, Recount& recount) {
  constexpr int pages_of_recount = 64;
  auto below = first_in_tail(item);
  while (below > 1) {
    GH_CO_TRY(const auto found, co_await pages.before(item.id, below, pages_of_recount));
    if (found.empty()) co_return "movements before " + std::to_string(below) + " are missing";
    for (const auto& page : found) {
      auto expected = below;
      if (page.movements.back().sequence != below - 1) co_return "the pages of movements have a gap before " + std::to_string(below);
      for (const auto& movement : page.movements | std::views::reverse) {
        if (movement.sequence != --expected) co_return "a page of movements has a gap at " + std::to_string(expected);
        recount.add(movement);
      }
      below = page.first;
    }
  }
  co_return std::string();
}

std::string wrong_sums(const StockItem& item, const Recount& recount) {
  Quantity tail;
  for (const auto& movement : item.tail) tail += movement.quantity;
  if (recount.moved - tail != item.paged) return "the pages of movements do not sum up to what the item says of them";
  auto by_lot = recount.by_lot;
  for (const auto& lot : item.lots) by_lot[lot.id] -= lot.on_hand;
  for (const auto& [lot, rest] : by_lot) {
    if (rest.milli != 0) return "the movements of lot " + lot.text() + " do not sum up to what it has";
  }
  return {};
}

// The live holds with units of the lot whose orders come after this one, by order.
std::vector<OrderShare> held_of(const StockItem& item, const LotId& lot, const std::string& after) {
  std::vector<OrderShare> held;
  for (const auto& hold : item.holds) {
    const auto part = std::ranges::find(hold.allocations, lot, &Allocation::lot);
    if (part == hold.allocations.end() || hold.order.text() <= after) continue;
    held.push_back({hold.order, ShareState::held, part->quantity, hold.placed_at, 0});
  }
  std::ranges::sort(held, {}, &OrderShare::order);
  return held;
}

}  // namespace

Task<Result<PageOf<BookedMovement>>> Service::movements(FarmId farm, Sku sku, int limit, std::string cursor, MovementFilter filter) {
  GH_CO_TRY(const auto item, co_await parts_->desk.read(sku));
  if (item == nullptr || item->value.farm != farm) co_return fail(gh::errors::not_found);
  auto at = cursor.empty() ? std::optional(Position{no_end, item->value.on_hand}) : parse_position(cursor);
  if (!at) co_return fail(gh::errors::bad_cursor);

  PageOf<BookedMovement> page;
  const auto full = [&] { return static_cast<int>(page.items.size()) >= limit; };
  bool past_from = false;
  const auto take = [&](const std::vector<Movement>& from) {
    for (const auto& movement : from | std::views::reverse) {
      if (movement.sequence >= at->below || full()) continue;
      past_from = filter.from && movement.at < *filter.from;
      if (passes(filter, movement)) {
        auto& booked = page.items.emplace_back();
        static_cast<Movement&>(booked) = movement;
        booked.balance = at->balance;
      }
      at->balance -= movement.quantity;
      at->below = movement.sequence;
    }
  };
  take(item->value.tail);
  for (int reads = 0; reads < reads_of_a_list_max && !full() && at->below > 1 && !past_from; ++reads) {
    GH_CO_TRY(const auto pages, co_await parts_->pages.before(sku, at->below, pages_a_read));
    if (pages.empty()) break;
    for (const auto& each : pages) take(each.movements);
  }
  if (at->below > 1 && at->below != no_end && !past_from) page.next = std::to_string(at->below) + '.' + std::to_string(at->balance.milli);
  co_return page;
}

Task<Result<StockProof>> Service::prove(FarmId farm, Sku sku) {
  GH_CO_TRY(const auto stored, co_await parts_->items.require(sku));
  const StockItem& item = stored.value;
  if (item.farm != farm) co_return fail(gh::errors::not_found);
  StockProof proof{.sku = sku, .movements = item.movements, .on_hand = item.on_hand};
  Recount recount;
  for (const auto& movement : item.tail | std::views::reverse) recount.add(movement);
  GH_CO_TRY(proof.finding, co_await recount_pages(parts_->pages, item, recount));
  if (const auto whole = check(item); proof.finding.empty() && !whole) proof.finding = whole.error().detail();
  if (proof.finding.empty()) proof.finding = wrong_sums(item, recount);
  proof.proven = proof.finding.empty();
  proof.moved = recount.moved;
  for (const auto& lot : item.lots) proof.lots.push_back({lot.id, lot.lot_code, lot.on_hand, recount.by_lot[lot.id]});
  proof.digest = crypto::hex(recount.digest.finish());
  co_return proof;
}

Task<Result<std::vector<Hold>>> Service::audit(Sku sku) {
  GH_CO_TRY(const auto item, co_await parts_->items.require(sku));
  GH_CO_CHECK(check(item.value));
  Recount recount;
  for (const auto& movement : item->tail | std::views::reverse) recount.add(movement);
  GH_CO_TRY(auto wrong, co_await recount_pages(parts_->pages, item.value, recount));
  if (wrong.empty()) wrong = wrong_sums(item.value, recount);
  for (std::size_t i = 0; i < item->lots.size() && wrong.empty() && !item->capacity; ++i) {
    GH_CO_TRY(const bool entered, co_await parts_->lots.has(item->lots[i].id));
    if (!entered) wrong = "lot " + item->lots[i].id.text() + " is not found by its code";
  }
  if (!wrong.empty()) co_return fail(errors::invariant_broken, sku.text() + ": " + wrong);
  co_return item->holds;
}

// Cursors: "h" and the last order whose hold was given (holds come and go, so they go by the order's id), or the sequence of the last
// movement that was given.
Task<Result<PageOf<OrderShare>>> Service::orders_of_lot(FarmId farm, Sku sku, LotId lot, int limit, std::string cursor) {
  GH_CO_TRY(const auto stored, co_await parts_->items.require(sku));  // a recall must not miss the last hold before it
  if (stored.value.farm != farm) co_return fail(gh::errors::not_found);
  const StockItem& item = stored.value;
  const bool among_holds = cursor.empty() || cursor.front() == 'h';
  const auto at = among_holds ? 1 : parse_number(cursor).value_or(0);
  if (at < 1) co_return fail(gh::errors::bad_cursor);
  PageOf<OrderShare> page;
  const auto full = [&] { return static_cast<int>(page.items.size()) >= limit; };
  if (among_holds) {
    page.items = held_of(item, lot, cursor.empty() ? cursor : cursor.substr(1));
    if (page.items.size() > static_cast<std::size_t>(limit)) {
      page.items.resize(static_cast<std::size_t>(limit));
      page.next = "h" + page.items.back().order.text();
      co_return page;
    }
  }
  const auto below = among_holds ? no_end : at;
  for (const auto& movement : item.tail | std::views::reverse) {
    const bool sold = movement.kind == MovementKind::sold;
    const bool counts = movement.order && movement.lot == lot && (sold || movement.kind == MovementKind::returned);
    if (movement.sequence >= below || !counts || full()) continue;
    const Quantity quantity{sold ? -movement.quantity.milli : movement.quantity.milli};
    page.items.push_back({*movement.order, sold ? ShareState::sold : ShareState::returned, quantity, movement.at, movement.sequence});
  }
  if (!full()) {
    const int wanted = limit - static_cast<int>(page.items.size());
    GH_CO_TRY(auto older, co_await parts_->pages.shares(lot, std::min(below, first_in_tail(item)), wanted));
    std::ranges::move(older, std::back_inserter(page.items));
  }
  const bool known = std::ranges::find(item.lots, lot, &Lot::id) != item.lots.end();
  if (page.items.empty() && cursor.empty() && !known) co_return fail(gh::errors::not_found);
  if (full()) {
    const auto& last = page.items.back();
    page.next = last.sequence > 0 ? std::to_string(last.sequence) : "h" + last.order.text();
  }
  co_return page;
}

Task<Result<std::map<LotId, Quantity>>> Service::on_hand_at(Sku sku, Timestamp when) {
  GH_CO_TRY(const auto item, co_await parts_->items.require(sku));
  std::map<LotId, Quantity> had;
  for (const auto& lot : item->lots) had[lot.id] = lot.on_hand;
  bool over = false;
  const auto undo = [&](const std::vector<Movement>& movements) {
    for (const auto& movement : movements | std::views::reverse) {
      over = over || movement.at <= when;
      if (!over && movement.lot) had[*movement.lot] -= movement.quantity;
    }
  };
  undo(item->tail);
  for (auto below = first_in_tail(item.value); below > 1 && !over;) {
    GH_CO_TRY(const auto pages, co_await parts_->pages.before(sku, below, pages_a_read));
    if (pages.empty()) break;
    for (const auto& page : pages) {
      undo(page.movements);
      below = page.first;
    }
  }
  co_return had;
}

}  // namespace gh::inventory
