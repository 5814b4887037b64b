// One query's conditions over the rows of one kind, and the counts of its facets.
//
// Each row is judged once: what it fails is a set of conditions. A row that fails nothing is a hit and counts in every facet; one that
// fails a single facet's condition counts in that facet only, which is what the facet would have without its own condition.
#pragma once
#include <optional>
#include <vector>

#include "adapters/sqlite_search/memory.h"

namespace gh::sqlite_search {

using Conditions = std::uint32_t;  // one bit for each facet, one for the place
inline constexpr Conditions place_condition = 1U << ports::search_facets;
constexpr Conditions condition_of(ports::SearchFacet facet) { return 1U << static_cast<unsigned>(facet); }

class Sieve {
 public:
  Sieve(const Memory&, const ports::SearchQuery&);

  struct Verdict {
    Conditions failed = 0;
    bool sold_out = false;
  };
  Verdict judge(RowNumber);
  // Of the row's farm; nothing without a place. Only with query.near.
  std::optional<double> metres(const Entry&);

 private:
  static constexpr double unknown = -1, nowhere = -2;
  static constexpr std::uint32_t sold_out_mark = 1U << 31;
  static constexpr unsigned tag_marks_at = 16;  // one mark for each wanted tag
  static_assert(tag_marks_at > ports::search_facets && tag_marks_at + ports::search_tags_max < 31);

  bool is_priced_right(RowNumber) const;

  const Memory& memory_;
  const Catalogue& rows_;
  const ports::SearchQuery& query_;
  Conditions wanted_ = 0;
  std::uint32_t all_tags_ = 0;
  std::vector<std::uint32_t> marks_;  // by label: what a row with it has of the conditions
  std::vector<double> metres_;        // by farm; worked out once for each
};

class FacetCounter {
 public:
  FacetCounter(const Memory&, const ports::SearchQuery&);
  void count(RowNumber, Conditions failed);

  std::vector<ports::SearchFacetCounts> facets() const;
  // Most first.
  std::vector<ports::SearchRelaxation> relaxations() const;

 private:
  static constexpr std::uint32_t not_counted = ~std::uint32_t{0};
  ports::SearchFacetCounts labels_of(ports::SearchFacet) const;
  ports::SearchFacetCounts prices() const;

  const Memory& memory_;
  const Catalogue& rows_;
  const ports::SearchQuery& query_;
  bool counts_prices_ = false;
  std::vector<ValueNumber> value_of_;  // by label; not_counted: of another facet, or does not hold
  std::vector<std::uint32_t> counts_;  // by value
  std::vector<RowNumber> last_row_;    // by value: a row that has a value twice counts once
  std::int64_t price_counts_[std::size(ports::search_price_steps)] = {};
  std::int64_t failing_only_[ports::search_facets + 1] = {};
};

}  // namespace gh::sqlite_search
