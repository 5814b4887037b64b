#include "contexts/inventory/service.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/errors.h"
#include "contexts/inventory/stock_desk.h"
#include "platform/crypto/sha256.h"

namespace gh::inventory {

namespace {

StockView view_of(const StockItem& item, Timestamp now) {
  return {item.id,
          item.farm,
          item.unit,
          available(item, now),
          item.on_hand,
          item.reserved,
          item.threshold,
          item.low,
          static_cast<std::int64_t>(item.holds.size()),
          item.lots};
}

std::optional<std::int64_t> parse_sequence(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

}  // namespace

struct Service::Parts {
  Parts(ports::Documents& documents, const Clock& a_clock, Random& a_random, DeskObserver* an_observer)
      : clock(a_clock),
        random(a_random),
        observer(an_observer ? *an_observer : nobody),
        items(stock_items(documents)),
        pages(documents),
        desk(items, pages, clock, random, observer) {}

  const Clock& clock;
  Random& random;
  DeskObserver nobody;
  DeskObserver& observer;
  StockItems items;
  MovementPages pages;
  StockDesk desk;
};

Service::Service(ports::Documents& documents, const Clock& clock, Random& random, DeskObserver* observer)
    : parts_(std::make_unique<Parts>(documents, clock, random, observer)) {}
Service::~Service() = default;

Result<void> Service::opened() const {
  GH_CHECK(parts_->items.opened());
  return parts_->pages.opened();
}

Task<Result<HoldOutcome>> Service::hold(HoldKey key, Quantity quantity, HoldTerms terms) {
  const auto asked = parts_->clock.now();
  auto outcome = co_await parts_->desk.submit(key.sku, {PlaceHold{key.order, key.opened, quantity, terms}});
  parts_->observer.hold_waited(std::max(parts_->clock.now() - asked, Milliseconds(0)));
  if (!outcome) co_return fail(std::move(outcome).error());
  co_return HoldOutcome{key.sku, key.order, std::move(outcome->allocations)};
}

Task<Result<void>> Service::void_hold(HoldKey key) {
  GH_CO_TRY(const auto outcome, co_await parts_->desk.submit(key.sku, {VoidHold{key.order, key.opened}}));
  if (outcome.placed_at) parts_->observer.hold_ended(std::max(parts_->clock.now() - *outcome.placed_at, Milliseconds(0)));
  co_return Result<void>{};
}

Task<Result<HoldOutcome>> Service::post_hold(HoldKey key) {
  GH_CO_TRY(auto outcome, co_await parts_->desk.submit(key.sku, {PostHold{key.order, key.opened}}));
  if (outcome.placed_at) parts_->observer.hold_ended(std::max(parts_->clock.now() - *outcome.placed_at, Milliseconds(0)));
  co_return HoldOutcome{key.sku, key.order, std::move(outcome.allocations)};
}

Task<Result<void>> Service::take_back(HoldKey key) {
  GH_CO_TRY(const auto outcome, co_await parts_->desk.submit(key.sku, {TakeBack{key.order, key.opened}}));
  if (outcome.placed_at) parts_->observer.hold_ended(std::max(parts_->clock.now() - *outcome.placed_at, Milliseconds(0)));
  co_return Result<void>{};
}

Task<std::vector<Result<HoldOutcome>>> Service::post_many(std::vector<HoldKey> keys) {
  std::vector<Task<Result<HoldOutcome>>> posts;
  posts.reserve(keys.size());
  for (auto& key : keys) posts.push_back(post_hold(std::move(key)));
  co_return co_await when_all(std::move(posts));
}

Task<Result<std::vector<Availability>>> Service::available(std::vector<Sku> skus) {
  std::vector<StockQuestion> questions;
  questions.reserve(skus.size());
  for (auto& sku : skus) questions.push_back({std::move(sku), {}});
  return available(std::move(questions));
}

Task<Result<std::vector<Availability>>> Service::available(std::vector<StockQuestion> questions) {
  std::vector<Availability> figures;
  figures.reserve(questions.size());
  for (const auto& [sku, good_until] : questions) {
    GH_CO_TRY(const auto item, co_await parts_->desk.read(sku));
    if (item == nullptr) {
      figures.push_back({.sku = sku});
      continue;
    }
    const auto& value = item->value;
    const bool stocked = !value.farm.empty() || value.capacity;
    figures.push_back({sku, inventory::available(value, parts_->clock.now(), good_until), value.on_hand, value.reserved, stocked});
  }
  co_return figures;
}

Task<Result<Places>> Service::set_capacity(Sku sku, Quantity capacity) {
  GH_CO_CHECK(co_await parts_->desk.submit(sku, {SetCapacity{capacity}}));
  GH_CO_TRY(auto found, co_await places({std::move(sku)}));
  if (!found.front()) co_return fail(gh::errors::internal);
  co_return *std::move(found.front());
}

Task<Result<std::vector<std::optional<Places>>>> Service::places(std::vector<Sku> skus) {
  std::vector<std::optional<Places>> found;
  found.reserve(skus.size());
  for (const auto& sku : skus) {
    auto& places = found.emplace_back();
    GH_CO_TRY(const auto item, co_await parts_->desk.read(sku));
    if (item == nullptr || !item->value.capacity) continue;
    const Quantity left = item->value.on_hand - item->value.reserved;
    places = Places{sku, *item->value.capacity, item->value.issued - left, left};
  }
  co_return found;
}

Task<Result<StockView>> Service::farmer_change(Farmer farmer, Sku sku, Command command) {
  command.farm = farmer.farm;
  command.actor = std::move(farmer.user);
  GH_CO_CHECK(co_await parts_->desk.submit(sku, std::move(command)));
  co_return co_await stock(std::move(farmer.farm), std::move(sku));
}

Task<Result<StockView>> Service::add_lot(Farmer farmer, Sku sku, NewLot lot, std::optional<std::string> unit) {
  if (!lot.id) lot.id = crypto::derive_id<LotId>("lot", sku.text(), lot.lot_code);
  AddLot add{
      {*std::move(lot.id), std::move(lot.lot_code), lot.harvested, lot.best_before, std::move(lot.field), lot.status, lot.quantity, {}},
      std::move(unit)};
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(add)});
}

