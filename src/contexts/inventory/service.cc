#include "contexts/inventory/service.h"

#include <algorithm>
#include <array>

#include "base/errors.h"
#include "contexts/inventory/service_parts.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::inventory {

namespace {

constexpr std::int64_t day_ms = std::int64_t{24} * 60 * 60 * 1000;

// Whatever the task that labels lots has come to.
std::vector<Lot> labelled(std::vector<Lot> lots, Date today) {
  for (auto& lot : lots) {
    if (lot.status == LotStatus::sellable && lot.best_before < today) lot.status = LotStatus::expired;
  }
  return lots;
}

StockView view_of(const StockItem& item, Timestamp now, std::int32_t least_days = 0) {
  const Date today = date_of(now);
  return {item.id,
          item.farm,
          item.unit,
          available(item, now, Date{today.days + least_days}),
          item.on_hand,
          item.reserved,
          item.threshold,
          item.low,
          static_cast<std::int64_t>(item.holds.size()),
          labelled(item.lots, today),
          Timestamp{(static_cast<std::int64_t>(today.days) + 1) * day_ms}};
}

bool is_in(StockState state, const StockView& view) {
  switch (state) {
    case StockState::low:
      return view.low;
    case StockState::sold_out:
      return view.available.milli <= 0;
    case StockState::any:
      break;
  }
  return true;
}

// 63 bits of a hash: what an item remembers of a key and of a request.
std::int64_t short_hash(std::initializer_list<std::string_view> parts) {
  const auto hash = crypto::sha256_of_parts(parts);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | std::to_integer<std::uint64_t>(hash[i]);
  return static_cast<std::int64_t>(value >> 1);
}

}  // namespace

LotId lot_id(const Sku& sku, std::string_view lot_code) { return crypto::derive_id<LotId>("lot", sku.text(), lot_code); }

Service::Service(ports::Documents& documents, const Clock& clock, Random& random, DeskObserver* observer, ports::Locks* locks,
                 ItemLimits limits)
    : parts_(std::make_unique<Parts>(documents, clock, random, observer, locks, limits)) {}
Service::~Service() = default;

Result<void> Service::opened() const {
  GH_CHECK(parts_->items.opened());
  GH_CHECK(parts_->closed_lots.opened());
  GH_CHECK(parts_->lots.opened());
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

Task<Result<void>> Service::give_back(HoldKey key, RefundId refund, std::vector<Allocation> allocations) {
  GiveBack what{key.order, key.opened, std::move(refund), std::move(allocations)};
  GH_CO_CHECK(co_await parts_->desk.submit(key.sku, {std::move(what)}));
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

Task<Result<Quantity>> Service::available_now(Sku sku) {
  GH_CO_TRY(const auto item, co_await parts_->items.get(std::move(sku)));
  co_return item ? inventory::available(item->value, parts_->clock.now()) : Quantity{};
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

Task<Result<StockView>> Service::farmer_change(Farmer farmer, Sku sku, Command command, std::string request) {
  if (!farmer.key.empty()) command.key = ChangeKey{short_hash({farmer.user.text(), farmer.key}), short_hash({request})};
  command.farm = farmer.farm;
  command.actor = std::move(farmer.user);
  GH_CO_CHECK(co_await parts_->desk.submit(sku, std::move(command)));
  co_return co_await stock(std::move(farmer.farm), std::move(sku));
}

Task<Result<StockView>> Service::add_lot(Farmer farmer, Sku sku, NewLot lot, std::optional<std::string> unit) {
  farmer.key.clear();  // the lot code is one
  AddLot add{{.id = lot_id(sku, lot.lot_code),
              .lot_code = std::move(lot.lot_code),
              .harvested = lot.harvested,
              .best_before = lot.best_before,
              .field = std::move(lot.field),
              .status = lot.status,
              .on_hand = lot.quantity,
              .held = {},
              .location = std::move(lot.location),
              .split_from = {}},
             std::move(unit)};
  GH_CO_CHECK(co_await parts_->lots.enter({add.lot.id, sku, add.lot.lot_code}));
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(add)}, {});
}

Task<Result<StockView>> Service::adjust(Farmer farmer, Sku sku, LotId lot, Quantity change, std::string reason, Cause cause) {
  auto request = fmt::format("adjust {} {} {} {}", lot.text(), change.milli, json::enum_name(cause), reason);
  ChangeLot what{std::move(lot), MovementKind::adjusted, change, std::move(reason), cause};
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(what)}, std::move(request));
}

