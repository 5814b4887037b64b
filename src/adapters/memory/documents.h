// MemoryDocuments: the document port over a Store. Any thread may call it; several may stand over one store ("nodes").
#pragma once
#include "adapters/memory/store.h"
#include "platform/ports/documents.h"

namespace gh::memory {

class MemoryDocuments final : public ports::Documents {
 public:
  explicit MemoryDocuments(Store& store) : store_(store) {}

  Result<void> open(const ports::CollectionSpec&) override;
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override;
  Task<Result<std::int64_t>> insert(std::string_view collection, ports::Write) override;
  Task<Result<std::int64_t>> replace(std::string_view collection, std::int64_t expected_version, ports::Write) override;
  Task<Result<void>> erase(std::string_view collection, std::string id, std::int64_t expected_version,
                           std::vector<ports::OutboxEntry>) override;
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range, int limit, std::string after) override;
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override;

 private:
  using Table = Store::Table;
  using Row = Store::Row;

  // All under the store's lock.
  Result<Table*> table(std::string_view collection);
  Result<std::int64_t> put(Table&, std::int64_t expected_version, ports::Write&);
  Result<void> check_keys(const Table&, const std::string& id, const std::vector<std::string>& keys) const;
  static void unindex(Table&, const std::string& id, const Row&);
  Result<void> check_room(const std::vector<ports::OutboxEntry>&) const;
  void tell(const Table&, const std::string& id, std::int64_t version, ports::Change::Kind, std::vector<ports::OutboxEntry>&);
  Result<ports::Changes> changes_after(const std::string& token, int limit) const;

  Store& store_;
};

}  // namespace gh::memory
