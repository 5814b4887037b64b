#include "adapters/memory/documents.h"

#include <charconv>

#include "base/errors.h"
#include "platform/ports/find_bounds.h"

namespace gh::memory {

namespace {

using Position = ports::FindBounds::Position;

// Fills the page from [low, high). position_of gives the (key, id) of an element, row_of its row.
template <class Iterator, class PositionOf, class RowOf>
ports::Page page_of(Iterator low, Iterator high, bool descending, int limit, PositionOf position_of, RowOf row_of) {
  ports::Page page;
  while (low != high) {
    if (static_cast<int>(page.documents.size()) == limit) {
      page.next = ports::position_text(page.next, page.documents.back().id);
      return page;
    }
    const auto& element = descending ? *--high : *low;
    if (!descending) ++low;
    const Position at = position_of(element);
    const auto& row = row_of(element);
    page.documents.push_back({at.second, row.version, row.body});
    page.next = at.first;  // the last key, until it becomes a position
  }
  page.next.clear();
  return page;
}

}  // namespace

Result<void> MemoryDocuments::open(const ports::CollectionSpec& spec) {
  const std::lock_guard guard(store_.mutex_);
  if (spec.indexes.size() > ports::indexes_max) return fail(errors::internal, "collection " + spec.name + " declares too many indexes");
  auto [at, fresh] = store_.tables_.try_emplace(spec.name);
  if (fresh) {
    at->second.spec = spec;
    at->second.indexes.resize(spec.indexes.size());
  }
  return {};
}

Result<Store::Table*> MemoryDocuments::table(std::string_view collection) {
  const auto found = store_.tables_.find(collection);
  if (found == store_.tables_.end()) return fail(errors::internal, "collection " + std::string(collection) + " is not open");
  return &found->second;
}

Task<Result<std::optional<ports::Document>>> MemoryDocuments::get(std::string_view collection, std::string id) {
  const std::lock_guard guard(store_.mutex_);
  GH_CO_TRY(const auto* in, table(collection));
  const auto found = in->rows.find(id);
  if (found == in->rows.end()) co_return std::nullopt;
  co_return ports::Document{std::move(id), found->second.version, found->second.body};
}

Task<Result<std::int64_t>> MemoryDocuments::insert(std::string_view collection, ports::Write write) {
  const std::lock_guard guard(store_.mutex_);
  GH_CO_TRY(auto* in, table(collection));
  if (in->rows.contains(write.id)) co_return fail(ports::errors::duplicate_key, "id");
  if (!write.keys) co_return fail(errors::internal, "an insert into " + in->spec.name + " without keys");
  co_return put(*in, 0, write);
}

Task<Result<std::int64_t>> MemoryDocuments::replace(std::string_view collection, std::int64_t expected_version, ports::Write write) {
  const std::lock_guard guard(store_.mutex_);
  GH_CO_TRY(auto* in, table(collection));
  const auto found = in->rows.find(write.id);
  if (found == in->rows.end() || found->second.version != expected_version) co_return fail(ports::errors::version_conflict);
  co_return put(*in, expected_version, write);
}

Result<std::int64_t> MemoryDocuments::put(Table& in, std::int64_t expected_version, ports::Write& write) {
  if (write.keys) GH_CHECK(check_keys(in, write.id, *write.keys));
  GH_CHECK(check_room(write.outbox));
  auto& row = in.rows[write.id];
  if (write.keys) {
    unindex(in, write.id, row);
    for (std::size_t i = 0; i < in.indexes.size(); ++i) {
      if (!(*write.keys)[i].empty()) in.indexes[i].emplace((*write.keys)[i], write.id);
    }
    row.keys = *std::move(write.keys);
  }
  row.version = expected_version + 1;
  row.body = std::move(write.body);
  tell(in, write.id, row.version, ports::Change::Kind::put, write.outbox);
  return row.version;
}

Task<Result<void>> MemoryDocuments::erase(std::string_view collection, std::string id, std::int64_t expected_version,
                                          std::vector<ports::OutboxEntry> outbox) {
  const std::lock_guard guard(store_.mutex_);
  GH_CO_TRY(auto* in, table(collection));
  const auto found = in->rows.find(id);
  if (found == in->rows.end() || found->second.version != expected_version) co_return fail(ports::errors::version_conflict);
  GH_CO_CHECK(check_room(outbox));
  unindex(*in, id, found->second);
  in->rows.erase(found);
  tell(*in, id, expected_version, ports::Change::Kind::erased, outbox);
  co_return Result<void>{};
}

Result<void> MemoryDocuments::check_keys(const Table& in, const std::string& id, const std::vector<std::string>& keys) const {
  if (keys.size() != in.indexes.size()) return fail(errors::internal, "keys do not match the indexes of " + in.spec.name);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!in.spec.indexes[i].unique || keys[i].empty()) continue;
    const auto taken = in.indexes[i].lower_bound({keys[i], ""});
    if (taken != in.indexes[i].end() && taken->first == keys[i] && taken->second != id) {
      return fail(ports::errors::duplicate_key, in.spec.indexes[i].name);
    }
  }
  return {};
}

