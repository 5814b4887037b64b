#include "contexts/operations/operation.h"

#include <fmt/format.h>

#include "contexts/operations/errors.h"

namespace gh::operations {

Result<std::vector<Chunk>> cut(const OperationId& operation, std::vector<Row> rows) {
  if (rows.size() > rows_max)
    return fail(errors::operation_too_large, fmt::format("{} rows; one operation may have {}", rows.size(), rows_max));
  std::vector<Chunk> chunks;
  std::size_t total = 0;
  std::size_t bytes = 0;
  for (auto& row : rows) {
    const auto size = row.body.size();
    if (size > row_bytes_max)
      return fail(errors::operation_too_large, fmt::format("line {} has {} bytes; a row may have {}", row.line, size, row_bytes_max));
    total += size;
    if (total > input_bytes_max)
      return fail(errors::operation_too_large, fmt::format("all rows together may have {} bytes", input_bytes_max));
    if (chunks.empty() || chunks.back().rows.size() == chunk_rows_max || bytes + size > chunk_bytes_max) {
      const auto number = static_cast<std::int64_t>(chunks.size());
      chunks.push_back({.operation = operation, .number = number, .rows = {}, .worked_on = false, .rows_done = 0, .outcome = {}});
      bytes = 0;
    }
    bytes += size;
    chunks.back().rows.push_back(std::move(row));
  }
  return chunks;
}

namespace {

// Cut between two UTF-8 characters.
void shorten(std::string& text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xc0) == 0x80) --bytes_max;
  text.resize(bytes_max);
}

}  // namespace

Outcome bounded(Outcome outcome) {
  std::vector<RowError> kept;
  std::map<std::int64_t, std::size_t> per_row;
  for (auto& error : outcome.errors) {
    if (++per_row[error.line] > errors_per_row_max) continue;
    shorten(error.detail, error_detail_bytes_max);
    kept.push_back(std::move(error));
  }
  outcome.errors = std::move(kept);
  return outcome;
}

void add(Operation& operation, const Chunk& chunk, Timestamp now) {
  operation.done += chunk.rows_done;
  operation.errors += static_cast<std::int64_t>(chunk.outcome.errors.size());
  for (const auto& [name, count] : chunk.outcome.counts) operation.counts[name] += count;
  if (++operation.chunks_done == operation.chunks) end(operation, State::done, now);
}

void end(Operation& operation, State state, Timestamp now) {
  if (has_ended(operation.state)) return;
  operation.state = state;
  operation.finished = now;
}

Result<void> request_cancel(Operation& operation) {
  if (has_ended(operation.state)) return fail(errors::operation_ended);
  operation.cancel_requested = true;
  return {};
}

}  // namespace gh::operations
