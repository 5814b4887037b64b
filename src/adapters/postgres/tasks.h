// PostgresTasks: the task port over a Store. Waiting tasks and dead letters are rows of one table; a lease is the time up to which nobody
// else takes the row (FOR UPDATE SKIP LOCKED: nodes that look at the same time pass each other by).
//
// A lease is the session's that took it. When that is gone from the server, with its node or because an answer did not come in time (the
// node then knows nothing of what the server has leased to it), the others take it back within a second (Listener), also where the node
// still works at it: a task may be done twice. A node that is stopped, or hangs, keeps its leases until they run out.
//
// A lease is committed without waiting for the disk: one that a crash of the server forgets is handed out once more, which is promised
// anyway.
#pragma once
#include "adapters/postgres/store.h"
#include "platform/ports/tasks.h"

namespace gh::postgres {

class PostgresTasks final : public ports::Tasks {
 public:
  static constexpr Milliseconds look_every{250};  // for tasks that have become due, while nobody tells of new ones

  explicit PostgresTasks(Store& store);

  Task<Result<void>> enqueue(ports::OutboxEntry) override;
  Task<Result<std::vector<ports::LeasedTask>>> lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                     Milliseconds wait) override;
  Task<Result<void>> complete(std::vector<std::string> ids) override;
  Task<Result<void>> retry(std::string id, Timestamp not_before, std::string error) override;
  Task<Result<void>> bury(std::string id, std::string error) override;
  Task<Result<void>> revive(std::string id) override;
  Task<Result<std::vector<ports::TaskCounts>>> counts() override;
  Task<Result<std::vector<ports::DeadTask>>> dead(int limit) override;

 private:
  Task<Result<void>> write(Command);
  Task<Result<std::vector<ports::LeasedTask>>> take(const std::vector<std::string>& names, int limit, Milliseconds lease_for);

  Store& store_;
  const Statement take_, counts_, dead_;
};

}  // namespace gh::postgres