Task<Result<StockView>> Service::write_off(Farmer farmer, Sku sku, LotId lot, Quantity amount, Cause cause, std::string note) {
  auto request = fmt::format("write_off {} {} {} {}", lot.text(), amount.milli, json::enum_name(cause), note);
  ChangeLot what{std::move(lot), MovementKind::written_off, Quantity{-amount.milli}, std::move(note), cause};
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(what)}, std::move(request));
}

Task<Result<StockView>> Service::split(Farmer farmer, Sku sku, LotPart part) {
  auto request = fmt::format("split {} {} {} {} {}", part.lot.text(), part.quantity.milli, json::to_string(part.lot_code),
                             json::to_string(part.location), part.reason);
  SplitLot what{.lot = std::move(part.lot),
                .into = lot_id(sku, part.lot_code),
                .lot_code = std::move(part.lot_code),
                .quantity = part.quantity,
                .location = std::move(part.location),
                .reason = std::move(part.reason)};
  GH_CO_CHECK(co_await parts_->lots.enter({what.into, sku, what.lot_code}));
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(what)}, std::move(request));
}

Task<Result<StockView>> Service::move(Farmer farmer, Sku sku, LotId lot, std::string location, std::string reason) {
  auto request = fmt::format("move {} {} {}", lot.text(), json::to_string(location), reason);
  MoveLot what{std::move(lot), std::move(location), std::move(reason)};
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {std::move(what)}, std::move(request));
}

Task<Result<StockView>> Service::set_status(Farmer farmer, Sku sku, LotId lot, LotStatus status, std::string reason) {
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {SetStatus{std::move(lot), status, std::move(reason)}}, "status");
}

Task<Result<StockView>> Service::recall(Farmer farmer, Sku sku, LotId lot, std::string reason) {
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {RecallLot{std::move(lot), std::move(reason)}}, "recall");
}

Task<Result<StockView>> Service::set_threshold(Farmer farmer, Sku sku, Quantity threshold) {
  co_return co_await farmer_change(std::move(farmer), std::move(sku), {SetThreshold{threshold}}, "threshold");
}

void Service::heard(const ports::Change& change) {
  if (change.collection != stock_items_collection) return;
  if (const auto sku = Sku::parse(change.id)) parts_->desk.heard(*sku, change.version);
}

void Service::missed() { parts_->desk.missed(); }

Task<Result<void>> Service::expire_lots(Sku sku) {
  GH_CO_CHECK(co_await parts_->desk.submit(std::move(sku), {ExpirePastLots{}}));
  co_return Result<void>{};
}

Task<Result<void>> Service::somebody_waits(Sku sku) {
  GH_CO_CHECK(co_await parts_->desk.submit(std::move(sku), {Watch{.wait = true, .asked = 0}}));
  co_return Result<void>{};
}

Task<Result<std::int64_t>> Service::times_waited_for(Sku sku) {
  GH_CO_TRY(const auto item, co_await parts_->items.get(std::move(sku)));
  co_return item ? item->value.asked : 0;
}

Task<Result<void>> Service::nobody_waits(Sku sku, std::int64_t times) {
  GH_CO_CHECK(co_await parts_->desk.submit(std::move(sku), {Watch{.wait = false, .asked = times}}));
  co_return Result<void>{};
}

Task<Result<std::optional<std::int64_t>>> Service::low_crossing(Sku sku) {
  GH_CO_TRY(const auto item, co_await parts_->items.require(std::move(sku)));
  co_return item.value.low ? std::optional(item.value.crossings) : std::nullopt;
}

