// Range requests (RFC 9110, section 14): one range of bytes; several at once are answered whole, as the RFC allows.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace gh::gateway {

struct ByteRange {
  std::size_t from = 0;
  std::size_t count = 0;
};

enum class RangeAnswer { whole, part, unsatisfiable };

// What a Range field value means for a body of `size` bytes; anything that is not one range of bytes is answered whole.
RangeAnswer read_range(std::optional<std::string_view> field, std::size_t size, ByteRange& range);

}  // namespace gh::gateway
