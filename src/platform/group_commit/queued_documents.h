// QueuedDocuments: the writes of the document port as commands for the writer of an adapter, and the collections that it has open. What is
// left to the adapter is reading and the feed.
#pragma once
#include "platform/group_commit/command.h"
#include "platform/ports/documents.h"

namespace gh::group_commit {

class QueuedDocuments : public ports::Documents {
 public:
  Task<Result<std::int64_t>> insert(std::string_view collection, ports::Write) final;
  Task<Result<std::int64_t>> replace(std::string_view collection, std::int64_t expected_version, ports::Write) final;
  Task<Result<void>> erase(std::string_view collection, std::string id, std::int64_t expected_version,
                           std::vector<ports::OutboxEntry>) final;

 protected:
  explicit QueuedDocuments(const Tables& tables) : tables_(tables) {}

  // To the writer, which sets the command's answer.
  virtual void submit(Command) = 0;
  Result<const Table*> table(std::string_view collection) const;

 private:
  Task<Result<std::int64_t>> write(std::string_view collection, Command);

  const Tables& tables_;
};

}  // namespace gh::group_commit