Task<Result<StockView>> Service::stock(FarmId farm, Sku sku, std::int32_t least_days) {
  GH_CO_TRY(const auto item, co_await parts_->desk.read(std::move(sku)));
  if (item == nullptr || item->value.farm != farm) co_return fail(gh::errors::not_found);
  co_return view_of(item->value, parts_->clock.now(), least_days);
}

Task<Result<std::vector<Lot>>> Service::lot_family(FarmId farm, Sku sku, LotId lot) {
  GH_CO_TRY(const auto item, co_await parts_->items.require(sku));
  if (item.value.farm != farm) co_return fail(gh::errors::not_found);
  GH_CO_TRY(auto lots, co_await parts_->closed_lots.family(std::move(sku), std::move(lot), item.value.lots));
  if (lots.empty()) co_return fail(gh::errors::not_found);
  co_return labelled(std::move(lots), date_of(parts_->clock.now()));
}

Task<Result<PageOf<StockView>>> Service::stock_of_farm(FarmId farm, int limit, std::string cursor) {
  ports::Range range{farm.text(), farm.text() + '\0'};
  GH_CO_TRY(auto found, co_await parts_->items.find("farm", std::move(range), limit, std::move(cursor)));
  PageOf<StockView> page{{}, std::move(found.next)};
  for (const auto& item : found.items) page.items.push_back(view_of(item.value, parts_->clock.now()));
  co_return page;
}

Task<Result<PageOf<StockView>>> Service::stock_of_all(StockFilter filter, int limit, std::string cursor) {
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  const ports::Range range = filter.farm ? ports::Range{filter.farm->text(), filter.farm->text() + '\0'} : ports::Range{};
  PageOf<StockView> page;
  std::string position = *after;
  for (int looked_at = 0; looked_at < stock_looks_max;) {
    const int wanted = limit - static_cast<int>(page.items.size());
    GH_CO_TRY(auto found, co_await parts_->items.find("farm", range, wanted, std::move(position)));
    looked_at += static_cast<int>(found.items.size());
    for (const auto& item : found.items) {
      auto view = view_of(item.value, parts_->clock.now());
      if (is_in(filter.state, view)) page.items.push_back(std::move(view));
    }
    position = std::move(found.next);
    if (position.empty() || static_cast<int>(page.items.size()) == limit) break;
  }
  page.next = crypto::base64url(crypto::bytes_of(position));
  co_return page;
}

Task<Result<PageOf<FoundLot>>> Service::find_lots(std::string code, int limit, std::string cursor) {
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  GH_CO_TRY(const auto found, co_await parts_->lots.find(code, limit, *after));
  PageOf<FoundLot> page;
  page.next = crypto::base64url(crypto::bytes_of(found.next));
  for (const auto& entry : found.items) {
    GH_CO_TRY(const auto item, co_await parts_->items.get(entry->sku));
    if (!item) continue;
    std::optional<Lot> lot;
    const auto& open = item->value.lots;
    if (const auto there = std::ranges::find(open, entry->id, &Lot::id); there != open.end()) {
      lot = *there;
    } else {
      GH_CO_TRY(lot, co_await parts_->closed_lots.find(entry->sku, entry->id));
    }
    if (!lot) continue;  // it was refused
    auto shown = labelled({*std::move(lot)}, date_of(parts_->clock.now()));
    page.items.push_back({item->value.farm, entry->sku, item->value.unit, std::move(shown.front())});
  }
  co_return page;
}

Task<Result<std::string>> Service::lot_code(LotId lot) { co_return co_await parts_->lots.code_of(std::move(lot)); }

Task<Result<PageOf<Sku>>> Service::all_items(int limit, std::string cursor) {
  GH_CO_TRY(auto found, co_await parts_->items.find("", {}, limit, std::move(cursor)));
  PageOf<Sku> page{{}, std::move(found.next)};
  for (const auto& item : found.items) page.items.push_back(item->id);
  co_return page;
}

}  // namespace gh::inventory
