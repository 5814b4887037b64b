// Web addresses as people type them into a form, repaired where it is certain what they meant.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace gh::farmers {

inline constexpr std::size_t web_address_bytes_max = 500;

struct ReadAddress {
  std::string url;           // http(s)://host[/...]; empty: there is none, or it was dropped
  std::string_view finding;  // snake_case: what was repaired, or why it was dropped; empty: as it was given
};

// "21acres.org" -> http://21acres.org; scheme typing errors, spaces, a second address behind the first, "wwww.". Dropped are
// e-mail addresses, place holders ("none", "SAME") and what has no host name.
ReadAddress read_website(std::string_view);

// A page of this social network, given as address or as "@handle": https://www.<domain>/<page>. A bare name is dropped: whose page
// it would be is a guess.
ReadAddress read_social(std::string_view, std::string_view domain);

}  // namespace gh::farmers
