// MemoryTasks: the task port over a Store. Any thread may call it.
#pragma once
#include "adapters/memory/store.h"
#include "platform/ports/tasks.h"

namespace gh::memory {

class MemoryTasks final : public ports::Tasks {
 public:
  explicit MemoryTasks(Store& store) : store_(store) {}

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
  Store& store_;
};

}  // namespace gh::memory
