// The follower between the memory store and the real index.
#include "flows/indexing/follower.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "adapters/sqlite_search/search_index.h"
#include "contexts/inventory/service.h"
#include "stage/world.h"

namespace gh::indexing {
namespace {

struct FollowerTest : testing::Test {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("gh_follower_{}", getpid());
  stage::StepClock clock;
  stage::CountingRandom random;
  memory::Store store{clock, 100};  // keeps 100 changes
  memory::MemoryDocuments documents{store};
  executors::EventLoop loop;
  catalog::Service catalog{documents, clock, random};
  farmers::Service farmers{documents, clock, random};
  inventory::Service inventory{documents, clock, random};
  std::unique_ptr<sqlite_search::SearchIndex> index;
  std::unique_ptr<Follower> follower;
  std::vector<std::string> troubles;

  FollowerTest() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    open();
  }
  ~FollowerTest() override {
    follower.reset();
    index.reset();
    std::filesystem::remove_all(folder);
  }
  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }
  void open() {
    follower.reset();
    index.reset();
    index = std::make_unique<sqlite_search::SearchIndex>((folder / "search.db").string());
    std::vector<std::unique_ptr<Source>> sources;
    sources.push_back(std::make_unique<FarmSource>(farmers));
    auto products = std::make_unique<ProductSource>(catalog, documents);
    auto stock = std::make_unique<StockSource>(*products, catalog);
    sources.push_back(std::move(products));
    sources.push_back(std::move(stock));
    follower =
        std::make_unique<Follower>(documents, *index, std::move(sources), [this](const Error& e) { troubles.push_back(e.detail()); });
  }
  void follow() {
    for (int i = 0; i < 20; ++i) {
      const auto taken = run(follower->step(Milliseconds(0)));
      ASSERT_TRUE(taken) << taken.error().kind().code << taken.error().detail();
      if (*taken == 0) return;
    }
    FAIL() << "never caught up";
  }
  std::vector<std::string> found(const char* text, ports::SearchKind kind = ports::SearchKind::product,
                                 std::optional<ports::Place> near = {}) {
    std::vector<std::string> ids;
    const auto answer = run(index->query({.kind = kind, .text = text, .near = near, .within_m = near ? 10'000 : 0}));
    EXPECT_TRUE(answer);
    for (const auto& hit : answer->hits) ids.push_back(hit.id);
    return ids;
  }
  farmers::Farm farm(const UserId& owner, const std::string& name) {
    farmers::Application application{json::Text<1, 120>(name),  json::Email("a@farm.example"), json::Text<1, 120>("1 Mill Road"),
                                     json::Text<1, 80>("Troy"), json::Text<2, 40>("MI"),       json::Text<3, 12>("48083")};
    application.location = farmers::PointInput{json::Latitude(42'600'000), json::Longitude(-83'150'000)};
    auto applied = run(farmers.apply(owner, application));
    EXPECT_TRUE(applied) << (applied ? "" : applied.error().detail());
    auto verified = run(farmers.verify(applied->id));
    EXPECT_TRUE(verified);
    return *verified;
  }
  catalog::Product sold(const std::string& title, const farmers::Farm& of) {
    const catalog::Facts facts{{of.id, of.slug, of.name}, true, {}, {{FieldId::derive(2, 2), "North"}}, Date{20000}};
    catalog::Draft d;
    d.title = title;
    d.description = "Good.";
    d.variants = {{{}, "One", catalog::Unit::each, {500, {}}, Quantity{1000}, Quantity{1000}}};
    d.field = FieldId::derive(2, 2);
    d.certificate.claim = catalog::CertificateClaim::none_claimed;
    const auto made = run(catalog.create(d, facts));
    EXPECT_TRUE(made);
    const auto published = run(catalog.publish(made->id, facts));
    EXPECT_TRUE(published) << (published ? "" : published.error().detail());
    return *published;
  }
};

TEST_F(FollowerTest, BuildsFollowsAndGoesOnAfterARestart) {
  const UserId ann = UserId::derive(1, 1);
  const auto green = farm(ann, "Green Meadow");
  const auto kale = sold("Curly Kale", green);
  follow();  // builds
  using Ids = std::vector<std::string>;
  EXPECT_EQ(found("kale"), Ids{kale.id.text()});
  EXPECT_EQ(found("meadwo", ports::SearchKind::farm), Ids{green.id.text()});
  EXPECT_EQ(found("kale", ports::SearchKind::product, ports::Place{42'610'000, -83'150'000}), Ids{kale.id.text()});
  EXPECT_EQ(found("kale", ports::SearchKind::product, ports::Place{40'000'000, -83'150'000}), Ids{});

  const auto beets = sold("Beets", green);  // follows
  ASSERT_TRUE(run(catalog.archive(kale.id, green.id)));
  follow();
  EXPECT_EQ(found("beets"), Ids{beets.id.text()});
  EXPECT_EQ(found("kale"), Ids{});

  const auto corn = sold("Corn", green);  // while the index is closed
  open();
  follow();
  EXPECT_EQ(found("corn"), Ids{corn.id.text()});

  // A new name of the farm: its own row, and those of the products that it was carried to.
  const auto renamed = run(farmers.update_profile(ann, {.name = json::Text<1, 120>("Willow Bend")}));
  ASSERT_TRUE(renamed);
  ASSERT_TRUE(run(catalog.farm_changed({{green.id, green.slug, renamed->name, true, renamed->revision}, {}})));
  follow();
  EXPECT_EQ(found("willow").size(), 2U);
  EXPECT_EQ(found("willow", ports::SearchKind::farm).size(), 1U);
  EXPECT_TRUE(troubles.empty());
}

TEST_F(FollowerTest, BuildsAgainWhenTheFeedNoLongerReachesBack) {
  const auto green = farm(UserId::derive(1, 1), "Green Meadow");
  sold("Curly Kale", green);
  follow();
  for (int i = 0; i < 60; ++i) sold(fmt::format("Beets {}", i), green);  // more changes than the store keeps
  ASSERT_TRUE(run(catalog.archive(run(catalog.by_slug("curly-kale", {}))->id, green.id)));
  follow();
  EXPECT_EQ(run(index->query({.text = "beets"}))->total, 60);
  EXPECT_TRUE(found("kale").empty());
}

// A build that was cut off shows nothing and is begun again: stop() ends it after the farms.
TEST_F(FollowerTest, AHalfBuiltIndexIsBuiltAgain) {
  const auto green = farm(UserId::derive(1, 1), "Green Meadow");
  sold("Curly Kale", green);
  follower->stop();
  EXPECT_FALSE(run(follower->step(Milliseconds(0))));
  EXPECT_EQ(found("green", ports::SearchKind::farm).size(), 0U);
  open();
  follow();
  EXPECT_EQ(found("green", ports::SearchKind::farm).size(), 1U);
  EXPECT_EQ(found("kale").size(), 1U);
}

// Kept answers are dropped when a step says that something was taken: also after a build behind which nothing changed.
TEST_F(FollowerTest, ABuildIsToldToo) {
  farm(UserId::derive(1, 1), "Green Meadow");
  const auto built = run(follower->step(Milliseconds(0)));
  ASSERT_TRUE(built);
  EXPECT_GT(*built, 0U);
  EXPECT_TRUE(follower->moved());
  EXPECT_EQ(found("green", ports::SearchKind::farm).size(), 1U);
}

// Counts what reaches the index.
struct CountingIndex final : ports::SearchIndex {
  explicit CountingIndex(ports::SearchIndex& kept) : index(kept) {}
  Task<Result<void>> put(ports::SearchBatch batch) override {
    rows += batch.rows.size();
    return index.put(std::move(batch));
  }
  Task<Result<ports::SearchAnswer>> query(ports::SearchQuery query) override { return index.query(std::move(query)); }
  Task<Result<std::string>> token() override { return index.token(); }
  ports::SearchIndex& index;
  std::size_t rows = 0;
};

TEST_F(FollowerTest, StockReachesTheIndexOnlyWhenItTurns) {
  const auto green = farm(UserId::derive(1, 1), "Green Meadow");
  const auto kale = sold("Curly Kale", green);
  follow();
  CountingIndex counting(*index);
  std::vector<std::unique_ptr<Source>> sources;
  auto products = std::make_unique<ProductSource>(catalog, documents);
  auto stock = std::make_unique<StockSource>(*products, catalog);
  sources.push_back(std::move(products));
  sources.push_back(std::move(stock));
  follower = std::make_unique<Follower>(documents, counting, std::move(sources), [](const Error&) {});
  const auto in_stock = [&](Timestamp now) {
    return run(index->query({.filters = {{ports::SearchFacet::stock, {"true"}}}, .limit = 0, .now = now}))->total;
  };
  EXPECT_EQ(in_stock(clock.now()), 0);
  const Sku sku = kale.variants[0].sku;
  const inventory::Farmer ann{green.id, UserId::derive(1, 1)};
  const auto today = date_of(clock.now());
  inventory::NewLot lot{.lot_code = "A",
                        .harvested = today,
                        .best_before = Date{today.days + 3},
                        .field = FieldId::derive(2, 2),
                        .quantity = Quantity{10'000}};
  const auto stocked = run(inventory.add_lot(ann, sku, lot));
  ASSERT_TRUE(stocked) << stocked.error().detail();
  follow();
  EXPECT_EQ(in_stock(clock.now()), 1);
  const auto after_turn = counting.rows;
  const LotId crate = stocked->lots[0].id;
  for (int sold = 0; sold < 9; ++sold) {
    ASSERT_TRUE(run(inventory.write_off(ann, sku, crate, Quantity{1000}, inventory::Cause::lost, "sold at the gate")));
    EXPECT_GT(run(follower->step(Milliseconds(0))).value_or(0), 0U);
    EXPECT_FALSE(follower->moved());
  }
  EXPECT_EQ(counting.rows, after_turn);  // nine changes, nothing to tell
  ASSERT_TRUE(run(inventory.write_off(ann, sku, crate, Quantity{1000}, inventory::Cause::lost, "the last one")));
  follow();
  EXPECT_EQ(counting.rows, after_turn + 1);
  EXPECT_EQ(in_stock(clock.now()), 0);
  lot.lot_code = "B";
  ASSERT_TRUE(run(inventory.add_lot(ann, sku, lot)));
  follow();
  EXPECT_EQ(in_stock(clock.now()), 1);
  EXPECT_EQ(in_stock(clock.now() + Milliseconds(5 * 86'400'000)), 0);  // past its last day, without a write
}

TEST_F(FollowerTest, RunsUntilStopped) {
  const auto green = farm(UserId::derive(1, 1), "Green Meadow");
  executors::EventLoop own;
  own.start("follower");
  spawn(own, follower->run());
  const auto kale = sold("Curly Kale", green);
  bool seen = false;
  for (int i = 0; i < 200 && !seen; ++i) {
    seen = found("kale").size() == 1;
    if (!seen) std::this_thread::sleep_for(Milliseconds(10));
  }
  EXPECT_TRUE(seen);
  follower->stop();
  std::this_thread::sleep_for(Follower::feed_wait + Milliseconds(200));
  own.stop();
}

}  // namespace
}  // namespace gh::indexing
