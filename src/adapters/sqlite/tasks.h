// SqliteTasks: the task port over a Store. Waiting tasks and dead letters are rows, written with the commands of a batch; the queue
// over them is in memory, so that a lease asks no query.
//
// Leases live in memory only: one process owns the data folder, so that nobody is left who could hold one after a crash. What was
// leased then is handed out again, with the attempt that was last written by retry().
#pragma once
#include "adapters/sqlite/store.h"
#include "platform/ports/tasks.h"

namespace gh::sqlite {

class SqliteTasks final : public ports::Tasks {
 public:
  explicit SqliteTasks(Store& store) : store_(store) {}

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

  Store& store_;
};

}  // namespace gh::sqlite
