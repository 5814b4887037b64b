#include "adapters/mongo/relay.h"

#include <algorithm>

#include "base/errors.h"

namespace gh::mongo {

Result<void> Relay::begin(Session& session) {
  if (begun_) return {};
  GH_CHECK(log_.begin(session));
  begun_ = true;
  return {};
}

Result<std::size_t> Relay::look(Session& session) {
  const std::lock_guard guard(mutex_);
  GH_CHECK(begin(session));
  GH_TRY(const auto entries, log_.catch_up(session));
  head_.store(log_.head(), std::memory_order_release);
  return entries.size();
}

Result<std::size_t> Relay::finish(Session& session, const Table& table, const std::vector<std::string>& ids) {
  const std::lock_guard guard(mutex_);
  for (int begins = 0; begins < begins_max; ++begins) {
    GH_CHECK(begin(session));
    GH_CHECK(log_.catch_up(session));  // before the documents are read
    GH_TRY(auto items, read(session, table, ids));
    GH_TRY(const auto told, tell(session, table, std::move(items)));
    if (begun_) return told;
  }
  return fail(ports::errors::store_unavailable, "the feed runs away");
}

Result<std::size_t> Relay::finish_old(Session& session, const Table& table) {
  const std::lock_guard guard(mutex_);
  GH_TRY(auto items, read(session, table, {}));
  std::set<std::string> now;
  for (const auto& item : items) now.insert(item.pending.write);
  const auto before = std::exchange(seen_[table.number], std::move(now));
  std::erase_if(items, [&](const Item& item) { return !before.contains(item.pending.write); });
  if (items.empty()) return 0;
  GH_CHECK(begin(session));
  GH_CHECK(log_.catch_up(session));
  std::vector<LoggedChange> none;
  GH_CHECK(keep_pending(session, table, items, none));  // looked at again, behind the log
  return tell(session, table, std::move(items));
}

Result<std::vector<Relay::Item>> Relay::read(Session& session, const Table& table, const std::vector<std::string>& ids) const {
  Question question{.filter = has_pending(), .sort = {}, .members = pending_members(), .limit = at_once};
  if (!ids.empty()) {
    Bson among;
    among.texts("$in", ids);
    question.filter.document("_id", among);
  }
  GH_TRY(const auto found, session.find(table.name, question));
  std::vector<Item> items;
  for (const auto& one : found) items.push_back({std::string(one.fields().text("_id")), pending_of(one.fields())});
  return items;
}

// Of the items those that are pending still.
Result<void> Relay::keep_pending(Session& session, const Table& table, std::vector<Item>& items, std::vector<LoggedChange>& changes) const {
  std::vector<std::string> ids;
  for (const auto& item : items) ids.push_back(item.id);
  GH_TRY(const auto now, read(session, table, ids));
  std::set<std::string> writes;
  for (const auto& item : now) writes.insert(item.pending.write);
  std::erase_if(items, [&](const Item& item) { return !writes.contains(item.pending.write); });
  std::erase_if(changes, [&](const LoggedChange& change) { return !writes.contains(change.write); });
  return {};
}

Result<std::size_t> Relay::tell(Session& session, const Table& table, std::vector<Item> items) {
  if (items.empty()) return 0;
  std::vector<LoggedChange> changes;
  for (const auto& [id, pending] : items) {
    if (log_.knows(pending.write)) continue;
    changes.push_back({.change = {.collection = table.spec.name,
                                  .id = from_text(id),
                                  .version = pending.version,
                                  .kind = pending.erased ? ports::Change::Kind::erased : ports::Change::Kind::put},
                       .write = pending.write});
  }
  GH_TRY(const auto outcome, log_.append(session, changes, [&](const auto&, std::vector<LoggedChange>& left) {
    return keep_pending(session, table, items, left);
  }));
  if (outcome == ChangeLog::Outcome::lost) {
    begun_ = false;
    return 0;
  }
  std::vector<const ports::OutboxEntry*> tasks;
  Clearing clearing;
  for (const auto& [id, pending] : items) {
    for (const auto& entry : pending.tasks) tasks.push_back(&entry);
    clearing.add(id, pending.write, pending.erased);
  }
  GH_CHECK(add_tasks(session, tasks, stamps_));
  GH_CHECK(clearing.carry_out(session, table));
  return items.size();
}

}  // namespace gh::mongo
