// All words of one kind of rows and where they stand. Words are numbered from 0 in the order in which they came.
//
// Not synchronised: written by the index's writer under its lock, read under it. About 60 bytes a word and 4 for each row that has it.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gh::sqlite_search {

using RowNumber = std::uint32_t;
using WordNumber = std::uint32_t;

// In which parts of a row a word stands, one bit each.
inline constexpr std::uint32_t in_title = 1, in_words = 2, in_farm_name = 4, in_description = 8, part_bits = 4;
// Row and parts in one number, ordered by row.
using Posting = std::uint32_t;
inline constexpr RowNumber rows_max = RowNumber{1} << (32 - part_bits);
constexpr RowNumber row_of(Posting posting) { return posting >> part_bits; }
constexpr std::uint32_t parts_of(Posting posting) { return posting & ((1U << part_bits) - 1); }

class Vocabulary {
 public:
  static constexpr std::size_t words_max = 500'000;  // words beyond are not found

  std::optional<WordNumber> find(std::string_view word) const;
  // Its number must be the next one.
  void learn(const std::string& word);
  std::size_t size() const { return words_.size(); }

  void add(WordNumber word, RowNumber row, std::uint32_t parts);
  void remove(WordNumber word, RowNumber row);

  std::span<const Posting> postings(WordNumber word) const { return words_[word].postings; }
  // The words with this stem.
  std::span<const WordNumber> family(std::string_view stem) const;
  // Rows that have a word of this stem; those that have two of them count twice.
  std::int64_t rows_with_stem(std::string_view stem) const;

  struct Near {
    std::string word;       // as it is written, or its singular
    std::int64_t rows = 0;  // that have a word of its stem
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
  template <class V>
  using ByText = std::unordered_map<std::string, V, Hash, std::equal_to<>>;
  struct Word {
    std::vector<Posting> postings;
  };
  using Family = std::vector<WordNumber>;
  // A spelling that is suggested. Side by side, so that a walk over all of them reads 8 bytes for most.
  struct Signature {
    std::uint32_t letters;
    std::uint32_t size;
  };
  // Which of 26 letters (and one bit for digits, one for the rest) occur: two words that are d errors apart differ in at most d on each
  // side.
  static std::uint32_t letters_of(std::string_view word);
  void spell(const std::string& word, std::uint32_t family);
  std::int64_t rows_of(const Family& family) const;

  std::vector<Word> words_;
  ByText<WordNumber> at_;
  std::vector<Family> families_;
  ByText<std::uint32_t> family_at_;  // by stem
  ByText<std::uint32_t> spelled_;    // spelling to its place in the next three
  std::vector<Signature> signatures_;
  std::vector<const std::string*> spellings_;
  std::vector<std::uint32_t> family_of_;
};

}  // namespace gh::sqlite_search
