// The files of the pages: scripts, styles, fonts, pictures, the service worker. Read once, at start; they live in memory, with their
// compressed forms (a sibling "x.js.br" or "x.js.gz" where there is one, else made when first wanted).
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "gateway/middleware/finished_bytes.h"

namespace gh::gateway {

inline constexpr std::string_view hashed_files = "/_next/static/";  // a name there is never used for other bytes

struct StaticFile {
  std::string path;  // as it is asked for, decoded: "/_next/static/chunks/main.js"
  std::shared_ptr<const Finished> bytes;
};

// Everything below the folder; regular files only, names that begin with a dot left out. invalid: the folder cannot be read, a name
// belongs to the API, or all together are more than bytes_max.
Result<std::vector<StaticFile>> read_static_files(const std::string& folder, std::size_t bytes_max);

}  // namespace gh::gateway
