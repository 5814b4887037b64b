// The desk under several threads, and when the store misbehaves.
#include <algorithm>
#include <functional>
#include <thread>

#include "base/errors.h"
#include "contexts/inventory/capacity.h"
#include "contexts/inventory/stock_desk.h"
#include "contexts/inventory/stock_item.h"
#include "contexts/inventory/tests/desk_test.h"

namespace gh::inventory {
namespace {

Task<int> buy(Service& stock, std::uint64_t from, std::uint64_t count) {
  int got = 0;
  for (std::uint64_t i = from; i < from + count; ++i) {
    const HoldKey key{sku, OrderId::derive(1, i), now};
    const auto held = co_await stock.hold(key, Quantity{1000});
    if (!held) {
      EXPECT_TRUE(held.error().is(errors::insufficient_stock)) << held.error().kind().code;
      EXPECT_TRUE(co_await stock.void_hold(key));
      continue;
    }
    EXPECT_TRUE(co_await stock.post_hold(key));
    ++got;
  }
  co_return got;
}

// Two services are two processes over one store.
TEST_F(DeskTest, ManyThreadsAndTwoProcessesSellEachUnitOnce) {
  constexpr int threads = 4, buyers = 8, orders = 20, units = 300;
  Service first(documents, clock, random), second(documents, clock, random);
  ASSERT_TRUE(run(first.add_lot(farmer, sku, lot(units))));
  std::atomic<int> sold{0};
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      executors::EventLoop own;
      std::vector<Task<int>> all;
      for (int b = 0; b < buyers; ++b)
        all.push_back(buy(t % 2 ? first : second, static_cast<std::uint64_t>((t * buyers + b) * orders), orders));
      for (const int got : own.run_until_complete(when_all(std::move(all)))) sold += got;
    });
  }
  for (auto& thread : running) thread.join();
  EXPECT_EQ(sold, units);
  const auto holds = run(first.audit(sku));
  ASSERT_TRUE(holds) << holds.error().detail();
  EXPECT_TRUE(holds->empty());
}

// The leader of a turn goes on for a moment when everybody has been answered.
Task<void> when_quiet() { co_await sleep(Milliseconds(50)); }

// Who hands out turns, honestly or not.
class Turns final : public ports::Locks {
 public:
  enum class Kind { honest, lying, busy, gone };
  explicit Turns(Kind kind) : kind_(kind) {}

  Task<Result<ports::Lease>> acquire(std::string name, Milliseconds, Milliseconds) override {
    co_await yield();
    ++asked;
    if (kind_ == Kind::busy) co_return fail(ports::errors::lock_busy);
    if (kind_ == Kind::gone) co_return fail(ports::errors::lock_unavailable);
    while (kind_ == Kind::honest && held_.exchange(true)) co_await sleep(Milliseconds(1));
    co_return ports::Lease{.name = std::move(name)};
  }
  void release(const ports::Lease&) override {
    ++released;
    held_ = false;
  }
  std::atomic<int> asked{0}, released{0};

 private:
  const Kind kind_;
  std::atomic<bool> held_{false};
};

struct TurnsTest : DeskTest, testing::WithParamInterface<Turns::Kind> {};

// A lock may save work. It decides nothing.
TEST_P(TurnsTest, SellEachUnitOnceWhateverTheLockDoes) {
  constexpr int threads = 4, buyers = 8, orders = 20, units = 300;
  Turns turns(GetParam());
  Service first(documents, clock, random, nullptr, &turns), second(documents, clock, random, nullptr, &turns);
  ASSERT_TRUE(run(first.add_lot(farmer, sku, lot(units))));
  EXPECT_EQ(turns.asked, 0) << "nobody else writes this item";
  std::atomic<int> sold{0};
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      executors::EventLoop own;
      std::vector<Task<int>> all;
      for (int b = 0; b < buyers; ++b)
        all.push_back(buy(t % 2 ? first : second, static_cast<std::uint64_t>((t * buyers + b) * orders), orders));
      for (const int got : own.run_until_complete(when_all(std::move(all)))) sold += got;
      own.run_until_complete(when_quiet());
    });
  }
  for (auto& thread : running) thread.join();
  EXPECT_EQ(sold, units);
  EXPECT_GT(turns.asked, 0);
  if (GetParam() == Turns::Kind::honest || GetParam() == Turns::Kind::lying) EXPECT_EQ(turns.released, turns.asked);
  const auto holds = run(first.audit(sku));
  ASSERT_TRUE(holds) << holds.error().detail();
  EXPECT_TRUE(holds->empty());
}

