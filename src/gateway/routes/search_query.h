// What the search keys of a query string mean, and how facets are shown, for the lists of farms and products alike.
//
// A key that may have several values stands in the query once for each (category=fruit&category=herbs): any of them; tags alone are
// written with ',' between them and must all be there.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/json/fields.h"
#include "platform/ports/search.h"

namespace gh::gateway {

using SearchText = json::Text<1, 100>;
using SearchTags = json::Text<1, 200>;  // slugs with ',' between: all of them
using NearText = json::Text<3, 40>;     // "lat,lon" in degrees
using WithinKm = json::Bounded<int, 1, 20'000>;

inline constexpr std::size_t filter_values_max = 20;  // of one key
template <class T>
using AnyOf = json::List<T, 0, filter_values_max>;
using PriceRangeText = json::Text<2, 30>;  // "300-999", "-999", "5000-": minor units, both included
using SeasonText = json::Text<1, 3>;       // a month, 1 to 12, or "now"
using FacetName = json::Text<1, 80>;       // "true": all; else names, also with ',' between

struct FacetValue {
  std::string value;  // as its filter takes it
  std::string label;
  std::int64_t count = 0;  // with all other filters applied
  bool selected = false;
};
BOOST_DESCRIBE_STRUCT(FacetValue, (), (value, label, count, selected))

struct Facet {
  std::string name;  // of the filter
  std::vector<FacetValue> values;
};
BOOST_DESCRIBE_STRUCT(Facet, (), (name, values))

// Nothing was found: what there would be without this filter.
struct Relaxation {
  std::string drop;  // the name of the filter, "near" or "q"
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(Relaxation, (), (drop, total))

struct SearchKeys {
  std::optional<SearchText> q;
  std::optional<SearchTags> tag;
  std::optional<NearText> near;
  std::optional<WithinKm> within_km;
};

// invalid_input that names a query key.
Error bad_key(std::string_view key, std::string_view code, std::string_view detail);

// A query with text, tags, near and within filled in; kind, filters, sort and page are the caller's. invalid_input names the key.
Result<ports::SearchQuery> search_query(const SearchKeys&);
// "now" is the month of `now`.
Result<ports::SearchFilter> season_filter(const std::vector<SeasonText>&, Timestamp now);
// The first moment of the month behind `now`, UTC.
Timestamp next_month(Timestamp now);
Result<std::vector<ports::SearchPriceRange>> price_ranges(const std::vector<PriceRangeText>&);
// `known`: what the list has.
Result<std::vector<ports::SearchFacet>> facets_named(const std::vector<FacetName>&, std::span<const ports::SearchFacet> known);

// The name of the query key that filters by it.
std::string_view key_of(ports::SearchFacet);
// What people read: "June", "USDA Organic", "3.00 - 4.99"; of farms and categories the value, which the caller knows better.
std::string label_of(ports::SearchFacet, const std::string& value);

std::vector<Facet> facet_views(const ports::SearchAnswer&);
std::vector<Relaxation> relaxation_views(const ports::SearchAnswer&);
// For Reply::valid_until.
std::optional<Timestamp> valid_until(const ports::SearchAnswer&);

// The tag of answers that come from the index (Reply::tags): dropped whenever the index has moved on.
inline constexpr const char* search_tag = "search";

}  // namespace gh::gateway
