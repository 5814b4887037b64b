// The database: what every shop has, its version, and one collection with its indexes for each collection of the port.
#pragma once
#include <string>

#include "adapters/mongo/connection.h"
#include "platform/ports/documents.h"

namespace gh::mongo {

// 2: bodies may be documents; a program that knows 1 would take them for empty texts.
inline constexpr int schema_version = 2;

// Makes what is missing and brings an older version forward; any number of nodes at once. Fails with store_unavailable for a schema that is
// newer than this program.
Result<void> prepare_database(Session&, const std::string& database);
// Makes the collection's indexes, also those that a newer program has behind those that there were. Fails if it was made with others.
Result<void> prepare_collection(Session&, const ports::CollectionSpec&);

// Of the feed's numbers: other ones after a restore.
Result<std::string> read_epoch(Session&);

}  // namespace gh::mongo
