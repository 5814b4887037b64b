#include "adapters/memory/tasks.h"

#include "base/errors.h"

namespace gh::memory {

Task<Result<void>> MemoryTasks::enqueue(ports::OutboxEntry entry) {
  const std::lock_guard guard(store_.mutex_);
  if (store_.tasks_.size() >= TaskQueue::tasks_max) co_return fail(ports::errors::store_full, "too many tasks wait");
  store_.tasks_.add(std::move(entry));
  store_.task_waiters_.wake_all();
  co_return Result<void>{};
}

Task<Result<std::vector<ports::LeasedTask>>> MemoryTasks::lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                                Milliseconds wait) {
  auto left = wait;
  for (;;) {
    std::optional<Waiters::Ticket> ticket;
    auto slice = left;
    const auto now = store_.clock_.now();
    {
      const std::lock_guard guard(store_.mutex_);
      auto leased = store_.tasks_.lease(names, limit, now, lease_for);
      if (!leased.empty() || left.count() <= 0) co_return leased;
      if (const auto next = store_.tasks_.next_event(names)) slice = std::clamp(*next - now, Milliseconds(1), left);
      ticket = store_.task_waiters_.enlist();
    }
    const bool woken = co_await Waiters::wait(*std::move(ticket), slice);
    // The wall clock may jump, the slice is what was slept at most.
    left -= woken ? std::clamp(store_.clock_.now() - now, Milliseconds(0), slice) : slice;
  }
}

Task<Result<void>> MemoryTasks::complete(std::vector<std::string> ids) {
  const std::lock_guard guard(store_.mutex_);
  for (const auto& id : ids) store_.tasks_.complete(id);
  co_return Result<void>{};
}

Task<Result<void>> MemoryTasks::retry(std::string id, Timestamp not_before, std::string) {
  const std::lock_guard guard(store_.mutex_);
  if (!store_.tasks_.retry(id, not_before)) co_return fail(errors::not_found, "no such task");
  store_.task_waiters_.wake_all();
  co_return Result<void>{};
}

Task<Result<void>> MemoryTasks::bury(std::string id, std::string error) {
  const std::lock_guard guard(store_.mutex_);
  if (!store_.tasks_.bury(id, std::move(error), store_.clock_.now())) co_return fail(errors::not_found, "no such task");
  co_return Result<void>{};
}

Task<Result<void>> MemoryTasks::revive(std::string id) {
  const std::lock_guard guard(store_.mutex_);
  if (!store_.tasks_.revive(id, store_.clock_.now())) co_return fail(errors::not_found, "no such dead task");
  store_.task_waiters_.wake_all();
  co_return Result<void>{};
}

Task<Result<std::vector<ports::TaskCounts>>> MemoryTasks::counts() {
  const auto now = store_.clock_.now();
  const std::lock_guard guard(store_.mutex_);
  co_return store_.tasks_.counts(now);
}

Task<Result<std::vector<ports::DeadTask>>> MemoryTasks::dead(int limit) {
  const std::lock_guard guard(store_.mutex_);
  co_return store_.tasks_.dead(limit);
}

}  // namespace gh::memory
