// What others may ask of operations. One per process, callable from any thread; outlives its calls.
#pragma once
#include "base/random.h"
#include "contexts/operations/store.h"

namespace gh::operations {

inline constexpr std::string_view run_task = "operations.run";        // ChunkRef
inline constexpr std::string_view forget_task = "operations.forget";  // ChunkRef

class Service {
 public:
  Service(ports::Documents& documents, const Clock& clock, Random& random);
  Result<void> opened() const;

  // Stores the input and leaves the first task. operation_too_large, too_many_operations. Two starts are two operations.
  Task<Result<Operation>> start(NewOperation wanted);

  Task<Result<Operation>> get(OperationId id, Viewer viewer) const;
  // Newest first.
  Task<Result<OperationPage>> list(Viewer viewer, int limit, std::string cursor) const;
  // It ends before its next chunk; what was done stays done. operation_ended.
  Task<Result<Operation>> cancel(OperationId id, Viewer viewer) const;
  // In the order of the rows.
  Task<Result<ErrorPage>> errors(OperationId id, Viewer viewer, int limit, std::string cursor) const;

 private:
  OperationCollection operations_;
  Chunks chunks_;
  const Clock& clock_;
  Random& random_;
};

// The task of a chunk.
ports::OutboxEntry run_entry(const OperationId& operation, std::int64_t chunk);

}  // namespace gh::operations
