#include "adapters/sqlite_search/vocabulary.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "adapters/sqlite_search/words.h"

namespace gh::sqlite_search {
namespace {

auto place_of(std::vector<Posting>& postings, RowNumber row) {
  if (postings.empty() || row_of(postings.back()) < row) return postings.end();  // new rows come last
  return std::ranges::lower_bound(postings, row << part_bits);
}

}  // namespace

std::uint32_t Vocabulary::letters_of(std::string_view word) {
  std::uint32_t letters = 0;
  for (const char c : word) letters |= c >= 'a' && c <= 'z' ? 1U << (c - 'a') : c >= '0' && c <= '9' ? 1U << 26 : 1U << 27;
  return letters;
}

std::optional<WordNumber> Vocabulary::find(std::string_view word) const {
  const auto found = at_.find(word);
  if (found == at_.end()) return std::nullopt;
  return found->second;
}

void Vocabulary::spell(const std::string& word, std::uint32_t family) {
  const auto [entry, added] = spelled_.emplace(word, static_cast<std::uint32_t>(spellings_.size()));
  if (!added) return;
  signatures_.push_back({letters_of(word), static_cast<std::uint32_t>(word.size())});
  spellings_.push_back(&entry->first);
  family_of_.push_back(family);
}

void Vocabulary::learn(const std::string& word) {
  const auto number = static_cast<WordNumber>(words_.size());
  if (!at_.emplace(word, number).second) return;
  words_.emplace_back();
  const auto family = family_at_.emplace(stem(word), static_cast<std::uint32_t>(families_.size())).first->second;
  if (family == families_.size()) families_.emplace_back();
  families_[family].push_back(number);
  spell(word, family);
  spell(singular(word), family);
}

void Vocabulary::add(WordNumber word, RowNumber row, std::uint32_t parts) {
  auto& postings = words_[word].postings;
  const auto at = place_of(postings, row);
  const Posting posting = (row << part_bits) | parts;
  if (at != postings.end() && row_of(*at) == row) {
    *at = posting;
  } else {
    postings.insert(at, posting);
  }
}

void Vocabulary::remove(WordNumber word, RowNumber row) {
  auto& postings = words_[word].postings;
  if (const auto at = place_of(postings, row); at != postings.end() && row_of(*at) == row) postings.erase(at);
}

std::span<const WordNumber> Vocabulary::family(std::string_view stem) const {
  const auto found = family_at_.find(stem);
  if (found == family_at_.end()) return {};
  return families_[found->second];
}

std::int64_t Vocabulary::rows_of(const Family& family) const {
  std::int64_t rows = 0;
  for (const auto word : family) rows += static_cast<std::int64_t>(words_[word].postings.size());
  return rows;
}

std::int64_t Vocabulary::rows_with_stem(std::string_view stem) const {
  const auto found = family_at_.find(stem);
  return found == family_at_.end() ? 0 : rows_of(families_[found->second]);
}

std::vector<Vocabulary::Near> Vocabulary::beginning_with(std::string_view beginning, std::size_t limit) const {
  std::vector<Near> found;
  const auto letters = letters_of(beginning);
  for (std::size_t i = 0; i < spellings_.size(); ++i) {
    if (signatures_[i].size <= beginning.size() || (letters & ~signatures_[i].letters) != 0) continue;
    if (!spellings_[i]->starts_with(beginning)) continue;
    if (const auto rows = rows_of(families_[family_of_[i]]); rows > 0) found.push_back({*spellings_[i], rows, 0});
  }
  std::ranges::sort(found, [](const Near& a, const Near& b) { return std::tie(b.rows, a.word) < std::tie(a.rows, b.word); });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::vector<Vocabulary::Near> Vocabulary::near(std::string_view word, std::size_t limit) const {
  std::vector<Near> found;
  const int forgiven = typing_errors_forgiven(word.size());
  const auto letters = letters_of(word);
  for (std::size_t i = 0; forgiven > 0 && i < spellings_.size(); ++i) {
    const auto& s = signatures_[i];
    if (std::popcount(letters & ~s.letters) > forgiven || std::popcount(s.letters & ~letters) > forgiven) continue;
    const int errors = typing_errors(word, *spellings_[i], forgiven);
    if (errors == 0 || errors > forgiven) continue;
    if (const auto rows = rows_of(families_[family_of_[i]]); rows > 0) found.push_back({*spellings_[i], rows, errors});
  }
  std::ranges::sort(found,
                    [](const Near& a, const Near& b) { return std::tie(a.errors, b.rows, a.word) < std::tie(b.errors, a.rows, b.word); });
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace gh::sqlite_search
