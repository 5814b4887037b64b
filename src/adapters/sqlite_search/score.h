// How well a row matches: an auxiliary function of FTS5 that also filters, so that rows which do not pass cost next to nothing.
//
// Not bm25(): that walks the whole list of every word for its frequency, which the vocabulary knows already.
#pragma once
#include <vector>

#include "adapters/sqlite_search/catalogue.h"

struct sqlite3;

namespace gh::sqlite_search {

// Columns of the full text tables, in their order, and what a word in them is worth.
inline constexpr const char* text_columns[] = {"title", "tags", "farm_name", "description"};
inline constexpr double column_worth[] = {8, 5, 3, 1};

// One word of the MATCH expression, in its order. The words of one group are other forms of one word of the query: the best counts.
struct Phrase {
  std::size_t group = 0;
  double worth = 1;
};

struct Matching {
  const Catalogue& catalogue;
  Filter& filter;
  std::vector<Phrase> phrases;
  std::size_t groups = 0;
  std::vector<double> best;  // room for one row's groups
};

// Makes gh_score(table, ?) known to the connection; the parameter is a Matching* bound under this name. The function gives the score,
// or NULL for a row that the filter drops. False if the library cannot do it.
inline constexpr char matching_pointer[] = "gh_matching";
bool register_score(sqlite3*);

}  // namespace gh::sqlite_search
