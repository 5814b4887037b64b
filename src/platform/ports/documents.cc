#include "platform/ports/documents.h"

#include <fmt/format.h>

namespace gh::ports {

std::string sortable(std::int64_t value) { return fmt::format("{:016x}", static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63)); }

}  // namespace gh::ports
