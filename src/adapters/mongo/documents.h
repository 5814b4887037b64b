// MongoDocuments: the document port over a Store.
#pragma once
#include "adapters/mongo/store.h"
#include "platform/group_commit/queued_documents.h"

namespace gh::mongo {

class MongoDocuments final : public group_commit::QueuedDocuments {
 public:
  explicit MongoDocuments(Store& store) : QueuedDocuments(store.tables_), store_(store) {}

  // Tells what is pending in the collection, too, if nobody of those who serve is about to.
  Result<void> open(const ports::CollectionSpec&) override;
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override;
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range, int limit, std::string after) override;
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override;

 private:
  // "<epoch>.<entry>.<seen>": the entry of the log to go on with, and how many of its changes were read.
  struct Position {
    std::int64_t entry = 0;
    std::int64_t seen = 0;
  };
  void submit(group_commit::Command command) override { store_.writer_->submit(std::move(command)); }
  Result<void> check_kept(Session&, Position) const;
  Task<Result<ports::Changes>> read_changes(Position, int limit);
  std::optional<Position> parse(std::string_view token) const;
  void place(ports::Changes&, Position) const;

  Store& store_;
};

}  // namespace gh::mongo
