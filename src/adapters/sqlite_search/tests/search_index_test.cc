#include "adapters/sqlite_search/search_index.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/sqlite_search/catalogue.h"
#include "adapters/sqlite_search/tests/generated_shop.h"
#include "base/errors.h"
#include "platform/executors/event_loop.h"

namespace gh::sqlite_search {
namespace {

using ports::SearchFacet;
using ports::SearchKind;
using ports::SearchQuery;
using ports::SearchRow;
using ports::SearchSort;

struct SearchTest : ::testing::Test {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("gh_search_{}", getpid());
  std::string path = (folder / "search.db").string();
  executors::EventLoop loop;
  std::unique_ptr<SearchIndex> index;

  SearchTest() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    open();
  }
  ~SearchTest() override {
    index.reset();
    std::filesystem::remove_all(folder);
  }
  void open() {
    index.reset();
    index = std::make_unique<SearchIndex>(path);
  }
  void put(std::vector<SearchRow> rows, std::string token = "t", std::vector<std::string> erased = {}) {
    for (std::size_t at = 0; at == 0 || at < rows.size(); at += ports::search_batch_max) {
      std::vector<SearchRow> part(
          rows.begin() + static_cast<std::ptrdiff_t>(at),
          rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), at + ports::search_batch_max - erased.size())));
      const auto done = loop.run_until_complete(index->put({std::move(part), erased, token}));
      ASSERT_TRUE(done) << done.error().detail();
    }
  }
  ports::SearchAnswer ask(SearchQuery query) {
    auto answer = loop.run_until_complete(index->query(std::move(query)));
    EXPECT_TRUE(answer) << answer.error().detail();
    return answer ? *std::move(answer) : ports::SearchAnswer{};
  }
  std::vector<std::string> ids(SearchQuery query) {
    std::vector<std::string> all;
    for (auto& hit : ask(std::move(query)).hits) all.push_back(std::move(hit.id));
    return all;
  }
  std::vector<std::string> ids(const char* text, SearchKind kind = SearchKind::product) {
    return ids(SearchQuery{.kind = kind, .text = text});
  }
};

SearchRow product(std::string id, std::string title, std::string category, std::vector<std::string> tags, std::string description) {
  SearchRow row;
  row.id = std::move(id);
  row.title = std::move(title);
  row.words = category;
  row.labels.push_back({SearchFacet::category, std::move(category)});
  for (auto& tag : tags) row.labels.push_back({SearchFacet::tag, std::move(tag)});
  row.description = std::move(description);
  row.farm = "f1";
  row.farm_name = "Birch Hollow Farm";
  return row;
}

bool has(const SearchRow& row, SearchFacet facet, std::string_view value) {
  return std::ranges::any_of(row.labels, [&](const ports::SearchLabel& l) { return l.facet == facet && l.value == value; });
}

std::vector<SearchRow> small_shop() {
  return {product("tomatoes", "Heirloom Tomatoes", "vegetables", {"organic", "heirloom"}, "Brandywine and Cherokee, vine ripened."),
          product("cherry", "Cherry Tomatoes", "vegetables", {}, "Sweet, for the salad."),
          product("sauce", "Pasta Sauce", "pantry", {}, "Made from our tomatoes and basil."),
          product("zucchini", "Zucchini", "vegetables", {"no-spray"}, "Small and firm."),
          product("broccoli", "Broccoli Crowns", "vegetables", {"organic"}, "Cut in the morning."),
          product("carrots", "Rainbow Carrots", "vegetables", {"organic"}, "With their greens."),
          product("mixed", "Box of carrots, beets, onions and potatoes", "vegetables", {}, "For a week."),
          product("strawberries", "Strawberries", "fruit", {"csa"}, "Two pints."),
          product("strawjam", "Strawberry Jam", "pantry", {}, "Low sugar."),
          product("jalapeno", "Jalape\u00f1o Peppers", "vegetables", {}, "Hot."),
          product("beef", "Ground Beef", "meat", {"grass-fed"}, "One pound."),
          product("corn", "Sweet Corn", "vegetables", {}, "A dozen ears."),
          product("cornmeal", "Cornmeal", "pantry", {}, "Stone ground."),
          product("eggs", "Pasture-raised Eggs", "eggs", {"free-range"}, "A dozen.")};
}

