#include "adapters/sqlite/documents.h"

#include "adapters/sqlite/schema.h"
#include "base/errors.h"
#include "platform/ports/find_bounds.h"

namespace gh::sqlite {

namespace {

// Without the blanks that keep room for it (Batch).
std::string body_of(const Table& table, std::string_view stored) {
  if (table.spec.grows_to_bytes == 0) return std::string(stored);
  return std::string(stored.substr(0, stored.find_last_not_of(' ') + 1));
}

}  // namespace

Result<void> SqliteDocuments::open(const ports::CollectionSpec& spec) {
  GH_CHECK(store_.writer_->run_between([&](Connection& connection) { return prepare_collection(connection, spec); }));
  store_.tables_.add(spec);
  return {};
}

Result<std::optional<ports::Document>> SqliteDocuments::read(std::string_view collection, std::string id) {
  GH_TRY(const auto* from, table(collection));
  GH_TRY(const auto reader, store_.readers_.borrow());
  auto& get = reader->statements(*from).get;
  if (!get) {
    GH_TRY(get, reader->connection.prepare("SELECT version, body FROM " + from->name + " WHERE id=?"));
  }
  get.bind_text(1, id);
  const auto step = get.step();
  Result<std::optional<ports::Document>> document(std::nullopt);
  if (step == Step::row) document.value().emplace(std::move(id), get.integer(0), body_of(*from, get.text(1)));
  if (step == Step::failed) document = fail(reader->failure());
  get.reset();
  return document;
}

Task<Result<std::optional<ports::Document>>> SqliteDocuments::get(std::string_view collection, std::string id) {
  co_return read(collection, std::move(id));
}

namespace {

// By id and in a unique index one column is the whole position: what lies above (key, id) lies above the key.
struct Interval {
  std::string low_key, low_id, high_key, high_id;

  Interval(const ports::FindBounds& bounds, bool one_column) : low_key(bounds.low.first), low_id(bounds.low.second) {
    if (bounds.high) std::tie(high_key, high_id) = *bounds.high;
    if (one_column && !low_id.empty()) low_key.push_back('\0');
  }
};

std::string find_sql(const Table& table, std::size_t index, bool descending, bool has_high, bool one_column) {
  const std::string key = index == 0 ? "id" : "k" + std::to_string(index);
  const std::string direction = descending ? " DESC" : "";
  // Without NOT NULL in its own words SQLite does not see that the comparison of rows fits the partial index.
  std::string where = one_column ? key + ">=?1" : key + " IS NOT NULL AND (" + key + ",id)>=(?1,?2)";
  if (has_high) where += one_column ? " AND " + key + "<?3" : " AND (" + key + ",id)<(?3,?4)";
  const auto order = one_column ? key + direction : key + direction + ", id" + direction;
  return "SELECT id, version, body, " + key + " FROM " + table.name + " WHERE " + where + " ORDER BY " + order + " LIMIT ?5";
}

// A find that reads the whole table would be right and, in a big shop, useless: it is a defect and told as one. Once for each statement.
Result<Statement> prepare_indexed(Connection& connection, const std::string& sql) {
  GH_TRY(auto plan, connection.prepare("EXPLAIN QUERY PLAN " + sql));
  while (plan.step() == Step::row) {
    if (!plan.text(3).starts_with("SEARCH")) return fail(errors::internal, std::string(plan.text(3)) + ": " + sql);
  }
  return connection.prepare(sql);
}

}  // namespace

Result<ports::Page> SqliteDocuments::read_page(std::string_view collection, std::string_view index, const ports::Range& range, int limit,
                                               const std::string& after) {
  GH_TRY(const auto* from, table(collection));
  if (limit < 1 || limit > ports::find_limit_max) return fail(errors::internal, "limit out of range");
  std::size_t number = 0;  // of the index, 0: by id
  if (!index.empty()) {
    const auto spec = std::ranges::find(from->spec.indexes, index, &ports::IndexSpec::name);
    if (spec == from->spec.indexes.end()) return fail(errors::internal, "no index " + std::string(index) + " in " + from->spec.name);
    number = static_cast<std::size_t>(spec - from->spec.indexes.begin()) + 1;
  }
  GH_TRY(const auto bounds, ports::find_bounds(range, after));
  if (bounds.empty()) return ports::Page{};
  const bool one_column = number == 0 || from->spec.indexes[number - 1].unique;
  const Interval interval(bounds, one_column);

  GH_TRY(const auto reader, store_.readers_.borrow());
  auto& find = reader->statements(*from).find[number][range.descending ? 1 : 0][bounds.high ? 1 : 0];
  if (!find) {
    GH_TRY(find, prepare_indexed(reader->connection, find_sql(*from, number, range.descending, bounds.high.has_value(), one_column)));
  }
  const auto bind_key = [&](int at, const std::string& key) { number == 0 ? find.bind_text(at, key) : find.bind_bytes(at, key); };
  bind_key(1, interval.low_key);
  if (!one_column) find.bind_text(2, interval.low_id);
  if (bounds.high) {
    bind_key(3, interval.high_key);
    if (!one_column) find.bind_text(4, interval.high_id);
  }
  find.bind(5, limit + 1);  // one more tells whether there is a next page

  ports::Page page;
  std::string last_key;
  auto step = Step::done;
  while ((step = find.step()) == Step::row) {
    if (static_cast<int>(page.documents.size()) == limit) {
      page.next = ports::position_text(last_key, page.documents.back().id);
      break;
    }
    page.documents.push_back({std::string(find.text(0)), find.integer(1), body_of(*from, find.text(2))});
    last_key = find.text(3);
  }
  Result<ports::Page> result(std::move(page));
  if (step == Step::failed) result = fail(reader->failure());
  find.reset();
  return result;
}

Task<Result<ports::Page>> SqliteDocuments::find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                                std::string after) {
  co_return read_page(collection, index, range, limit, after);
}

Result<ports::Changes> SqliteDocuments::read_changes(const std::string& token, int limit, std::optional<Waiters::Ticket>* ticket) {
  GH_TRY(auto look, store_.feed_.look(token, limit, ticket != nullptr));
  if (ticket != nullptr) *ticket = std::move(look.ticket);
  if (!look.in_table) return std::move(look.changes);
  GH_TRY(const auto reader, store_.readers_.borrow());
  return store_.feed_.read_table(reader->connection, look.after, limit);
}

Task<Result<ports::Changes>> SqliteDocuments::changes(std::string token, int limit, Milliseconds wait) {
  std::optional<Waiters::Ticket> ticket;
  auto found = read_changes(token, limit, wait.count() > 0 ? &ticket : nullptr);
  if (!ticket) co_return found;
  co_await Waiters::wait(*std::move(ticket), wait);
  co_return read_changes(token, limit, nullptr);
}

}  // namespace gh::sqlite