std::string name_of(const testing::TestParamInfo<Turns::Kind>& kind) {
  constexpr const char* names[] = {"honest", "lying", "busy", "gone"};
  return names[static_cast<std::size_t>(kind.param)];
}

INSTANTIATE_TEST_SUITE_P(All, TurnsTest, testing::Values(Turns::Kind::honest, Turns::Kind::lying, Turns::Kind::busy, Turns::Kind::gone),
                         name_of);

Task<int> book(Service& stock, Sku window, std::uint64_t from, std::uint64_t count, HoldTerms terms) {
  int got = 0;
  for (std::uint64_t i = from; i < from + count; ++i) {
    const auto held = co_await stock.hold({window, OrderId::derive(1, i), now}, Quantity{1000}, terms);
    got += held ? 1 : 0;
    if (!held) EXPECT_TRUE(held.error().is(errors::insufficient_stock)) << held.error().kind().code;
  }
  co_return got;
}

// 500 buyers, a window with 20 places; and a coupon that each buyer makes with the first use.
TEST_F(DeskTest, WhatAnotherProcessSoldIsSeenOnceTheFeedTellsOfIt) {
  Service here(documents, clock, random), there(documents, clock, random);
  ASSERT_TRUE(here.opened() && there.opened());
  ASSERT_TRUE(run(here.add_lot(farmer, sku, lot(10))));
  const auto seen = [&](Service& service) { return run(service.available({sku}))->front().available.milli / 1000; };
  EXPECT_EQ(seen(there), 10);
  ASSERT_TRUE(run(here.hold(key(1), Quantity{3000})));
  EXPECT_EQ(seen(there), 10) << "a second old at most, the clock stands still";
  const auto version = run(documents.get("stock_items", sku.text())).value()->version;
  there.heard({"orders", sku.text(), version, ports::Change::Kind::put});
  there.heard({"stock_items", sku.text(), version - 1, ports::Change::Kind::put});
  EXPECT_EQ(seen(there), 10) << "what it had heard of already";
  there.heard({"stock_items", sku.text(), version, ports::Change::Kind::put});
  EXPECT_EQ(seen(there), 7);
  ASSERT_TRUE(run(here.hold(key(2), Quantity{1000})));
  there.missed();
  EXPECT_EQ(seen(there), 6);
  EXPECT_TRUE(run(there.hold(key(3), Quantity{6000}))) << "and it sells from there";
}

