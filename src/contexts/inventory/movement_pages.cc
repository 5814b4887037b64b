#include "contexts/inventory/movement_pages.h"

#include <algorithm>
#include <limits>
#include <ranges>

#include "base/errors.h"
#include "platform/json/json.h"

namespace gh::inventory {

namespace {

constexpr std::string_view collection = "stock_movements";
constexpr std::string_view shares_collection = "lot_shares";
constexpr int pages_first_search = 2, pages_a_search = 64;

std::string page_id(const Sku& sku, std::int64_t first) { return sku.text() + '.' + ports::sortable(first); }

std::string shares_id(const LotId& lot, std::int64_t first) { return lot.text() + '.' + ports::sortable(first); }

Result<MovementPage> decode(const ports::Document& document) {
  auto page = json::parse_stored<MovementPage>(document.body);
  if (!page || page->movements.empty()) return fail(gh::errors::internal, "movement page " + document.id + " cannot be read");
  return page;
}

}  // namespace

MovementPages::MovementPages(ports::Documents& documents)
    : documents_(documents),
      opened_(documents.open({std::string(collection), {}})),
      index_opened_(documents.open({std::string(shares_collection), {}})) {}

// By reference: the caller's frame outlives the call. Before the item drops what is in the page, so that nothing is without its entry.
Task<Result<void>> MovementPages::index(const MovementPage& page) {
  std::map<LotId, LotShares> by_lot;
  for (const auto& movement : page.movements) {
    const bool sold = movement.kind == MovementKind::sold;
    if (!movement.lot || !movement.order || (!sold && movement.kind != MovementKind::returned)) continue;
    auto& shares = by_lot[*movement.lot];
    if (shares.shares.empty()) shares.first = movement.sequence;
    const Quantity quantity{sold ? -movement.quantity.milli : movement.quantity.milli};
    shares.shares.push_back({*movement.order, sold ? ShareState::sold : ShareState::returned, quantity, movement.at, movement.sequence});
  }
  for (auto& [lot, shares] : by_lot) {
    shares.sku = page.sku;
    const auto inserted = co_await documents_.insert(
        shares_collection, {shares_id(lot, shares.first), json::to_string(shares), std::vector<std::string>{}, {}});
    if (!inserted && !inserted.error().is(ports::errors::duplicate_key)) co_return fail(inserted.error());
  }
  co_return Result<void>{};
}

Task<Result<std::vector<OrderShare>>> MovementPages::shares(LotId lot, std::int64_t below, int limit) {
  std::vector<OrderShare> found;
  for (auto first = below; static_cast<int>(found.size()) < limit;) {
    ports::Range range{shares_id(lot, 0), shares_id(lot, first), true};
    GH_CO_TRY(const auto page, co_await documents_.find(shares_collection, "", std::move(range), 8, ""));
    for (const auto& document : page.documents) {
      GH_CO_TRY(const auto entry, json::parse_stored<LotShares>(document.body));
      for (const auto& share : entry.shares | std::views::reverse) {
        if (share.sequence < below && static_cast<int>(found.size()) < limit) found.push_back(share);
      }
      first = entry.first;
    }
    if (page.documents.empty()) break;
  }
  co_return found;
}

Task<Result<std::int64_t>> MovementPages::write(Sku sku, std::vector<Movement> oldest, Timestamp forgotten_until) {
  const auto first = oldest.front().sequence;
  for (const auto& movement : oldest) {
    if (movement.opened) forgotten_until = std::max(forgotten_until, *movement.opened);
  }
  const auto last = oldest.back().sequence;
  const auto id = page_id(sku, first);
  const MovementPage page{sku, first, std::move(oldest), forgotten_until};
  auto inserted = co_await documents_.insert(collection, {id, json::to_string(page), std::vector<std::string>{}, {}});
  if (inserted) {
    GH_CO_CHECK(co_await index(page));
    co_return last;
  }
  const Error& error = inserted.error();
  if (!error.is(ports::errors::duplicate_key) && !error.is(ports::errors::outcome_unknown)) co_return fail(error);
  // Somebody was first, or it was we: what is there now counts.
  GH_CO_TRY(auto stored, co_await documents_.get(collection, id));
  if (!stored) co_return fail(error);
  GH_CO_TRY(const auto theirs, decode(*stored));
  GH_CO_CHECK(co_await index(theirs));
  co_return theirs.movements.back().sequence;
}

Task<Result<std::vector<MovementPage>>> MovementPages::before(Sku sku, std::int64_t sequence, int limit) {
  std::vector<MovementPage> pages;
  ports::Range range{page_id(sku, 0), page_id(sku, sequence), true};
  GH_CO_TRY(auto found, co_await documents_.find(collection, "", std::move(range), limit, ""));
  for (const auto& document : found.documents) {
    GH_CO_TRY(auto page, decode(document));
    pages.push_back(std::move(page));
  }
  co_return pages;
}

Task<Result<Past>> MovementPages::past_of(Sku sku, OrderOf order) {
  std::vector<Movement> found;  // newest first
  auto below = std::numeric_limits<std::int64_t>::max();
  bool all_seen = false;
  // Most are asked for soon after they were opened.
  for (int searched = 0, limit = pages_first_search; searched < pages_searched_max && !all_seen;
       searched += limit, limit = std::min(2 * limit, pages_a_search)) {
    GH_CO_TRY(const auto pages, co_await before(sku, below, limit));
    all_seen = static_cast<int>(pages.size()) < limit;
    for (const auto& page : pages) {
      all_seen = all_seen || (page.forgotten_until && *page.forgotten_until < order.opened);
      for (const auto& movement : page.movements | std::views::reverse) {
        if (movement.order == order.order) found.push_back(movement);
      }
      below = page.first;
    }
    // The sale comes before its return; the movements of one sale are in one page.
    all_seen = all_seen || (!found.empty() && found.back().kind != MovementKind::returned);
  }
  Past past{.end = all_seen ? End::none : End::unknowable};
  for (const auto& movement : found | std::views::reverse) learn(past, movement);
  co_return past;
}

}  // namespace gh::inventory
