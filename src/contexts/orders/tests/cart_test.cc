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

TEST(CartAdditions, CountOnceEachAndAskForTheLineInAll) {
  Cart c = cart(1, {line(1, 2000)});
  std::vector<Quantity> asked;
  const LineOf line_of = [&](Quantity in_all) -> Result<CartLine> {
    asked.push_back(in_all);
    return line(asked.size() == 2 ? 2 : 1, in_all.milli);
  };
  const auto add = [&](std::string key, std::uint64_t number, std::int64_t milli) {
    return add_line(c, {std::move(key), line(number, 0).sku, Quantity{milli}}, line_of, now);
  };
  ASSERT_TRUE(add("a", 1, 3000));
  ASSERT_TRUE(add("b", 2, 500));
  ASSERT_TRUE(add("a", 1, 3000));  // again
  EXPECT_EQ(asked, (std::vector<Quantity>{{5000}, {500}}));
  EXPECT_EQ(c.lines[0].quantity, Quantity{5000});
  EXPECT_EQ(c.lines[1].quantity, Quantity{500});
  EXPECT_TRUE(add("a", 1, 1000).error().is(errors::idempotency_key_reused));
  EXPECT_TRUE(add("a", 2, 3000).error().is(errors::idempotency_key_reused));
  EXPECT_TRUE(add("c", 1, 0).error().is(errors::bad_quantity));
  EXPECT_TRUE(add("c", 1, -1000).error().is(errors::bad_quantity));
  EXPECT_EQ(c.added.size(), 2U);
}

TEST(CartAdditions, ThatFailAreNotRemembered) {
  Cart c;
  const Addition addition{"a", line(1, 0).sku, Quantity{1000}};
  ASSERT_FALSE(add_line(c, addition, [](Quantity) -> Result<CartLine> { return fail(errors::not_for_sale); }, now));
  ASSERT_TRUE(add_line(c, addition, [](Quantity in_all) -> Result<CartLine> { return line(1, in_all.milli); }, now));
  EXPECT_EQ(c.lines[0].quantity, Quantity{1000});
  for (std::size_t i = 0; i < 2 * additions_remembered; ++i)
    ASSERT_TRUE(add_line(
        c, {"k" + std::to_string(i), addition.sku, Quantity{1000}},
        [](Quantity in_all) -> Result<CartLine> { return line(1, in_all.milli); }, now));
  EXPECT_EQ(c.added.size(), additions_remembered);
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
