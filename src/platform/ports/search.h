// SearchIndex: finds farms and products by words, place and facets. A read model: everything in it can be built again from the
// documents, so losing it loses nothing.
//
// Contract (adapters/sqlite_search/tests):
// - put MUST make its rows findable, and its erased ids unfindable, by every query that begins after it was acknowledged; the rows,
//   the erasures and the token of one put MUST take effect together or not at all.
// - A row with the id of one that is there MUST take its place. Putting the same rows again MUST change no answer.
// - After the death of the process the index MUST be as after some acknowledged put, with that put's token, or empty with token "".
// - A query MUST give each matching row at most once over all its pages, if nothing is put in between.
// - Filters MUST hold exactly for every hit; distances are great-circle distances, right to 0.5 %.
// - A word that no row contains MUST be answered with near words (one typing error in 4 or 5 letters, two in longer ones), told in
//   `corrected`.
// - A query's cost MUST be bounded: where a bound cut it short, `total_is_exact` is false.
// - Too many waiting queries MUST fail with `search_busy` instead of piling up.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/task.h"

namespace gh::ports {

namespace errors {
inline constexpr ErrorKind search_busy{50312, "search_busy", "The search has too much to do right now; try again later."};
inline constexpr ErrorKind search_unavailable{50313, "search_unavailable", "The search cannot answer right now."};
inline constexpr const ErrorKind* search_all[] = {&search_busy, &search_unavailable};
}  // namespace errors

// Microdegrees, WGS 84.
struct Place {
  std::int32_t latitude = 0;
  std::int32_t longitude = 0;
  auto operator<=>(const Place&) const = default;
};

enum class SearchKind { farm, product };

struct SearchRow {
  SearchKind kind = SearchKind::product;
  std::string id;  // unique among both kinds
  std::string title;
  std::string farm_name;  // of a product
  std::string description;
  std::vector<std::string> tags;  // slugs
  std::string farm;               // id of the product's farm, or the farm's own id
  std::string category;           // of a product
  std::optional<Place> place;     // of a farm; a product is where its farm is
  std::int64_t price_minor = 0;   // lowest, for sorting
  std::int64_t newness = 0;       // larger is newer, for sorting: milliseconds
};

struct SearchBatch {
  std::vector<SearchRow> rows;
  std::vector<std::string> erased;  // ids
  std::string token;                // how far the index now follows what it is made from
  bool restart = false;             // empty the index first
};

enum class SearchSort { relevance, distance, newest, title, price };

inline constexpr std::size_t search_text_bytes_max = 200;
inline constexpr std::size_t search_words_max = 8;  // further words of a query are not looked at
inline constexpr int search_limit_max = 100;
inline constexpr std::size_t search_batch_max = 1000;  // rows and erased ids of one put

struct SearchQuery {
  SearchKind kind = SearchKind::product;
  std::string text;  // words; the last one also matches as the beginning of a word. Empty: everything
  std::string farm;  // "" : any
  std::string category;
  std::vector<std::string> tags;  // all of them
  std::optional<Place> near;
  std::int64_t within_m = 0;                // with near; 0: any distance
  SearchSort sort = SearchSort::relevance;  // relevance without text: newest; distance needs near
  int limit = 20;                           // 1 .. search_limit_max
  std::string after;                        // SearchAnswer::next of the page before, or "". Not one of this query's: bad_cursor
};

struct SearchHit {
  std::string id;
  double score = 0;                        // larger is better; comparable within one query
  std::optional<std::int64_t> distance_m;  // with near
};

struct SearchAnswer {
  std::vector<SearchHit> hits;
  std::string next;
  std::int64_t total = 0;
  bool total_is_exact = true;
  std::string corrected;  // the query as it was answered, if typing errors were mended: "did you mean"
};

class SearchIndex {
 public:
  virtual ~SearchIndex() = default;
  virtual Task<Result<void>> put(SearchBatch) = 0;
  virtual Task<Result<SearchAnswer>> query(SearchQuery) = 0;
  // The token of the last put; "" for an empty index.
  virtual Task<Result<std::string>> token() = 0;
};

}  // namespace gh::ports
