#include "contexts/delivery/places.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gh::delivery {

namespace {

constexpr std::size_t postcode_min = 2, postcode_max = 10, zip_digits = 5, zip_plus_four_digits = 9;
constexpr double earth_radius_m = 6'371'008.8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Empty where there is something that no postcode has.
std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (!is_digit(upper) && (upper < 'A' || upper > 'Z')) return {};
    out += upper;
  }
  return out;
}

// How well the zone's postcodes fit: one more than the characters that had to agree, twice that and more for the whole.
std::size_t fit_of(const Zone& zone, const std::string& postcode) {
  std::size_t best = 0;
  if (postcode.empty()) return best;
  for (const auto& pattern : zone.postcodes) {
    const bool prefix = pattern.back() == '*';
    const auto wanted = std::string_view(pattern).substr(0, pattern.size() - (prefix ? 1 : 0));
    if (prefix && postcode.starts_with(wanted)) best = std::max(best, wanted.size() + 1);
    if (!prefix && postcode == wanted) best = std::max(best, 2 * postcode_max);
  }
  return best;
}

}  // namespace

std::string normal_postcode(std::string_view text) {
  std::string postcode = folded(text);
  if (postcode.size() == zip_plus_four_digits && std::ranges::all_of(postcode, is_digit)) postcode.resize(zip_digits);
  return postcode.size() < postcode_min || postcode.size() > postcode_max ? std::string() : postcode;
}

std::string normal_pattern(std::string_view text) {
  if (!text.ends_with('*')) return normal_postcode(text);
  std::string prefix = folded(text.substr(0, text.size() - 1));
  return prefix.empty() || prefix.size() >= postcode_max ? std::string() : prefix + '*';
}

double distance_m(Point a, Point b) {
  const auto radians = [](std::int32_t micro) { return micro / 1e6 * std::numbers::pi / 180; };
  const double north = std::sin((radians(b.latitude_micro) - radians(a.latitude_micro)) / 2);
  const double east = std::sin((radians(b.longitude_micro) - radians(a.longitude_micro)) / 2);
  const double h = north * north + std::cos(radians(a.latitude_micro)) * std::cos(radians(b.latitude_micro)) * east * east;
  return 2 * earth_radius_m * std::asin(std::sqrt(std::min(1.0, h)));
}

const Zone* zone_of(const Plan& plan, const Place& place, const std::vector<std::int32_t>& allowed) {
  const std::string postcode = normal_postcode(place.postcode);
  const Zone* named = nullptr;
  const Zone* around = nullptr;
  std::size_t best = 0;
  for (const auto& zone : plan.zones) {
    if (!allowed.empty() && std::ranges::find(allowed, zone.id) == allowed.end()) continue;
    if (const auto fit = fit_of(zone, postcode); fit > best) {
      named = &zone;
      best = fit;
    }
    const bool inside = zone.circle && place.point && distance_m(zone.circle->centre, *place.point) <= zone.circle->radius_m;
    if (inside && (around == nullptr || zone.circle->radius_m < around->circle->radius_m)) around = &zone;
  }
  return named != nullptr ? named : around;
}

bool goes_to_circles(const Plan& plan, const std::vector<std::int32_t>& allowed) {
  return std::ranges::any_of(plan.zones, [&](const Zone& zone) {
    return zone.circle && (allowed.empty() || std::ranges::find(allowed, zone.id) != allowed.end());
  });
}

}  // namespace gh::delivery
