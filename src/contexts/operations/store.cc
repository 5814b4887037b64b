#include "contexts/operations/store.h"

#include <fmt/format.h>

namespace gh::operations {

namespace {

constexpr std::string_view collection = "operation_chunks";
constexpr std::string_view errors_index = "errors";

std::string chunk_id(const OperationId& operation, std::int64_t number) { return operation.text() + '.' + ports::sortable(number); }

std::vector<std::string> keys_of(const Chunk& chunk) {
  return {chunk.outcome.errors.empty() ? std::string() : chunk_id(chunk.operation, chunk.number)};
}

Result<Chunk> decode(const ports::Document& document) {
  auto chunk = json::parse_stored<Chunk>(document.body);
  if (!chunk) return fail(gh::errors::internal, "operation chunk " + document.id + " cannot be read");
  return chunk;
}

}  // namespace

std::string owner_key(const std::optional<FarmId>& farm) { return farm ? farm->text() : "admin"; }

OperationCollection open_operations(ports::Documents& documents) {
  ports::CollectionSpec spec{"operations", {{std::string(indexes::created)}, {std::string(indexes::farm)}, {std::string(indexes::open)}}};
  return OperationCollection(documents, std::move(spec), [](const Operation& operation) {
    const auto when = ports::sortable(operation.created.ms);
    return OperationCollection::Keys{when, operation.farm ? operation.farm->text() + " " + when : std::string(),
                                     has_ended(operation.state) ? std::string() : owner_key(operation.farm)};
  });
}

Chunks::Chunks(ports::Documents& documents)
    : documents_(documents), opened_(documents.open({std::string(collection), {{std::string(errors_index)}}})) {}

Task<Result<void>> Chunks::insert(Chunk chunk, std::vector<ports::OutboxEntry> outbox) const {
  GH_CO_CHECK(co_await documents_.insert(
      collection, {chunk_id(chunk.operation, chunk.number), json::to_string(chunk), keys_of(chunk), std::move(outbox)}));
  co_return Result<void>{};
}

Task<Result<Versioned<Chunk>>> Chunks::require(OperationId operation, std::int64_t number) const {
  GH_CO_TRY(const auto document, co_await documents_.get(collection, chunk_id(operation, number)));
  if (!document) co_return fail(gh::errors::not_found, "a chunk of the operation is missing");
  GH_CO_TRY(auto chunk, decode(*document));
  co_return Versioned<Chunk>{std::move(chunk), document->version};
}

Task<Result<void>> Chunks::replace(Versioned<Chunk> before, Chunk after) const {
  GH_CO_CHECK(co_await documents_.replace(collection, before.version,
                                          {chunk_id(after.operation, after.number), json::to_string(after), keys_of(after), {}}));
  co_return Result<void>{};
}

Task<Result<std::vector<Chunk>>> Chunks::with_errors(OperationId operation, std::int64_t from, int limit) const {
  ports::Range range{chunk_id(operation, from), operation.text() + '/', false};  // '/' follows '.'
  GH_CO_TRY(const auto page, co_await documents_.find(collection, errors_index, std::move(range), limit, ""));
  std::vector<Chunk> chunks;
  for (const auto& document : page.documents) {
    GH_CO_TRY(auto chunk, decode(document));
    chunks.push_back(std::move(chunk));
  }
  co_return chunks;
}

Task<Result<void>> Chunks::erase_all(OperationId operation) const {
  constexpr int erased_at_once = 100;
  while (true) {
    ports::Range range{operation.text() + '.', operation.text() + '/', false};
    GH_CO_TRY(const auto page, co_await documents_.find(collection, "", std::move(range), erased_at_once, ""));
    for (const auto& document : page.documents) {
      const auto erased = co_await documents_.erase(collection, document.id, document.version, {});
      if (!erased && !erased.error().is(gh::errors::not_found)) co_return fail(erased.error());
    }
    if (page.documents.empty()) co_return Result<void>{};
  }
}

}  // namespace gh::operations
