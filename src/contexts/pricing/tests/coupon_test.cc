#include "contexts/pricing/coupon.h"

#include <gtest/gtest.h>

#include "base/errors.h"

namespace gh::pricing {
namespace {

TEST(CouponCode, IsOneInWhateverCase) {
  EXPECT_EQ(normal_code(" spring-26 "), "SPRING-26");
  for (const char* bad : {"abc", "", "with space", "ümlaut", "a.b.c.d", "123456789012345678901234567890123"})
    EXPECT_FALSE(normal_code(bad)) << bad;
}

TEST(CouponCustomer, IsWhoReadsTheMail) {
  EXPECT_EQ(normal_email("Ann.Lee+shop@Example.COM"), "ann.lee@example.com");
  EXPECT_EQ(normal_email("ann@example.com"), "ann@example.com");
  EXPECT_EQ(normal_email("ann@ex+ample.com"), "ann@ex+ample.com");
}

TEST(CouponTermsOf, MustNotContradictThemselves) {
  Coupon good;
  good.terms.percent_ppm = 100'000;
  ASSERT_TRUE(check(good));
  const auto pointer = [&](auto change) -> std::string {
    Coupon coupon = good;
    change(coupon);
    const auto checked = check(coupon);
    return checked ? "" : checked.error().fields().front().pointer;
  };
  EXPECT_EQ(pointer([](Coupon& c) { c.terms.amount = Money{100, {}}; }), "/percent_ppm");
  EXPECT_EQ(pointer([](Coupon& c) { c.terms.percent_ppm = 0; }), "/percent_ppm");
  EXPECT_EQ(pointer([](Coupon& c) { c.terms.percent_ppm = ppm + 1; }), "/percent_ppm");
  EXPECT_EQ(pointer([](Coupon& c) { c.terms.scope = CouponScope::sku; }), "/of");
  EXPECT_EQ(pointer([](Coupon& c) { c.terms.of = "vegetables"; }), "/of");
  EXPECT_EQ(pointer([](Coupon& c) { c.terms.from = c.terms.to = Timestamp{1}; }), "/to");
  EXPECT_EQ(pointer([](Coupon& c) { c.uses_max = 0; }), "/uses_max");
  EXPECT_EQ(pointer([](Coupon& c) { c.uses_per_customer_max = -1; }), "/uses_per_customer_max");
}

}  // namespace
}  // namespace gh::pricing
