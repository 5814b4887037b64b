#include "contexts/inventory/movement_pages.h"

#include <limits>
#include <ranges>

#include "base/errors.h"
#include "platform/json/json.h"

namespace gh::inventory {

namespace {

constexpr std::string_view collection = "stock_movements";
constexpr int pages_a_read = 64;

std::string page_id(const Sku& sku, std::int64_t first) { return sku.text() + '.' + ports::sortable(first); }

Result<MovementPage> decode(const ports::Document& document) {
  auto page = json::parse_stored<MovementPage>(document.body);
  if (!page || page->movements.empty()) return fail(gh::errors::internal, "movement page " + document.id + " cannot be read");
  return page;
}

}  // namespace

MovementPages::MovementPages(ports::Documents& documents) : documents_(documents), opened_(documents.open({std::string(collection), {}})) {}

Task<Result<std::int64_t>> MovementPages::write(Sku sku, std::vector<Movement> oldest) {
  const auto first = oldest.front().sequence;
  const auto last = oldest.back().sequence;
  const auto id = page_id(sku, first);
  const MovementPage page{std::move(sku), first, std::move(oldest)};
  auto inserted = co_await documents_.insert(collection, {id, json::to_string(page), std::vector<std::string>{}, {}});
  if (inserted) co_return last;
  const Error& error = inserted.error();
  if (!error.is(ports::errors::duplicate_key) && !error.is(ports::errors::outcome_unknown)) co_return fail(error);
  // Somebody was first, or it was we: what is there now counts.
  GH_CO_TRY(auto stored, co_await documents_.get(collection, id));
  if (!stored) co_return fail(error);
  GH_CO_TRY(const auto theirs, decode(*stored));
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

Task<Result<Past>> MovementPages::past_of(Sku sku, OrderId order) {
  std::vector<Movement> found;  // newest first
  auto below = std::numeric_limits<std::int64_t>::max();
  bool all_seen = false;
  for (int searched = 0; searched < pages_searched_max && !all_seen; searched += pages_a_read) {
    GH_CO_TRY(const auto pages, co_await before(sku, below, pages_a_read));
    for (const auto& page : pages) {
      for (const auto& movement : page.movements | std::views::reverse) {
        if (movement.order == order) found.push_back(movement);
      }
      below = page.first;
    }
    // The sale comes before its return; the movements of one sale are in one page.
    all_seen = pages.size() < pages_a_read || (!found.empty() && found.back().kind != MovementKind::returned);
  }
  Past past{all_seen ? End::none : End::unknowable, {}};
  for (const auto& movement : found | std::views::reverse) learn(past, movement);
  co_return past;
}

}  // namespace gh::inventory
