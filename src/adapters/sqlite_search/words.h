// Words as the index knows them: folded to lower case without diacritics, so that index, query and typing errors speak of the same bytes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gh::sqlite_search {

inline constexpr std::size_t word_bytes_max = 40;  // longer ones are cut

// The words of a text, in their order: letters and digits, Latin letters folded (Jalapeño -> jalapeno, Anna's -> annas), other scripts as
// they are.
std::vector<std::string> words_of(std::string_view text);
// The same, joined with spaces: what the full text index is given.
std::string folded(std::string_view text);
// strawberries -> strawberry, tomatoes -> tomato; as it is if it does not look like an English plural.
std::string singular(std::string_view word);
// Words that say nothing in a search ("the", "of", ...).
bool is_filler(std::string_view word);

// How many insertions, deletions, substitutions and swaps of neighbours turn a into b (optimal string alignment); more than `limit`: limit
// + 1.
int typing_errors(std::string_view a, std::string_view b, int limit);
// What is forgiven in a word of this length.
int typing_errors_forgiven(std::size_t letters);

// All words of one kind of rows, with the number of rows that have them. Not synchronised.
class Vocabulary {
 public:
  static constexpr std::size_t words_max = 200'000;  // more are found, but not suggested

  void add(const std::string& word, std::int64_t rows);  // rows may be negative
  std::int64_t rows_with(std::string_view word) const;
  void clear();

  struct Near {
    std::string word;
    std::int64_t rows = 0;
    int errors = 0;
  };
  // The most frequent words with this beginning, the word itself left out.
  std::vector<Near> beginning_with(std::string_view beginning, std::size_t limit) const;
  // Words within the forgiven distance, fewest errors first, then the most frequent.
  std::vector<Near> near(std::string_view word, std::size_t limit) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  // Which of 26 letters (and one bit for digits, one for the rest) occur: two words that are d errors apart differ in at most d on each
  // side.
  static std::uint32_t letters_of(std::string_view word);

  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> at_;
  // Side by side, so that a walk over all words reads 8 bytes for most of them.
  struct Signature {
    std::uint32_t letters;
    std::uint32_t size;
  };
  std::vector<Signature> signatures_;
  std::vector<const std::string*> words_;  // keys of at_
  std::vector<std::int64_t> rows_;
};

}  // namespace gh::sqlite_search
