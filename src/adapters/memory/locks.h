// MemoryLocks: the lock port as a table of this process. Any thread.
#pragma once
#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/waiters.h"
#include "platform/ports/lock.h"

namespace gh::memory {

class MemoryLocks final : public ports::Locks {
 public:
  static constexpr std::size_t names_max = 65'536;  // held at once; more: lock_unavailable

  explicit MemoryLocks(const Clock& clock, ports::LockObserver* observer = nullptr) : clock_(clock), observer_(observer) {}

  Task<Result<ports::Lease>> acquire(std::string name, Milliseconds hold_for, Milliseconds wait) override;
  void release(const ports::Lease& lease) override;

 private:
  struct Held {
    std::int64_t fence;
    Timestamp until;
  };
  // The fence; nothing: somebody holds it. Under the mutex.
  std::optional<std::int64_t> take(const std::string& name, Milliseconds hold_for, Timestamp now);

  const Clock& clock_;
  ports::LockObserver* observer_;
  std::mutex mutex_;
  std::unordered_map<std::string, Held> held_;
  std::int64_t fences_ = 0;  // of all names
  Waiters released_;
};

}  // namespace gh::memory
