#include "platform/group_commit/queued_documents.h"

#include "base/errors.h"

namespace gh::group_commit {

Result<const Table*> QueuedDocuments::table(std::string_view collection) const {
  const auto* found = tables_.find(collection);
  if (found == nullptr) return fail(errors::internal, "collection " + std::string(collection) + " is not open");
  return found;
}

Task<Result<std::int64_t>> QueuedDocuments::write(std::string_view collection, Command command) {
  GH_CO_TRY(command.table, table(collection));
  const auto answer = command.answer;
  submit(std::move(command));
  co_return co_await answer;
}

Task<Result<std::int64_t>> QueuedDocuments::insert(std::string_view collection, ports::Write what) {
  co_return co_await write(collection, {.kind = Command::Kind::insert, .write = std::move(what)});
}

Task<Result<std::int64_t>> QueuedDocuments::replace(std::string_view collection, std::int64_t expected_version, ports::Write what) {
  co_return co_await write(collection, {.kind = Command::Kind::replace, .expected_version = expected_version, .write = std::move(what)});
}

Task<Result<void>> QueuedDocuments::erase(std::string_view collection, std::string id, std::int64_t expected_version,
                                          std::vector<ports::OutboxEntry> outbox) {
  ports::Write what{.id = std::move(id), .outbox = std::move(outbox)};
  GH_CO_CHECK(co_await write(collection, {.kind = Command::Kind::erase, .expected_version = expected_version, .write = std::move(what)}));
  co_return Result<void>{};
}

}  // namespace gh::group_commit
