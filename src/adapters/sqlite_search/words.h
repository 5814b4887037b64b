// Words as the index knows them: folded to lower case without diacritics, so that index, query and typing errors speak of the same bytes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gh::sqlite_search {

inline constexpr std::size_t word_bytes_max = 40;  // longer ones are cut

// The words of a text, in their order: letters and digits, Latin letters folded (Jalapeño -> jalapeno, Anna's -> annas), other scripts as
// they are.
std::vector<std::string> words_of(std::string_view text);
// The same, joined with spaces: what the full text index is given.
std::string folded(std::string_view text);
// strawberries -> strawberry, tomatoes -> tomato, leaves -> leaf; as it is if it does not look like an English plural.
std::string singular(std::string_view word);
// What the forms of one word have in common: tomatoes and tomato, smoked and smoke, roasting and roasted. Much less than Porter's
// stemmer takes away, which finds organs for "organic"; Spanish plurals come together, too (limones, limon), and nothing else of Spanish.
std::string stem(std::string_view word);
// Words that say nothing in a search ("the", "of", ...).
bool is_filler(std::string_view word);

// How many insertions, deletions, substitutions and swaps of neighbours turn a into b (optimal string alignment); more than `limit`: limit
// + 1.
int typing_errors(std::string_view a, std::string_view b, int limit);
// What is forgiven in a word of this length.
int typing_errors_forgiven(std::size_t letters);

}  // namespace gh::sqlite_search
