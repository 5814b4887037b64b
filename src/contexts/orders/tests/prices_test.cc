#include "contexts/orders/prices.h"

#include <gtest/gtest.h>

#include "contexts/orders/chain.h"
#include "contexts/orders/errors.h"
#include "contexts/orders/order.h"

namespace gh::orders {
namespace {

Money usd(std::int64_t cents) { return {cents, {}}; }

OrderLine line(std::uint64_t number, std::int64_t amount, std::int64_t off, std::int64_t tax, bool included) {
  OrderLine l;
  l.sku = Sku::of(ProductId::derive(7, number), 1);
  l.farm = FarmId::derive(1, 1);
  l.unit_price = usd(amount);
  l.quantity = Quantity{1000};
  l.price = LinePrice{usd(amount), PriceReason::regular, usd(amount), {{"CODE", usd(off), {}}}, {"tax", 1, included, usd(tax)}};
  return l;
}

Part part(std::int64_t fee, std::int64_t tax) {
  Part p;
  p.farm = FarmId::derive(1, 1);
  p.fee = FeePrice{"zone A", usd(fee), {"tax", 1, false, usd(tax)}};
  return p;
}

TEST(OrderPrices, TotalsAreSumsOfWhatTheLinesSay) {
  std::vector<OrderLine> lines{line(1, 1000, 100, 63, false), line(2, 500, 50, 30, true)};
  std::vector<Part> parts{part(300, 21)};
  const auto totals = add_up(lines, parts);
  ASSERT_TRUE(totals);
  EXPECT_EQ(lines[0].line_total, usd(963));
  EXPECT_EQ(lines[1].line_total, usd(450));
  EXPECT_EQ(parts[0].delivery_fee, usd(321));
  EXPECT_EQ(totals->subtotal, usd(1500));
  EXPECT_EQ(totals->discounts, usd(150));
  EXPECT_EQ(totals->tax, usd(114));
  EXPECT_EQ(totals->total, usd(963 + 450 + 321));
}

TEST(OrderPrices, RefuseWhatCannotBePaid) {
  std::vector<Part> none;
  std::vector<OrderLine> lines{line(1, 100, 200, 0, true)};
  const auto totals = add_up(lines, none);
  ASSERT_FALSE(totals);
  EXPECT_TRUE(totals.error().is(errors::total_out_of_range));
}

TEST(OrderPrices, TakeAnOrderThatCouponsPay) {
  std::vector<Part> none;
  std::vector<OrderLine> lines{line(1, 100, 100, 0, true)};
  const auto totals = add_up(lines, none);
  ASSERT_TRUE(totals);
  EXPECT_EQ(totals->total, usd(0));
  EXPECT_EQ(totals->discounts, usd(100));
}

TEST(OrderPrices, TheExplanationIsProvenByTheChain) {
  Draft draft;
  draft.id = OrderId::derive(1, 2);
  draft.cart = CartId::derive(3, 4);
  draft.lines = {line(1, 1000, 100, 63, false)};
  draft.bookings = {{BookingKind::coupon, "CODE", Sku::of(ProductId::derive(8, 8), 1), Quantity{1000}, Quantity{5000}}};
  auto order = place(std::move(draft), {"guest", "", Timestamp{1}});
  ASSERT_TRUE(order);
  ASSERT_TRUE(verify_chain(*order));
  auto other = *order;
  other.lines[0].price->coupons[0].code = "OTHER";
  EXPECT_FALSE(verify_chain(other));
  other = *order;
  other.bookings.clear();
  EXPECT_FALSE(verify_chain(other));
}

}  // namespace
}  // namespace gh::orders
