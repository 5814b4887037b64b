// Answers queries from one read-only connection and the shared memory. One object per reader thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/sqlite_search/index_file.h"
#include "adapters/sqlite_search/score.h"

namespace gh::sqlite_search {

// What one query may do: a row that matches and passes the filter counts work_per_hit, one that the filter drops 1. A word that is in
// more rows is answered from some of them.
inline constexpr std::size_t work_max = 80'000, work_per_hit = 4;
inline constexpr std::size_t completions_max = 12;  // words that the last, unfinished one stands for
inline constexpr std::size_t corrections_max = 4;   // words that one with typing errors stands for

class Searcher {
 public:
  Searcher(const std::string& path, const Memory& memory);
  // Called with the memory's lock held for reading. bad_cursor; throws DatabaseError.
  Result<ports::SearchAnswer> answer(const ports::SearchQuery&);

 private:
  struct Found {
    SortKey key;
    RowNumber row = 0;
    double score = 0;
  };
  // One word of the query and the words of the index that it is taken for.
  struct Form {
    std::string word;
    double worth = 1;
  };
  using Group = std::vector<Form>;
  struct Plan {
    std::vector<Group> groups;
    std::string corrected;
  };
  enum class Join { all, any };

  Plan plan(const ports::SearchQuery&);
  Group forms_of(const std::string& word, bool unfinished, ports::SearchKind, std::string& corrected);
  bool is_known(const std::string& word, ports::SearchKind);
  // False if the bound cut it short.
  bool match(const Plan&, Join, const ports::SearchQuery&, Filter&, std::vector<Found>&);
  void match_all(const ports::SearchQuery&, Filter&, std::vector<Found>&);
  ports::SearchAnswer page(std::vector<Found>, const ports::SearchQuery&, Filter&, const std::optional<Found>& after);
  std::string id_of(RowNumber);

  const Memory& memory_;
  Database database_;
  Statement id_, probe_[2], match_[2];
};

}  // namespace gh::sqlite_search
