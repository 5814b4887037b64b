// Facets, sorting and time against a recount by hand, over random shops and random queries.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "adapters/sqlite_search/search_index.h"
#include "adapters/sqlite_search/tests/generated_shop.h"
#include "platform/executors/event_loop.h"

namespace gh::sqlite_search {
namespace {

using ports::SearchFacet;
using ports::SearchQuery;
using ports::SearchRow;
using ports::SearchSort;
using Values = std::map<std::string, std::int64_t>;

struct FacetsTest : ::testing::Test {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("gh_facets_{}", getpid());
  executors::EventLoop loop;
  std::unique_ptr<SearchIndex> index;

  FacetsTest() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    open();
  }
  ~FacetsTest() override {
    index.reset();
    std::filesystem::remove_all(folder);
  }
  void open() {
    index.reset();
    index = std::make_unique<SearchIndex>((folder / "search.db").string());
  }
  void put(const std::vector<SearchRow>& rows, const std::string& token, bool restart = false) {
    for (std::size_t at = 0; at < rows.size(); at += 500) {
      const auto end = std::min(rows.size(), at + 500);
      ports::SearchBatch batch{
          {rows.begin() + static_cast<std::ptrdiff_t>(at), rows.begin() + static_cast<std::ptrdiff_t>(end)}, {}, {}, restart};
      if (end == rows.size()) batch.token = token;
      restart = false;
      const auto done = loop.run_until_complete(index->put(std::move(batch)));
      ASSERT_TRUE(done) << done.error().detail();
    }
  }
  ports::SearchAnswer ask(SearchQuery query) {
    auto answer = loop.run_until_complete(index->query(std::move(query)));
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().detail());
    return answer ? *std::move(answer) : ports::SearchAnswer{};
  }
};

bool has(const SearchRow& row, SearchFacet facet, std::string_view value, Timestamp now) {
  if (facet == SearchFacet::farm) return row.farm == value;
  return std::ranges::any_of(
      row.labels, [&](const ports::SearchLabel& l) { return l.facet == facet && l.value == value && l.from <= now && now < l.until; });
}

std::int64_t price_at(const SearchRow& row, Timestamp now) {
  std::int64_t best = row.price.minor;
  for (const auto& sale : row.sales)
    if (sale.from <= now && now < sale.until) best = std::min(best, sale.price.minor);
  return best;
}

// Whether the row passes all of the query's conditions but that of `without`.
bool passes(const SearchRow& row, const SearchQuery& query, std::optional<SearchFacet> without) {
  if (!query.text.empty() && !row.title.starts_with(query.text)) return false;
  for (const auto& filter : query.filters) {
    if (filter.facet == without && filter.facet != SearchFacet::tag) continue;
    const auto holds = [&](const std::string& value) { return has(row, filter.facet, value, query.now); };
    if (filter.facet == SearchFacet::tag ? !std::ranges::all_of(filter.values, holds) : !std::ranges::any_of(filter.values, holds))
      return false;
  }
  if (query.prices.empty() || without == SearchFacet::price) return true;
  const auto price = price_at(row, query.now);
  return std::ranges::any_of(query.prices, [&](const auto& range) { return range.from <= price && price <= range.to; });
}

Values recount(const std::vector<SearchRow>& rows, const SearchQuery& query, SearchFacet facet) {
  Values counts;
  for (const auto& row : rows) {
    if (!passes(row, query, facet)) continue;
    if (facet == SearchFacet::price) {
      const auto price = price_at(row, query.now);
      const auto& steps = ports::search_price_steps;
      std::size_t step = std::size(steps) - 1;
      while (steps[step] > price) --step;
      ++counts[step + 1 == std::size(steps) ? fmt::format("{}-", steps[step]) : fmt::format("{}-{}", steps[step], steps[step + 1] - 1)];
    } else if (facet == SearchFacet::farm) {
      ++counts[row.farm];
    } else {
      std::set<std::string> values;
      for (const auto& label : row.labels)
        if (label.facet == facet && label.from <= query.now && query.now < label.until) values.insert(label.value);
      for (const auto& value : values) ++counts[value];
    }
  }
  return counts;
}

