// SearchIndex: finds farms and products by words, place, labels and price, and counts what each label would leave. A read model:
// everything in it can be built again from the documents, so losing it loses nothing.
//
// Contract (adapters/sqlite_search/tests):
// - put MUST make its rows findable, and its erased ids unfindable, by every query that begins after it was acknowledged; the rows,
//   the erasures and the token of one put MUST take effect together or not at all.
// - A row with the id of one that is there MUST take its place. Putting the same rows again MUST change no answer.
// - A put with `restart` begins a new index beside the one that answers; the puts that follow go to the new one. The first of them with
//   a token ends the building: then, and not before, the new one MUST take the old one's place, at once and as a whole. An index
//   that was being built when the process died MUST be forgotten.
// - After the death of the process the index MUST be as after some acknowledged put, with that put's token, or empty with token "".
// - A query MUST give each matching row at most once over all its pages, if nothing is put in between.
// - Filters MUST hold exactly for every hit, at the query's `now`; distances are great-circle distances, right to 0.5 %.
// - A facet's counts MUST be taken with all filters applied but its own, so that a person sees what choosing another value would give.
// - A word that no row contains MUST be answered with near words (one typing error in 4 or 5 letters, two in longer ones), told in
//   `corrected`. Other words for the same produce (courgette, zucchini) MUST find each other.
// - A query's cost MUST be bounded: where a bound cut it short, `total_is_exact` is false.
// - Too many waiting queries MUST fail with `search_busy` instead of piling up.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/task.h"
#include "base/time.h"

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

// What rows are filtered and counted by. Prices are numbers of the row; the others are labels.
enum class SearchFacet { category, certification, farm, season, storage, stock, tag, state, price };
inline constexpr std::size_t search_facets = 9;

inline constexpr Timestamp search_begin{std::numeric_limits<std::int64_t>::min()}, search_end{std::numeric_limits<std::int64_t>::max()};

// A row has it from `from` until just before `until`. Several of one facet are alternatives: a category with those above it, months.
struct SearchLabel {
  SearchFacet facet = SearchFacet::tag;
  std::string value;
  Timestamp from = search_begin;
  Timestamp until = search_end;
  bool operator==(const SearchLabel&) const = default;
};

// Unit prices are compared within what they measure; weight comes before volume before pieces.
enum class SearchMeasure : std::uint8_t { weight, volume, piece, none };

struct SearchPrice {
  std::int64_t minor = 0;
  std::int64_t unit_minor = 0;  // of a kg, l or piece
  SearchMeasure measure = SearchMeasure::none;
  bool operator==(const SearchPrice&) const = default;
};
struct SearchSale {  // takes the price's place where it is lower
  SearchPrice price;
  Timestamp from = search_begin;
  Timestamp until = search_end;
};

struct SearchRow {
  SearchKind kind = SearchKind::product;
  std::string id;  // unique among both kinds
  std::string title;
  std::string farm_name;  // of a product
  std::string description;
  std::string words;                // further words that it is found by, worth as much as a tag: what its categories are called
  std::string farm;                 // id of the product's farm, or the farm's own id; a label of its own
  std::vector<SearchLabel> labels;  // all but farm
  std::optional<Place> place;       // of a farm; a product is where its farm is
  SearchPrice price;                // lowest
  std::vector<SearchSale> sales;
  std::int64_t newness = 0;  // larger is newer, for sorting: milliseconds
};

struct SearchBatch {
  std::vector<SearchRow> rows;
  std::vector<std::string> erased;  // ids
  std::string token;                // how far the index now follows what it is made from; "" while it is being built
  bool restart = false;             // begin a new index
};

enum class SearchSort { relevance, distance, newest, title, price, unit_price };

inline constexpr std::size_t search_text_bytes_max = 200;
inline constexpr std::size_t search_words_max = 8;  // further words of a query are not looked at
inline constexpr int search_limit_max = 100;
inline constexpr std::size_t search_batch_max = 1000;       // rows and erased ids of one put
inline constexpr std::size_t search_labels_max = 60;        // of one row; further ones are left out
inline constexpr std::size_t search_sales_max = 8;          // of one row
inline constexpr std::size_t search_tags_max = 5;           // of one query
inline constexpr std::size_t search_facet_values_max = 50;  // of one facet's counts, the most frequent; chosen ones are always there

// Where the price facet cuts, in minor units: from each step to just before the next.
inline constexpr std::int64_t search_price_steps[] = {0, 300, 500, 1000, 2000, 5000};

// Any of the values; chosen values of the facet `tag` must all be there.
struct SearchFilter {
  SearchFacet facet = SearchFacet::category;
  std::vector<std::string> values;
};
struct SearchPriceRange {  // both included
  std::int64_t from = 0;
  std::int64_t to = std::numeric_limits<std::int64_t>::max();
  bool operator==(const SearchPriceRange&) const = default;
};

struct SearchQuery {
  SearchKind kind = SearchKind::product;
  std::string text;                      // words; the last one also matches as the beginning of a word. Empty: everything
  std::vector<SearchFilter> filters;     // each facet at most once, not price
  std::vector<SearchPriceRange> prices;  // any of them
  std::optional<Place> near;
  std::int64_t within_m = 0;                // with near; 0: any distance
  std::vector<SearchFacet> facets;          // to count
  SearchSort sort = SearchSort::relevance;  // relevance without text: newest; distance needs near
  int limit = 20;                           // 0 .. search_limit_max
  std::string after;                        // SearchAnswer::next of the page before, or "". Not one of this query's: bad_cursor
  Timestamp now;                            // which labels and sales hold
};

struct SearchHit {
  std::string id;
  double score = 0;                        // larger is better; comparable within one query
  std::optional<std::int64_t> distance_m;  // with near
};

struct SearchFacetValue {
  std::string value;  // of price: "300-499", "5000-"
  std::int64_t count = 0;
  bool chosen = false;
};
struct SearchFacetCounts {
  SearchFacet facet = SearchFacet::category;
  std::vector<SearchFacetValue> values;  // most frequent first; prices ascending
};

// With no hit: what there would be without one of the conditions.
enum class SearchCondition { text, filter, place };
struct SearchRelaxation {
  SearchCondition condition = SearchCondition::filter;
  SearchFacet facet = SearchFacet::category;  // of a filter
  std::int64_t total = 0;
};

struct SearchAnswer {
  std::vector<SearchHit> hits;
  std::string next;
  std::int64_t total = 0;
  bool total_is_exact = true;
  std::string corrected;                      // the query as it was answered, if typing errors were mended: "did you mean"
  std::vector<SearchFacetCounts> facets;      // in the order of the query's
  std::vector<SearchRelaxation> relaxations;  // most first
  Timestamp valid_until = search_end;         // a label or a sale of some row begins or ends then
};

class SearchIndex {
 public:
  virtual ~SearchIndex() = default;
  virtual Task<Result<void>> put(SearchBatch) = 0;
  virtual Task<Result<SearchAnswer>> query(SearchQuery) = 0;
  // The token of the last put of the index that answers; "" for an empty one.
  virtual Task<Result<std::string>> token() = 0;
};

}  // namespace gh::ports
