#include "adapters/postgres/documents.h"

#include <charconv>

#include "adapters/postgres/schema.h"
#include "base/errors.h"
#include "platform/ports/find_bounds.h"

namespace gh::postgres {

PostgresDocuments::PostgresDocuments(Store& store)
    : QueuedDocuments(store.tables_),
      store_(store),
      last_change_{"last_change", "SELECT coalesce(max(n), 0)::bigint FROM changes"},
      // One row at least: what the feed holds, with nothing beside it.
      changes_{"changes",
               "SELECT f.trimmed, f.last, c.n, c.collection, c.id, c.version, c.erased FROM"
               " (SELECT coalesce(min(n), 1) - 1 AS trimmed, coalesce(max(n), 0) AS last FROM changes) f LEFT JOIN LATERAL"
               " (SELECT * FROM changes WHERE n > $1::bigint ORDER BY n LIMIT $2::bigint) c ON true ORDER BY c.n"} {}

Result<void> PostgresDocuments::open(const ports::CollectionSpec& spec) {
  GH_TRY(auto connection, Connection::open(store_.address_));
  GH_CHECK(prepare_collection(connection, spec));
  store_.tables_.add(spec);
  store_.statements_.add(*store_.tables_.find(spec.name));
  return {};
}

Task<Result<std::optional<ports::Document>>> PostgresDocuments::get(std::string_view collection, std::string id) {
  GH_CO_TRY(const auto* from, table(collection));
  GH_CO_TRY(const auto rows, co_await store_.lanes_.ask(store_.statements_.of(*from).get, Parameters().text(id)));
  if (rows.size() == 0) co_return std::nullopt;
  co_return ports::Document{std::move(id), rows.integer(0, 0), std::string(rows.text(0, 1))};
}

Task<Result<ports::Page>> PostgresDocuments::find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                                  std::string after) {
  GH_CO_TRY(const auto* from, table(collection));
  if (limit < 1 || limit > ports::find_limit_max) co_return fail(errors::internal, "limit out of range");
  std::size_t number = 0;  // of the index, 0: by id
  if (!index.empty()) {
    const auto spec = std::ranges::find(from->spec.indexes, index, &ports::IndexSpec::name);
    if (spec == from->spec.indexes.end()) co_return fail(errors::internal, "no index " + std::string(index) + " in " + from->spec.name);
    number = static_cast<std::size_t>(spec - from->spec.indexes.begin()) + 1;
  }
  GH_CO_TRY(auto bounds, ports::find_bounds(range, after));
  if (bounds.empty()) co_return ports::Page{};
  // A cursor's least id above the last one ends with a NUL, which `text` cannot hold: "greater than the last one" says the same.
  const bool left_out = bounds.low.second.ends_with('\0');
  if (left_out) bounds.low.second.pop_back();
  const bool one_column = is_one_column(*from, number);
  Parameters parameters;
  const auto add = [&](const ports::FindBounds::Position& position) {
    parameters.text(position.first);
    if (!one_column) parameters.text(position.second);
  };
  add(bounds.low);
  if (bounds.high) add(*bounds.high);
  parameters.integer(limit + 1);  // one more tells whether there is a next page
  const auto& statement = store_.statements_.of(*from).find[number][range.descending][bounds.high.has_value()][left_out];
  GH_CO_TRY(const auto rows, co_await store_.lanes_.ask(statement, std::move(parameters)));

  ports::Page page;
  const int taken = std::min(rows.size(), limit);
  page.documents.reserve(static_cast<std::size_t>(taken));
  for (int i = 0; i < taken; ++i)
    page.documents.push_back({std::string(rows.text(i, 0)), rows.integer(i, 1), std::string(rows.text(i, 2))});
  if (rows.size() > limit) page.next = ports::position_text(std::string(rows.text(taken - 1, 3)), page.documents.back().id);
  co_return page;
}

// "<epoch>.<n>"; nothing: of another store, or none at all.
std::optional<std::int64_t> PostgresDocuments::parse(const std::string& token) const {
  const auto dot = token.find('.');
  if (dot == std::string::npos || token.substr(0, dot) != store_.epoch_) return std::nullopt;
  std::int64_t number = -1;
  const auto* end = token.data() + token.size();
  const auto [stop, problem] = std::from_chars(token.data() + dot + 1, end, number);
  if (problem != std::errc() || stop != end || number < 0) return std::nullopt;
  return number;
}

Task<Result<ports::Changes>> PostgresDocuments::read_changes(std::int64_t seen, int limit) {
  GH_CO_TRY(const auto rows, co_await store_.lanes_.ask(changes_, Parameters().integer(seen).integer(limit)));
  if (seen < rows.integer(0, 0) || seen > rows.integer(0, 1)) co_return fail(ports::errors::token_expired);
  std::vector<ports::Change> changes;
  auto last = seen;
  for (int i = 0; i < rows.size() && !rows.null(i, 2); ++i) {
    last = rows.integer(i, 2);
    changes.push_back({std::string(rows.text(i, 3)), std::string(rows.text(i, 4)), rows.integer(i, 5),
                       rows.integer(i, 6) != 0 ? ports::Change::Kind::erased : ports::Change::Kind::put});
  }
  co_return told(std::move(changes), last);
}

Task<Result<ports::Changes>> PostgresDocuments::changes(std::string from, int limit, Milliseconds wait) {
  if (from.empty()) {
    GH_CO_TRY(const auto rows, co_await store_.lanes_.ask(last_change_, {}));
    co_return told({}, rows.integer(0, 0));
  }
  const auto seen = parse(from);
  if (!seen) co_return fail(ports::errors::token_expired);
  auto ticket = store_.change_waiters_.enlist();  // before looking, so that nothing is missed in between
  GH_CO_TRY(auto found, co_await read_changes(*seen, limit));
  if (!found.changes.empty() || wait.count() <= 0) co_return found;
  co_await Waiters::wait(std::move(ticket), wait);
  co_return co_await read_changes(*seen, limit);
}

}  // namespace gh::postgres
