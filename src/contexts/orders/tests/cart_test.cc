#include "contexts/orders/cart.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/orders/errors.h"

namespace gh::orders {
namespace {

constexpr Timestamp now{1'700'000'000'000};

CartLine line(std::uint64_t number, std::int64_t milli) {
  CartLine l;
  l.sku = Sku::of(ProductId::derive(7, number), 1);
  l.quantity = Quantity{milli};
  l.farm = FarmId::derive(1, number % 2);
  return l;
}

Cart cart(std::uint64_t id, std::vector<CartLine> lines) {
  Cart c;
  c.id = CartId::derive(1, id);
  for (auto& one : lines) EXPECT_TRUE(put_line(c, std::move(one), now));
  return c;
}

TEST(CartLines, WhatIsTakenOutCanBePutBack) {
  auto c = cart(1, {line(1, 2000), line(2, 1000)});
  ASSERT_TRUE(put_line(c, line(1, 0), now));
  ASSERT_EQ(c.removed.size(), 1U);
  EXPECT_EQ(c.removed[0].quantity, Quantity{2000});
  ASSERT_TRUE(put_line(c, line(1, 2000), now));
  EXPECT_TRUE(c.removed.empty());
  for (std::uint64_t i = 10; i < 20; ++i) {
    ASSERT_TRUE(put_line(c, line(i, 1000), now));
    ASSERT_TRUE(put_line(c, line(i, 0), now));
  }
  EXPECT_EQ(c.removed.size(), removed_kept);
}

TEST(CartMerge, AddsUpToTheLimitsAndOnlyOnce) {
  auto mine = cart(1, {line(1, 2000)});
  auto theirs = cart(2, {line(1, line_quantity_max.milli - 1000), line(2, 500)});
  theirs.coupons = {"A"};
  merge(mine, theirs, now);
  merge(mine, theirs, now);
  ASSERT_EQ(mine.lines.size(), 2U);
  EXPECT_EQ(mine.lines[0].quantity, line_quantity_max);
  EXPECT_EQ(mine.lines[1].quantity, Quantity{500});
  EXPECT_EQ(mine.coupons, std::vector<std::string>{"A"});
  Cart full = cart(3, {});
  for (std::uint64_t i = 1; i <= lines_max; ++i) ASSERT_TRUE(put_line(full, line(i, 1000), now));
  merge(full, cart(4, {line(99, 1000)}), now);
  EXPECT_EQ(full.lines.size(), lines_max);
}

TEST(CartCodes, AreFewAndEachOnce) {
  Cart c;
  for (const char* code : {"A", "B", "A", "C", "D", "E"}) ASSERT_TRUE(put_code(c, code, now));
  const auto one_more = put_code(c, "F", now);
  ASSERT_FALSE(one_more);
  EXPECT_TRUE(one_more.error().is(errors::too_many_codes));
  remove_code(c, "A", now);
  EXPECT_TRUE(put_code(c, "F", now));
}

TEST(CartChoices, AreForFarmsInTheCart) {
  auto c = cart(1, {line(1, 1000)});
  DeliveryChoice here{c.lines[0].farm, DeliveryMethod::delivery, {}, "blue door"}, elsewhere{FarmId::derive(8, 8), {}, {}, {}};
  ASSERT_TRUE(choose(c, {.address = {}, .deliveries = std::vector{here}}, now));
  EXPECT_FALSE(choose(c, {.address = {}, .deliveries = std::vector{elsewhere}}, now));
  EXPECT_FALSE(choose(c, {.address = {}, .deliveries = std::vector{here, here}}, now));
  EXPECT_EQ(c.deliveries.size(), 1U);
}

}  // namespace
}  // namespace gh::orders
