// Character classes of HTTP's grammar, one table for all of its parsers.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace gh::net::characters {

enum : std::uint8_t {
  token = 1,  // RFC 9110, 5.6.2
  path = 2,   // RFC 3986, 3.3, and "/", "[", "]", "|", which browsers (WHATWG URL) send as they are; "%" is checked apart
  query = 4,  // path, "?" and what browsers send as it is: {}^`|\'
  host = 8,   // names of the DNS and "~": less than RFC 3986's reg-name, whose ",", ";", "%" only attacks use
  hex = 16,
  digit = 32,
};

constexpr auto make_table() {
  std::array<std::uint8_t, 256> table{};
  auto mark = [&](std::string_view characters, int classes) {
    for (char c : characters) table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(classes);
  };
  mark("0123456789", digit | hex | token | path | query | host);
  mark("abcdefABCDEF", hex);
  mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", token | path | query | host);
  mark("!#$%&'*+-.^_`|~", token);
  mark("-._~", path | query | host);
  mark("!$&'()*+,;=", path | query);
  mark(":@/[]|", path | query);
  mark("?{}^`\\", query);
  return table;
}
inline constexpr auto table = make_table();

constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }  // OWS of RFC 9110, 5.6.3
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

constexpr bool is(char c, std::uint8_t classes) { return (table[static_cast<unsigned char>(c)] & classes) != 0; }

}  // namespace gh::net::characters
