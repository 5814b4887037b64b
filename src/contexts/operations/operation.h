// The rules of operations. Pure: no I/O.
#pragma once
#include <vector>

#include "base/error.h"
#include "contexts/operations/types.h"

namespace gh::operations {

// The input in chunks of at most chunk_rows_max rows and chunk_bytes_max bytes (but one row). operation_too_large.
Result<std::vector<Chunk>> cut(const OperationId& operation, std::vector<Row> rows);

// The outcome within its limits: errors_per_row_max, error_detail_bytes_max.
Outcome bounded(Outcome outcome);

// The next chunk was worked on.
void add(Operation& operation, const Chunk& chunk, Timestamp now);
// Does nothing to one that has ended.
void end(Operation& operation, State state, Timestamp now);

// operation_ended.
Result<void> request_cancel(Operation& operation);

}  // namespace gh::operations