// What a customer types, and what must come first.
TEST_F(SearchTest, FindsWhatPeopleMean) {
  put(small_shop());
  struct Row {
    const char* text;
    std::vector<std::string> first;
    const char* corrected;
  };
  const Row table[] = {
      {"tomatoes", {"cherry", "tomatoes", "sauce"}, ""},
      {"tomato", {"cherry", "tomatoes", "sauce"}, ""},
      {"tomatos", {"cherry", "tomatoes", "sauce"}, ""},
      {"tomatoe", {"cherry", "tomatoes", "sauce"}, ""},
      {"tomaot", {"cherry", "tomatoes", "sauce"}, "tomato"},
      {"tonatoes", {"cherry", "tomatoes", "sauce"}, "tomatoes"},
      {"heirlom tomatos", {"tomatoes"}, "heirloom tomatos"},
      {"zuchini", {"zucchini"}, "zucchini"},
      {"zucchinis", {"zucchini"}, ""},
      {"succhini", {"zucchini"}, "zucchini"},  // the first letter
      {"brocoli", {"broccoli"}, "broccoli"},
      {"borccoli", {"broccoli"}, "broccoli"},  // swapped
      {"carots", {"carrots", "mixed"}, "carrots"},
      {"carot", {"carrots", "mixed"}, "carrot"},
      {"strawbery", {"strawberries", "strawjam"}, "strawberry"},
      {"strawberys", {"strawberries", "strawjam"}, "strawberry"},
      {"straw", {"strawberries", "strawjam"}, ""},
      {"strawberry jam", {"strawjam"}, ""},
      {"JALAPENO", {"jalapeno"}, ""},
      {"jalape\u00f1os", {"jalapeno"}, ""},
      {"grass fed beef", {"beef"}, ""},
      {"grass-fed", {"beef"}, ""},
      {"the beef from birch hollow", {"beef"}, ""},
      {"corn", {"corn", "cornmeal"}, ""},
      {"organic carrots", {"carrots"}, ""},
      {"free range eggs", {"eggs"}, ""},
      {"fruit", {"strawberries"}, ""},
      {"unicorn carrots", {"carrots"}, ""},  // some of the words, when nothing has all
      {"xyzzyx", {}, ""},
      {"\"MATCH^ {NEAR( *", {}, ""},
  };
  for (const auto& [text, first, corrected] : table) {
    auto answer = ask({.text = text});
    std::vector<std::string> found;
    for (auto& hit : answer.hits) found.push_back(hit.id);
    if (found.size() > first.size() && !first.empty()) found.resize(first.size());
    EXPECT_EQ(found, first) << text;
    EXPECT_EQ(answer.corrected, corrected) << text;
  }
}

TEST_F(SearchTest, FiltersHoldExactly) {
  const auto shop = generated_shop(50, 3000);
  put(shop.farms);
  put(shop.products);
  struct Row {
    SearchQuery query;
    bool (*passes)(const SearchRow&);
  };
  const Row table[] = {
      {{.filters = {{SearchFacet::farm, {"farm-7"}}}}, [](const SearchRow& r) { return r.farm == "farm-7"; }},
      {{.filters = {{SearchFacet::category, {"fruit"}}}}, [](const SearchRow& r) { return has(r, SearchFacet::category, "fruit"); }},
      {{.filters = {{SearchFacet::category, {"fruit", "herbs"}}}},
       [](const SearchRow& r) { return has(r, SearchFacet::category, "fruit") || has(r, SearchFacet::category, "herbs"); }},
      {{.filters = {{SearchFacet::tag, {"csa", "grass-fed"}}}},
       [](const SearchRow& r) { return has(r, SearchFacet::tag, "csa") && has(r, SearchFacet::tag, "grass-fed"); }},
      {{.text = "eggs", .filters = {{SearchFacet::farm, {"farm-3"}}}},
       [](const SearchRow& r) { return r.farm == "farm-3" && r.title.ends_with("Eggs"); }},
      {{.text = "golden", .filters = {{SearchFacet::category, {"herbs"}}, {SearchFacet::tag, {"local"}}}},
       [](const SearchRow& r) {
         return has(r, SearchFacet::category, "herbs") && r.title.starts_with("Golden") && has(r, SearchFacet::tag, "local");
       }},
      {{.prices = {{200, 400}, {1000, 1001}}, .now = {}},
       [](const SearchRow& r) { return (r.price.minor >= 200 && r.price.minor <= 400) || r.price.minor == 1000 || r.price.minor == 1001; }},
      {{.filters = {{SearchFacet::category, {"no such"}}}}, [](const SearchRow&) { return false; }},
      {{.filters = {{SearchFacet::tag, {"csa", "no such"}}}}, [](const SearchRow&) { return false; }},
  };
  for (const auto& [query, passes] : table) {
    std::set<std::string> expected, found;
    for (const auto& row : shop.products)
      if (passes(row)) expected.insert(row.id);
    auto next = query;
    next.limit = 17;
    do {
      const auto answer = ask(next);
      EXPECT_EQ(answer.total, static_cast<std::int64_t>(expected.size()));
      for (const auto& hit : answer.hits) EXPECT_TRUE(found.insert(hit.id).second) << "twice";
      next.after = answer.next;
    } while (!next.after.empty());
    EXPECT_EQ(found, expected) << query.text;
  }
}

