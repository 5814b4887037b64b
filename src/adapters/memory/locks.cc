#include "adapters/memory/locks.h"

#include <algorithm>

namespace gh::memory {

std::optional<std::int64_t> MemoryLocks::take(const std::string& name, Milliseconds hold_for, Timestamp now) {
  const auto found = held_.find(name);
  if (found != held_.end() && found->second.until > now) return std::nullopt;
  held_.insert_or_assign(name, Held{++fences_, now + hold_for});
  return fences_;
}

Task<Result<ports::Lease>> MemoryLocks::acquire(std::string name, Milliseconds hold_for, Milliseconds wait) {
  const auto asked = std::chrono::steady_clock::now();
  const auto give_up = clock_.now() + wait;
  const auto told = [&](bool taken) {
    if (observer_ != nullptr) observer_->lock_waited(std::chrono::steady_clock::now() - asked, taken);
  };
  for (;;) {
    std::unique_lock lock(mutex_);
    const auto now = clock_.now();
    if (held_.size() >= names_max) {
      std::erase_if(held_, [&](const auto& entry) { return entry.second.until <= now; });
      if (held_.size() >= names_max) {
        lock.unlock();
        told(false);
        co_return fail(ports::errors::lock_unavailable, "too many locks are held");
      }
    }
    if (const auto fence = take(name, hold_for, now)) {
      lock.unlock();
      told(true);
      co_return ports::Lease{.name = std::move(name),
                             .owner = std::to_string(*fence),
                             .fence = *fence,
                             .good_for = hold_for,
                             .taken = std::chrono::steady_clock::now()};
    }
    if (now >= give_up) {
      lock.unlock();
      told(false);
      co_return fail(ports::errors::lock_busy);
    }
    const auto until = std::min(held_.at(name).until, give_up);
    auto ticket = released_.enlist();
    lock.unlock();
    co_await Waiters::wait(std::move(ticket), std::max(until - now, Milliseconds(1)));
  }
}

void MemoryLocks::release(const ports::Lease& lease) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(lease.name);
    if (found != held_.end() && found->second.fence == lease.fence) held_.erase(found);
  }
  if (observer_ != nullptr) observer_->lock_held(std::chrono::steady_clock::now() - lease.taken);
  released_.wake_all();
}

}  // namespace gh::memory
