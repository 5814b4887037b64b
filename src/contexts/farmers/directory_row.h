// One row of the USDA local food directory, cleaned. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "contexts/farmers/types.h"

namespace gh::farmers {

// The columns that are read, in this order; the header may have them in any other.
inline constexpr std::string_view directory_columns[] = {"city",    "facebook", "name",    "state", "street", "tags",
                                                         "twitter", "type",     "website", "x",     "y",      "zip"};
inline constexpr std::string_view directory_source = "usda_local_food_directory";

// refused: the row is not saved. repaired: saved with what was certainly meant. dropped: saved without this value, which was wrong.
// missing: saved, the directory says nothing here.
enum class Outcome { refused, repaired, dropped, missing };
BOOST_DESCRIBE_ENUM(Outcome, refused, repaired, dropped, missing)

struct Finding {
  std::int64_t line = 0;
  Outcome outcome = Outcome::refused;
  std::string field;   // column, empty: the whole row
  std::string code;    // "blank", "double", "outside_the_country", "tags_joined", ...
  std::string detail;  // for people; no e-mail addresses
};
BOOST_DESCRIBE_STRUCT(Finding, (), (line, outcome, field, code, detail))

// What the directory says about a farm; becomes a Farm when it is imported.
struct Listing {
  FarmId id;  // from name, city, state and street
  std::string name;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
  std::optional<Point> location;
  std::string website;
  std::string facebook;
  std::string twitter;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Listing, (), (id, name, street, city, state, zip, location, website, facebook, twitter, tags))

inline constexpr std::string_view farm_type = "farm";
std::string_view type_of(std::span<const std::string> fields);  // "farm", "market", ...

// fields: by directory_columns. Nothing: refused, the last finding says why. Findings get the line.
std::optional<Listing> read_listing(std::int64_t line, std::span<const std::string> fields, std::vector<Finding>& findings);

}  // namespace gh::farmers
