// The collection `meta`: what the shop notes of its own database, one document each, by name.
#pragma once
#include <optional>
#include <string>

#include "adapters/mongo/connection.h"

namespace gh::mongo {

Result<std::optional<Bson>> read_meta(Session&, const std::string& name);
// The first one's value stays.
Result<void> set_once(Session&, const std::string& name, const Bson& members);
Result<void> put_meta(Session&, const std::string& name, const Bson& members);

// A number; 0: none.
Result<std::int64_t> read_number(Session&, const char* name);
Result<void> raise_number(Session&, const char* name, std::int64_t at_least);

}  // namespace gh::mongo
