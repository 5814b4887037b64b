// Fuzzes what comes back from clients as a cursor, and the words of a search. Properties:
// - a cursor that is taken is the one that its position gives, so nothing can be taken that was not given out in this form;
// - every position comes back through its own list, and through no other;
// - folding a text twice is folding it once, and no word is longer than word_bytes_max.
// -DGREENHARVEST_PLANT=cursor_seal must be found.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/sqlite_search/words.h"
#include "contexts/catalog/cursor.h"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void check_cursor(std::string_view text) {
  if (const auto position = gh::catalog::open_cursor("newest/", text); position)
    must(gh::catalog::seal_cursor("newest/", *position) == text);
  if (text.size() > 500) return;
  const auto sealed = gh::catalog::seal_cursor("price/", text);
  const auto opened = gh::catalog::open_cursor("price/", sealed);
  must(opened && *opened == text);
  must(text.empty() || !gh::catalog::open_cursor("newest/", sealed));
}

void check_words(std::string_view text) {
  const auto once = gh::sqlite_search::folded(text);
  must(gh::sqlite_search::folded(once) == once);
  const auto words = gh::sqlite_search::words_of(text);
  for (const auto& word : words) {
    must(!word.empty() && word.size() <= gh::sqlite_search::word_bytes_max);
    must(gh::sqlite_search::typing_errors(word, words.front(), 2) == gh::sqlite_search::typing_errors(words.front(), word, 2));
    must(gh::sqlite_search::singular(word).size() <= word.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_cursor(text);
  check_words(text);
  return 0;
}
