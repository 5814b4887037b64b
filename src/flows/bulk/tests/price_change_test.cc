#include "flows/bulk/price_change.h"

#include <gtest/gtest.h>

#include "base/errors.h"

namespace gh::bulk {
namespace {

Money usd(std::int64_t cents) { return {cents, {}}; }
Sku sku(int number) { return Sku::of(ProductId::derive(1, 2), number); }

catalog::Product product() {
  catalog::Product made;
  made.id = ProductId::derive(1, 2);
  catalog::Variant small{.sku = sku(1), .title = "small", .price = usd(1000)};
  small.sale = catalog::Sale{usd(800), {1}, {2}};
  small.breaks = {{Quantity{5000}, usd(900)}};
  made.variants = {small, {.sku = sku(2), .title = "large", .price = usd(333)}};
  return made;
}

TEST(PriceChange, RoundsHalfEvenAndStaysAPrice) {
  EXPECT_EQ(changed(usd(450), {10'000}), usd(495));
  EXPECT_EQ(changed(usd(333), {10'000}), usd(366));
  EXPECT_EQ(changed(usd(50), {1'000}), usd(50)) << "50.5, half to even";
  EXPECT_EQ(changed(usd(150), {1'000}), usd(152)) << "151.5, half to even";
  EXPECT_EQ(changed(usd(1), {-90'000}), std::nullopt);
  EXPECT_EQ(changed(usd(Money::max_minor), {1'000}), std::nullopt);
}

TEST(PriceChange, IsDoneOnceHoweverOftenItIsSaid) {
  auto now = product();
  const auto row = price_row(now, {10'000});
  ASSERT_TRUE(row);
  EXPECT_EQ(state_of(now, *row), RowState::to_do);
  const auto change = change_of(now, *row, {10'000});
  ASSERT_TRUE(change);
  for (std::size_t i = 0; i < now.variants.size(); ++i) now.variants[i].price = (*change->variants)[i].price;
  EXPECT_EQ(state_of(now, *row), RowState::done);
  now.variants[0].price = usd(1);
  EXPECT_EQ(state_of(now, *row), RowState::moved);
  now.variants.pop_back();
  EXPECT_EQ(state_of(now, *row), RowState::moved);
}

TEST(PriceChange, TakesSalesAndVolumePricesAlongAndLeavesTheRest) {
  const auto before = product();
  const auto change = change_of(before, *price_row(before, {-50'000}), {-50'000});
  ASSERT_TRUE(change);
  const auto& variants = change->variants->value();
  ASSERT_EQ(variants.size(), 2U);
  EXPECT_EQ(variants[0].sku, sku(1));
  EXPECT_EQ(variants[0].title.value(), "small");
  EXPECT_EQ(variants[0].price, usd(500));
  EXPECT_EQ(variants[0].sale->price, usd(400));
  EXPECT_EQ((*variants[0].breaks)[0].price, usd(450));
  EXPECT_EQ((*variants[0].breaks)[0].from_quantity, Quantity{5000});
  EXPECT_FALSE(variants[1].sale);
}

}  // namespace
}  // namespace gh::bulk
