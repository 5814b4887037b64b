#include "adapters/sqlite/tasks.h"

namespace gh::sqlite {

Task<Result<void>> SqliteTasks::write(Command command) {
  const auto answer = command.answer;
  store_.writer_->submit(std::move(command));
  GH_CO_CHECK(co_await answer);
  co_return Result<void>{};
}

Task<Result<void>> SqliteTasks::enqueue(ports::OutboxEntry entry) {
  Command command{.kind = Command::Kind::enqueue};
  command.write.outbox.push_back(std::move(entry));
  co_return co_await write(std::move(command));
}

Task<Result<std::vector<ports::LeasedTask>>> SqliteTasks::lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                                Milliseconds wait) {
  auto left = wait;
  for (;;) {
    std::optional<Waiters::Ticket> ticket;
    auto slice = left;
    const auto now = store_.clock_.now();
    {
      const std::lock_guard guard(store_.tasks_.mutex);
      auto& queue = store_.tasks_.queue;
      auto leased = queue.lease(names, limit, now, lease_for);
      if (!leased.empty() || left.count() <= 0) co_return leased;
      if (const auto next = queue.next_event(names)) slice = std::clamp(*next - now, Milliseconds(1), left);
      ticket = store_.tasks_.waiters.enlist();
    }
    const bool woken = co_await Waiters::wait(*std::move(ticket), slice);
    // The wall clock may jump, the slice is what was slept at most.
    left -= woken ? std::clamp(store_.clock_.now() - now, Milliseconds(0), slice) : slice;
  }
}

Task<Result<void>> SqliteTasks::complete(std::vector<std::string> ids) {
  co_return co_await write({.kind = Command::Kind::complete, .tasks = std::move(ids)});
}

Task<Result<void>> SqliteTasks::retry(std::string id, Timestamp not_before, std::string) {
  co_return co_await write({.kind = Command::Kind::retry, .tasks = {std::move(id)}, .at = not_before});
}

Task<Result<void>> SqliteTasks::bury(std::string id, std::string error) {
  co_return co_await write({.kind = Command::Kind::bury, .tasks = {std::move(id)}, .at = store_.clock_.now(), .error = std::move(error)});
}

Task<Result<void>> SqliteTasks::revive(std::string id) {
  co_return co_await write({.kind = Command::Kind::revive, .tasks = {std::move(id)}, .at = store_.clock_.now()});
}

Task<Result<std::vector<ports::TaskCounts>>> SqliteTasks::counts() {
  const auto now = store_.clock_.now();
  const std::lock_guard guard(store_.tasks_.mutex);
  co_return store_.tasks_.queue.counts(now);
}

Task<Result<std::vector<ports::DeadTask>>> SqliteTasks::dead(int limit) {
  const std::lock_guard guard(store_.tasks_.mutex);
  co_return store_.tasks_.queue.dead(limit);
}

}  // namespace gh::sqlite