TEST_F(DeskTest, ManyThreadsAndTwoProcessesBookEachPlaceOnce) {
  constexpr int threads = 4, buyers = 5, orders = 25;
  Service first(documents, clock, random), second(documents, clock, random);
  const Sku window = capacity_sku("delivery_window", "w"), coupon = capacity_sku("coupon", "c");
  const auto places = run(first.set_capacity(window, Quantity{20'000}));
  ASSERT_TRUE(places);
  EXPECT_EQ(places->left, Quantity{20'000});
  std::atomic<int> booked{0}, used{0};
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      executors::EventLoop own;
      std::vector<Task<int>> windows, coupons;
      auto& stock = t % 2 ? first : second;
      for (int b = 0; b < buyers; ++b) {
        const auto from = static_cast<std::uint64_t>((t * buyers + b) * orders);
        windows.push_back(book(stock, window, from, orders, {}));
        coupons.push_back(book(stock, coupon, from, orders, {.good_until = {}, .capacity = Quantity{10'000}}));
      }
      for (const int got : own.run_until_complete(when_all(std::move(windows)))) booked += got;
      for (const int got : own.run_until_complete(when_all(std::move(coupons)))) used += got;
    });
  }
  for (auto& thread : running) thread.join();
  EXPECT_EQ(booked, 20);
  EXPECT_EQ(used, 10);
  Service third(documents, clock, random);
  const auto seen = run(third.places({window, coupon, sku}));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->at(0)->taken, Quantity{20'000});
  EXPECT_EQ(seen->at(1)->left, Quantity{});
  EXPECT_FALSE(seen->at(2));
  EXPECT_EQ(run(third.audit(window))->size(), 20U);
  EXPECT_TRUE(run(third.available({window}))->front().stocked);
}

TEST_F(DeskTest, AnEndIsRememberedWhenItHasLeftTheItem) {
  Service stock(documents, clock, random);
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(500))));
  for (std::uint64_t i = 0; i < 200; ++i) {
    ASSERT_TRUE(run(stock.hold(key(i), Quantity{1000})));
    if (i % 2 == 0)
      ASSERT_TRUE(run(stock.post_hold(key(i))));
    else
      ASSERT_TRUE(run(stock.void_hold(key(i))));
  }
  EXPECT_TRUE(run(stock.hold(key(0), Quantity{1000})).error().is(errors::hold_posted));
  EXPECT_TRUE(run(stock.hold(key(1), Quantity{1000})).error().is(errors::hold_voided));
  EXPECT_TRUE(run(stock.void_hold(key(0))).error().is(errors::hold_posted));
  EXPECT_TRUE(run(stock.post_hold(key(1))).error().is(errors::hold_voided));
  ASSERT_TRUE(run(stock.post_hold(key(0))));
  EXPECT_EQ(run(stock.post_hold(key(0)))->allocations.size(), 1U);
  EXPECT_TRUE(run(stock.post_hold(key(999))).error().is(errors::hold_not_found));
  ASSERT_TRUE(run(stock.take_back(key(0))));
  ASSERT_TRUE(run(stock.take_back(key(0))));
  EXPECT_EQ(run(stock.available({sku}))->front().available, Quantity{401'000});
  const auto holds = run(stock.audit(sku));
  ASSERT_TRUE(holds) << holds.error().detail();

  std::int64_t expected = 202;  // the lot, 200 ends, one return
  for (std::string cursor;;) {
    const auto page = run(stock.movements(farmer.farm, sku, 7, cursor));
    ASSERT_TRUE(page);
    for (const auto& movement : page->items) EXPECT_EQ(movement.sequence, expected--);
    cursor = page->next;
    if (cursor.empty()) break;
  }
  EXPECT_EQ(expected, 0);
  EXPECT_TRUE(run(stock.movements(farmer.farm, sku, 7, "x")).error().is(gh::errors::bad_cursor));
}

TEST_F(DeskTest, AnItemThatWasLeftFullOfMovementsIsSoldAgainWhenPagesCanBeWritten) {
  StubbornPages pages(documents);
  Service before(pages, clock, random), after(documents, clock, random);
  ASSERT_TRUE(run(before.add_lot(farmer, sku, lot(5'000))));
  pages.refuses = true;
  std::uint64_t sold = 0;
  for (; sold < 2 * tail_max; ++sold) {
    const auto last = run(sell(before, key(sold)));
    if (last) continue;
    ASSERT_TRUE(last.error().is(errors::desk_full)) << last.error().kind().code;
    break;
  }
  EXPECT_LE(sold, tail_max);
  EXPECT_GE(sold, tail_max / 2);
  EXPECT_TRUE(run(before.hold(key(sold), Quantity{1000})).error().is(errors::desk_full)) << "it stays full";

  // The process that saw the pages fail, and one that begins with the item as it lies there.
  ASSERT_TRUE(run(sell(after, key(sold))));
  pages.refuses = false;
  ASSERT_TRUE(run(sell(before, key(sold + 1))));
  const auto holds = run(after.audit(sku));
  ASSERT_TRUE(holds) << holds.error().detail();
  EXPECT_TRUE(holds->empty());
  EXPECT_EQ(run(before.available({sku}))->front().available, (Quantity{static_cast<std::int64_t>(5'000 - sold - 2) * 1000}));
}

TEST_F(DeskTest, ABatchThatLosesEveryRaceIsWrittenWhenTheOtherProcessPauses) {
  StubbornPages late(documents);
  Service loser(late, clock, random), winner(documents, clock, random);
  ASSERT_TRUE(run(loser.add_lot(farmer, sku, lot(5'000))));
  std::uint64_t won = 0;
  const auto busy_until = std::chrono::steady_clock::now() + Milliseconds(100);
  late.before_replace = [&]() -> Task<void> {
    if (std::chrono::steady_clock::now() < busy_until) EXPECT_TRUE(co_await winner.hold(key(++won), Quantity{1000}));
  };
  const auto held = run(loser.hold(key(0), Quantity{1000}));
  ASSERT_TRUE(held) << held.error().kind().code;
  EXPECT_GT(won, static_cast<std::uint64_t>(StockDesk::attempts_at_once)) << "it lost too few races to tell";
  EXPECT_EQ(run(winner.audit(sku))->size(), won + 1);
}

// One command of a batch asks the pages; meanwhile what another one found in the item goes to a page.
TEST_F(DeskTest, ASaleThatGoesToAPageWhileABatchAsksThePagesIsTakenBack) {
  StubbornPages pages(documents);
  Service stock(pages, clock, random);
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(200))));
  std::uint64_t sold = 0;
  for (; sold < 40; ++sold) ASSERT_TRUE(run(sell(stock, key(sold))));
  pages.delay = Milliseconds(150);
  for (; sold < 70; ++sold) ASSERT_TRUE(run(sell(stock, key(sold))));  // a page of them is on its way
  pages.replace_delay = Milliseconds(20);                              // so that the next two come into one batch
  pages.search_delay = Milliseconds(300);
  std::vector<Task<Result<void>>> all;
  const auto held = [](Service& of, HoldKey key) -> Task<Result<void>> {
    GH_CO_CHECK(co_await of.hold(key, Quantity{1000}));
    co_return Result<void>{};
  };
  const auto posted_again = [](Service& of, HoldKey key) -> Task<Result<void>> {
    GH_CO_CHECK(co_await of.post_hold(key));
    co_return Result<void>{};
  };
  const auto taken_back = [](Service& of, HoldKey key) -> Task<Result<void>> {
    GH_CO_CHECK(co_await of.take_back(key));
    co_return Result<void>{};
  };
  all.push_back(held(stock, {sku, OrderId::derive(1, sold), now + Milliseconds(1)}));  // too young to be looked for in pages
  all.push_back(posted_again(stock, key(0)));
  for (std::uint64_t order = 40; order < 60; ++order) all.push_back(taken_back(stock, key(order)));
  for (const auto& done : run(when_all(std::move(all)))) EXPECT_TRUE(done) << done.error().kind().code;
  EXPECT_EQ(run(stock.available({sku}))->front().available, Quantity{(200 - 70 - 1 + 20) * 1000});
  ASSERT_TRUE(run(stock.audit(sku)));
}

// Of an order that never had a hold every page that may know it has to be read. An item that sells for years has thousands.
TEST_F(DeskTest, PagesThatAreOlderThanAnOrderAreNotRead) {
  constexpr std::uint64_t before = 2'000, since = 50;
  StubbornPages pages(documents);
  Service stock(pages, clock, random);
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(before + since))));
  const auto opened_at = [](std::uint64_t order, int later_ms) {
    return HoldKey{sku, OrderId::derive(1, order), now + Milliseconds(later_ms)};
  };
  for (std::uint64_t order = 0; order < before; ++order) ASSERT_TRUE(run(sell(stock, opened_at(order, 0))));
  for (std::uint64_t order = before; order < before + since; ++order) ASSERT_TRUE(run(sell(stock, opened_at(order, 1'000)))) << order;
  pages.found = 0;
  ASSERT_TRUE(run(stock.void_hold(opened_at(before + since, 1'000))));
  EXPECT_GT(pages.found, 0U);
  EXPECT_LE(pages.found, 6U) << "of some eighty";
  EXPECT_TRUE(run(stock.void_hold(opened_at(0, 0))).error().is(errors::hold_posted)) << "an old one is found";
  EXPECT_TRUE(run(stock.void_hold(opened_at(before, 1'000))).error().is(errors::hold_posted));
}

// While it asks others write the item, so a batch that asked for one order after the other would lose every race.
TEST_F(DeskTest, ABatchAsksForAllOfItsOrdersAtOnce) {
  constexpr std::uint64_t orders = 40;
  StubbornPages pages(documents);
  Service stock(pages, clock, random);
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(500))));
  for (std::uint64_t order = 0; order < 100; ++order) ASSERT_TRUE(run(sell(stock, key(order))));
  pages.search_delay = Milliseconds(100);
  std::vector<Task<Result<void>>> all;
  for (std::uint64_t order = 100; order < 100 + orders; ++order) all.push_back(stock.void_hold(key(order)));
  const auto start = std::chrono::steady_clock::now();
  for (const auto& done : run(when_all(std::move(all)))) EXPECT_TRUE(done) << done.error().kind().code;
  EXPECT_LT(std::chrono::steady_clock::now() - start, pages.search_delay * static_cast<int>(orders) / 4);
}

TEST_F(DeskTest, WhoSellsFasterThanPagesAreWrittenWaitsAndIsNotRefused) {
  constexpr std::uint64_t orders = 3'000;
  StubbornPages pages(documents);
  pages.delay = Milliseconds(20);
  Service stock(pages, clock, random);
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(orders))));
  std::vector<Task<Result<HoldOutcome>>> all;
  for (std::uint64_t i = 0; i < orders; ++i) all.push_back(sell(stock, key(i)));
  for (const auto& posted : run(when_all(std::move(all)))) ASSERT_TRUE(posted) << posted.error().kind().code;
  EXPECT_EQ(run(stock.available({sku}))->front().available, Quantity{});
  ASSERT_TRUE(run(stock.audit(sku)));
}

TEST_F(DeskTest, OnlyTheFarmMayTouchItsStock) {
  Service stock(documents, clock, random);
  const auto added = run(stock.add_lot(farmer, sku, lot(5)));
  ASSERT_TRUE(added);
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(5))));  // again: the same lot
  const Farmer other{FarmId::derive(2, 2), UserId::derive(2, 2)};
  const auto id = added->lots.front().id;
  EXPECT_TRUE(run(stock.add_lot(other, sku, lot(5, "L2"))).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(stock.adjust(other, sku, id, Quantity{1000}, "mine")).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(stock.stock(other.farm, sku)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(stock.movements(other.farm, sku, 5, "")).error().is(gh::errors::not_found));
  EXPECT_EQ(run(stock.stock_of_farm(other.farm, 5, ""))->items.size(), 0U);
  EXPECT_EQ(run(stock.stock_of_farm(farmer.farm, 5, ""))->items.size(), 1U);
  EXPECT_EQ(run(stock.stock(farmer.farm, sku))->on_hand, Quantity{5000});
  EXPECT_TRUE(
      run(stock.hold({Sku::of(ProductId::derive(5, 5), 1), OrderId::derive(1, 1), now}, Quantity{1})).error().is(gh::errors::not_found));
}

TEST_F(DeskTest, LowStockLeavesWithTheWriteThatCrosses) {
  Service stock(documents, clock, random);
  const auto added = run(stock.add_lot(farmer, sku, lot(10)));
  ASSERT_TRUE(run(stock.set_threshold(farmer, sku, Quantity{8'000})));
  EXPECT_FALSE(run(stock.stock(farmer.farm, sku))->low);
  ASSERT_TRUE(run(stock.write_off(farmer, sku, added->lots.front().id, Quantity{2'000}, Cause::spoiled, "rotten")));
  EXPECT_TRUE(run(stock.stock(farmer.farm, sku))->low);
  ASSERT_TRUE(run(stock.write_off(farmer, sku, added->lots.front().id, Quantity{1'000}, Cause::spoiled, "rotten")));
  memory::MemoryTasks tasks(store);
  const auto leased = run(tasks.lease({"inventory.low_stock"}, 10, Milliseconds(1'000), Milliseconds(0)));
  ASSERT_EQ(leased->size(), 1U);
  EXPECT_NE(leased->front().payload.find("\"on_hand\":8"), std::string::npos);
}

TEST_F(DeskTest, ABrokenItemIsNotWritten) {
  Service stock(documents, clock, random);
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(10))));
  auto stored = *run(documents.get("stock_items", sku.text()));
  const auto at = stored->body.find("\"reserved\":0");
  ASSERT_NE(at, std::string::npos);
  stored->body.replace(at, 12, "\"reserved\":3");
  ASSERT_TRUE(run(documents.replace("stock_items", stored->version, {sku.text(), stored->body, std::nullopt, {}})));
  struct Watch : DeskObserver {
    int breaches = 0;
    void breach(const Sku&, const Error&) override { ++breaches; }
  } watch;
  Service after(documents, clock, random, &watch);
  EXPECT_TRUE(run(after.hold(key(1), Quantity{1000})).error().is(errors::invariant_broken));
  EXPECT_EQ(watch.breaches, 1);
  EXPECT_FALSE(run(after.audit(sku)));
}

}  // namespace
}  // namespace gh::inventory
