// What a query's text is taken for: words of the index, in their forms, with synonyms, completed, or mended.
#pragma once
#include <string>
#include <vector>

#include "adapters/sqlite_search/memory.h"

namespace gh::sqlite_search {

inline constexpr std::size_t completions_max = 12;  // words that the last, unfinished one stands for
inline constexpr std::size_t corrections_max = 4;   // words that one with typing errors stands for

// A row has the form if it has a word of each part.
struct Form {
  std::vector<std::vector<WordNumber>> parts;
  double worth = 1;
};
// One word of the query, or a name of several: the best of its forms counts.
using Group = std::vector<Form>;

struct Plan {
  std::vector<Group> groups;
  std::string corrected;  // empty: nothing was mended
};

Plan plan_of(const std::string& text, const Shelf& shelf);

}  // namespace gh::sqlite_search
