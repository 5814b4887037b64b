// The rules alone, then against a model: a plain list of what each order did and how much each lot has.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/errors.h"
#include "contexts/inventory/capacity.h"
#include "contexts/inventory/errors.h"
#include "contexts/inventory/stock_item.h"
#include "platform/json/json.h"

namespace gh::inventory {
namespace {

OrderId order(std::uint64_t n) { return OrderId::derive(n, n); }
LotId lot_id(std::uint64_t n) { return LotId::derive(7, n); }
Quantity units(std::int64_t n) { return {n * 1'000}; }
constexpr Timestamp now{1'750'000'000'000};
const Date today = date_of(now);

// As the desk does it with an item of which no lot was ever closed.
Result<Outcome> apply_asked(StockItem& item, Command command) {
  auto outcome = apply(item, command, now);
  if (!outcome || outcome->needs_lots.empty()) return outcome;
  for (const auto& lot : outcome->needs_lots) command.reopened[lot] = std::nullopt;
  return apply(item, command, now);
}

StockItem item_with(std::vector<Lot> lots) {
  StockItem item{.id = Sku::of(ProductId::derive(1, 1), 1), .farm = FarmId::derive(1, 1)};
  for (auto& lot : lots) EXPECT_TRUE(apply(item, {AddLot{lot, {}}}, now));
  return item;
}
Lot lot(std::uint64_t n, std::int64_t amount, int days_left) {
  return {lot_id(n),
          "L" + std::to_string(n),
          Date{today.days - 3},
          Date{today.days + days_left},
          FieldId::derive(1, n),
          LotStatus::sellable,
          units(amount),
          {},
          "",
          {}};
}
Command hold(std::uint64_t n, std::int64_t amount) { return {PlaceHold{order(n), now, units(amount)}}; }
Command release(std::uint64_t n) { return {VoidHold{order(n), now}}; }
Command post(std::uint64_t n) { return {PostHold{order(n), now}}; }

void expect_error(const Result<Outcome>& result, const ErrorKind& kind) {
  ASSERT_FALSE(result) << kind.code;
  EXPECT_EQ(result.error().kind().code, kind.code);
}

TEST(StockItem, TakesTheFirstExpiringFirstAndNeverAnExpiredLot) {
  auto item = item_with({lot(1, 5, 9), lot(2, 5, 2), lot(3, 5, -1), lot(4, 5, 0)});
  EXPECT_EQ(available(item, now), units(15));
  const auto outcome = apply(item, hold(1, 7), now);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->allocations, (std::vector<Allocation>{{lot_id(4), units(5)}, {lot_id(2), units(2)}}));
  expect_error(apply(item, hold(2, 9), now), errors::insufficient_stock);
  const auto refused = apply(item, hold(2, 9), now);
  EXPECT_EQ(refused.error().extensions().at(2).json, "8");
  EXPECT_TRUE(check(item));
}

TEST(StockItem, AHoldIsOnePerOrderAndItsEndIsRemembered) {
  auto item = item_with({lot(1, 10, 5)});
  const auto first = apply(item, hold(1, 4), now);
  const auto again = apply(item, hold(1, 4), now);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->allocations, again->allocations);
  EXPECT_FALSE(again->changed);
  expect_error(apply(item, hold(1, 3), now), errors::hold_differs);
  EXPECT_EQ(item.reserved, units(4));

  EXPECT_TRUE(apply(item, release(1), now)->changed);
  EXPECT_FALSE(apply(item, release(1), now)->changed);
  expect_error(apply(item, hold(1, 4), now), errors::hold_voided);
  expect_error(apply(item, post(1), now), errors::hold_voided);

  ASSERT_TRUE(apply(item, hold(2, 4), now));
  const auto posted = apply(item, post(2), now);
  ASSERT_TRUE(posted);
  EXPECT_EQ(apply(item, post(2), now)->allocations, posted->allocations);
  expect_error(apply(item, release(2), now), errors::hold_posted);
  expect_error(apply(item, hold(2, 4), now), errors::hold_posted);
  EXPECT_EQ(item.on_hand, units(6));
  expect_error(apply(item, post(3), now), errors::hold_not_found);
}

TEST(StockItem, ACancelledSaleReturnsToItsLotsOnce) {
  auto item = item_with({lot(1, 3, 5), lot(2, 9, 8)});
  const auto back = [](std::uint64_t n) { return Command{TakeBack{order(n), now}}; };
  ASSERT_TRUE(apply(item, hold(1, 5), now));
  ASSERT_TRUE(apply(item, post(1), now));
  EXPECT_TRUE(apply(item, back(1), now)->changed);
  EXPECT_FALSE(apply(item, back(1), now)->changed);
  EXPECT_EQ(item.on_hand, units(12));
  EXPECT_EQ(item.lots[0].on_hand, units(3));
  EXPECT_TRUE(check(item));
  expect_error(apply(item, hold(1, 5), now), errors::hold_voided);
  expect_error(apply(item, post(1), now), errors::hold_voided);
  ASSERT_TRUE(apply(item, hold(2, 5), now));
  EXPECT_TRUE(apply(item, back(2), now)->changed);  // not yet posted: as a void
  EXPECT_EQ(item.reserved, units(0));
  expect_error(apply(item, post(2), now), errors::hold_voided);
}

TEST(StockItem, AVoidBeforeTheHoldKeepsItOut) {
  auto item = item_with({lot(1, 10, 5)});
  ASSERT_TRUE(apply(item, release(1), now));
  expect_error(apply(item, hold(1, 1), now), errors::hold_voided);
}

TEST(StockItem, AnOrderThatMayBeForgottenIsLookedUpFirst) {
  auto item = item_with({lot(1, 100, 5)});
  for (std::uint64_t n = 1; n <= 40; ++n) {
    ASSERT_TRUE(apply(item, hold(n, 1), now));
    ASSERT_TRUE(apply(item, post(n), now));
  }
  forget_paged(item, 30);
  EXPECT_TRUE(check(item));
  EXPECT_EQ(item.tail.front().sequence, 31);
  auto late = hold(1, 1);
  EXPECT_TRUE(apply(item, late, now)->needs_past);
  late.past = {End::posted, {}};
  expect_error(apply(item, late, now), errors::hold_posted);
  late.past = {End::unknowable, {}};
  expect_error(apply(item, late, now), errors::hold_too_late);
  late.past = {End::none, {}};
  EXPECT_TRUE(apply(item, late, now)->changed);
  const Command young{PlaceHold{order(99), now + Milliseconds(1), units(1)}};
  EXPECT_TRUE(apply(item, young, now)->changed);  // opened after all that was forgotten: no look-up
}

TEST(StockItem, HeldUnitsCannotBeTakenAway) {
  auto item = item_with({lot(1, 10, 5)});
  ASSERT_TRUE(apply(item, hold(1, 6), now));
  expect_error(apply(item, {ChangeLot{lot_id(1), MovementKind::adjusted, units(-5), "counted"}}, now), errors::stock_is_held);
  EXPECT_TRUE(apply(item, {ChangeLot{lot_id(1), MovementKind::written_off, units(-4), "rotten"}}, now));
  expect_error(apply(item, {ChangeLot{lot_id(1), MovementKind::written_off, units(1), "rotten"}}, now), errors::bad_quantity);
  expect_error(apply(item, {ChangeLot{lot_id(1), MovementKind::adjusted, units(0), "counted"}}, now), errors::bad_quantity);
  expect_error(apply(item, {ChangeLot{lot_id(9), MovementKind::adjusted, units(1), "counted"}}, now), gh::errors::not_found);
  EXPECT_EQ(available(item, now), units(0));
  for (const std::int64_t bad : {std::int64_t{0}, std::int64_t{-1}, Quantity::max_milli + 1})
    expect_error(apply(item, {PlaceHold{order(5), now, Quantity{bad}}}, now), errors::bad_quantity);
}

TEST(StockItem, AQuarantinedLotIsNotSoldButStaysHeld) {
  auto item = item_with({lot(1, 10, 5)});
  ASSERT_TRUE(apply(item, hold(1, 6), now));
  ASSERT_TRUE(apply(item, {SetStatus{lot_id(1), LotStatus::recalled, "listeria"}}, now));
  EXPECT_EQ(available(item, now), units(0));
  EXPECT_TRUE(check(item));
  EXPECT_TRUE(apply(item, post(1), now));
}

TEST(StockItem, LowStockCrossesOnceUntilItHasRecovered) {
  auto item = item_with({lot(1, 20, 5)});
  const auto change = [&](std::int64_t by) {
    ASSERT_TRUE(apply(item, {ChangeLot{lot_id(1), MovementKind::adjusted, units(by), "counted"}}, now));
  };
  ASSERT_TRUE(apply(item, {SetThreshold{units(10)}}, now));
  EXPECT_EQ(item.crossings, 0);
  change(-10);
  EXPECT_EQ(item.crossings, 1);
  for (int i = 0; i < 5; ++i) {  // flapping by one around the threshold
    change(1);
    change(-1);
  }
  EXPECT_EQ(item.crossings, 1);
  change(5);
  change(-5);
  EXPECT_EQ(item.crossings, 2);
  expect_error(apply(item, {SetThreshold{units(-1)}}, now), errors::bad_quantity);
}

TEST(StockItem, PlacesAreGivenOutLikeGoodsUpToTheCapacity) {
  StockItem item{.id = capacity_sku("delivery_window", "w1")};
  ASSERT_TRUE(apply(item, release(9), now));  // the end of a hold may be known before the item is
  ASSERT_TRUE(apply(item, {SetCapacity{units(2)}}, now));
  EXPECT_FALSE(apply(item, {SetCapacity{units(2)}}, now)->changed);
  const Timestamp years_later = now + Milliseconds(std::chrono::years(20));
  ASSERT_TRUE(apply(item, hold(1, 1), years_later));
  ASSERT_TRUE(apply(item, post(1), now));
  ASSERT_TRUE(apply(item, hold(2, 1), now));
  expect_error(apply(item, hold(3, 1), now), errors::insufficient_stock);
  expect_error(apply(item, hold(9, 1), now), errors::hold_voided);
  ASSERT_TRUE(apply(item, {TakeBack{order(1), now}}, now));
  EXPECT_EQ(available(item, now), units(1));
  ASSERT_TRUE(check(item));
  expect_error(apply(item, {AddLot{lot(1, 1, 1), {}}}, now), errors::stock_item_kind);
  expect_error(apply(item, {SetCapacity{units(-1)}}, now), errors::bad_quantity);
  auto goods = item_with({lot(1, 3, 5)});
  expect_error(apply(goods, {SetCapacity{units(5)}}, now), errors::stock_item_kind);
  EXPECT_NE(item.id, capacity_sku("delivery_window", "w2"));
  EXPECT_NE(capacity_sku("a", "bc"), capacity_sku("a", "b", "c"));
}

TEST(StockItem, ALoweredCapacityLeavesWhatIsTakenAndTakesInWhatComesBack) {
  StockItem item{.id = capacity_sku("coupon", "c1")};
  ASSERT_TRUE(apply(item, {SetCapacity{units(5)}}, now));
  for (std::uint64_t n = 1; n <= 4; ++n) ASSERT_TRUE(apply(item, hold(n, 1), now));
  ASSERT_TRUE(apply(item, post(1), now));
  ASSERT_TRUE(apply(item, {SetCapacity{units(2)}}, now));
  EXPECT_EQ(item.issued, units(4));
  expect_error(apply(item, hold(5, 1), now), errors::insufficient_stock);
  ASSERT_TRUE(apply(item, {TakeBack{order(1), now}}, now));
  ASSERT_TRUE(apply(item, release(2), now));
  expect_error(apply(item, hold(5, 1), now), errors::insufficient_stock);  // 3 and 4 are there still
  ASSERT_TRUE(apply(item, release(3), now));
  EXPECT_TRUE(apply(item, hold(5, 1), now));
  EXPECT_EQ(item.issued, units(2));
  ASSERT_TRUE(check(item));
  item.capacity = units(9);
  EXPECT_FALSE(check(item));
  item.capacity = units(1);
  EXPECT_TRUE(check(item));  // all that is there is taken
}

TEST(StockItem, AHoldBringsItsCapacityAlong) {
  StockItem item{.id = capacity_sku("coupon_of_customer", "c1", "u1")};
  const auto use = [](std::uint64_t n, std::int64_t of) {
    return Command{PlaceHold{order(n), now, units(1), {.good_until = {}, .capacity = units(of)}}};
  };
  expect_error(apply(item, use(1, 0), now), errors::insufficient_stock);
  EXPECT_FALSE(item.capacity);
  ASSERT_TRUE(apply(item, use(1, 1), now));
  EXPECT_FALSE(apply(item, use(1, 3), now)->changed);
  expect_error(apply(item, use(2, 1), now), errors::insufficient_stock);
  ASSERT_TRUE(apply(item, use(2, 2), now));
  expect_error(apply(item, use(3, 1), now), errors::insufficient_stock);
  EXPECT_EQ(item.capacity, units(2));
  EXPECT_TRUE(check(item));
  auto goods = item_with({lot(1, 3, 5)});
  expect_error(apply(goods, use(1, 5), now), errors::stock_item_kind);
}

TEST(StockItem, AHoldLeavesLotsAloneThatEndTooEarly) {
  auto item = item_with({lot(1, 5, 2), lot(2, 5, 3), lot(3, 5, 9)});
  const Date needed{today.days + 3};
  EXPECT_EQ(available(item, now, needed), units(10));
  EXPECT_EQ(available(item, now, Date{today.days - 30}), units(15));
  const Command fresh{PlaceHold{order(1), now, units(6), {.good_until = needed, .capacity = {}}}};
  const auto outcome = apply(item, fresh, now);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->allocations, (std::vector<Allocation>{{lot_id(2), units(5)}, {lot_id(3), units(1)}}));
  const Command more{PlaceHold{order(2), now, units(5), {.good_until = needed, .capacity = {}}}};
  expect_error(apply(item, more, now), errors::insufficient_stock);
}

Command split(std::uint64_t from, std::uint64_t into, std::int64_t amount, std::optional<std::string> location = {}) {
  return {SplitLot{lot_id(from), lot_id(into), "L" + std::to_string(into), units(amount), std::move(location), "smaller crates"}};
}

TEST(StockItem, PartOfALotBecomesALotOfItsOwn) {
  auto item = item_with({lot(1, 10, 5)});
  ASSERT_TRUE(apply(item, hold(1, 6), now));
  expect_error(apply(item, split(1, 2, 5), now), errors::stock_is_held);
  ASSERT_TRUE(apply(item, split(1, 2, 4, "cold store"), now));
  EXPECT_EQ(item.on_hand, units(10));
  EXPECT_EQ(item.lots[1].on_hand, units(4));
  EXPECT_EQ(item.lots[1].best_before, item.lots[0].best_before);
  EXPECT_EQ(item.lots[1].location, "cold store");
  EXPECT_EQ(item.lots[1].split_from, lot_id(1));
  EXPECT_EQ(available(item, now), units(4));
  EXPECT_TRUE(check(item));
  expect_error(apply(item, split(1, 2, 1), now), errors::lot_differs);
  expect_error(apply(item, split(1, 3, 11), now), errors::bad_quantity);
  expect_error(apply(item, split(1, 3, 0), now), errors::bad_quantity);
  expect_error(apply(item, split(9, 3, 1), now), gh::errors::not_found);

  ASSERT_TRUE(apply(item, split(2, 3, 1), now));
  ASSERT_TRUE(apply(item, {MoveLot{lot_id(3), "market stall", ""}}, now));
  EXPECT_FALSE(apply(item, {MoveLot{lot_id(3), "market stall", ""}}, now)->changed);
  EXPECT_EQ(*item.tail.back().reason, "from \"cold store\" to \"market stall\"");

  // A recall follows what was split off, also of what was split off.
  ASSERT_TRUE(apply_asked(item, {RecallLot{lot_id(1), "listeria"}}));
  for (const auto& each : item.lots) EXPECT_EQ(each.status, LotStatus::recalled);
  EXPECT_FALSE(apply_asked(item, {RecallLot{lot_id(1), "listeria"}})->changed);
  EXPECT_EQ(available(item, now), units(0));
  EXPECT_TRUE(check(item));
}

TEST(StockItem, ARecallLeavesOtherLotsAlone) {
  auto item = item_with({lot(1, 10, 5), lot(2, 10, 5)});
  ASSERT_TRUE(apply(item, split(1, 3, 4), now));
  ASSERT_TRUE(apply_asked(item, {RecallLot{lot_id(3), "glass"}}));
  EXPECT_EQ(available(item, now), units(16));
}

TEST(StockItem, OnlySoManyLotsAreOpenedAgain) {
  auto item = item_with({lot(1, 1, 5)});
  ASSERT_TRUE(apply(item, hold(1, 1), now));
  ASSERT_TRUE(apply(item, post(1), now));
  const Lot closed = item.lots.front();
  item.lots.clear();
  for (std::uint64_t n = 2; item.lots.size() < lots_max + lots_reopened_max; ++n) item.lots.push_back(lot(n, 0, 5));
  Command back{TakeBack{order(1), now}}, recall{RecallLot{closed.id, "glass"}};
  back.reopened = recall.reopened = {{closed.id, closed}};
  const std::string before = json::to_string(item);
  expect_error(apply(item, back, now), errors::stock_item_full);
  expect_error(apply(item, recall, now), errors::stock_item_full);
  EXPECT_EQ(json::to_string(item), before);
  item.lots.pop_back();
  EXPECT_TRUE(apply(item, recall, now)->changed);
  EXPECT_TRUE(apply(item, back, now)->changed) << "it is open already";
  EXPECT_EQ(item.lots.back().on_hand, units(1));
  EXPECT_EQ(item.lots.back().status, LotStatus::recalled);
  EXPECT_TRUE(check(item));
}

TEST(StockItem, TheClockEndsALotAndATaskLabelsIt) {
  auto item = item_with({lot(1, 10, 1), lot(2, 5, 9)});
  const Timestamp later = now + Milliseconds(std::chrono::hours(48));
  EXPECT_EQ(available(item, later), units(5));
  EXPECT_FALSE(apply(item, {ExpirePastLots{}}, now)->changed);
  ASSERT_TRUE(apply(item, {ExpirePastLots{}}, later)->changed);
  EXPECT_FALSE(apply(item, {ExpirePastLots{}}, later)->changed);
  EXPECT_EQ(item.lots[0].status, LotStatus::expired);
  EXPECT_EQ(available(item, now), units(5));
}

TEST(StockItem, AChangeThatIsSentAgainIsMadeOnce) {
  auto item = item_with({lot(1, 10, 5)});
  const auto change = [](std::int64_t key, std::int64_t request, std::int64_t by) {
    return Command{.what = ChangeLot{lot_id(1), MovementKind::adjusted, units(by), "counted", Cause::counted},
                   .key = ChangeKey{key, request}};
  };
  ASSERT_TRUE(apply(item, change(1, 1, -2), now)->changed);
  EXPECT_FALSE(apply(item, change(1, 1, -2), now)->changed);
  expect_error(apply(item, change(1, 2, -3), now), errors::key_reused);
  expect_error(apply(item, change(2, 2, -30), now), errors::bad_quantity);
  ASSERT_TRUE(apply(item, change(2, 3, -1), now)->changed);  // what was refused took no key
  EXPECT_EQ(item.on_hand, units(7));
  for (std::int64_t key = 10; key < 10 + static_cast<std::int64_t>(changes_kept); ++key) ASSERT_TRUE(apply(item, change(key, 1, 1), now));
  EXPECT_EQ(item.done.size(), changes_kept);
  EXPECT_TRUE(apply(item, change(1, 1, -2), now)->changed);  // forgotten
}

TEST(StockItem, AnHourLiesBetweenTwoEventsOfLowStock) {
  auto item = item_with({lot(1, 20, 5)});
  const auto to = [&](std::int64_t by, Timestamp at) {
    ASSERT_TRUE(apply(item, {ChangeLot{lot_id(1), MovementKind::adjusted, units(by), "counted", {}}}, at));
  };
  ASSERT_TRUE(apply(item, {SetThreshold{units(10)}}, now));
  to(-10, now);
  EXPECT_EQ(item.low_told, now);
  const Timestamp soon = now + Milliseconds(60'000);
  to(5, soon);
  to(-5, soon);
  EXPECT_EQ(item.crossings, 2);
  EXPECT_EQ(item.low_told, now + low_stock_every);
  const Timestamp tomorrow = now + Milliseconds(std::chrono::hours(24));
  to(5, tomorrow);
  to(-5, tomorrow);
  EXPECT_EQ(item.low_told, tomorrow);
}

TEST(StockItem, AnotherFarmSeesNothing) {
  auto item = item_with({lot(1, 20, 5)});
  Command command{ChangeLot{lot_id(1), MovementKind::adjusted, units(1), "mine"}};
  command.farm = FarmId::derive(2, 2);
  expect_error(apply(item, command, now), gh::errors::not_found);
}

TEST(StockItem, CheckNamesEachBreach) {
  auto sound = item_with({lot(1, 20, 5)});
  ASSERT_TRUE(apply(sound, hold(1, 3), now));
  ASSERT_TRUE(check(sound));
  const std::vector<std::function<void(StockItem&)>> damages = {
      [](StockItem& i) { i.on_hand += units(1); },
      [](StockItem& i) { i.reserved -= units(1); },
      [](StockItem& i) { i.lots[0].on_hand += units(1); },
      [](StockItem& i) { i.lots[0].held = units(2); },
      [](StockItem& i) { i.holds.clear(); },
      [](StockItem& i) { i.holds.push_back(i.holds[0]); },
      [](StockItem& i) { i.holds[0].quantity += units(1); },
      [](StockItem& i) { i.paged = units(1); },
      [](StockItem& i) { i.tail.clear(); },
      [](StockItem& i) { i.movements += 1; },
      [](StockItem& i) { i.lots.clear(); },
  };
  for (std::size_t n = 0; n < damages.size(); ++n) {
    auto damaged = sound;
    damages[n](damaged);
    EXPECT_FALSE(check(damaged)) << n;
  }
}

TEST(StockItem, RoundTripsAsJson) {
  auto item = item_with({lot(1, 20, 5), lot(2, 3, 8)});
  ASSERT_TRUE(apply(item, hold(1, 3), now));
  ASSERT_TRUE(apply(item, post(1), now));
  ASSERT_TRUE(apply(item, hold(2, 19), now));
  const auto text = json::to_string(item);
  const auto read = json::parse_stored<StockItem>(text);
  ASSERT_TRUE(read) << read.error().detail();
  EXPECT_EQ(json::to_string(*read), text);
}

// The model knows no lots' order, no tail, no sums: who holds how much, who ended how, and what each lot has.
struct Model {
  std::map<std::uint64_t, std::int64_t> held;
  std::map<std::uint64_t, char> ended;
  std::int64_t on_hand = 0;

  std::int64_t reserved() const {
    std::int64_t sum = 0;
    for (const auto& [n, amount] : held) sum += amount;
    return sum;
  }
};

class RandomCommands : public testing::TestWithParam<unsigned> {};

TEST_P(RandomCommands, AgreeWithTheModelAndFailWithoutATrace) {
  std::mt19937_64 random(GetParam());
  const auto pick = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  StockItem item = item_with({lot(1, 30, 5)});
  Model model{{}, {}, 30};
  std::uint64_t lots = 1;
  int sold_out = 0;
  for (int step = 0; step < 400; ++step) {
    const auto n = static_cast<std::uint64_t>(pick(1, 150));
    const auto amount = pick(1, 6);
    const std::string before = json::to_string(item);
    Result<Outcome> outcome = fail(gh::errors::internal);
    switch (pick(0, 9)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        outcome = apply(item, hold(n, amount), now);
        const bool known = model.held.contains(n) || model.ended.contains(n);
        const bool room = model.on_hand - model.reserved() >= amount;
        if (model.held.contains(n)) {
          EXPECT_EQ(outcome.has_value(), model.held[n] == amount);
        } else {
          EXPECT_EQ(outcome.has_value(), !known && room);
          if (!known && !room) ++sold_out;
        }
        if (outcome && outcome->changed) model.held[n] = amount;
        break;
      }
      case 4:
      case 5:
        outcome = apply(item, release(n), now);
        EXPECT_EQ(outcome.has_value(), !model.ended.contains(n) || model.ended[n] == 'v');
        if (outcome) {
          model.held.erase(n);
          model.ended[n] = 'v';
        }
        break;
      case 6:
      case 7:
        outcome = apply(item, post(n), now);
        EXPECT_EQ(outcome.has_value(), model.held.contains(n) || (model.ended.contains(n) && model.ended[n] == 'p'));
        if (outcome && outcome->changed) {
          model.on_hand -= model.held[n];
          model.held.erase(n);
          model.ended[n] = 'p';
        }
        break;
      case 8:
        if (pick(0, 2) == 0) {
          const auto from = static_cast<std::uint64_t>(pick(1, static_cast<std::int64_t>(lots)));
          outcome = apply_asked(item, split(from, lots + 1, amount));
          if (outcome) ++lots;
          break;
        }
        outcome = apply_asked(item, {AddLot{lot(++lots, amount, static_cast<int>(pick(0, 9))), {}}});
        ASSERT_TRUE(outcome);
        model.on_hand += amount;
        break;
      default: {
        const auto which = lot_id(static_cast<std::uint64_t>(pick(1, static_cast<std::int64_t>(lots))));
        outcome = apply(item, {ChangeLot{which, MovementKind::adjusted, units(-amount), "counted"}}, now);
        if (outcome) model.on_hand -= amount;
      }
    }
    if (!outcome || !outcome->changed) {
      EXPECT_EQ(json::to_string(item), before);
    }
    ASSERT_TRUE(check(item)) << check(item).error().detail();
    ASSERT_EQ(item.on_hand, units(model.on_hand));
    ASSERT_EQ(item.reserved, units(model.reserved()));
    ASSERT_EQ(item.holds.size(), model.held.size());
  }
  EXPECT_GT(sold_out, 0);
}
INSTANTIATE_TEST_SUITE_P(Seeds, RandomCommands, testing::Range(1U, 21U));

}  // namespace
}  // namespace gh::inventory
