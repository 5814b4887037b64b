// What the search keys of a query string (q, tag, near, within_km) mean, for the lists of farms and products alike.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/json/fields.h"
#include "platform/ports/search.h"

namespace gh::gateway {

using SearchText = json::Text<1, 100>;
using SearchTags = json::Text<1, 200>;  // slugs with ',' between: all of them
using NearText = json::Text<3, 40>;     // "lat,lon" in degrees
using WithinKm = json::Bounded<int, 1, 20'000>;

struct SearchKeys {
  std::optional<SearchText> q;
  std::optional<SearchTags> tag;
  std::optional<NearText> near;
  std::optional<WithinKm> within_km;

  bool any() const { return q || tag || near || within_km; }
};

// A query with text, tags, near and within filled in; kind, filters, sort and page are the caller's. invalid_input names the key.
Result<ports::SearchQuery> search_query(const SearchKeys&);

// The tag of answers that come from the index (Reply::tags): dropped whenever the index has moved on.
inline constexpr const char* search_tag = "search";

}  // namespace gh::gateway
