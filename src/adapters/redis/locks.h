// RedisLocks: the lock port over one Redis server or several that know nothing of each other (Redlock; Redis, "Distributed Locks with
// Redis"): a name is taken where more than half of the servers gave it.
//
// A fence is the server's time in microseconds or, if that is greater, one more than the last: it grows also over a server that lost its
// memory. With several servers it is the greatest that any gave, and it is told to more than half of them before the lease counts, so that
// the next majority, which has one of them in common, gives a greater one. Who waits asks again after retry_min to retry_max.
#pragma once
#include <vector>

#include "adapters/redis/script.h"
#include "base/random.h"
#include "platform/ports/lock.h"

namespace gh::redis {

class RedisLocks final : public ports::Locks {
 public:
  static constexpr Milliseconds retry_min{1}, retry_max{8};
  static constexpr Milliseconds drift_min{2};  // of clocks, and one hundredth of the lease, that good_for leaves out

  // clients: one to each server, at least one; they, random and the observer outlive it.
  RedisLocks(std::vector<Commands*> clients, std::string prefix, Random& random, ports::LockObserver* observer = nullptr);

  Task<Result<ports::Lease>> acquire(std::string name, Milliseconds hold_for, Milliseconds wait) override;
  void release(const ports::Lease& lease) override;

 private:
  using Answers = std::vector<Result<Reply>>;
  Task<Answers> ask_all(const Script& script, std::string name, Command arguments) const;
  Task<Result<ports::Lease>> try_once(std::string name, Milliseconds hold_for) const;
  void give_back(const std::string& name, const std::string& owner) const;
  std::size_t majority() const { return clients_.size() / 2 + 1; }

  const std::vector<Commands*> clients_;
  const std::string prefix_;
  Random& random_;
  ports::LockObserver* observer_;
  const Script take_, raise_, release_;
};

}  // namespace gh::redis
