#include "adapters/sqlite_search/words.h"

#include <gtest/gtest.h>

#include <set>

#include "adapters/sqlite_search/synonyms.h"
#include "adapters/sqlite_search/vocabulary.h"

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

// Forms of one word come together, words of different meaning do not.
TEST(Words, Stems) {
  const std::vector<std::vector<const char*>> families = {{"tomato", "tomatoes"},
                                                          {"smoked", "smoke", "smokes"},
                                                          {"roast", "roasted", "roasting"},
                                                          {"dried", "dry"},
                                                          {"slice", "sliced", "slices"},
                                                          {"leaf", "leaves"},
                                                          {"organic", "organics"},
                                                          {"organ", "organs"},
                                                          {"limon", "limones"},
                                                          {"tomate", "tomates"},
                                                          {"frijol", "frijoles"},
                                                          {"naranja", "naranjas"},
                                                          {"pimiento", "pimientos"},
                                                          {"seed", "seeds"},
                                                          {"herring", "herrings"},
                                                          {"her"},
                                                          {"pan"},
                                                          {"pane", "panes"},
                                                          {"olive", "olives"},
                                                          {"oil", "oils"},
                                                          {"red"},
                                                          {"reed", "reeds"},
                                                          {"maiz"},
                                                          {"miel"}};
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < families.size(); ++i) {
    for (const auto* word : families[i]) {
      EXPECT_EQ(stem(word), stem(families[i].front())) << word;
      EXPECT_EQ(at.emplace(stem(word), i).first->second, i) << word << " is taken for another word";
    }
  }
}

TEST(Synonyms, AreFoundFromEachSide) {
  for (const auto& group : synonym_groups()) {
    EXPECT_GT(group.size(), 1U);
    for (const auto name : group) {
      const auto words = words_of(name);
      EXPECT_LE(words.size(), synonym_words_max) << name;
      EXPECT_TRUE(std::ranges::none_of(words, is_filler)) << name << ": a query never has fillers";
      const auto others = synonyms_of(words);
      EXPECT_GE(others.size() + 1, group.size() - 1) << name;
      for (const auto other : others) EXPECT_NE(std::ranges::find(group, other), group.end()) << name << " stands in two groups: " << other;
    }
  }
  const std::vector<std::string> plural{"spring", "onions"};
  EXPECT_EQ(synonyms_of(plural).front(), "scallion");
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
    if (std::ranges::find(words, word) != words.end()) continue;
    words.push_back(word);
    vocabulary.learn(word);
    vocabulary.add(static_cast<WordNumber>(words.size() - 1), static_cast<RowNumber>(i), in_title);
  }
  for (std::size_t i = 0; i < 200; ++i) {
    const auto& word = words[i];
    const int forgiven = typing_errors_forgiven(word.size());
    std::set<std::string> expected, found;
    for (const auto& spelling : words)
      for (const auto& other : {spelling, singular(spelling)})
        if (const int e = typing_errors(word, other, forgiven); e > 0 && e <= forgiven) expected.insert(other);
    for (const auto& near : vocabulary.near(word, 10'000)) found.insert(near.word);
    EXPECT_EQ(found, expected) << word;
  }
}

TEST(Vocabulary, ForgetsAndCompletes) {
  Vocabulary vocabulary;
  const std::pair<const char*, RowNumber> words[] = {{"tomatoes", 5}, {"tomatillo", 7}, {"tomme", 1}};
  for (const auto& [word, rows] : words) {
    vocabulary.learn(word);
    for (RowNumber row = 0; row < rows; ++row) vocabulary.add(*vocabulary.find(word), row, in_title);
  }
  EXPECT_EQ(vocabulary.beginning_with("tomat", 5).size(), 3U);  // tomato, too
  EXPECT_EQ(vocabulary.beginning_with("tom", 1).front().word, "tomatillo");
  vocabulary.remove(*vocabulary.find("tomme"), 0);
  EXPECT_EQ(vocabulary.rows_with_stem(stem("tomme")), 0);
  EXPECT_TRUE(vocabulary.near("tomms", 5).empty());
  EXPECT_TRUE(vocabulary.near("tme", 5).empty());  // too short to guess
  EXPECT_EQ(vocabulary.near("tomatoe", 5).front().word, "tomato");
}

// Rows come and go in any order; the postings stay sorted by row, each row once.
TEST(Vocabulary, PostingsStayInOrder) {
  Vocabulary vocabulary;
  vocabulary.learn("kale");
  std::map<RowNumber, std::uint32_t> expected;
  std::uint32_t state = 7;
  const auto next = [&](std::uint32_t below) { return (state = state * 1664525 + 1013904223) / 65536 % below; };
  for (int i = 0; i < 5000; ++i) {
    const RowNumber row = next(200);
    if (next(3) == 0) {
      vocabulary.remove(0, row);
      expected.erase(row);
    } else {
      const auto parts = 1 + next(15);
      vocabulary.add(0, row, parts);
      expected[row] = parts;
    }
  }
  std::map<RowNumber, std::uint32_t> kept;
  for (const auto posting : vocabulary.postings(0)) EXPECT_TRUE(kept.emplace(row_of(posting), parts_of(posting)).second);
  EXPECT_EQ(kept, expected);
  EXPECT_TRUE(std::ranges::is_sorted(vocabulary.postings(0)));
}

}  // namespace
}  // namespace gh::sqlite_search
