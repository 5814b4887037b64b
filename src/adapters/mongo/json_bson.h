// JSON texts as BSON documents, for bodies that the server and its tools can look into.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "adapters/mongo/bson.h"
#include "base/error.h"

namespace gh::mongo {

// A BSON document may be nine times as long as its text ("[0,0,…]"), and MongoDB takes 16 MiB of it (manual, "MongoDB Limits").
inline constexpr std::size_t document_text_bytes_max = 1024 * 1024;
inline constexpr int document_depth_max = 32;  // as json::depth_max; MongoDB takes 100

// The object as a document, if to_json() makes exactly its bytes of that again. Nothing otherwise: numbers in another form than Out writes
// ("1.0", "1e3", integers beyond 64 bits), names that MongoDB does not take or keep (empty, '$' in front, with '.' or U+0000, twice
// in one object), white space, a text that is longer or deeper than the above, what is no object.
std::optional<Bson> to_document(std::string_view json);

// Fails with `internal` where the document has what JSON has not (others than this program have written it), or is deeper than the above.
Result<std::string> to_json(const Fields& document);

}  // namespace gh::mongo
