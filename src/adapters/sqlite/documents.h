// SqliteDocuments: the document port over a Store. Reads run at once on the calling thread; writes wait for the group commit.
#pragma once
#include "adapters/sqlite/store.h"
#include "platform/group_commit/queued_documents.h"

namespace gh::sqlite {

class SqliteDocuments final : public group_commit::QueuedDocuments {
 public:
  explicit SqliteDocuments(Store& store) : QueuedDocuments(store.tables_), store_(store) {}

  Result<void> open(const ports::CollectionSpec&) override;
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override;
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range, int limit, std::string after) override;
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override;

 private:
  void submit(group_commit::Command command) override { store_.writer_->submit(std::move(command)); }
  Result<std::optional<ports::Document>> read(std::string_view collection, std::string id);
  Result<ports::Page> read_page(std::string_view collection, std::string_view index, const ports::Range&, int limit,
                                const std::string& after);
  Result<ports::Changes> read_changes(const std::string& token, int limit, std::optional<Waiters::Ticket>* ticket);

  Store& store_;
};

}  // namespace gh::sqlite
