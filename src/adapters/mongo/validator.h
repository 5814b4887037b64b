// The validators of collections: what MongoDB holds every document to, whoever writes it, made from the structs that read and write them.
//
// A validator holds a document to what the program could not read back otherwise: types, and names of enumerators. Not to limits (lengths,
// ranges, patterns), which json::parse_stored() does not check either, so that what was stored under other limits can be written again; and
// not to the members that there must or may be, since nodes of an older and a newer program write beside one another in a rolling restart.
// What is around the body, which is this adapter's own, is required.
#pragma once
#include <string>

#include "adapters/mongo/connection.h"
#include "platform/ports/documents.h"

namespace gh::mongo {

// What stands behind $jsonSchema (MongoDB manual: draft 4, with bsonType). Fails with `internal` for a shape with a keyword that is not
// translated: the server would refuse it.
Result<std::string> validator_of(const ports::CollectionSpec&);

// Gives the collection its validator, if it has another one or none. What the server says where it does not take it (it knows no
// validators, or the user may not change collections): the documents are then not checked. Empty: it is in force. Fails where the server is
// away.
Result<std::string> prepare_validator(Session&, const ports::CollectionSpec&);

}  // namespace gh::mongo
