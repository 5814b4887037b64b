// Answers queries from memory. One object per reader thread: it keeps room for the scores of one query.
#pragma once
#include <string>
#include <vector>

#include "adapters/sqlite_search/plan.h"
#include "adapters/sqlite_search/sieve.h"

namespace gh::sqlite_search {

// Postings that one query may look at: ten words that are everywhere in 400,000 rows. Beyond, the answer is not exact.
inline constexpr std::size_t postings_looked_at_max = 4'000'000;

class Searcher {
 public:
  // Called with the memory's lock held for reading. bad_cursor.
  Result<ports::SearchAnswer> answer(const Memory&, const ports::SearchQuery&);

 private:
  struct Scored {
    RowNumber row = 0;
    float score = 0;
  };
  enum class Join { all, any };

  // The rows that have all (any) of the plan's groups. False if the bound cut it short.
  bool match(const Plan&, Join, const Shelf&, std::vector<Scored>&);
  void match_group(const Group&, const Shelf&);
  void match_names(const Form&, const Shelf&);
  void take(RowNumber row, float worth);

  std::size_t looked_at_ = 0;
  std::vector<float> best_, sum_;  // by row: in this group, of all groups
  std::vector<std::uint8_t> groups_;
  std::vector<RowNumber> touched_, all_touched_;
};

}  // namespace gh::sqlite_search
