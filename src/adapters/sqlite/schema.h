// The tables of the database file, their version, and the way from an older version to the present one.
//
//   meta(name, value)                   schema: the version; epoch: changes when the history is another one (after a restore)
//   collections(name, indexes)          what each collection declared, so that a program with other indexes is refused
//   d_<collection>(row, id, version, k1 .. kn, body)
//   changes(last, list)                 one row per commit; last: number of its last change
//   tasks(row, id, name, payload, not_before, attempt)
//   dead(id, name, payload, attempts, error, died)
#pragma once
#include <string>

#include "adapters/sqlite/connection.h"
#include "platform/ports/documents.h"

namespace gh::sqlite {

inline constexpr int schema_version = 1;
inline constexpr int application_id = 0x47484442;  // "GHDB", in the file's header

// Makes or migrates the tables. A file of a newer program, or of another one, is refused.
Result<void> prepare_schema(Connection&);
// Refuses a database that prepare_schema() would not take, without changing it.
Result<void> check_schema(Connection&);

// Makes the table of the collection, or compares the indexes that it was made with.
Result<void> prepare_collection(Connection&, const ports::CollectionSpec&);

}  // namespace gh::sqlite
