// Tasks: durable work that follows a commit. Filled by the outbox entries of Documents writes (and by enqueue).
//
// Contract (tests/contract/tasks):
// - A task MUST be handed out at least once until complete() or bury() was acknowledged, also after a crash; handlers are idempotent.
// - While a lease runs, nobody else MUST get the task. A lease that ran out makes it available again, with attempt + 1; so does one whose
//   node is gone, as far as the store can tell.
// - Tasks of one name come roughly oldest first; no order is promised.
// - enqueue with the id of a task that waits, runs or is dead MUST be acknowledged and change nothing.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/ports/documents.h"

namespace gh::ports {

struct LeasedTask {
  std::string task;
  std::string id;
  std::string payload;
  int attempt = 1;
};

struct DeadTask {
  std::string task;
  std::string id;
  std::string payload;
  int attempts = 0;
  std::string error;
  Timestamp died;
};

struct TaskCounts {
  std::string task;
  std::int64_t ready = 0;             // due now
  std::int64_t delayed = 0;           // not due yet
  std::optional<Timestamp> next_due;  // of the delayed ones
  std::int64_t leased = 0;
  std::int64_t dead = 0;
};

class Tasks {
 public:
  virtual ~Tasks() = default;
  virtual Task<Result<void>> enqueue(OutboxEntry) = 0;
  // Up to `limit` due tasks of these names; waits up to `wait` for the first one. It MAY leave out what another node is writing at
  // that moment; whoever asks again gets it.
  virtual Task<Result<std::vector<LeasedTask>>> lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                      Milliseconds wait) = 0;
  virtual Task<Result<void>> complete(std::vector<std::string> ids) = 0;  // of a dead task: it is discarded
  virtual Task<Result<void>> retry(std::string id, Timestamp not_before, std::string error) = 0;
  virtual Task<Result<void>> bury(std::string id, std::string error) = 0;  // to the dead letters
  virtual Task<Result<void>> revive(std::string id) = 0;                   // a dead task waits again, attempts from 1
  virtual Task<Result<std::vector<TaskCounts>>> counts() = 0;
  virtual Task<Result<std::vector<DeadTask>>> dead(int limit) = 0;
};

}  // namespace gh::ports
