// Runner: carries out the tasks of operations, one chunk per task. One per process; kinds are added before the tasks run.
//
// A chunk's outcome is written into the chunk before the operation counts it: after a crash in between it is counted and not worked on
// again. A crash in the middle of a chunk works on all of its rows again, so the effect of a row must be idempotent.
#pragma once
#include <functional>

#include "contexts/operations/service.h"
#include "platform/ports/tasks.h"

namespace gh::operations {

class Runner {
 public:
  // What a kind does with some rows of an operation. What is wrong with a row is an error of the outcome; an error of the whole is tried
  // again, and fails the operation if its status is 422 or it comes for the attempts_max-th time. The rows are those of one chunk.
  using Work = std::function<Task<Result<Outcome>>(const Operation& operation, const std::vector<Row>& rows)>;

  static constexpr int attempts_max = 8;            // of one chunk
  static constexpr Milliseconds deadline{120'000};  // of one chunk

  Runner(ports::Documents& documents, const Clock& clock);

  void add_kind(std::string kind, Work work);
  std::vector<std::string> kinds() const;

  // For the tasks run_task and forget_task.
  Task<Result<void>> run(ports::LeasedTask task) const;
  Task<Result<void>> forget(ports::LeasedTask task) const;

 private:
  Task<Result<Chunk>> work_on(Operation operation, Versioned<Chunk> chunk) const;
  Task<Result<void>> give_up(OperationId id, Error error) const;
  Task<Result<void>> end_as_cancelled(OperationId id) const;

  OperationCollection operations_;
  Chunks chunks_;
  const Clock& clock_;
  std::map<std::string, Work> kinds_;
};

// What is wrong with a row, from the error that a service gave for it: a row error per field of it, or one for the whole.
std::vector<RowError> row_errors(std::int64_t line, const Error& error);

}  // namespace gh::operations
