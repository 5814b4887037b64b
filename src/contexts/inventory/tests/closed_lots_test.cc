// Lots that made room for newer ones: what comes back to them, and what is recalled of them.
#include "contexts/inventory/closed_lots.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/inventory/errors.h"
#include "contexts/inventory/tests/desk_test.h"

namespace gh::inventory {
namespace {

constexpr ItemLimits two_lots{.lots = 2};

struct Batches : DeskObserver {
  std::vector<std::size_t> written;
  void batch_written(std::size_t commands) override { written.push_back(commands); }
};

Task<Result<void>> quietly(Task<Result<StockView>> change) {
  GH_CO_CHECK(co_await std::move(change));
  co_return Result<void>{};
}
Task<Result<void>> quietly(Task<Result<HoldOutcome>> change) {
  GH_CO_CHECK(co_await std::move(change));
  co_return Result<void>{};
}

struct ClosedLotsTest : DeskTest {
  Batches batches;
  StubbornPages slow{documents};
  Service stock{slow, clock, random, &batches, nullptr, two_lots};

  void add(std::int64_t units, const std::string& code) {
    const auto added = run(stock.add_lot(farmer, sku, lot(units, code)));
    ASSERT_TRUE(added) << added.error().kind().code;
  }
  static LotId id(const std::string& code) { return lot_id(sku, code); }
  // Sold out, so that the next lot takes its place.
  void sell_out(const std::string& code, std::uint64_t order) {
    add(1, code);
    ASSERT_TRUE(run(sell(stock, key(order))));
  }
  std::int64_t units() { return run(Service(documents, clock, random).available({sku}))->front().available.milli / 1000; }
  bool open(const std::string& code) {
    const auto view = run(Service(documents, clock, random).stock(farmer.farm, sku));
    return std::ranges::count(view->lots, code, &Lot::lot_code) == 1;
  }
  // Behind a change that takes its time, so that they wait for it together.
  void do_at_once(std::vector<Task<Result<void>>> changes) {
    slow.replace_delay = Milliseconds(5);
    batches.written.clear();
    changes.insert(changes.begin(), quietly(stock.set_threshold(farmer, sku, Quantity{++threshold})));
    for (const auto& done : run(when_all(std::move(changes)))) EXPECT_TRUE(done) << done.error().kind().code;
    slow.replace_delay = {};
  }
  std::int64_t threshold = 0;
  void expect_whole() {
    const auto holds = run(Service(documents, clock, random).audit(sku));
    ASSERT_TRUE(holds) << holds.error().detail();
  }
  std::vector<std::string> tasks_of(std::string_view name) {
    memory::MemoryTasks tasks{store};
    std::vector<std::string> payloads;
    for (const auto& leased : *run(tasks.lease({std::string(name)}, 100, Milliseconds(60'000), Milliseconds(0))))
      payloads.push_back(leased.payload);
    return payloads;
  }
};

TEST_F(ClosedLotsTest, WhatComesBackIsSoldAgain) {
  Service usual(documents, clock, random);
  ASSERT_TRUE(run(usual.add_lot(farmer, sku, lot(1, "first"))));
  ASSERT_TRUE(run(sell(usual, key(0))));
  for (std::size_t i = 1; i <= lots_max; ++i) ASSERT_TRUE(run(usual.add_lot(farmer, sku, lot(1, "L" + std::to_string(i)))));
  EXPECT_EQ(units(), static_cast<std::int64_t>(lots_max));
  EXPECT_FALSE(open("first"));
  ASSERT_TRUE(run(usual.take_back(key(0))));
  ASSERT_TRUE(run(usual.take_back(key(0)))) << "once";
  EXPECT_EQ(units(), static_cast<std::int64_t>(lots_max + 1));
  EXPECT_TRUE(open("first"));
  expect_whole();
}

TEST_F(ClosedLotsTest, ALotThatIsSentAgainIsNotReceivedTwice) {
  sell_out("first", 1);
  add(1, "second");
  add(1, "third");
  ASSERT_FALSE(open("first"));
  add(1, "first");
  EXPECT_EQ(units(), 2);
  auto other = lot(1, "first");
  other.best_before = Date{today.days + 1};
  EXPECT_TRUE(run(stock.add_lot(farmer, sku, other)).error().is(errors::lot_differs));
  const LotPart part{.lot = id("second"), .lot_code = "first", .quantity = Quantity{1000}, .location = {}, .reason = "crates"};
  EXPECT_TRUE(run(stock.split(farmer, sku, part)).error().is(errors::lot_differs));
  expect_whole();
}

TEST_F(ClosedLotsTest, AreRecalledWithWhatWasSplitFromThem) {
  add(2, "root");
  const auto part = [](const char* from, const char* code) {
    return LotPart{.lot = id(from), .lot_code = code, .quantity = Quantity{1000}, .location = {}, .reason = "crates"};
  };
  ASSERT_TRUE(run(stock.split(farmer, sku, part("root", "part"))));
  ASSERT_TRUE(run(sell(stock, key(1))));
  ASSERT_TRUE(run(sell(stock, key(2))));
  add(5, "second");
  add(1, "third");
  ASSERT_FALSE(open("root") || open("part"));

  EXPECT_TRUE(run(stock.recall(farmer, sku, id("nothing"), "glass")).error().is(gh::errors::not_found));
  const auto family = run(stock.lot_family(farmer.farm, sku, id("root")));
  ASSERT_TRUE(family);
  ASSERT_EQ(family->size(), 2U);
  EXPECT_EQ(family->at(1).lot_code, "part");
  EXPECT_TRUE(run(stock.lot_family(farmer.farm, sku, id("nothing"))).error().is(gh::errors::not_found));

  ASSERT_TRUE(run(stock.recall(farmer, sku, id("root"), "glass")));
  const auto told = tasks_of(lot_recalled_task);
  EXPECT_EQ(told.size(), 2U) << "the buyers of both";
  for (const auto& task : told) EXPECT_NE(task.find("glass"), std::string::npos);
  for (const auto& lot : *run(stock.lot_family(farmer.farm, sku, id("root")))) EXPECT_EQ(lot.status, LotStatus::recalled) << lot.lot_code;
  const auto movements = run(stock.movements(farmer.farm, sku, 100, {}))->items.size();
  ASSERT_TRUE(run(stock.recall(farmer, sku, id("root"), "glass")));
  EXPECT_EQ(run(stock.movements(farmer.farm, sku, 100, {}))->items.size(), movements) << "once";

  ASSERT_TRUE(run(stock.take_back(key(1)))) << "what comes back to a recalled lot";
  EXPECT_EQ(units(), 6) << "is not sold";
  ASSERT_TRUE(run(stock.write_off(farmer, sku, id("second"), Quantity{5000}, Cause::lost, "")));
  add(1, "fourth");
  EXPECT_EQ(run(stock.lot_family(farmer.farm, sku, id("part")))->front().status, LotStatus::recalled) << "closed again, as it is now";
  expect_whole();
}

TEST_F(ClosedLotsTest, OfAnotherItemAreNotOpened) {
  const Sku other = Sku::of(ProductId::derive(1, 2), 1);
  sell_out("first", 1);
  add(1, "second");
  add(1, "third");
  ASSERT_FALSE(open("first"));
  ASSERT_TRUE(run(stock.add_lot(farmer, other, lot(1))));
  EXPECT_TRUE(run(stock.recall(farmer, other, id("first"), "glass")).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(stock.lot_family(farmer.farm, other, id("first"))).error().is(gh::errors::not_found));
}

TEST_F(ClosedLotsTest, AnOlderStateDoesNotReplaceANewerOne) {
  const ClosedLots lots(documents);
  Lot kept{.id = id("first"), .lot_code = "first", .harvested = today, .best_before = today, .field = FieldId::derive(1, 1)};
  kept.status = LotStatus::recalled;
  ASSERT_TRUE(run(lots.keep({kept.id, sku, 7, kept})));
  kept.status = LotStatus::sellable;
  ASSERT_TRUE(run(lots.keep({kept.id, sku, 6, kept})));
  EXPECT_EQ(run(lots.find(sku, kept.id)).value()->status, LotStatus::recalled);
  ASSERT_TRUE(run(lots.keep({kept.id, sku, 8, kept})));
  EXPECT_EQ(run(lots.find(sku, kept.id)).value()->status, LotStatus::sellable);
}

// In one batch a lot makes room and is wanted again.
TEST_F(ClosedLotsTest, AreOpenedInTheBatchThatClosesThem) {
  sell_out("first", 1);
  add(1, "second");
  std::vector<Task<Result<void>>> at_once;
  at_once.push_back(quietly(stock.add_lot(farmer, sku, lot(1, "third"))));
  at_once.push_back(stock.take_back(key(1)));
  do_at_once(std::move(at_once));
  EXPECT_EQ(batches.written, (std::vector<std::size_t>{1, 2})) << "else this shows nothing";
  EXPECT_EQ(units(), 3);
  EXPECT_TRUE(open("first"));
  expect_whole();
}

// A lot that the batch itself empties is closed by the next one: what is kept of it is what the item said of it.
TEST_F(ClosedLotsTest, AreKeptAsTheyWereStored) {
  add(1, "first");
  ASSERT_TRUE(run(stock.hold(key(1), Quantity{1000})));
  add(1, "second");
  std::vector<Task<Result<void>>> at_once;
  at_once.push_back(quietly(stock.post_hold(key(1))));
  at_once.push_back(quietly(stock.add_lot(farmer, sku, lot(1, "third"))));
  at_once.push_back(quietly(stock.hold(key(2), Quantity{1000})));
  do_at_once(std::move(at_once));
  EXPECT_EQ(batches.written, (std::vector<std::size_t>{1, 1, 2}));
  EXPECT_FALSE(open("first"));
  EXPECT_EQ(run(stock.lot_family(farmer.farm, sku, id("first")))->front().on_hand, Quantity{});
  ASSERT_TRUE(run(stock.take_back(key(1))));
  EXPECT_EQ(units(), 2);
  expect_whole();
}

// Recalls and closings of one lot at once, in an order that is as good as any.
TEST_F(ClosedLotsTest, ARecallIsNotForgottenByTheBatchThatCloses) {
  sell_out("first", 1);
  add(1, "second");
  std::vector<Task<Result<void>>> at_once;
  at_once.push_back(quietly(stock.recall(farmer, sku, id("first"), "glass")));
  at_once.push_back(quietly(stock.add_lot(farmer, sku, lot(1, "third"))));
  do_at_once(std::move(at_once));
  EXPECT_FALSE(open("first"));
  EXPECT_EQ(run(stock.lot_family(farmer.farm, sku, id("first")))->front().status, LotStatus::recalled);
  ASSERT_TRUE(run(stock.take_back(key(1))));
  EXPECT_EQ(units(), 2) << "what comes back to a recalled lot is not sold";
  expect_whole();
}

}  // namespace
}  // namespace gh::inventory
