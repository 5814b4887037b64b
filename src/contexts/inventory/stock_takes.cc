#include "contexts/inventory/stock_takes.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/inventory/errors.h"

namespace gh::inventory {

namespace {

constexpr int page_size = 100;

// by_farm: the farm, a space, when it was opened. open_of: the farm while a take is not over; unique, so that there is one.
StockTakeCollection::Keys keys_of(const StockTake& take) {
  const bool over = take.status == StockTakeStatus::applied || take.status == StockTakeStatus::cancelled;
  return {take.farm.text() + ' ' + ports::sortable(take.opened.ms), over ? std::string() : take.farm.text()};
}

Error wrong_state(StockTakeStatus status) {
  Error error(errors::stock_take_state);
  error.extend("current", '"' + std::string(json::enum_name(status)) + '"');
  return error;
}

CountLine* find_line(StockTake& take, const Sku& sku, const LotId& lot) {
  const auto found = std::ranges::find_if(take.lines, [&](const CountLine& line) { return line.sku == sku && line.lot == lot; });
  return found == take.lines.end() ? nullptr : &*found;
}

Result<void> put_count(StockTake& take, const Count& count, std::size_t index, const UserId& by, Timestamp now) {
  CountLine* line = find_line(take, count.sku, count.lot);
  Error error(gh::errors::invalid);
  if (line == nullptr) error.field(fmt::format("/counts/{}/lot", index), "unknown_lot", "This lot is not part of the stock take.");
  if (count.counted.milli < 0 || count.counted.milli > Quantity::max_milli)
    error.field(fmt::format("/counts/{}/counted", index), "bad_quantity", "What is counted is 0 or more.");
  const auto at = count.at.value_or(now);
  if (at < take.opened || at > now)
    error.field(fmt::format("/counts/{}/counted_at", index), "bad_moment", "A count is made after the opening and not in the future.");
  if (!error.fields().empty()) return fail(std::move(error));
  line->counted = count.counted;
  line->counted_at = at;
  line->counted_by = by;
  line->note = count.note;
  return {};
}

}  // namespace

StockTakes::StockTakes(ports::Documents& documents, Service& stock, const Clock& clock, Random& random)
    : takes_(documents, {"stock_takes", {{"by_farm"}, {"open_of", true}}, ports::AuditSpec{.farm_member = "farm"}}, keys_of),
      stock_(stock),
      clock_(clock),
      random_(random) {}

Task<Result<void>> StockTakes::add_item(StockTake& take, Sku sku) {
  GH_CO_TRY(const auto view, co_await stock_.stock(take.farm, std::move(sku)));
  for (const auto& lot : view.lots) {
    if (take.lines.size() >= lines_max) co_return fail(errors::stock_item_full, "a stock take has at most 2000 lots; name the skus");
    take.lines.push_back({.sku = view.sku, .lot = lot.id, .lot_code = lot.lot_code, .location = lot.location, .expected = lot.on_hand});
  }
  co_return Result<void>{};
}

Task<Result<StockTake>> StockTakes::open(Farmer farmer, std::vector<Sku> skus, std::string note) {
  const auto now = clock_.now();
  StockTake take{
      .id = StockTakeId::make(now, random_), .farm = farmer.farm, .note = std::move(note), .opened_by = farmer.user, .opened = now};
  std::ranges::sort(skus);
  skus.erase(std::ranges::unique(skus).begin(), skus.end());
  if (skus.empty()) {
    std::string cursor;
    do {
      GH_CO_TRY(auto page, co_await stock_.stock_of_farm(farmer.farm, page_size, cursor));
      for (const auto& view : page.items) {
        if (skus.size() >= lines_max) co_return fail(errors::stock_item_full, "a stock take has at most 2000 lots; name the skus");
        skus.push_back(view.sku);
      }
      cursor = std::move(page.next);
    } while (!cursor.empty());
  }
  for (auto& sku : skus) GH_CO_CHECK(co_await add_item(take, std::move(sku)));
  auto written = co_await takes_.insert(std::move(take));
  if (!written && written.error().is(ports::errors::duplicate_key)) co_return fail(errors::stock_take_state, "there is an open one");
  if (!written) co_return fail(written.error());
  co_return std::move(written->value);
}

Task<Result<StockTake>> StockTakes::count(Farmer farmer, StockTakeId id, std::vector<Count> counts) {
  const auto now = clock_.now();
  GH_CO_TRY(auto written, co_await takes_.update(std::move(id), [&](StockTake& take, StockTakeCollection::Outbox&) -> Result<void> {
    if (take.farm != farmer.farm) return fail(gh::errors::not_found);
    if (take.status != StockTakeStatus::open) return fail(wrong_state(take.status));
    for (std::size_t i = 0; i < counts.size(); ++i) GH_CHECK(put_count(take, counts[i], i, farmer.user, now));
    return {};
  }));
  co_return std::move(written.value);
}

Task<Result<void>> StockTakes::work_out(StockTake& take) {
  for (auto& line : take.lines) {
    line.result = line.counted ? CountResult::same : CountResult::not_counted;
    if (!line.counted) continue;
    GH_CO_TRY(auto had, co_await stock_.on_hand_at(line.sku, *line.counted_at));
    line.expected_then = had[line.lot];
    line.difference = *line.counted - *line.expected_then;
    if (line.difference.milli != 0) line.result = CountResult::differs;
  }
  co_return Result<void>{};
}

Task<Result<StockTake>> StockTakes::preview(FarmId farm, StockTakeId id) {
  GH_CO_TRY(auto take, co_await get(std::move(farm), std::move(id)));
  if (take.status == StockTakeStatus::open) GH_CO_CHECK(co_await work_out(take));
  co_return take;
}

Task<bool> StockTakes::change_lot(const Farmer& farmer, const StockTake& take, CountLine& line) {
  Farmer keyed = farmer;
  keyed.key = take.id.text() + ' ' + line.lot.text();
  auto reason = line.note.empty() ? "stock take " + take.id.text() : fmt::format("stock take {}: {}", take.id.text(), line.note);
  const auto changed = co_await stock_.adjust(std::move(keyed), line.sku, line.lot, line.difference, std::move(reason), Cause::stock_take);
  line.result = changed ? CountResult::applied : CountResult::refused;
  line.error = changed ? std::string() : std::string(changed.error().kind().code);
  co_return changed.has_value();
}

Task<Result<StockTake>> StockTakes::apply(Farmer farmer, StockTakeId id) {
  GH_CO_TRY(auto take, co_await takes_.require(std::move(id)));
  if (take.value.farm != farmer.farm) co_return fail(gh::errors::not_found);
  if (take.value.status == StockTakeStatus::applied) co_return std::move(take.value);
  if (take.value.status == StockTakeStatus::cancelled) co_return fail(wrong_state(take.value.status));
  if (take.value.status == StockTakeStatus::open) {
    StockTake next = take.value;
    GH_CO_CHECK(co_await work_out(next));
    next.status = StockTakeStatus::applying;
    next.ended_by = farmer.user;
    GH_CO_TRY(take, co_await takes_.replace(take, std::move(next)));
  }
  // From here on the changes are those that are stored, under the name of whoever began.
  StockTake done = take.value;
  farmer.user = *done.ended_by;
  std::vector<Task<bool>> changes;
  for (auto& line : done.lines) {
    if (line.result != CountResult::differs) continue;
    changes.push_back(change_lot(farmer, done, line));
    if (changes.size() == changes_at_once) co_await when_all(std::exchange(changes, {}));
  }
  if (!changes.empty()) co_await when_all(std::move(changes));
  // What could not be tried is tried by whoever applies again.
  for (const auto& line : done.lines) {
    const bool untried = line.error == ports::errors::store_unavailable.code || line.error == ports::errors::store_full.code ||
                         line.error == ports::errors::outcome_unknown.code || line.error == errors::desk_full.code;
    if (line.result == CountResult::refused && untried)
      co_return fail(gh::errors::unavailable, "the stock take is applied in part; apply it again");
  }
  done.status = StockTakeStatus::applied;
  done.ended = clock_.now();
  auto written = co_await takes_.replace(take, std::move(done));
  if (written) co_return std::move(written->value);
  if (!written.error().is(ports::errors::version_conflict)) co_return fail(written.error());
  co_return co_await get(std::move(farmer.farm), take.value.id);  // somebody else applied it to its end
}

Task<Result<StockTake>> StockTakes::cancel(Farmer farmer, StockTakeId id) {
  GH_CO_TRY(auto written, co_await takes_.update(std::move(id), [&](StockTake& take, StockTakeCollection::Outbox&) -> Result<void> {
    if (take.farm != farmer.farm) return fail(gh::errors::not_found);
    if (take.status == StockTakeStatus::cancelled) return {};
    if (take.status != StockTakeStatus::open) return fail(wrong_state(take.status));
    take.status = StockTakeStatus::cancelled;
    take.ended_by = farmer.user;
    take.ended = clock_.now();
    return {};
  }));
  co_return std::move(written.value);
}

Task<Result<StockTake>> StockTakes::get(FarmId farm, StockTakeId id) {
  GH_CO_TRY(auto take, co_await takes_.require(std::move(id)));
  if (take.value.farm != farm) co_return fail(gh::errors::not_found);
  co_return std::move(take.value);
}

Task<Result<PageOf<StockTake>>> StockTakes::list(FarmId farm, int limit, std::string cursor) {
  ports::Range range{farm.text() + ' ', farm.text() + '!', true};
  GH_CO_TRY(auto found, co_await takes_.find("by_farm", std::move(range), limit, std::move(cursor)));
  PageOf<StockTake> page{{}, std::move(found.next)};
  for (auto& take : found.items) page.items.push_back(std::move(take.value));
  co_return page;
}

}  // namespace gh::inventory
