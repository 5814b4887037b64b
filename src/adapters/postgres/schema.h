// The tables: what every shop has, brought forward from version to version, and one table for each collection. Each step is taken by one
// node alone, under an advisory lock, while others serve.
#pragma once
#include <string>

#include "adapters/postgres/connection.h"
#include "platform/ports/documents.h"

namespace gh::postgres {

inline constexpr int schema_version = 1;

// Makes or brings forward what is missing. Fails with store_unavailable for a schema that is newer than this program.
Result<void> prepare_schema(Connection&, const std::string& schema);
// Makes the collection's table, or adds the indexes that a newer program has behind those that there were. Fails if it was made with
// others.
Result<void> prepare_collection(Connection&, const ports::CollectionSpec&);

// The name of the index of key i (from 0), as the server gives it when a second document has the same one.
std::string index_name(const ports::CollectionSpec&, std::size_t i);
// The key of an advisory lock of this schema.
std::int64_t lock_key(const std::string& schema, std::string_view what);

}  // namespace gh::postgres
