// Where something is to go, and which zone that is. Pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contexts/delivery/types.h"

namespace gh::delivery {

// What is known of where a buyer lives.
struct Place {
  std::string postcode;
  std::optional<Point> point;
};

// Capitals, without spaces and hyphens; of a US ZIP+4 the five digits. Empty: cannot be a postcode (2 to 10 letters and digits).
std::string normal_postcode(std::string_view text);
// As normal_postcode, and one '*' at its end: every postcode that begins so (1 to 9 characters before it).
std::string normal_pattern(std::string_view text);

// Metres on the sphere (haversine), to within 0.5 %.
double distance_m(Point a, Point b);

// The zone among `allowed` (none: all) that the place is in: a postcode that is named goes before the longest prefix, that before the
// smallest circle; among equals the zone that was made first. Null: none.
const Zone* zone_of(const Plan& plan, const Place& place, const std::vector<std::int32_t>& allowed = {});
// Whether one of them is a circle, which only a place with a point can be in.
bool goes_to_circles(const Plan& plan, const std::vector<std::int32_t>& allowed = {});

}  // namespace gh::delivery
