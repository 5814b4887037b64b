#include "adapters/sqlite_search/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gh::sqlite_search {
namespace {

// U+00C0 to U+017F without their marks; ' ' separates words.
constexpr std::string_view latin =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiijjjjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin.size() == 0x180 - 0xc0);

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};
// Malformed bytes come out one by one as code 0, which separates words.
Character decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const auto lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (size == 0 || size > text.size()) return {};
  std::uint32_t code = size == 1 ? lead : lead & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = (code << 6) | (byte(i) & 0x3f);
  }
  return {code, size};
}

bool is_apostrophe(std::uint32_t code) { return code == '\'' || code == 0x2019 || code == 0x2bc; }

// The byte that stands for the character, 0 for a separator, 1 for a character that stays as it is.
char fold(std::uint32_t code) {
  if (code >= 'A' && code <= 'Z') return static_cast<char>(code + ('a' - 'A'));
  if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) return static_cast<char>(code);
  if (code < 0xc0) return 0;
  if (code < 0x180) return latin[code - 0xc0] == ' ' ? '\0' : latin[code - 0xc0];
  const bool mark = (code >= 0x300 && code < 0x370);
  const bool punctuation = (code >= 0x2000 && code < 0x2c00) || (code >= 0x3000 && code < 0x3040) || code == 0xfeff || code == 0xfffd;
  return punctuation || mark ? '\0' : '\1';
}

constexpr std::string_view fillers[] = {"a",    "an", "and", "at", "by",   "for", "from", "in",  "me",
                                        "near", "of", "on",  "or", "some", "the", "to",   "with"};

using Irregular = std::pair<std::string_view, std::string_view>;
constexpr Irregular irregulars[] = {{"leaves", "leaf"}, {"loaves", "loaf"},  {"halves", "half"},   {"calves", "calf"},
                                    {"geese", "goose"}, {"knives", "knife"}, {"shelves", "shelf"}, {"children", "child"}};
constexpr std::size_t stem_letters_min = 4;

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  while (!text.empty()) {
    const auto [code, bytes] = decode(text);
    const bool combining = code >= 0x300 && code < 0x370;  // belongs to the letter before it
    if (const char c = fold(code); c == '\1') {
      if (word.size() + bytes <= word_bytes_max) word.append(text.substr(0, bytes));
    } else if (c != '\0') {
      if (word.size() < word_bytes_max) word += c;
    } else if (!is_apostrophe(code) && !combining) {
      finish();
    }
    text.remove_prefix(bytes);
  }
  finish();
  return words;
}

std::string folded(std::string_view text) {
  std::string all;
  for (const auto& word : words_of(text)) {
    if (!all.empty()) all += ' ';
    all += word;
  }
  return all;
}

std::string singular(std::string_view word) {
  const auto stem = [&](std::size_t cut, std::string_view tail) { return std::string(word.substr(0, word.size() - cut)).append(tail); };
  if (const auto found = std::ranges::find(irregulars, word, &Irregular::first); found != std::end(irregulars))
    return std::string(found->second);
  if (word.size() < 4 || !word.ends_with('s') || word.ends_with("ss") || word.ends_with("us")) return std::string(word);
  if (word.ends_with("ies") && word.size() > 4) return stem(3, "y");
  for (const std::string_view tail : {"oes", "ches", "shes", "xes"})
    if (word.ends_with(tail)) return stem(2, "");
  return stem(1, "");
}

std::string stem(std::string_view word) {
  std::string rest = singular(word);
  if (rest.ends_with("ied") && rest.size() >= 5) return rest.replace(rest.size() - 3, 3, "y");
  for (const std::string_view tail : {"ing", "ed"}) {
    if (!rest.ends_with(tail) || rest.ends_with("eed")) continue;
    auto cut = rest.substr(0, rest.size() - tail.size());
    if (cut.size() >= 2 && cut[cut.size() - 1] == cut[cut.size() - 2] && std::string_view("lsz").find(cut.back()) == std::string_view::npos)
      cut.pop_back();
    if (cut.size() >= stem_letters_min && cut.find_first_of("aeiouy") != std::string::npos) rest = std::move(cut);
    break;
  }
  if (rest.size() > stem_letters_min && rest.ends_with('e')) rest.pop_back();
  return rest;
}

bool is_filler(std::string_view word) { return std::ranges::binary_search(fillers, word); }

int typing_errors_forgiven(std::size_t letters) { return letters < 4 ? 0 : letters < 6 ? 1 : 2; }

int typing_errors(std::string_view a, std::string_view b, int limit) {
  const auto n = a.size(), m = b.size();
  if ((n > m ? n - m : m - n) > static_cast<std::size_t>(limit)) return limit + 1;
  if (n > word_bytes_max || m > word_bytes_max) return a == b ? 0 : limit + 1;
  std::array<std::array<int, word_bytes_max + 1>, 3> rows{};
  auto *before = &rows[0], *above = &rows[1], *row = &rows[2];
  for (std::size_t j = 0; j <= m; ++j) (*above)[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= n; ++i) {
    (*row)[0] = static_cast<int>(i);
    int best = (*row)[0];
    for (std::size_t j = 1; j <= m; ++j) {
      int cost = std::min({(*above)[j] + 1, (*row)[j - 1] + 1, (*above)[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = std::min(cost, (*before)[j - 2] + 1);
      (*row)[j] = cost;
      best = std::min(best, cost);
    }
    if (best > limit) return limit + 1;
    std::swap(before, above);
    std::swap(above, row);
  }
  return std::min((*above)[m], limit + 1);
}

}  // namespace gh::sqlite_search
