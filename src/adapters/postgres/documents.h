// PostgresDocuments: the document port over a Store.
#pragma once
#include "adapters/postgres/store.h"
#include "platform/group_commit/queued_documents.h"

namespace gh::postgres {

class PostgresDocuments final : public group_commit::QueuedDocuments {
 public:
  explicit PostgresDocuments(Store& store);

  Result<void> open(const ports::CollectionSpec&) override;
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override;
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range, int limit, std::string after) override;
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override;

 private:
  void submit(group_commit::Command command) override { store_.writer_->submit(std::move(command)); }
  Task<Result<ports::Changes>> read_changes(std::int64_t seen, int limit);
  std::optional<std::int64_t> parse(const std::string& token) const;
  // The changes, told up to this number.
  ports::Changes told(std::vector<ports::Change> changes, std::int64_t number) const {
    return {std::move(changes), store_.epoch_ + "." + std::to_string(number), {store_.epoch_, number}};
  }

  Store& store_;
  const Statement last_change_, changes_;
};

}  // namespace gh::postgres
