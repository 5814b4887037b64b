// The collections of operations: the operations, and their input in chunks.
#pragma once
#include "contexts/operations/types.h"
#include "platform/documents/collection.h"

namespace gh::operations {

namespace indexes {
inline constexpr std::string_view created = "created";
inline constexpr std::string_view farm = "farm";  // the farm's id, then when it was created
inline constexpr std::string_view open = "open";  // that wait or run, by whose they are
}  // namespace indexes

using OperationCollection = Collection<Operation>;
OperationCollection open_operations(ports::Documents& documents);

// Whose it is, for the bound of open ones: the farm's id, or "admin".
std::string owner_key(const std::optional<FarmId>& farm);

// One per process; callable from any thread.
class Chunks {
 public:
  explicit Chunks(ports::Documents& documents);
  const Result<void>& opened() const { return opened_; }

  Task<Result<void>> insert(Chunk chunk, std::vector<ports::OutboxEntry> outbox = {}) const;
  Task<Result<Versioned<Chunk>>> require(OperationId operation, std::int64_t number) const;
  Task<Result<void>> replace(Versioned<Chunk> before, Chunk after) const;
  // Chunks with errors from this number on.
  Task<Result<std::vector<Chunk>>> with_errors(OperationId operation, std::int64_t from, int limit) const;
  Task<Result<void>> erase_all(OperationId operation) const;

 private:
  ports::Documents& documents_;
  Result<void> opened_;
};

}  // namespace gh::operations
