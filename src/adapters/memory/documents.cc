#include "adapters/memory/documents.h"

#include <charconv>

#include "base/errors.h"

namespace gh::memory {

namespace {

// A position in an index: the key's length, ':', the key, the id.
std::string position(const std::string& key, const std::string& id) { return std::to_string(key.size()) + ':' + key + id; }

std::optional<std::pair<std::string, std::string>> parse_position(const std::string& text) {
  std::size_t length = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, length);
  if (problem != std::errc() || stop == end || *stop != ':' || static_cast<std::size_t>(end - stop) - 1 < length) return std::nullopt;
  const std::string rest(stop + 1, end);
  return std::pair(rest.substr(0, length), rest.substr(length));
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
  std::pair<std::string, std::string> start;
  if (!after.empty()) {
    auto parsed = parse_position(after);
    if (!parsed) co_return fail(errors::bad_cursor);
    start = *std::move(parsed);
  }
  ports::Page page;
  // key_of gives (key, id) of an element; what is outside the range ends the walk, what was given out before is skipped by the bounds.
  const auto walk = [&](const auto& ordered, const auto& key_of, const auto& bound_of) {
    const auto lower = bound_of(range.from, std::string());
    const auto upper = range.to.empty() ? ordered.end() : bound_of(range.to, std::string());
    auto at = lower;
    auto end = upper;
    if (!after.empty()) {
      auto resume = bound_of(start.first, start.second);
      const bool exact = resume != ordered.end() && key_of(*resume) == start;
      if (!range.descending) {
        if (exact) ++resume;
        at = resume;
      } else {
        end = resume;
      }
    }
    const auto emit = [&](const auto& element) {
      const auto [key, id] = key_of(element);
      if (static_cast<int>(page.documents.size()) == limit) return false;
      const auto& row = in->rows.find(id)->second;
      page.documents.push_back({id, row.version, row.body});
      page.next = position(key, id);
      return true;
    };
    const auto below = [&](const auto& position_of) { return range.to.empty() || key_of(position_of).first < range.to; };
    bool more = false;
    if (!range.descending) {
      for (; at != ordered.end() && at != end && below(*at) && !more; ++at) more = !emit(*at);
    } else {
      while (end != ordered.begin() && !more) {
        --end;
        if (key_of(*end).first < range.from) break;
        more = !emit(*end);
      }
    }
    if (!more) page.next.clear();
  };
  using Pair = std::pair<std::string, std::string>;
  if (index.empty()) {
    walk(in->rows, [](const auto& row) { return Pair(row.first, row.first); },
         [&](const std::string& key, const std::string&) { return in->rows.lower_bound(key); });
    co_return page;
  }
  for (std::size_t i = 0; i < in->indexes.size(); ++i) {
    if (in->spec.indexes[i].name != index) continue;
    walk(in->indexes[i], [](const auto& pair) -> const Pair& { return pair; },
         [&](const std::string& key, const std::string& id) { return in->indexes[i].lower_bound({key, id}); });
    co_return page;
  }
  co_return fail(errors::internal, "no index " + std::string(index) + " in " + in->spec.name);
}

Result<ports::Changes> MemoryDocuments::changes_after(const std::string& token, int limit) const {
  const auto last = store_.changes_before_feed_ + store_.feed_.size();
  if (token.empty()) return ports::Changes{{}, std::to_string(last)};
  std::uint64_t seen = 0;
  const auto [stop, problem] = std::from_chars(token.data(), token.data() + token.size(), seen);
  if (problem != std::errc() || stop != token.data() + token.size() || seen > last || seen < store_.changes_before_feed_) {
    return fail(ports::errors::token_expired);
  }
  ports::Changes found;
  auto at = seen - store_.changes_before_feed_;
  for (; at < store_.feed_.size() && static_cast<int>(found.changes.size()) < limit; ++at) found.changes.push_back(store_.feed_[at]);
  found.token = std::to_string(store_.changes_before_feed_ + at);
  return found;
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
