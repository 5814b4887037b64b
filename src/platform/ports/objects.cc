#include "platform/ports/objects.h"

#include <algorithm>

namespace gh::ports {

bool is_object_id(std::string_view id) {
  return !id.empty() && id.size() <= Objects::id_bytes_max && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
}

}  // namespace gh::ports
