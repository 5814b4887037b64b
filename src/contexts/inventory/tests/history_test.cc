// What happened to an item, by lists, recounts and the index of lots; people who wait; a farm that counts.
#include <gtest/gtest.h>

#include "adapters/memory/tasks.h"
#include "base/errors.h"
#include "contexts/inventory/service.h"
#include "contexts/inventory/stock_takes.h"
#include "contexts/inventory/waiting_list.h"
#include "stage/world.h"

namespace gh::inventory {
namespace {

const Sku sku = Sku::of(ProductId::derive(1, 1), 1);
const Farmer farmer{FarmId::derive(1, 1), UserId::derive(1, 1)};
const Farmer other{FarmId::derive(2, 2), UserId::derive(2, 2)};

struct HistoryTest : testing::Test, stage::World<stage::ManualClock> {
  Service stock{documents, clock, random};
  WaitingList waiting{documents, stock, clock, random};
  StockTakes takes{documents, stock, clock, random};

  HistoryTest() { clock.time = Timestamp{1'750'000'000'000}; }

  void pass(std::chrono::milliseconds by) { clock.time = clock.time + by; }
  LotId add(std::int64_t units, const std::string& code, int days = 9) {
    const Date today = date_of(clock.now());
    const auto added = run(stock.add_lot(farmer, sku,
                                         {.lot_code = code,
                                          .harvested = today,
                                          .best_before = Date{today.days + days},
                                          .field = FieldId::derive(1, 1),
                                          .quantity = Quantity{units * 1000}}));
    EXPECT_TRUE(added);
    return added->lots.back().id;
  }
  HoldKey key(std::uint64_t order) { return {sku, OrderId::derive(1, order), clock.now()}; }
  void sell(std::uint64_t order, std::int64_t units = 1) {
    const auto hold = key(order);
    ASSERT_TRUE(run(stock.hold(hold, Quantity{units * 1000})));
    ASSERT_TRUE(run(stock.post_hold(hold)));
  }
  std::size_t due(std::string_view task) {
    memory::MemoryTasks tasks(store);
    return run(tasks.lease({std::string(task)}, 100, Milliseconds(1), Milliseconds(0)))->size();
  }
};

TEST_F(HistoryTest, EachMovementShowsTheBalanceAndTheyProveTheStock) {
  const auto first = add(100, "L1", 3), second = add(50, "L2", 9);
  for (std::uint64_t i = 0; i < 120; ++i) {
    pass(std::chrono::seconds(1));
    sell(i);
  }
  ASSERT_TRUE(run(stock.adjust(farmer, sku, second, Quantity{-2'000}, "counted")));
  Quantity expected{28'000};
  std::int64_t seen = 0;
  for (std::string cursor;;) {
    const auto page = run(stock.movements(farmer.farm, sku, 7, cursor));
    ASSERT_TRUE(page);
    for (const auto& movement : page->items) {
      EXPECT_EQ(movement.balance, expected) << movement.sequence;
      expected -= movement.quantity;
      ++seen;
    }
    cursor = page->next;
    if (cursor.empty()) break;
  }
  EXPECT_EQ(expected, Quantity{});
  EXPECT_EQ(seen, 123);

  const auto only = run(stock.movements(farmer.farm, sku, 100, "", {.lot = second, .kind = MovementKind::sold, .from = {}, .to = {}}));
  ASSERT_TRUE(only);
  EXPECT_EQ(only->items.size(), 20U);
  const Timestamp middle{1'750'000'060'000};
  const auto late = run(stock.movements(farmer.farm, sku, 100, "", {.lot = {}, .kind = MovementKind::sold, .from = middle, .to = {}}));
  EXPECT_EQ(late->items.size(), 61U);

  const auto proof = run(stock.prove(farmer.farm, sku));
  ASSERT_TRUE(proof);
  EXPECT_TRUE(proof->proven) << proof->finding;
  EXPECT_EQ(proof->moved, Quantity{28'000});
  EXPECT_EQ(proof->lots[0].moved, Quantity{});
  EXPECT_EQ(proof->digest, run(stock.prove(farmer.farm, sku))->digest);
  EXPECT_TRUE(run(stock.prove(other.farm, sku)).error().is(gh::errors::not_found));
  ASSERT_EQ(run(stock.on_hand_at(sku, middle))->at(first), Quantity{40'000});

  // A page that somebody changed no longer proves anything.
  const auto pages = run(documents.find("stock_movements", "", {}, 1, ""));
  auto page = pages->documents.front();
  const auto at = page.body.find("\"quantity\":-1");
  ASSERT_NE(at, std::string::npos);
  page.body.replace(at, 13, "\"quantity\":-3");
  ASSERT_TRUE(run(documents.replace("stock_movements", page.version, {page.id, page.body, std::nullopt, {}})));
  const auto broken = run(stock.prove(farmer.farm, sku));
  EXPECT_FALSE(broken->proven);
  EXPECT_FALSE(run(stock.audit(sku)));
}

TEST_F(HistoryTest, ALotKnowsTheOrdersThatHadIt) {
  const auto first = add(60, "L1", 3), second = add(100, "L2", 9);
  for (std::uint64_t i = 0; i < 100; ++i) sell(i);
  const auto returned = key(99);
  ASSERT_TRUE(run(stock.take_back(returned)));
  ASSERT_TRUE(run(stock.hold(key(500), Quantity{2'000})));
  const auto all = [&](const LotId& lot, int limit) {
    std::vector<OrderShare> shares;
    for (std::string cursor;;) {
      const auto page = run(stock.orders_of_lot(farmer.farm, sku, lot, limit, cursor));
      EXPECT_TRUE(page);
      EXPECT_LE(page->items.size(), static_cast<std::size_t>(limit));
      shares.insert(shares.end(), page->items.begin(), page->items.end());
      cursor = page->next;
      if (cursor.empty()) break;
    }
    return shares;
  };
  for (const int limit : {1, 7, 100}) {
    EXPECT_EQ(all(first, limit).size(), 60U) << limit;
    const auto shares = all(second, limit);
    ASSERT_EQ(shares.size(), 42U) << limit;
    EXPECT_EQ(shares[0].state, ShareState::held);
    EXPECT_EQ(shares[0].order, OrderId::derive(1, 500));
    EXPECT_EQ(shares[1].state, ShareState::returned);
    EXPECT_EQ(shares.back().order, OrderId::derive(1, 60));
  }
  EXPECT_TRUE(run(stock.orders_of_lot(farmer.farm, sku, LotId::derive(9, 9), 5, "")).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(stock.orders_of_lot(other.farm, sku, first, 5, "")).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(stock.orders_of_lot(farmer.farm, sku, first, 5, "x")).error().is(gh::errors::bad_cursor));
}

TEST_F(HistoryTest, AKeyIsOneChangeAndALotsDayLeavesATask) {
  const auto lot = add(10, "L1", 1);
  Farmer keyed = farmer;
  keyed.key = "k";
  ASSERT_EQ(run(stock.write_off(keyed, sku, lot, Quantity{1'000}, Cause::spoiled, "mice"))->on_hand, Quantity{9'000});
  ASSERT_EQ(run(stock.write_off(keyed, sku, lot, Quantity{1'000}, Cause::spoiled, "mice"))->on_hand, Quantity{9'000});
  EXPECT_TRUE(run(stock.write_off(keyed, sku, lot, Quantity{2'000}, Cause::spoiled, "mice")).error().is(errors::key_reused));
  EXPECT_EQ(due(expire_lots_task), 0U);
  pass(std::chrono::hours(48));
  EXPECT_EQ(due(expire_lots_task), 1U);
  EXPECT_EQ(run(stock.stock(farmer.farm, sku))->lots.front().status, LotStatus::expired);  // before the task has come to it
  ASSERT_TRUE(run(stock.expire_lots(sku)));
  EXPECT_EQ(run(stock.movements(farmer.farm, sku, 1, ""))->items.front().kind, MovementKind::relabelled);
}

TEST_F(HistoryTest, WhoWaitsIsToldOnceOldestFirst) {
  const auto someone = [](std::uint64_t n) { return UserId::derive(5, n); };
  for (std::uint64_t n = 0; n < 5; ++n) {
    pass(std::chrono::seconds(1));
    ASSERT_TRUE(run(waiting.wait(sku, someone(n), "", "")));
  }
  const auto again = run(waiting.wait(sku, someone(0), "", ""));
  ASSERT_TRUE(again);
  EXPECT_EQ(due(back_in_stock_task), 0U);
  const auto lot = add(1, "L1");
  EXPECT_EQ(due(back_in_stock_task), 1U);
  const auto wave = run(waiting.next_wave(sku));
  ASSERT_EQ(wave->size(), 3U);  // three for each unit
  for (std::size_t n = 0; n < 3; ++n) {
    EXPECT_EQ((*wave)[n].value.user, someone(n));
    ASSERT_TRUE(run(waiting.told((*wave)[n], {"notifications.tell", "n" + std::to_string(n), "{}", {}})));
    ASSERT_TRUE(run(waiting.told((*wave)[n], {"notifications.tell", "m" + std::to_string(n), "{}", {}})));
  }
  EXPECT_EQ(due("notifications.tell"), 3U);
  const auto next = run(waiting.end_wave(sku));
  ASSERT_TRUE(next && *next);
  EXPECT_EQ((**next).not_before, clock.now() + WaitingList::wave_every);

  // Sold out and back again.
  sell(1);
  ASSERT_TRUE(run(stock.adjust(farmer, sku, lot, Quantity{1'000}, "found one")));
  pass(std::chrono::seconds(1));
  EXPECT_GE(due(back_in_stock_task), 2U);
  for (auto& last : *run(waiting.next_wave(sku)))
    ASSERT_TRUE(run(waiting.told(last, {"notifications.tell", last.value.id.text(), "{}", {}})));
  EXPECT_FALSE(*run(waiting.end_wave(sku)));
  EXPECT_TRUE(run(waiting.of_user(someone(4), 5, ""))->items.empty());

  // A guest's is opened by its id, a user's only by the user.
  const auto guest = run(waiting.wait(sku, {}, "ada@example.com", "en"));
  EXPECT_TRUE(run(waiting.stop(guest->id, {})));
  EXPECT_TRUE(run(waiting.stop(guest->id, {})).error().is(gh::errors::not_found));
  const auto mine = run(waiting.wait(sku, someone(9), "", ""));
  EXPECT_TRUE(run(waiting.stop(mine->id, {})).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(waiting.stop(mine->id, someone(9))));
}

TEST_F(HistoryTest, AStockTakeAccountsForWhatWasSoldSinceTheCount) {
  const auto lot = add(10, "L1"), second = add(5, "L2", 20);
  const auto take = run(takes.open(farmer, {}, "monthly"));
  ASSERT_TRUE(take) << take.error().detail();
  ASSERT_EQ(take->lines.size(), 2U);
  EXPECT_TRUE(run(takes.open(farmer, {}, "")).error().is(errors::stock_take_state));
  pass(std::chrono::minutes(5));
  const auto counted_at = clock.now();
  pass(std::chrono::minutes(5));
  sell(1, 3);
  // Eight were there, ten were thought to be; the list comes in after three more were sold.
  ASSERT_TRUE(run(takes.count(farmer, take->id, {{sku, lot, Quantity{8'000}, counted_at, ""}})));
  const auto shown = run(takes.preview(farmer.farm, take->id));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->lines[0].difference, Quantity{-2'000});
  EXPECT_EQ(*shown->lines[0].expected_then, Quantity{10'000});
  EXPECT_EQ(shown->lines[1].result, CountResult::not_counted);
  EXPECT_EQ(run(takes.get(farmer.farm, take->id))->lines[0].result, CountResult::not_counted);
  sell(2, 1);
  const auto applied = run(takes.apply(farmer, take->id));
  ASSERT_TRUE(applied) << applied.error().detail();
  EXPECT_EQ(applied->status, StockTakeStatus::applied);
  EXPECT_EQ(applied->lines[0].result, CountResult::applied);
  EXPECT_EQ(run(stock.stock(farmer.farm, sku))->on_hand, Quantity{9'000});  // 15 - 4 sold - 2 lost
  ASSERT_TRUE(run(takes.apply(farmer, take->id)));
  EXPECT_EQ(run(stock.stock(farmer.farm, sku))->on_hand, Quantity{9'000});
  EXPECT_EQ(run(stock.movements(farmer.farm, sku, 1, ""))->items.front().cause, Cause::stock_take);
  EXPECT_TRUE(run(takes.cancel(farmer, take->id)).error().is(errors::stock_take_state));
  EXPECT_TRUE(run(takes.count(farmer, take->id, {})).error().is(errors::stock_take_state));
  EXPECT_TRUE(run(takes.get(other.farm, take->id)).error().is(gh::errors::not_found));

  // What open orders hold cannot be counted away.
  const auto next = run(takes.open(farmer, {sku}, ""));
  ASSERT_TRUE(next);
  ASSERT_TRUE(run(stock.hold(key(7), Quantity{4'000})));
  const auto refused = run(takes.count(farmer, next->id, {{sku, LotId::derive(8, 8), Quantity{-1}, clock.now() + Milliseconds(1), ""}}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields().size(), 3U);
  ASSERT_TRUE(run(takes.count(farmer, next->id, {{sku, lot, Quantity{}, {}, "none left"}, {sku, second, Quantity{6'000}, {}, ""}})));
  const auto ended = run(takes.apply(farmer, next->id));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->lines[0].result, CountResult::refused);
  EXPECT_EQ(ended->lines[0].error, "stock_is_held");
  EXPECT_EQ(ended->lines[1].result, CountResult::applied);
  EXPECT_EQ(run(takes.list(farmer.farm, 5, ""))->items.size(), 2U);
  const auto third = run(takes.open(farmer, {}, ""));
  ASSERT_TRUE(run(takes.cancel(farmer, third->id)));
  EXPECT_TRUE(run(takes.open(farmer, {}, "")));
}

}  // namespace
}  // namespace gh::inventory