TEST(Distance, AgreesWithKnownCities) {
  struct Row {
    ports::Place a, b;
    double metres;
  };  // WGS 84 ellipsoid (Vincenty)
  const Row table[] = {{{40'712'800, -74'006'000}, {34'052'200, -118'243'700}, 3'944'420},   // New York - Los Angeles
                       {{51'507'400, -127'800}, {48'856'600, 2'352'200}, 343'920},           // London - Paris
                       {{-36'848'500, 174'763'300}, {21'306'900, -157'858'300}, 7'065'900},  // Auckland - Honolulu: over the date line
                       {{0, 0}, {0, 0}, 0}};
  for (const auto& [a, b, metres] : table) EXPECT_NEAR(distance_m(a, b), metres, metres * 0.005);
}

TEST_F(SearchTest, DistanceAgreesWithBruteForce) {
  const auto shop = generated_shop(400, 2000);
  put(shop.products);  // before their farms: they are nowhere until those come
  const ports::Place here{40'000'000, -100'000'000};
  EXPECT_EQ(ask({.near = here}).total, 0);
  put(shop.farms);
  for (const std::int64_t within_m : {0L, 50'000L, 300'000L, 1'000'000L}) {
    std::vector<std::pair<double, std::string>> expected;
    for (const auto& farm : shop.farms) {
      const double metres = distance_m(here, *farm.place);
      if (within_m == 0 || metres <= static_cast<double>(within_m)) expected.emplace_back(metres, farm.id);
    }
    std::ranges::sort(expected);
    SearchQuery query{.kind = SearchKind::farm, .near = here, .within_m = within_m, .sort = SearchSort::distance, .limit = 100};
    std::size_t at = 0;
    do {
      const auto answer = ask(query);
      ASSERT_EQ(answer.total, static_cast<std::int64_t>(expected.size()));
      for (const auto& hit : answer.hits) {
        EXPECT_EQ(hit.id, expected.at(at).second);
        EXPECT_NEAR(static_cast<double>(*hit.distance_m), expected.at(at++).first, 1);
      }
      query.after = answer.next;
    } while (!query.after.empty());
    EXPECT_EQ(at, expected.size());
    const auto products = ask({.near = here, .within_m = within_m});
    EXPECT_EQ(products.total, std::ranges::count_if(shop.products, [&](const SearchRow& p) {
                return std::ranges::find(expected, p.farm, &std::pair<double, std::string>::second) != expected.end();
              }));
  }
}

TEST_F(SearchTest, SortsAndRefusesForeignCursors) {
  put(small_shop());
  auto rows = small_shop();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].price.minor = static_cast<std::int64_t>(100 * ((i * 5) % rows.size()));
    rows[i].newness = static_cast<std::int64_t>(i);
  }
  put(rows);
  EXPECT_EQ(ids({.limit = 2}), (std::vector<std::string>{"eggs", "cornmeal"}));
  const auto by_title = ids({.sort = SearchSort::title, .limit = 3});
  EXPECT_EQ(by_title, (std::vector<std::string>{"mixed", "broccoli", "cherry"}));
  std::vector<std::string> by_price;
  std::ranges::sort(rows, {}, [](const SearchRow& r) { return r.price.minor; });
  for (const auto& row : rows) by_price.push_back(row.id);
  EXPECT_EQ(ids({.sort = SearchSort::price, .limit = 100}), by_price);
  const auto page = ask({.limit = 2});
  ASSERT_FALSE(page.next.empty());
  for (const SearchQuery& other :
       {SearchQuery{.text = "corn", .after = page.next}, SearchQuery{.filters = {{SearchFacet::category, {"meat"}}}, .after = page.next},
        SearchQuery{.limit = 2, .after = page.next + "0.1"}, SearchQuery{.after = "zz"}, SearchQuery{.after = "1.2.3"}}) {
    const auto answer = loop.run_until_complete(index->query(other));
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().is(gh::errors::bad_cursor));
  }
}

