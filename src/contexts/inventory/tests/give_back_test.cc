// Parts of a sale that come back.
#include <gtest/gtest.h>

#include "contexts/inventory/errors.h"
#include "contexts/inventory/stock_item.h"

namespace gh::inventory {
namespace {

constexpr Timestamp now{1'750'000'000'000};
const OrderId order = OrderId::derive(1, 1);
LotId lot(std::uint64_t n) { return LotId::derive(7, n); }
Quantity units(std::int64_t n) { return {n * 1'000}; }
RefundId refund(std::uint64_t n) { return RefundId::derive(3, n); }
Command back(std::uint64_t id, std::vector<Allocation> allocations) { return {GiveBack{order, now, refund(id), std::move(allocations)}}; }

// Five units of the order's, three of lot 1 and two of lot 2.
StockItem held() {
  StockItem item{.id = Sku::of(ProductId::derive(1, 1), 1), .farm = FarmId::derive(1, 1)};
  for (std::uint64_t n = 1; n <= 2; ++n) {
    const auto today = date_of(now);
    const Lot added{lot(n), "L" + std::to_string(n), today, Date{today.days + static_cast<int>(n)}, {}, LotStatus::sellable, units(3), {}};
    EXPECT_TRUE(apply(item, {AddLot{added, {}}}, now));
  }
  EXPECT_TRUE(apply(item, {PlaceHold{order, now, units(5), {}}}, now));
  return item;
}
StockItem sold() {
  StockItem item = held();
  EXPECT_TRUE(apply(item, {PostHold{order, now}}, now));
  return item;
}

TEST(GiveBack, returns_to_its_lots_once_for_each_refund) {
  StockItem item = sold();
  for (int i = 0; i < 2; ++i) {
    const auto outcome = apply(item, back(1, {{lot(2), units(1)}}), now);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->changed, i == 0);
  }
  EXPECT_EQ(item.on_hand, units(2));
  EXPECT_TRUE(apply(item, back(2, {{lot(2), units(1)}, {lot(1), units(3)}}), now));
  EXPECT_EQ(item.on_hand, units(6));
  EXPECT_TRUE(apply(item, back(3, {{lot(1), units(1)}}), now).error().is(errors::bad_quantity));
  EXPECT_TRUE(check(item));
}

TEST(GiveBack, never_more_of_a_lot_than_was_sold_and_without_a_trace) {
  StockItem item = sold();
  for (const auto& wrong : {Allocation{lot(2), units(3)}, Allocation{lot(9), units(1)}, Allocation{lot(1), units(0)}}) {
    EXPECT_TRUE(apply(item, back(1, {{lot(1), units(1)}, wrong}), now).error().is(errors::bad_quantity));
  }
  EXPECT_EQ(item.on_hand, units(1));
}

TEST(GiveBack, a_live_hold_is_sold_first_and_late_questions_get_their_old_answers) {
  StockItem item = held();
  ASSERT_TRUE(apply(item, back(1, {{lot(1), units(1)}}), now));
  EXPECT_EQ(item.on_hand, units(2));
  EXPECT_EQ(item.reserved, units(0));
  EXPECT_TRUE(apply(item, {PlaceHold{order, now, units(5), {}}}, now).error().is(errors::hold_posted));
  EXPECT_FALSE(apply(item, {PostHold{order, now}}, now)->changed);
}

TEST(GiveBack, taking_back_the_rest_returns_the_rest) {
  StockItem item = sold();
  ASSERT_TRUE(apply(item, back(1, {{lot(1), units(2)}}), now));
  ASSERT_TRUE(apply(item, {TakeBack{order, now}}, now));
  EXPECT_EQ(item.on_hand, units(6));
  EXPECT_TRUE(apply(item, back(2, {{lot(1), units(1)}}), now).error().is(errors::hold_voided));
  EXPECT_TRUE(check(item));
}

TEST(GiveBack, what_went_to_a_page_is_asked_for) {
  StockItem item = sold();
  ASSERT_TRUE(apply(item, back(1, {{lot(1), units(1)}}), now));
  Past paged{.end = End::none};
  for (const auto& movement : item.tail) {
    if (movement.order == order) learn(paged, movement);
  }
  // The page is written, and the tail has not dropped what is in it.
  auto known = back(2, {{lot(1), units(3)}});
  known.past = paged;
  EXPECT_TRUE(apply(item, known, now).error().is(errors::bad_quantity));
  forget_paged(item, item.movements);
  EXPECT_TRUE(apply(item, back(2, {{lot(1), units(2)}}), now)->needs_past);
  known = back(1, {{lot(1), units(1)}});
  known.past = paged;
  EXPECT_FALSE(apply(item, known, now)->changed);
  known = back(2, {{lot(1), units(2)}});
  known.past = paged;
  EXPECT_TRUE(apply(item, known, now)->changed);
  EXPECT_TRUE(check(item));
}

}  // namespace
}  // namespace gh::inventory
