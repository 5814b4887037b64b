#include "adapters/mongo/tasks.h"

#include <algorithm>
#include <map>

namespace gh::mongo {

namespace {

Bson compared(std::string_view comparison, std::int64_t value) {
  Bson condition;
  condition.integer(comparison, value);
  return condition;
}

Bson existing(bool does) {
  Bson condition;
  condition.flag("$exists", does);
  return condition;
}

int tries_of(const Fields& task) { return static_cast<int>(std::max<std::int64_t>(task.integer("tries"), 1)); }

// Of the tasks that match, by name: how many, and when the first is due.
Result<std::vector<Bson>> count(Session& session, const Bson& matching) {
  Bson match, group, members, number, first;
  match.document("$match", matching);
  number.integer("$sum", 1);
  first.text("$min", "$due");
  members.text("_id", "$name").document("count", number).document("first", first);
  group.document("$group", members);
  std::vector<Bson> stages;
  stages.push_back(std::move(match));
  stages.push_back(std::move(group));
  return session.aggregate(tasks_collection, stages);
}

}  // namespace

Task<Result<void>> MongoTasks::write(Command command) {
  const auto answer = command.answer;
  store_.writer_->submit(std::move(command));
  GH_CO_CHECK(co_await answer);
  co_return Result<void>{};
}

Task<Result<void>> MongoTasks::enqueue(ports::OutboxEntry entry) {
  Command command{.kind = Command::Kind::enqueue};
  command.write.outbox.push_back(std::move(entry));
  co_return co_await write(std::move(command));
}

// Those of the ids that are due, under this name.
Result<std::vector<Bson>> MongoTasks::take_as(Session& session, const std::string& name, const std::vector<std::string>& ids, Timestamp now,
                                              Milliseconds lease_for) const {
  WriteOperation lease{.kind = WriteOperation::Kind::update_all, .filter = one_of("_id", ids), .change = {}};
  lease.filter.document("due", compared("$lte", now.ms));
  Bson set, more;
  set.integer("due", (now + lease_for).ms).text("lease", name).text("node", store_.leases_.node());
  more.integer("tries", 1);
  lease.change.document("$set", set).document("$inc", more);
  GH_CHECK(session.write(tasks_collection, {&lease, 1}));

  Question mine{.filter = one_of("_id", ids), .sort = {}, .members = {}, .limit = 0};
  mine.filter.text("lease", name);
  mine.sort.integer("added", 1);
  return session.find(tasks_collection, mine);
}

Result<std::vector<ports::LeasedTask>> MongoTasks::take(Session& session, const std::vector<std::string>& names, int limit,
                                                        Milliseconds lease_for) {
  const auto now = store_.clock_.now();
  Question due{.filter = one_of("name", names), .sort = {}, .members = {}, .limit = limit};
  due.filter.document("due", compared("$lte", now.ms));
  due.sort.integer("due", 1).integer("added", 1);
  due.members.integer("_id", 1);
  GH_TRY(const auto seen, session.find(tasks_collection, due));
  if (seen.empty()) return std::vector<ports::LeasedTask>{};
  std::vector<std::string> ids;
  for (const auto& one : seen) ids.emplace_back(one.fields().text("_id"));

  const auto name = store_.leases_.next_name();
  auto found = take_as(session, name, ids, now, lease_for);
  if (!found) {
    store_.leases_.lost(name, lease_for);
    return std::unexpected(std::move(found.error()));
  }
  std::vector<ports::LeasedTask> tasks;
  for (const auto& one : *found) {
    const auto task = one.fields();
    tasks.push_back({.task = std::string(task.text("name")),
                     .id = from_text(task.text("_id")),
                     .payload = std::string(task.text("payload")),
                     .attempt = tries_of(task)});
  }
  return tasks;
}

Task<Result<std::vector<ports::LeasedTask>>> MongoTasks::lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                               Milliseconds wait) {
  const auto end = std::chrono::steady_clock::now() + wait;
  for (;;) {
    auto ticket = store_.task_waiters_.enlist();  // before looking, so that nothing is missed in between
    GH_CO_TRY(auto taken,
              co_await store_.ask([this, names, limit, lease_for](Session& session) { return take(session, names, limit, lease_for); }));
    const auto left = std::chrono::ceil<Milliseconds>(end - std::chrono::steady_clock::now());
    if (!taken.empty() || wait.count() <= 0 || left.count() <= 0) co_return taken;
    co_await Waiters::wait(std::move(ticket), std::min(left, look_every));
  }
}

Task<Result<void>> MongoTasks::complete(std::vector<std::string> ids) {
  co_return co_await write({.kind = Command::Kind::complete, .tasks = std::move(ids)});
}

Task<Result<void>> MongoTasks::retry(std::string id, Timestamp not_before, std::string) {
  co_return co_await write({.kind = Command::Kind::retry, .tasks = {std::move(id)}, .at = not_before});
}

Task<Result<void>> MongoTasks::bury(std::string id, std::string error) {
  co_return co_await write({.kind = Command::Kind::bury, .tasks = {std::move(id)}, .at = store_.clock_.now(), .error = std::move(error)});
}

Task<Result<void>> MongoTasks::revive(std::string id) {
  co_return co_await write({.kind = Command::Kind::revive, .tasks = {std::move(id)}, .at = store_.clock_.now()});
}

Task<Result<std::vector<ports::TaskCounts>>> MongoTasks::counts() {
  const auto now = store_.clock_.now();
  co_return co_await store_.ask([now](Session& session) -> Result<std::vector<ports::TaskCounts>> {
    std::map<std::string, ports::TaskCounts> counts;
    const auto add = [&](const Bson& matching, std::int64_t ports::TaskCounts::* member, bool with_first) -> Result<void> {
      GH_TRY(const auto found, count(session, matching));
      for (const auto& one : found) {
        auto& of = counts[std::string(one.fields().text("_id"))];
        of.*member = one.fields().integer("count");
        if (with_first) of.next_due = Timestamp{one.fields().integer("first")};
      }
      return {};
    };
    Bson ready, delayed, leased, dead;
    ready.document("due", compared("$lte", now.ms));
    delayed.document("due", compared("$gt", now.ms)).document("lease", existing(false));
    leased.document("due", compared("$gt", now.ms)).document("lease", existing(true));
    dead.document("died", existing(true));
    GH_CHECK(add(ready, &ports::TaskCounts::ready, false));
    GH_CHECK(add(delayed, &ports::TaskCounts::delayed, true));
    GH_CHECK(add(leased, &ports::TaskCounts::leased, false));
    GH_CHECK(add(dead, &ports::TaskCounts::dead, false));
    std::vector<ports::TaskCounts> all;
    for (auto& [name, of] : counts) {
      of.task = name;
      all.push_back(std::move(of));
    }
    return all;
  });
}

Task<Result<std::vector<ports::DeadTask>>> MongoTasks::dead(int limit) {
  co_return co_await store_.ask([limit](Session& session) -> Result<std::vector<ports::DeadTask>> {
    Question question{.filter = exists("died", true), .sort = {}, .members = {}, .limit = limit};
    question.sort.integer("_id", 1);
    GH_TRY(const auto found, session.find(tasks_collection, question));
    std::vector<ports::DeadTask> dead;
    for (const auto& one : found) {
      const auto task = one.fields();
      dead.push_back({.task = std::string(task.text("name")),
                      .id = from_text(task.text("_id")),
                      .payload = std::string(task.text("payload")),
                      .attempts = tries_of(task),
                      .error = std::string(task.text("error")),
                      .died = Timestamp{task.integer("died")}});
    }
    return dead;
  });
}

}  // namespace gh::mongo
