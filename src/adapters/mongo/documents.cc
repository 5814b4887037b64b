#include "adapters/mongo/documents.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "adapters/mongo/schema.h"
#include "adapters/mongo/validator.h"
#include "base/errors.h"
#include "platform/ports/find_bounds.h"

namespace gh::mongo {

namespace {

Bson document_members() {
  Bson members;
  members.integer("version", 1).integer("body", 1);
  return members;
}

Result<ports::Document> document_of(const Fields& stored) {
  GH_TRY(auto body, body_of(stored));
  return ports::Document{from_text(stored.text("_id")), stored.integer("version"), std::move(body)};
}

// The field's values of [low, high); a position within one key (a cursor's) is one of its ids as well.
Bson between(const std::string& field, bool one_column, const ports::FindBounds& bounds) {
  const auto& [low_key, low_id] = bounds.low;
  const bool low_within = !low_id.empty(), high_within = bounds.high && !bounds.high->second.empty();
  const bool apart = !one_column && (low_within || high_within);
  Bson keys;
  keys.text(low_within ? "$gt" : "$gte", to_text(low_key));
  if (bounds.high) keys.text("$lt", to_text(bounds.high->first));
  Bson beside, filter;
  beside.document(field, keys);
  if (!apart) return beside;
  // The rest of the key that the page before ended in. An id above the last one, with a NUL behind it, is one that is greater.
  const auto& [key, id] = low_within ? bounds.low : *bounds.high;
  Bson ids, within = is(field, to_text(key));
  ids.text(low_within ? "$gte" : "$lt", to_text(id));
  within.document("_id", ids);
  std::vector<Bson> either;
  either.push_back(std::move(within));
  either.push_back(std::move(beside));
  filter.documents("$or", either);
  return filter;
}

// false: `limit` is reached before the end of the entry.
bool take_changes(const LogEntry& entry, std::int64_t& seen, int limit, std::vector<ports::Change>& changes) {
  const auto size = static_cast<std::int64_t>(entry.changes.size());
  for (; seen < size && static_cast<int>(changes.size()) < limit; ++seen)
    changes.push_back(entry.changes[static_cast<std::size_t>(seen)].change);
  return seen == size;
}

}  // namespace

Result<void> MongoDocuments::open(const ports::CollectionSpec& spec) {
  auto session = store_.connections_->session();
  GH_CHECK(prepare_collection(session, spec));
  GH_TRY(const auto refusal, prepare_validator(session, spec));
  if (!refusal.empty() && store_.unchecked_) std::exchange(store_.unchecked_, nullptr)(refusal);
  store_.tables_.add(spec);
  // What a process left that died: nobody has to wait for the follower.
  for (std::size_t told = Relay::at_once; told >= Relay::at_once;) {
    GH_TRY(told, store_.relay_.finish(session, *store_.tables_.find(spec.name), {}));
  }
  return {};
}

Task<Result<std::optional<ports::Document>>> MongoDocuments::get(std::string_view collection, std::string id) {
  GH_CO_TRY(const auto* from, table(collection));
  co_return co_await store_.ask([from, id = std::move(id)](Session& session) -> Result<std::optional<ports::Document>> {
    Question question{.filter = is("_id", to_text(id)), .sort = {}, .members = {}, .limit = 1};
    Bson not_gone;
    not_gone.flag("$exists", true);
    question.filter.document("body", not_gone);
    question.members = document_members();
    GH_TRY(const auto found, session.find(from->name, question));
    if (found.empty()) return std::nullopt;
    GH_TRY(auto document, document_of(found.front().fields()));
    return std::optional(std::move(document));
  });
}

Task<Result<ports::Page>> MongoDocuments::find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                               std::string after) {
  GH_CO_TRY(const auto* from, table(collection));
  if (limit < 1 || limit > ports::find_limit_max) co_return fail(errors::internal, "limit out of range");
  std::string field = "_id";
  bool one_column = true;  // by id and in a unique index one column is the whole position
  if (!index.empty()) {
    const auto spec = std::ranges::find(from->spec.indexes, index, &ports::IndexSpec::name);
    if (spec == from->spec.indexes.end()) co_return fail(errors::internal, "no index " + std::string(index) + " in " + from->spec.name);
    field = key_field(*spec);
    one_column = spec->unique;
  }
  GH_CO_TRY(const auto bounds, ports::find_bounds(range, after));
  if (bounds.empty()) co_return ports::Page{};

  co_return co_await store_.ask([=](Session& session) -> Result<ports::Page> {
    Question question{.filter = between(field, one_column, bounds), .sort = {}, .members = document_members(), .limit = limit + 1};
    if (field == "_id") {
      Bson not_gone;
      not_gone.flag("$exists", true);
      question.filter.document("body", not_gone);
    } else {
      question.members.integer(field, 1);
    }
    question.sort.integer(field, range.descending ? -1 : 1);
    if (!one_column) question.sort.integer("_id", range.descending ? -1 : 1);
    GH_TRY(const auto found, session.find(from->name, question));
    ports::Page page;
    for (const auto& one : found) {
      if (static_cast<int>(page.documents.size()) == limit) {
        page.next = ports::position_text(page.next, page.documents.back().id);
        return page;
      }
      GH_TRY(auto document, document_of(one.fields()));
      page.documents.push_back(std::move(document));
      page.next = from_text(one.fields().text(field.c_str()));  // the last key, until it becomes a position
    }
    page.next.clear();
    return page;
  });
}

