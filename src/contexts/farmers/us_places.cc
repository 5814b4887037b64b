#include "contexts/farmers/us_places.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <vector>

#include "contexts/farmers/names.h"

namespace gh::farmers {

namespace {

using namespace std::string_view_literals;

constexpr double micro = 1e6;

// Bounding boxes in degrees, rounded outwards to include coastal islands. The Aleutians cross the 180th meridian.
struct Box {
  double south, north, west, east;
  bool holds(double latitude, double longitude) const {
    return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
  }
};
constexpr Box conterminous[] = {{24.3, 49.5, -125.0, -66.8}};
constexpr Box alaska[] = {{51.0, 71.6, -180.0, -129.9}, {51.0, 53.5, 172.0, 180.0}};
constexpr Box hawaii[] = {{18.8, 28.6, -178.5, -154.7}};
constexpr Box puerto_rico[] = {{17.8, 18.6, -68.0, -65.1}};
constexpr Box virgin_islands[] = {{17.6, 18.5, -65.2, -64.4}};
constexpr Box guam[] = {{13.2, 13.8, 144.5, 145.1}};
constexpr Box northern_marianas[] = {{13.9, 20.7, 144.8, 146.2}};
constexpr Box american_samoa[] = {{-14.7, -10.9, -171.3, -168.0}};

struct Region {
  std::string_view state;
  std::span<const Box> boxes;
};
constexpr Region regions[] = {{"AK", alaska},         {"HI", hawaii}, {"PR", puerto_rico},
                              {"VI", virgin_islands}, {"GU", guam},   {"MP", northern_marianas},
                              {"AS", american_samoa}};

constexpr std::array states{"AK"sv, "AL"sv, "AR"sv, "AS"sv, "AZ"sv, "CA"sv, "CO"sv, "CT"sv, "DC"sv, "DE"sv, "FL"sv, "GA"sv, "GU"sv, "HI"sv,
                            "IA"sv, "ID"sv, "IL"sv, "IN"sv, "KS"sv, "KY"sv, "LA"sv, "MA"sv, "MD"sv, "ME"sv, "MI"sv, "MN"sv, "MO"sv, "MP"sv,
                            "MS"sv, "MT"sv, "NC"sv, "ND"sv, "NE"sv, "NH"sv, "NJ"sv, "NM"sv, "NV"sv, "NY"sv, "OH"sv, "OK"sv, "OR"sv, "PA"sv,
                            "PR"sv, "RI"sv, "SC"sv, "SD"sv, "TN"sv, "TX"sv, "UT"sv, "VA"sv, "VI"sv, "VT"sv, "WA"sv, "WI"sv, "WV"sv, "WY"sv};

// Leading zeros of the zip codes of each state that has any (USPS publication 65).
struct Zeros {
  std::string_view state;
  std::size_t count;
};
constexpr Zeros zeros[] = {{"CT", 1}, {"MA", 1}, {"ME", 1}, {"NH", 1}, {"NJ", 1}, {"RI", 1}, {"VT", 1}, {"PR", 2}, {"VI", 2}};

bool is_in_region(std::string_view state, double latitude, double longitude) {
  const auto found = std::ranges::find(regions, state, &Region::state);
  const std::span<const Box> boxes = found == std::end(regions) ? std::span<const Box>(conterminous) : found->boxes;
  return std::ranges::any_of(boxes, [&](const Box& box) { return box.holds(latitude, longitude); });
}

bool is_in_country(double latitude, double longitude) {
  const auto holds = [&](const Region& region) { return is_in_region(region.state, latitude, longitude); };
  return is_in_region("", latitude, longitude) || std::ranges::any_of(regions, holds);
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

Point to_point(double latitude, double longitude) {
  return {static_cast<std::int32_t>(std::lround(latitude * micro)), static_cast<std::int32_t>(std::lround(longitude * micro))};
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<std::string> read_state(std::string_view text) {
  std::string state = squeezed(text);
  for (char& c : state) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (!std::ranges::binary_search(states, std::string_view(state))) return std::nullopt;
  return state;
}

ReadPoint read_point(std::string_view latitude_text, std::string_view longitude_text, std::string_view state) {
  const auto latitude_given = squeezed(latitude_text);
  const auto longitude_given = squeezed(longitude_text);
  if (latitude_given.empty() || longitude_given.empty()) return {std::nullopt, "missing"};
  const auto y = number(latitude_given);
  const auto x = number(longitude_given);
  if (!y || !x) return {std::nullopt, "not_a_number"};
  if (is_in_region(state, *y, *x)) return {to_point(*y, *x), ""};
  if (is_in_country(*y, *x)) return {std::nullopt, "not_in_its_state"};  // the state or the point is wrong, who knows which
  struct Candidate {
    double latitude, longitude;
    std::string_view finding;
  };
  const Candidate candidates[] = {{*x, *y, "swapped"},  {-*y, *x, "sign_flipped"}, {*y, -*x, "sign_flipped"}, {-*y, -*x, "sign_flipped"},
                                  {-*x, *y, "swapped"}, {*x, -*y, "swapped"},      {-*x, -*y, "swapped"}};
  ReadPoint read{std::nullopt, "outside_the_country"};
  for (const auto& c : candidates) {
    if (!is_in_region(state, c.latitude, c.longitude)) continue;
    if (read.point) return {std::nullopt, "outside_the_country"};
    read = {to_point(c.latitude, c.longitude), c.finding};
  }
  return read;
}

ReadZip read_zip(std::string_view text, std::string_view state) {
  constexpr std::size_t digits = 5;
  const std::string given = squeezed(text);
  if (given.empty()) return {"", "missing"};
  const auto dash = given.find('-');
  std::string head = given.substr(0, dash);
  const std::string tail = dash == std::string::npos ? "" : given.substr(dash);
  const bool tail_fits = tail.empty() || (tail.size() == digits && std::ranges::all_of(tail.substr(1), is_digit));
  if (!tail_fits || !std::ranges::all_of(head, is_digit)) return {"", "dropped"};
  if (head.size() == digits) return {head + tail, ""};
  const auto lost = std::ranges::find(zeros, state, &Zeros::state);
  if (lost == std::end(zeros) || head.size() + lost->count != digits) return {"", "dropped"};
  return {std::string(lost->count, '0') + head + tail, "padded"};
}

}  // namespace gh::farmers
