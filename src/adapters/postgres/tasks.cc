#include "adapters/postgres/tasks.h"

#include <algorithm>

namespace gh::postgres {

PostgresTasks::PostgresTasks(Store& store)
    : store_(store),
      // Of each name its own oldest ones: a name with a long backlog is not walked through for the others. The setting is this
      // transaction's alone.
      take_{"take",
            "WITH hurry AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),"
            " due AS MATERIALIZED (SELECT t.row FROM hurry, unnest($1::text[]) AS n(name), LATERAL"
            " (SELECT row, due FROM tasks WHERE name = n.name AND due <= $3::bigint AND died IS NULL ORDER BY due, row LIMIT $2::bigint"
            " FOR UPDATE SKIP LOCKED) t ORDER BY t.due, t.row LIMIT $2::bigint)"
            " UPDATE tasks SET leased = 1, due = $4::bigint, attempt = attempt + leased, node = current_setting('application_name')"
            " FROM due WHERE tasks.row = due.row"
            " RETURNING tasks.row, name, id, payload, attempt"},
      counts_{
          "counts",
          "SELECT name, count(*) FILTER (WHERE died IS NULL AND due <= $1::bigint),"
          " count(*) FILTER (WHERE died IS NULL AND due > $1::bigint AND leased = 0),"
          " min(due) FILTER (WHERE died IS NULL AND due > $1::bigint AND leased = 0),"
          " count(*) FILTER (WHERE died IS NULL AND due > $1::bigint AND leased = 1), count(died) FROM tasks GROUP BY name ORDER BY name"},
      dead_{"dead", "SELECT name, id, payload, attempt, error, died FROM tasks WHERE died IS NOT NULL ORDER BY id LIMIT $1::bigint"} {}

Task<Result<void>> PostgresTasks::write(Command command) {
  const auto answer = command.answer;
  store_.writer_->submit(std::move(command));
  GH_CO_CHECK(co_await answer);
  co_return Result<void>{};
}

Task<Result<void>> PostgresTasks::enqueue(ports::OutboxEntry entry) {
  Command command{.kind = Command::Kind::enqueue};
  command.write.outbox.push_back(std::move(entry));
  co_return co_await write(std::move(command));
}

Task<Result<std::vector<ports::LeasedTask>>> PostgresTasks::take(const std::vector<std::string>& names, int limit, Milliseconds lease_for) {
  const auto now = store_.clock_.now();
  GH_CO_TRY(const auto rows,
            co_await store_.lanes_.ask(take_, Parameters().texts(names).integer(limit).integer(now.ms).integer((now + lease_for).ms)));
  std::vector<std::pair<std::int64_t, ports::LeasedTask>> taken;
  for (int i = 0; i < rows.size(); ++i) {
    taken.emplace_back(rows.integer(i, 0), ports::LeasedTask{std::string(rows.text(i, 1)), std::string(rows.text(i, 2)),
                                                             std::string(rows.text(i, 3)), static_cast<int>(rows.integer(i, 4))});
  }
  std::ranges::sort(taken, {}, [](const auto& one) { return one.first; });
  std::vector<ports::LeasedTask> tasks;
  tasks.reserve(taken.size());
  for (auto& one : taken) tasks.push_back(std::move(one.second));
  co_return tasks;
}

Task<Result<std::vector<ports::LeasedTask>>> PostgresTasks::lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                                  Milliseconds wait) {
  const auto end = after(wait);
  for (;;) {
    auto ticket = store_.task_waiters_.enlist();  // before looking, so that nothing is missed in between
    GH_CO_TRY(auto taken, co_await take(names, limit, lease_for));
    const auto left = std::chrono::ceil<Milliseconds>(end - std::chrono::steady_clock::now());
    if (!taken.empty() || wait.count() <= 0 || left.count() <= 0) co_return taken;
    co_await Waiters::wait(std::move(ticket), std::min(left, look_every));
  }
}

Task<Result<void>> PostgresTasks::complete(std::vector<std::string> ids) {
  co_return co_await write({.kind = Command::Kind::complete, .tasks = std::move(ids)});
}

Task<Result<void>> PostgresTasks::retry(std::string id, Timestamp not_before, std::string) {
  co_return co_await write({.kind = Command::Kind::retry, .tasks = {std::move(id)}, .at = not_before});
}

Task<Result<void>> PostgresTasks::bury(std::string id, std::string error) {
  co_return co_await write({.kind = Command::Kind::bury, .tasks = {std::move(id)}, .at = store_.clock_.now(), .error = std::move(error)});
}

Task<Result<void>> PostgresTasks::revive(std::string id) {
  co_return co_await write({.kind = Command::Kind::revive, .tasks = {std::move(id)}, .at = store_.clock_.now()});
}

Task<Result<std::vector<ports::TaskCounts>>> PostgresTasks::counts() {
  GH_CO_TRY(const auto rows, co_await store_.lanes_.ask(counts_, Parameters().integer(store_.clock_.now().ms)));
  std::vector<ports::TaskCounts> counts;
  for (int i = 0; i < rows.size(); ++i) {
    ports::TaskCounts one{.task = std::string(rows.text(i, 0)), .ready = rows.integer(i, 1), .delayed = rows.integer(i, 2)};
    if (!rows.null(i, 3)) one.next_due = Timestamp{rows.integer(i, 3)};
    one.leased = rows.integer(i, 4);
    one.dead = rows.integer(i, 5);
    counts.push_back(std::move(one));
  }
  co_return counts;
}

Task<Result<std::vector<ports::DeadTask>>> PostgresTasks::dead(int limit) {
  GH_CO_TRY(const auto rows, co_await store_.lanes_.ask(dead_, Parameters().integer(limit)));
  std::vector<ports::DeadTask> dead;
  for (int i = 0; i < rows.size(); ++i) {
    dead.push_back({std::string(rows.text(i, 0)), std::string(rows.text(i, 1)), std::string(rows.text(i, 2)),
                    static_cast<int>(rows.integer(i, 3)), std::string(rows.text(i, 4)), Timestamp{rows.integer(i, 5)}});
  }
  co_return dead;
}

}  // namespace gh::postgres
