// A small judged set: what people type, and what has to stand on top of it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include <fmt/format.h>

#include "adapters/sqlite_search/search_index.h"
#include "platform/executors/event_loop.h"

namespace gh::sqlite_search {
namespace {

using ports::SearchFacet;
using ports::SearchRow;

SearchRow product(std::string id, std::string title, std::string category, std::string description, std::string farm = "Birch Hollow Farm",
                  bool in_stock = true) {
  SearchRow row;
  row.id = std::move(id);
  row.title = std::move(title);
  row.labels = {{SearchFacet::category, std::move(category)}, {SearchFacet::stock, in_stock ? "true" : "false"}};
  row.description = std::move(description);
  row.farm = "f1";
  row.farm_name = std::move(farm);
  return row;
}

std::vector<SearchRow> shop() {
  return {product("zucchini", "Zucchini", "summer-squash", "Small and firm."),
          product("zucchini-bread", "Zucchini Bread", "bakery", "With walnuts."),
          product("eggplant", "Black Beauty Eggplant", "vegetables", "Glossy."),
          product("arugula", "Wild Arugula", "greens", "Peppery."),
          product("scallions", "Scallions", "vegetables", "A bunch."),
          product("onions", "Spring-harvested Garlic", "vegetables", "Goes well with an onion."),
          product("cilantro", "Cilantro", "herbs", "A bunch."),
          product("beets", "Chioggia Beets", "vegetables", "Striped."),
          product("mince", "Ground Beef", "meat", "One pound."),
          product("corn", "Sweet Corn", "vegetables", "A dozen ears."),
          product("organic-apples", "Organic Apples", "fruit", "Certified."),
          product("organ-meat", "Beef Organs", "meat", "Heart and liver."),
          product("smoked-trout", "Smoked Trout", "fish", "Over apple wood."),
          product("dried-apples", "Dried Apple Rings", "pantry", "Nothing added."),
          product("lemons", "Limones de temporada", "fruit", "Amarillos."),
          product("leaf-lettuce", "Leaf Lettuce", "greens", "Green and red leaves."),
          product("kale-gone", "Kale", "greens", "Curly.", "Birch Hollow Farm", false),
          product("kale-here", "Red Kale", "greens", "Frilly."),
          product("rocket-farm", "Potatoes", "vegetables", "Waxy.", "Rocket Hill Farm"),
          product("sauce", "Tomato Sauce", "pantry", "Slow roasted tomatoes and basil."),
          product("tomatoes", "Tomatoes", "vegetables", "Vine ripened.")};
}

struct RelevanceTest : ::testing::Test {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("gh_relevance_{}", getpid());
  executors::EventLoop loop;
  std::unique_ptr<SearchIndex> index;

  RelevanceTest() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    index = std::make_unique<SearchIndex>((folder / "search.db").string());
    EXPECT_TRUE(loop.run_until_complete(index->put({shop(), {}, "t"})));
  }
  ~RelevanceTest() override {
    index.reset();
    std::filesystem::remove_all(folder);
  }
  ports::SearchAnswer ask(const char* text) { return *loop.run_until_complete(index->query({.text = text})); }
};

TEST_F(RelevanceTest, TheRightThingIsOnTop) {
  struct Row {
    const char* text;
    const char* top;
    const char* corrected;
  };
  const Row table[] = {
      // the same thing by other names, from each side, in the plural, with typing errors, unfinished
      {"courgette", "zucchini", ""},
      {"courgettes", "zucchini", ""},
      {"courgete", "zucchini", "courgette"},
      {"courg", "zucchini", ""},
      {"aubergine", "eggplant", ""},
      {"aubergines", "eggplant", ""},
      {"coriander", "cilantro", ""},
      {"spring onions", "scallions", ""},
      {"green onion", "scallions", ""},
      {"beetroot", "beets", ""},
      {"beef mince", "mince", ""},
      {"minced beef", "mince", ""},
      {"sweetcorn", "corn", ""},
      {"rocket", "arugula", ""},  // the plant by its other name before the farm's name
      {"courgette bread", "zucchini-bread", ""},
      // forms of a word
      {"smoke", "smoked-trout", ""},
      {"smoking trout", "smoked-trout", ""},
      {"dry apple", "dried-apples", ""},
      {"limon", "lemons", ""},
      {"leaves lettuce", "leaf-lettuce", ""},
      {"organs", "organ-meat", ""},
      {"organic", "organic-apples", ""},
      // the title before the description, the shorter title before the longer
      {"tomato", "tomatoes", ""},
      {"tomatos", "tomatoes", ""},
      {"zuchini", "zucchini", "zucchini"},
      // what can be bought before what is sold out
      {"kale", "kale-here", ""},
  };
  for (const auto& [text, top, corrected] : table) {
    const auto answer = ask(text);
    ASSERT_FALSE(answer.hits.empty()) << text;
    EXPECT_EQ(answer.hits[0].id, top) << text;
    EXPECT_EQ(answer.corrected, corrected) << text;
  }
}

TEST_F(RelevanceTest, WordsOfOtherMeaningStayApart) {
  const std::pair<const char*, const char*> never[] = {{"organs", "organic-apples"}, {"organic", "organ-meat"}, {"spring onion", "onions"}};
  for (const auto& [text, id] : never) {
    const auto answer = ask(text);
    ASSERT_FALSE(answer.hits.empty()) << text;
    EXPECT_NE(answer.hits[0].id, id) << text;
    if (answer.hits.size() == 1) continue;
    EXPECT_EQ(std::ranges::count(answer.hits, id, &ports::SearchHit::id), std::string_view(text) == "spring onion" ? 1 : 0) << text;
  }
}

}  // namespace
}  // namespace gh::sqlite_search