Task<Result<StockView>> Service::adjust(Farmer farmer, Sku sku, LotId lot, Quantity change, std::string reason) {
  ChangeLot what{std::move(lot), MovementKind::adjusted, change, std::move(reason)};
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(what)});
}

Task<Result<StockView>> Service::write_off(Farmer farmer, Sku sku, LotId lot, Quantity amount, std::string reason) {
  ChangeLot what{std::move(lot), MovementKind::written_off, Quantity{-amount.milli}, std::move(reason)};
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(what)});
}

Task<Result<StockView>> Service::set_status(Farmer farmer, Sku sku, LotId lot, LotStatus status, std::string reason) {
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {SetStatus{std::move(lot), status, std::move(reason)}});
}

Task<Result<StockView>> Service::set_threshold(Farmer farmer, Sku sku, Quantity threshold) {
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {SetThreshold{threshold}});
}

Task<Result<StockView>> Service::stock(FarmId farm, Sku sku) {
  GH_CO_TRY(const auto item, co_await parts_->desk.read(std::move(sku)));
  if (item == nullptr || item->value.farm != farm) co_return fail(gh::errors::not_found);
  co_return view_of(item->value, parts_->clock.now());
}

Task<Result<PageOf<StockView>>> Service::stock_of_farm(FarmId farm, int limit, std::string cursor) {
  ports::Range range{farm.text(), farm.text() + '\0'};
  GH_CO_TRY(auto found, co_await parts_->items.find("farm", std::move(range), limit, std::move(cursor)));
  PageOf<StockView> page{{}, std::move(found.next)};
  for (const auto& item : found.items) page.items.push_back(view_of(item.value, parts_->clock.now()));
  co_return page;
}

Task<Result<PageOf<Movement>>> Service::movements(FarmId farm, Sku sku, int limit, std::string cursor) {
  GH_CO_TRY(const auto item, co_await parts_->desk.read(sku));
  if (item == nullptr || item->value.farm != farm) co_return fail(gh::errors::not_found);
  const auto start = cursor.empty() ? std::numeric_limits<std::int64_t>::max() : parse_sequence(cursor).value_or(0);
  if (start == 0) co_return fail(gh::errors::bad_cursor);

  PageOf<Movement> page;
  auto below = start;
  const auto take = [&](const std::vector<Movement>& from) {
    for (auto movement = from.rbegin(); movement != from.rend() && static_cast<int>(page.items.size()) < limit; ++movement) {
      if (movement->sequence >= below) continue;
      page.items.push_back(*movement);
      below = movement->sequence;
    }
  };
  take(item->value.tail);
  while (static_cast<int>(page.items.size()) < limit && below > 1) {
    GH_CO_TRY(const auto pages, co_await parts_->pages.before(sku, below, 8));
    if (pages.empty()) break;
    for (const auto& each : pages) take(each.movements);
  }
  if (below > 1 && !page.items.empty()) page.next = std::to_string(below);
  co_return page;
}

Task<Result<std::vector<Hold>>> Service::audit(Sku sku) {
  GH_CO_TRY(const auto item, co_await parts_->items.require(sku));
  GH_CO_CHECK(check(item.value));
  const auto broken = [&](std::string what) { return fail(errors::invariant_broken, sku.text() + ": " + what); };
  const auto first_in_tail = item->movements - static_cast<std::int64_t>(item->tail.size()) + 1;

  std::map<LotId, Quantity> by_lot;
  Quantity paged;
  auto below = first_in_tail;
  while (below > 1) {
    GH_CO_TRY(const auto pages, co_await parts_->pages.before(sku, below, 64));
    if (pages.empty()) co_return broken("movements before " + std::to_string(below) + " are missing");
    for (const auto& page : pages) {
      auto expected = below;
      if (page.movements.back().sequence != below - 1)
        co_return broken("the pages of movements have a gap before " + std::to_string(below));
      for (auto movement = page.movements.rbegin(); movement != page.movements.rend(); ++movement) {
        if (movement->sequence != --expected) co_return broken("a page of movements has a gap at " + std::to_string(expected));
        paged += movement->quantity;
        if (movement->lot) by_lot[*movement->lot] += movement->quantity;
      }
      below = page.first;
    }
  }
  if (paged != item->paged) co_return broken("the pages of movements do not sum up to what the item says of them");
  for (const auto& movement : item->tail) {
    if (movement.lot) by_lot[*movement.lot] += movement.quantity;
  }
  for (const auto& lot : item->lots) by_lot[lot.id] -= lot.on_hand;
  for (const auto& [lot, rest] : by_lot) {
    if (rest.milli != 0) co_return broken("the movements of lot " + lot.text() + " do not sum up to what it has");
  }
  co_return item->holds;
}

Task<Result<PageOf<Sku>>> Service::all_items(int limit, std::string cursor) {
  GH_CO_TRY(auto found, co_await parts_->items.find("", {}, limit, std::move(cursor)));
  PageOf<Sku> page{{}, std::move(found.next)};
  for (const auto& item : found.items) page.items.push_back(item->id);
  co_return page;
}

}  // namespace gh::inventory
