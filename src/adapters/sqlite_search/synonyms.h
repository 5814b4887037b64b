// Words for the same thing that people in different places use: a search for one finds all.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gh::sqlite_search {

// One thing: its names, each of one to synonym_words_max folded words in the singular.
using SynonymGroup = std::vector<std::string_view>;
inline constexpr std::size_t synonym_words_max = 3;

std::span<const SynonymGroup> synonym_groups();

// The other names of what these words, taken together, name; compared by their stems. Empty: no group has them.
std::vector<std::string_view> synonyms_of(std::span<const std::string> words);
// Groups with a name of one word that begins like this, or is within the forgiven typing errors of it.
struct NearSynonym {
  std::string_view name;
  int errors = 0;  // 0: it begins so
};
std::vector<NearSynonym> synonyms_near(std::string_view word, bool unfinished);

}  // namespace gh::sqlite_search
