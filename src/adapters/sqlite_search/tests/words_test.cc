#include "adapters/sqlite_search/words.h"

#include <gtest/gtest.h>

namespace gh::sqlite_search {
namespace {

TEST(Words, AreFolded) {
  const std::pair<const char*, const char*> table[] = {
      {"Heirloom Tomatoes, 2 lb", "heirloom tomatoes 2 lb"},
      {"Jalape\u00f1o & CR\u00c8ME br\u00fbl\u00e9e", "jalapeno creme brulee"},
      {"Anna's O\u2019Brien", "annas obrien"},
      {"grass-fed/pasture_raised", "grass fed pasture raised"},
      {"cafe\u0301", "cafe"},                                                            // the accent as a character of its own
      {"\u0421\u0432\u0435\u043a\u043b\u0430", "\u0421\u0432\u0435\u043a\u043b\u0430"},  // other scripts stay
      {"a\xff\xfe\"b\x80", "a b"},                                                       // malformed bytes and quotes separate
      {" \t\n", ""},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(folded(text), expected) << text;
  EXPECT_LE(words_of(std::string(10'000, 'x')).front().size(), word_bytes_max);
}

TEST(Words, SingularForms) {
  const std::pair<const char*, const char*> table[] = {
      {"strawberries", "strawberry"}, {"tomatoes", "tomato"},     {"peaches", "peach"}, {"radishes", "radish"}, {"boxes", "box"},
      {"carrots", "carrot"},          {"asparagus", "asparagus"}, {"cress", "cress"},   {"gas", "gas"},         {"eggs", "egg"}};
  for (const auto& [word, expected] : table) EXPECT_EQ(singular(word), expected);
}

TEST(TypingErrors, AreCounted) {
  struct Row {
    const char* a;
    const char* b;
    int errors;
  };
  const Row table[] = {{"carots", "carrots", 1},   {"acrrot", "carrot", 1}, {"xarrot", "carrot", 1},  {"brocoli", "broccoli", 1},
                       {"zuchini", "zucchini", 1}, {"carrot", "carrot", 0}, {"letuce", "lettuce", 1}, {"spinahc", "spinach", 1},
                       {"cabage", "carriage", 3},  {"", "ab", 2},           {"tomato", "potato", 2}};
  for (const auto& [a, b, errors] : table) {
    EXPECT_EQ(typing_errors(a, b, 3), errors) << a << ' ' << b;
    EXPECT_EQ(typing_errors(b, a, 3), errors) << a << ' ' << b;
    if (errors > 1) EXPECT_GT(typing_errors(a, b, errors - 1), errors - 1);
  }
}

// The walk over letter sets must not lose a word that the distance would accept.
TEST(Vocabulary, FindsEveryWordWithinReach) {
  Vocabulary vocabulary;
  std::vector<std::string> words;
  std::uint32_t state = 1;
  const auto next = [&](std::uint32_t below) { return (state = state * 1664525 + 1013904223) / 65536 % below; };
  for (int i = 0; i < 3000; ++i) {
    std::string word;
    for (auto length = 4 + next(4); length > 0; --length) word += static_cast<char>('a' + next(6));
    words.push_back(word);
    vocabulary.add(word, 1);
  }
  for (std::size_t i = 0; i < 200; ++i) {
    const auto& word = words[i];
    const int forgiven = typing_errors_forgiven(word.size());
    std::set<std::string> expected, found;
    for (const auto& other : words)
      if (const int e = typing_errors(word, other, forgiven); e > 0 && e <= forgiven) expected.insert(other);
    for (const auto& near : vocabulary.near(word, 10'000)) found.insert(near.word);
    EXPECT_EQ(found, expected) << word;
  }
}

TEST(Vocabulary, ForgetsAndCompletes) {
  Vocabulary vocabulary;
  vocabulary.add("tomato", 5);
  vocabulary.add("tomatillo", 7);
  vocabulary.add("tomme", 1);
  EXPECT_EQ(vocabulary.beginning_with("tomat", 5).size(), 2U);
  EXPECT_EQ(vocabulary.beginning_with("tom", 1).front().word, "tomatillo");
  vocabulary.add("tomme", -1);
  EXPECT_EQ(vocabulary.rows_with("tomme"), 0);
  EXPECT_TRUE(vocabulary.near("tomms", 5).empty());
  EXPECT_TRUE(vocabulary.near("tme", 5).empty());  // too short to guess
}

}  // namespace
}  // namespace gh::sqlite_search
