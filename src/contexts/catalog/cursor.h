// Cursors of the catalog's lists: a position in a list, sealed with the list's name, so that one list's cursor is refused by another.
#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace gh::catalog {

inline constexpr std::size_t cursor_bytes_max = 1024;

std::string seal_cursor(std::string_view list, std::string_view position);  // "" for the position ""
// bad_cursor if the text is not one of this list's.
Result<std::string> open_cursor(std::string_view list, std::string_view text);

}  // namespace gh::catalog
