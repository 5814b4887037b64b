// FindBounds: what Documents::find has to walk, as a half-open interval of (key, id) pairs. For adapters.
#pragma once
#include <optional>
#include <string>
#include <utility>

#include "platform/ports/documents.h"

namespace gh::ports {

struct FindBounds {
  using Position = std::pair<std::string, std::string>;  // key, id; by id the key is the id

  Position low;
  std::optional<Position> high;  // none: to the end

  bool empty() const { return high && *high <= low; }
};

// Fails with errors::bad_cursor if `after` is not a text of position_text().
Result<FindBounds> find_bounds(const Range&, const std::string& after);
// Page::next for a page that ends with this document.
std::string position_text(const std::string& key, const std::string& id);

}  // namespace gh::ports
