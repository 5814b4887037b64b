// One character of UTF-8 at a time (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace gh::json {

struct Character {
  std::uint32_t code = 0;
  std::uint32_t length = 0;  // bytes; 0: the text does not start with a valid character
};
Character decode_utf8(std::string_view text);  // text is not empty
void append_utf8(std::string& text, std::uint32_t code);
bool is_utf8(std::string_view text);
std::size_t count_characters(std::string_view utf8);

}  // namespace gh::json
