// Where the United States and their territories are: states, coordinates, zip codes.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "contexts/farmers/types.h"

namespace gh::farmers {

// Two letters in any case -> "MI"; nothing if it is neither a state, nor DC, nor a territory.
std::optional<std::string> read_state(std::string_view);

struct ReadPoint {
  std::optional<Point> point;
  std::string_view
      finding;  // "swapped", "sign_flipped", "outside_the_country", "not_in_its_state", "not_a_number", "missing"; empty: as given
};
// Degrees as text. A point outside the region of its state (conterminous states, Alaska, Hawaii, a territory) is repaired if exactly
// one exchange or change of signs puts it inside, otherwise dropped.
ReadPoint read_point(std::string_view latitude, std::string_view longitude, std::string_view state);

struct ReadZip {
  std::string zip;           // "48072" or "48072-1234"; empty: missing or dropped
  std::string_view finding;  // "padded", "missing", "dropped"
};
// Spreadsheets eat leading zeros: four digits in a state whose zips begin with 0 are five.
ReadZip read_zip(std::string_view, std::string_view state);

}  // namespace gh::farmers