TEST_F(FacetsTest, AreWhatARecountGives) {
  auto shop = generated_shop(40, 1200);
  put(shop.farms, "f");
  put(shop.products, "p");
  // Some rows change and go, so that numbers are used again.
  for (std::size_t i = 0; i < 200; ++i) shop.products[i * 3].labels.push_back({SearchFacet::tag, "new"});
  put({shop.products.begin(), shop.products.begin() + 600}, "p2");
  ASSERT_TRUE(loop.run_until_complete(index->put({{}, {"product-3", "product-17"}, "p3"})));
  std::erase_if(shop.products, [](const SearchRow& r) { return r.id == "product-3" || r.id == "product-17"; });

  const std::pair<SearchFacet, std::vector<std::string>> choices[] = {
      {SearchFacet::category, {"fruit", "herbs", "savoury-things", "dairy"}},
      {SearchFacet::certification, {"usda_nop", "eu_organic"}},
      {SearchFacet::farm, {"farm-1", "farm-2", "farm-4", "farm-39"}},
      {SearchFacet::season, {"1", "6", "12"}},
      {SearchFacet::storage, {"ambient", "frozen"}},
      {SearchFacet::stock, {"true", "false"}},
      {SearchFacet::tag, {"csa", "local", "new", "grass-fed"}}};
  std::uint64_t state = 42;
  const auto next = [&](std::size_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33) % below;
  };
  for (int round = 0; round < 80; ++round) {
    SearchQuery query{.limit = 0, .now = Timestamp{static_cast<std::int64_t>(next(45'000))}};
    if (next(3) == 0) query.text = "Golden";
    for (const auto& [facet, values] : choices) {
      query.facets.push_back(facet);
      if (next(3) != 0) continue;
      ports::SearchFilter filter{facet, {}};
      for (const auto& value : values)
        if (next(2) == 0 && filter.values.size() < ports::search_tags_max) filter.values.push_back(value);
      if (!filter.values.empty()) query.filters.push_back(filter);
    }
    query.facets.push_back(SearchFacet::price);
    if (next(4) == 0) query.prices = {{300, 499}, {2000, 5000}};
    const auto answer = ask(query);
    EXPECT_EQ(answer.total, std::ranges::count_if(shop.products, [&](const SearchRow& r) { return passes(r, query, {}); }));
    ASSERT_EQ(answer.facets.size(), query.facets.size());
    for (const auto& facet : answer.facets) {
      Values found;
      for (const auto& value : facet.values) {
        if (value.count > 0) found[value.value] = value.count;
        EXPECT_TRUE(value.count > 0 || value.chosen);
      }
      EXPECT_EQ(found, recount(shop.products, query, facet.facet)) << "round " << round << " facet " << static_cast<int>(facet.facet);
    }
  }
}

TEST_F(FacetsTest, TheClockEndsLabelsAndSales) {
  SearchRow row{.id = "a", .title = "Kale", .farm = "f"};
  row.labels = {{SearchFacet::certification, "usda_nop", ports::search_begin, Timestamp{2000}},
                {SearchFacet::stock, "true", ports::search_begin, Timestamp{5000}},
                {SearchFacet::stock, "false", Timestamp{5000}, ports::search_end}};
  row.price = {900, 900, ports::SearchMeasure::weight};
  row.sales = {{{400, 400, ports::SearchMeasure::weight}, Timestamp{1000}, Timestamp{3000}}};
  put({row}, "t");
  const auto at = [&](std::int64_t ms) {
    return SearchQuery{.facets = {SearchFacet::certification, SearchFacet::price, SearchFacet::stock}, .now = Timestamp{ms}};
  };
  struct Moment {
    std::int64_t now, until;
    bool certified;
    const char* price;
    const char* stock;
  };
  const Moment moments[] = {{0, 1000, true, "500-999", "true"},
                            {1000, 2000, true, "300-499", "true"},
                            {2000, 3000, false, "300-499", "true"},
                            {3000, 5000, false, "500-999", "true"},
                            {5000, ports::search_end.ms, false, "500-999", "false"}};
  for (const auto& m : moments) {
    const auto answer = ask(at(m.now));
    EXPECT_EQ(answer.valid_until.ms, m.until);
    EXPECT_EQ(answer.facets[0].values.size(), m.certified ? 1U : 0U) << m.now;
    EXPECT_EQ(answer.facets[1].values.at(0).value, m.price) << m.now;
    EXPECT_EQ(answer.facets[2].values.at(0).value, m.stock) << m.now;
    auto certified = at(m.now);
    certified.filters = {{SearchFacet::certification, {"usda_nop"}}};
    EXPECT_EQ(ask(certified).total, m.certified ? 1 : 0) << m.now;
  }
}

TEST_F(FacetsTest, SortsByPriceAndUnitPriceOfTheMoment) {
  const auto shop = generated_shop(10, 400);
  put(shop.products, "p");
  const Timestamp now{20'000};
  std::map<std::string, const SearchRow*> by_id;
  for (const auto& row : shop.products) by_id[row.id] = &row;
  for (const auto sort : {SearchSort::price, SearchSort::unit_price}) {
    SearchQuery query{.sort = sort, .limit = 100, .now = now};
    std::pair<std::int64_t, std::int64_t> last{-1, -1};
    std::set<std::string> seen;
    do {
      const auto answer = ask(query);
      for (const auto& hit : answer.hits) {
        const auto& row = *by_id.at(hit.id);
        const bool on_sale = !row.sales.empty();
        const auto& price = on_sale ? row.sales[0].price : row.price;
        const auto key = sort == SearchSort::price ? std::pair{std::int64_t{0}, price.minor}
                                                   : std::pair{static_cast<std::int64_t>(price.measure), price.unit_minor};
        EXPECT_LE(last, key);
        last = key;
        EXPECT_TRUE(seen.insert(hit.id).second);
      }
      query.after = answer.next;
    } while (!query.after.empty());
    EXPECT_EQ(seen.size(), shop.products.size());
  }
}

TEST_F(FacetsTest, NothingFoundSaysWhatToRelax) {
  SearchRow kale{.id = "kale", .title = "Kale", .farm = "f1"};
  kale.labels = {{SearchFacet::category, "vegetables"}, {SearchFacet::storage, "chilled"}};
  kale.price = {900, 0, {}};
  SearchRow jam{.id = "jam", .title = "Jam", .farm = "f1"};
  jam.labels = {{SearchFacet::category, "pantry"}, {SearchFacet::storage, "frozen"}};
  jam.price = {300, 0, {}};
  put({kale, jam}, "t");
  const auto answer = ask({.text = "kale", .filters = {{SearchFacet::category, {"vegetables"}}, {SearchFacet::storage, {"frozen"}}}});
  EXPECT_EQ(answer.total, 0);
  ASSERT_EQ(answer.relaxations.size(), 1U);  // without the text there is nothing either
  EXPECT_EQ(answer.relaxations[0].facet, SearchFacet::storage);
  EXPECT_EQ(answer.relaxations[0].total, 1);
  const auto priced = ask({.text = "kale", .filters = {{SearchFacet::category, {"pantry"}}}, .prices = {{0, 500}}});
  ASSERT_EQ(priced.relaxations.size(), 1U);  // two conditions are in the way of the kale; the text in that of the jam
  EXPECT_EQ(priced.relaxations[0].condition, ports::SearchCondition::text);
}

// Queries go on while the index is built again: each finds the whole of the old or the whole of the new.
TEST_F(FacetsTest, ARebuildShowsNothingHalf) {
  auto shop = generated_shop(20, 2000);
  put(shop.products, "old");
  auto fewer = shop.products;
  fewer.resize(1500);
  executors::EventLoop asking;
  std::atomic<bool> done{false};
  std::atomic<int> asked{0}, wrong{0};
  std::thread reader([&] {
    while (!done) {
      const auto answer = asking.run_until_complete(index->query({.limit = 0}));
      if (!answer || (answer->total != 2000 && answer->total != 1500)) ++wrong;
      ++asked;
    }
  });
  for (int round = 0; round < 5; ++round) {
    put(round % 2 == 0 ? fewer : shop.products, fmt::format("t{}", round), true);
    EXPECT_EQ(ask({.limit = 0}).total, round % 2 == 0 ? 1500 : 2000);
  }
  done = true;
  reader.join();
  EXPECT_GT(asked, 0);
  EXPECT_EQ(wrong, 0);
  open();
  EXPECT_EQ(loop.run_until_complete(index->token()), "t4");
  EXPECT_EQ(ask({.limit = 0}).total, 1500);
  EXPECT_EQ(ask({.text = "tomatos", .limit = 0}).total,
            std::ranges::count_if(fewer, [](const SearchRow& r) { return r.title.ends_with("Tomatoes"); }));
}

// What was half built when the process died is forgotten; what answered before answers again, and follows on from its token.
TEST_F(FacetsTest, AHalfBuiltIndexIsForgotten) {
  const auto shop = generated_shop(20, 600);
  put(shop.products, "old");
  ASSERT_TRUE(loop.run_until_complete(index->put({{shop.products[0]}, {}, "", true})));
  EXPECT_EQ(loop.run_until_complete(index->token()), "old");
  EXPECT_EQ(ask({.limit = 0}).total, 600);
  open();
  EXPECT_EQ(loop.run_until_complete(index->token()), "old");
  EXPECT_EQ(ask({.limit = 0}).total, 600);
  EXPECT_FALSE(std::filesystem::exists(folder / "search.db.building"));
  ASSERT_TRUE(loop.run_until_complete(index->put({{}, {"product-5"}, "next"})));
  EXPECT_EQ(ask({.limit = 0}).total, 599);
}

}  // namespace
}  // namespace gh::sqlite_search
