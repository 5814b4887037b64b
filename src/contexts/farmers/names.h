// Names of farms and places as keys: compared, sorted and put into addresses.
#pragma once
#include <string>
#include <string_view>

namespace gh::farmers {

// Without white space at its ends, single spaces inside.
std::string squeezed(std::string_view);
// For comparing and sorting: squeezed, ASCII letters small, typographic apostrophes as ASCII ones, Latin letters without their accents.
std::string folded(std::string_view);
// Small letters and digits, single hyphens between them; at most slug_bytes_max; "farm" if nothing is left.
inline constexpr std::size_t slug_bytes_max = 80;
std::string slug_of(std::string_view name);
// The n-th address that a farm tries to get: name, name-city, name-city-2, name-city-3 ...
std::string slug_candidate(std::string_view name, std::string_view city, int n);

}  // namespace gh::farmers