void MemoryDocuments::unindex(Table& in, const std::string& id, const Row& row) {
  for (std::size_t i = 0; i < row.keys.size(); ++i) in.indexes[i].erase({row.keys[i], id});
}

Result<void> MemoryDocuments::check_room(const std::vector<ports::OutboxEntry>& outbox) const {
  if (store_.tasks_.size() + outbox.size() > TaskQueue::tasks_max) return fail(ports::errors::store_full, "too many tasks wait");
  return {};
}

void MemoryDocuments::tell(const Table& in, const std::string& id, std::int64_t version, ports::Change::Kind kind,
                           std::vector<ports::OutboxEntry>& outbox) {
  store_.feed_.push_back({in.spec.name, id, version, kind});
  while (store_.feed_.size() > store_.changes_kept_) {
    store_.feed_.pop_front();
    ++store_.changes_before_feed_;
  }
  for (auto& entry : outbox) store_.tasks_.add(std::move(entry));
  store_.feed_waiters_.wake_all();
  if (!outbox.empty()) store_.task_waiters_.wake_all();
}

Task<Result<ports::Page>> MemoryDocuments::find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                                std::string after) {
  const std::lock_guard guard(store_.mutex_);
  GH_CO_TRY(const auto* in, table(collection));
  if (limit < 1 || limit > ports::find_limit_max) co_return fail(errors::internal, "limit out of range");
  GH_CO_TRY(const auto bounds, ports::find_bounds(range, after));
  if (bounds.empty()) co_return ports::Page{};

  if (index.empty()) {
    // By id the positions are (id, id).
    const auto bound = [&](const Position& at) {
      return at.second <= at.first ? in->rows.lower_bound(at.first) : in->rows.upper_bound(at.first);
    };
    co_return page_of(
        bound(bounds.low), bounds.high ? bound(*bounds.high) : in->rows.end(), range.descending, limit,
        [](const auto& element) { return Position(element.first, element.first); },
        [](const auto& element) -> const Row& { return element.second; });
  }
  const auto spec = std::ranges::find(in->spec.indexes, index, &ports::IndexSpec::name);
  if (spec == in->spec.indexes.end()) co_return fail(errors::internal, "no index " + std::string(index) + " in " + in->spec.name);
  const auto& ordered = in->indexes[static_cast<std::size_t>(spec - in->spec.indexes.begin())];
  co_return page_of(
      ordered.lower_bound(bounds.low), bounds.high ? ordered.lower_bound(*bounds.high) : ordered.end(), range.descending, limit,
      [](const Position& element) { return element; },
      [&](const Position& element) -> const Row& { return in->rows.find(element.second)->second; });
}

Result<ports::Changes> MemoryDocuments::changes_after(const std::string& token, int limit) const {
  const auto last = store_.changes_before_feed_ + store_.feed_.size();
  const auto told = [](std::vector<ports::Change> changes, std::uint64_t number) {
    return ports::Changes{std::move(changes), std::to_string(number), {"memory", static_cast<std::int64_t>(number)}};
  };
  if (token.empty()) return told({}, last);
  std::uint64_t seen = 0;
  const auto [stop, problem] = std::from_chars(token.data(), token.data() + token.size(), seen);
  if (problem != std::errc() || stop != token.data() + token.size() || seen > last || seen < store_.changes_before_feed_) {
    return fail(ports::errors::token_expired);
  }
  std::vector<ports::Change> found;
  auto at = seen - store_.changes_before_feed_;
  for (; at < store_.feed_.size() && static_cast<int>(found.size()) < limit; ++at) found.push_back(store_.feed_[at]);
  return told(std::move(found), store_.changes_before_feed_ + at);
}

Task<Result<ports::Changes>> MemoryDocuments::changes(std::string token, int limit, Milliseconds wait) {
  std::optional<Waiters::Ticket> ticket;
  {
    const std::lock_guard guard(store_.mutex_);
    GH_CO_TRY(auto found, changes_after(token, limit));
    if (!found.changes.empty() || token.empty() || wait.count() <= 0) co_return found;
    ticket = store_.feed_waiters_.enlist();
  }
  co_await Waiters::wait(*std::move(ticket), wait);
  const std::lock_guard guard(store_.mutex_);
  co_return changes_after(token, limit);
}

}  // namespace gh::memory