TEST_F(SearchTest, ReplacesErasesAndRemembers) {
  put(small_shop(), "t1");
  auto beef = small_shop()[10];
  beef.title = "Venison";
  beef.description = "From the hills.";
  put({beef}, "t2", {"corn"});
  EXPECT_EQ(ids("venison"), std::vector<std::string>{"beef"});
  EXPECT_EQ(ids("ground"), std::vector<std::string>{"cornmeal"});  // "stone ground", and no longer the beef
  EXPECT_EQ(ids("corn"), std::vector<std::string>{"cornmeal"});
  const auto before = ids({.text = "organic", .limit = 100});
  put({beef}, "t3");  // again
  open();
  EXPECT_EQ(loop.run_until_complete(index->token()), "t3");
  EXPECT_EQ(ids({.text = "organic", .limit = 100}), before);
  EXPECT_EQ(ids("vension"), std::vector<std::string>{"beef"});  // the vocabulary was kept, too
  const auto restarted = loop.run_until_complete(index->put({.rows = {beef}, .erased = {}, .token = "t4", .restart = true}));
  ASSERT_TRUE(restarted);
  EXPECT_EQ(ask({}).total, 1);
  EXPECT_TRUE(ask({.text = "tomatos"}).hits.empty());
  EXPECT_EQ(ask({.text = "tomatos"}).corrected, "");  // and it forgot
}

TEST_F(SearchTest, BeginsAnewWithAFileThatIsNotItsOwn) {
  put(small_shop(), "t1");
  index.reset();
  std::ofstream(path, std::ios::trunc | std::ios::binary) << std::string(8192, 'x');
  open();
  EXPECT_EQ(loop.run_until_complete(index->token()), "");
  put(small_shop(), "t2");
  EXPECT_EQ(ids("zuchini"), std::vector<std::string>{"zucchini"});
}

TEST_F(SearchTest, AnswersBusyInsteadOfQueueing) {
  const auto shop = generated_shop(50, 3000);
  put(shop.products);
  executors::EventLoop many;
  auto all = [](SearchIndex& search) -> Task<int> {
    std::vector<Task<Result<ports::SearchAnswer>>> waiting;
    for (std::size_t i = 0; i < 4 * SearchIndex::queries_waiting_max; ++i) waiting.push_back(search.query({.text = "organic"}));
    int busy = 0;
    for (const auto& answer : co_await when_all(std::move(waiting))) busy += !answer && answer.error().is(ports::errors::search_busy);
    co_return busy;
  };
  EXPECT_GT(many.run_until_complete(all(*index)), 0);
}

TEST_F(SearchTest, TenThousandProductsInTime) {
  const auto shop = generated_shop(1500, 10'000);
  const auto begin = std::chrono::steady_clock::now();
  put(shop.farms);
  put(shop.products);
  const auto built = std::chrono::steady_clock::now();
  const ports::Place here{40'000'000, -100'000'000};
  const SearchQuery queries[] = {{.text = "tomatoes"},
                                 {.text = "tomatos"},
                                 {.text = "zuchini"},
                                 {.text = "heirloom carrots", .filters = {{SearchFacet::category, {"vegetables"}}}},
                                 {.text = "organic"},
                                 {.near = here, .within_m = 200'000},
                                 {.text = "egs", .near = here, .within_m = 500'000},
                                 {.filters = {{SearchFacet::tag, {"csa"}}}}};
  std::vector<double> times;
  for (int i = 0; i < 400; ++i) {
    const auto asked = std::chrono::steady_clock::now();
    ask(queries[static_cast<std::size_t>(i) % std::size(queries)]);
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - asked).count());
  }
  std::ranges::sort(times);
  fmt::print("10,000 products: built in {:.2f} s, query p50 {:.2f} ms, p99 {:.2f} ms\n",
             std::chrono::duration<double>(built - begin).count(), times[200], times[396]);
  EXPECT_LT(times[200], 100);
}

}  // namespace
}  // namespace gh::sqlite_search