void MongoDocuments::place(ports::Changes& changes, Position at) const {
  constexpr std::int64_t changes_of_entry_max = 1 << 20;  // an entry is a batch (store.batch_max, at most 65,536)
  changes.token = fmt::format("{}.{}.{}", store_.epoch_, at.entry, at.seen);
  changes.at = {store_.epoch_, at.entry * changes_of_entry_max + at.seen};
}

// Nothing: of another store, or none at all.
std::optional<MongoDocuments::Position> MongoDocuments::parse(std::string_view token) const {
  if (!token.starts_with(store_.epoch_ + ".")) return std::nullopt;
  token.remove_prefix(store_.epoch_.size() + 1);
  Position at;
  const auto* end = token.data() + token.size();
  const auto entry = std::from_chars(token.data(), end, at.entry);
  if (entry.ec != std::errc() || entry.ptr == end || *entry.ptr != '.' || at.entry < 1) return std::nullopt;
  const auto seen = std::from_chars(entry.ptr + 1, end, at.seen);
  if (seen.ec != std::errc() || seen.ptr != end || at.seen < 0) return std::nullopt;
  return at;
}

// Nothing is at the position: it is the end of the log, or it was deleted.
Result<void> MongoDocuments::check_kept(Session& session, Position at) const {
  GH_TRY(const auto kept_from, ChangeLog::floor(session));
  auto last = store_.relay_.head();
  if (at.entry > last + 1) {
    GH_TRY(last, ChangeLog::last(session));
  }
  if (at.entry < kept_from || at.entry > last + 1) return fail(ports::errors::token_expired);
  return {};
}

Task<Result<ports::Changes>> MongoDocuments::read_changes(Position at, int limit) {
  co_return co_await store_.ask([this, at, limit](Session& session) mutable -> Result<ports::Changes> {
    ports::Changes found;
    for (bool more = true; more;) {
      GH_TRY(const auto entries, ChangeLog::read(session, at.entry, std::clamp(limit, 1, ChangeLog::entries_at_once)));
      if (entries.empty()) GH_CHECK(check_kept(session, at));
      for (const auto& entry : entries) {
        at.entry = entry.number;
        if (!take_changes(entry, at.seen, limit, found.changes)) break;
        at = {entry.number + 1, 0};
      }
      more = !entries.empty() && static_cast<int>(found.changes.size()) < limit;
    }
    place(found, at);
    return found;
  });
}

Task<Result<ports::Changes>> MongoDocuments::changes(std::string from, int limit, Milliseconds wait) {
  if (from.empty()) {
    GH_CO_TRY(const auto last, co_await store_.ask([](Session& session) { return ChangeLog::last(session); }));
    ports::Changes none;
    place(none, {last + 1, 0});
    co_return none;
  }
  const auto at = parse(from);
  if (!at) co_return fail(ports::errors::token_expired);
  auto ticket = store_.change_waiters_.enlist();  // before looking, so that nothing is missed in between
  GH_CO_TRY(auto found, co_await read_changes(*at, limit));
  if (!found.changes.empty() || wait.count() <= 0) co_return found;
  co_await Waiters::wait(std::move(ticket), wait);
  co_return co_await read_changes(*at, limit);
}

}  // namespace gh::mongo
