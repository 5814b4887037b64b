#include "contexts/pricing/engine.h"

#include <random>

#include <gtest/gtest.h>

#include "contexts/pricing/errors.h"
#include "platform/json/json.h"

namespace gh::pricing {
namespace {

constexpr Timestamp noon{1'700'000'000'000};

Money usd(std::int64_t cents) { return {cents, {}}; }

Sku sku(int number) { return Sku::of(ProductId::derive(7, 7), number); }
FarmId farm(std::uint64_t number) { return FarmId::derive(1, number); }

Line line(int number, std::int64_t cents, std::int64_t packs = 1, std::uint64_t of_farm = 1) {
  Line out;
  out.sku = sku(number);
  out.farm = farm(of_farm);
  out.categories = {"food", "vegetables"};
  out.quantity = {packs * 1000};
  out.price = usd(cents);
  return out;
}

CouponTerms percent(std::string code, std::int64_t rate) {
  CouponTerms terms;
  terms.code = std::move(code);
  terms.percent_ppm = rate;
  terms.combinable = true;
  return terms;
}
CouponTerms off(std::string code, std::int64_t cents) {
  CouponTerms terms;
  terms.code = std::move(code);
  terms.amount = usd(cents);
  terms.combinable = true;
  return terms;
}

TaxTable built_in() {
  std::vector<TaxRate> rates;
  for (const auto& text : default_tax_rates()) rates.push_back(*parse_tax_rate(text));
  return TaxTable(std::move(rates));
}

Explanation priced(const Question& question, const TaxTable& taxes = {}) {
  auto answer = price(question, taxes);
  EXPECT_TRUE(answer.has_value()) << answer.error().detail();
  return answer ? *std::move(answer) : Explanation();
}

// -- unit prices

TEST(UnitPrice, TheLowestCountsAndNeverTwo) {
  auto one = line(1, 500, 10);
  one.sale = Sale{usd(450), noon, noon + Milliseconds(1000)};
  one.breaks = {{{5000}, usd(440)}, {{20'000}, usd(300)}};
  EXPECT_EQ(unit_price(one.price, one.sale, one.breaks, {10'000}, noon).price, usd(440));
  EXPECT_EQ(unit_price(one.price, one.sale, one.breaks, {4'999}, noon).reason, PriceReason::sale);
  EXPECT_EQ(unit_price(one.price, one.sale, one.breaks, {20'000}, noon).price, usd(300));
  EXPECT_EQ(unit_price(one.price, one.sale, {}, {1000}, noon - Milliseconds(1)).reason, PriceReason::regular);
  EXPECT_EQ(unit_price(one.price, one.sale, {}, {1000}, noon + Milliseconds(999)).reason, PriceReason::sale);
  EXPECT_EQ(unit_price(one.price, one.sale, {}, {1000}, noon + Milliseconds(1000)).reason, PriceReason::regular);
  one.sale->price = usd(600);  // dearer than without it
  EXPECT_EQ(unit_price(one.price, one.sale, {}, {1000}, noon).price, usd(500));
}

// -- coupons

TEST(Coupons, SharesAreTheCouponsCents) {
  Question question{.lines = {line(1, 333), line(2, 333), line(3, 334)}, .coupons = {off("TEN", 100)}, .at = noon};
  const auto answer = priced(question);
  ASSERT_EQ(answer.totals.discounts, usd(100));
  std::int64_t sum = 0;
  for (const auto& one : answer.lines) sum += one.coupons.front().amount.minor;
  EXPECT_EQ(sum, 100);
  EXPECT_EQ(answer.totals.total, usd(900));
}

TEST(Coupons, NarrowOnesFirstAndNeverBelowNothing) {
  auto only_two = percent("A", ppm / 2);
  only_two.scope = CouponScope::sku;
  only_two.of = sku(2).text();
  Question question{.lines = {line(1, 100), line(2, 100)}, .coupons = {off("ALL", 1000), only_two}, .at = noon};
  const auto answer = priced(question);
  EXPECT_EQ(answer.coupons[0].discount, usd(50));
  EXPECT_EQ(answer.coupons[1].discount, usd(150));
  EXPECT_EQ(answer.totals.total, usd(0));
}

TEST(Coupons, TheBestOfWhatMayStandTogether) {
  auto alone = percent("ALONE", 300'000);
  alone.combinable = false;
  Question question{.lines = {line(1, 1000)}, .coupons = {off("ONE", 100), alone, off("TWO", 150)}, .at = noon};
  auto answer = priced(question);
  EXPECT_EQ(answer.totals.discounts, usd(300));
  EXPECT_EQ(answer.coupons[0].state, CouponState::applied);
  EXPECT_EQ(answer.coupons[1].state, CouponState::not_combined);
  question.coupons[1].percent_ppm = 200'000;
  answer = priced(question);
  EXPECT_EQ(answer.totals.discounts, usd(250));
  EXPECT_EQ(answer.coupons[0].state, CouponState::not_combined);
}

TEST(Coupons, EachSaysWhyItDoesNotCount) {
  auto early = percent("EARLY", 1000);
  early.from = noon + Milliseconds(1);
  auto late = percent("LATE", 1000);
  late.to = noon;
  auto other = percent("OTHER", 1000);
  other.funded_by = farm(2);
  auto least = off("LEAST", 10);
  least.minimum = usd(501);
  const auto answer = priced({.lines = {line(1, 500)}, .coupons = {early, late, other, least}, .at = noon});
  ASSERT_EQ(answer.coupons.size(), 4U);
  EXPECT_EQ(answer.coupons[0].state, CouponState::not_valid_now);
  EXPECT_EQ(answer.coupons[1].state, CouponState::not_valid_now);
  EXPECT_EQ(answer.coupons[2].state, CouponState::below_minimum);
  EXPECT_EQ(answer.coupons[2].missing, usd(1));
  EXPECT_EQ(answer.coupons[3].state, CouponState::nothing_eligible);
  EXPECT_EQ(answer.totals.discounts, usd(0));
}

TEST(Coupons, AFarmsCouponTakesNothingOffOthers) {
  auto own = percent("OWN", ppm / 10);
  own.funded_by = farm(2);
  const auto answer = priced({.lines = {line(1, 500, 1, 1), line(2, 500, 1, 2)}, .coupons = {own}, .at = noon});
  EXPECT_TRUE(answer.lines[0].coupons.empty());
  EXPECT_EQ(answer.lines[1].coupons.front().funded_by, farm(2));
  EXPECT_EQ(answer.totals.total, usd(950));
}

// -- tax

TEST(Tax, OnTopOrWithin) {
  const auto taxes = built_in();
  Question question{.lines = {line(1, 1070)}, .destination = {"DE", "", "10115"}, .tax_included = true, .at = noon};
  auto answer = priced(question, taxes);
  EXPECT_EQ(answer.totals.tax, usd(70));
  EXPECT_EQ(answer.totals.total, usd(1070));
  question.tax_included = false;
  answer = priced(question, taxes);
  EXPECT_EQ(answer.totals.tax, usd(75));  // 74.9
  EXPECT_EQ(answer.totals.total, usd(1145));
}

TEST(Tax, TheMostSpecialRateWins) {
  const auto taxes = built_in();
  const std::vector<std::string> kale{"food", "vegetables"}, ham{"food", "meat"}, vase{"non_food", "other"};
  EXPECT_EQ(taxes.find({"US", "VA", "20180"}, kale)->rate_ppm, 10'000);
  EXPECT_EQ(taxes.find({"US", "CA", "94110"}, kale), nullptr);
  EXPECT_EQ(taxes.find({"ES", "", "28001"}, kale)->rate_ppm, 40'000);
  EXPECT_EQ(taxes.find({"ES", "", "28001"}, ham)->rate_ppm, 100'000);
  EXPECT_EQ(taxes.find({"DE", "", "10115"}, vase)->rate_ppm, 190'000);
  TaxTable own({*parse_tax_rate("ES * * * 1 all"), *parse_tax_rate("ES * 35 * 2 Canary Islands")});
  EXPECT_EQ(own.find({"ES", "", "35001"}, kale)->rate_ppm, 2);
  EXPECT_EQ(own.find({"ES", "", "28001"}, kale)->rate_ppm, 1);
  EXPECT_FALSE(parse_tax_rate("ES * * food seven IVA"));
  EXPECT_FALSE(parse_tax_rate("ES * * food 70000"));
}

// -- delivery

TEST(Delivery, ByWeightUntilTheGoodsAreWorthEnough) {
  FeeTerms terms{.zone = "A", .fee = usd(900), .by_weight = {{2000, usd(400)}, {5000, usd(600)}}, .by_value = {{usd(5000), usd(0)}}};
  auto heavy = line(1, 1000, 2);
  heavy.grams = 1600;
  Question question{.lines = {heavy}, .farms = {{farm(1), usd(3000), terms}}, .at = noon};
  auto answer = priced(question);
  ASSERT_EQ(answer.farms.size(), 1U);
  EXPECT_EQ(answer.farms[0].delivery->fee, usd(600));
  EXPECT_EQ(answer.farms[0].delivery->reason, "zone A, 3.2 kg");
  EXPECT_EQ(answer.farms[0].missing, usd(1000));
  EXPECT_EQ(answer.totals.total, usd(2600));
  question.lines[0].quantity = {5000};
  question.coupons = {percent("HALF", ppm / 2)};  // does not cost the free delivery
  answer = priced(question);
  EXPECT_EQ(answer.farms[0].delivery->fee, usd(0));
  EXPECT_EQ(answer.farms[0].delivery->reason, "zone A, 8 kg, free from 50.00 USD");
  EXPECT_FALSE(answer.farms[0].missing);
}

// -- what cannot be priced

TEST(Price, RefusesWhatDoesNotFitTogether) {
  auto foreign = line(2, 100);
  foreign.price.currency = *parse_currency("EUR");
  for (const auto& lines : std::vector<std::vector<Line>>{
           {}, {line(1, 100), line(1, 100)}, {line(1, 100), foreign}, {line(1, -1)}, {line(1, 100, 0)}, {line(1, Money::max_minor, 2)}}) {
    const auto answer = price({.lines = lines, .at = noon}, {});
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().is(errors::bad_cart));
  }
}

// -- any cart

struct Dice {
  std::mt19937_64 engine;
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine() % static_cast<std::uint64_t>(high - low + 1));
  }
};

class AnyCart : public testing::Test {
 protected:
  AnyCart() {
    for (int i = 1; i <= 6; ++i) {
      skus.push_back(sku(i));
      farms.push_back(farm(static_cast<std::uint64_t>(i)));
    }
  }

  Question question() {
    Question q;
    for (std::int64_t i = 0, count = dice.between(1, 5); i < count; ++i) {
      auto& one = q.lines.emplace_back();
      one.sku = skus[static_cast<std::size_t>(i)];
      one.farm = farms[static_cast<std::size_t>(dice.between(0, 2))];
      one.categories = {dice.between(0, 1) ? "food" : "candy"};
      one.quantity = {dice.between(1, 40) * 250};
      one.price = {dice.between(0, 3) ? dice.between(1, 2'000) : dice.between(0, 9), {}};
      one.grams = dice.between(0, 3'000);
      if (dice.between(0, 2) == 0)
        one.sale = Sale{{dice.between(0, 2'000), {}}, noon - Milliseconds(dice.between(0, 1)), noon + Milliseconds(1)};
      if (dice.between(0, 2) == 0) one.breaks = {{{2'000}, {dice.between(0, 2'000), {}}}, {{5'000}, {dice.between(0, 2'000), {}}}};
    }
    for (std::int64_t i = 0, count = dice.between(0, 3); i < count; ++i) {
      auto& coupon = q.coupons.emplace_back();
      coupon.code = std::string(1, static_cast<char>('A' + i));
      if (dice.between(0, 1)) {
        coupon.percent_ppm = dice.between(1, ppm);
      } else {
        coupon.amount = Money{dice.between(1, 3'000), {}};
      }
      coupon.combinable = dice.between(0, 3) != 0;
      coupon.scope = static_cast<CouponScope>(dice.between(0, 3));
      if (coupon.scope == CouponScope::farm) coupon.of = farms[0].text();
      if (coupon.scope == CouponScope::category) coupon.of = "food";
      if (coupon.scope == CouponScope::sku) coupon.of = skus[0].text();
      if (dice.between(0, 3) == 0) coupon.funded_by = farms[1];
      if (dice.between(0, 3) == 0) coupon.minimum = Money{dice.between(0, 5'000), {}};
    }
    for (std::int64_t i = 0; i < 2; ++i) {
      if (dice.between(0, 1)) continue;
      FeeTerms fee{
          .zone = "A", .fee = {500, {}}, .by_weight = {{3'000, {300, {}}}, {9'000, {700, {}}}}, .by_value = {{{4'000, {}}, {0, {}}}}};
      q.farms.push_back({farms[static_cast<std::size_t>(i)], {}, std::move(fee)});
    }
    q.destination.country = dice.between(0, 1) ? "DE" : "US";
    q.tax_included = dice.between(0, 1) != 0;
    q.at = noon;
    return q;
  }

  Dice dice{std::mt19937_64(20'260'504)};
  std::vector<Sku> skus;
  std::vector<FarmId> farms;
  TaxTable taxes{{{"DE", "", "", "food", 70'000, "7"}, {"DE", "", "", "", 190'000, "19"}, {"DE", "", "", "delivery", 70'000, "7"}}};
};

// Every cent has one place: what is wrong, or nothing.
const char* wrong(const Question& q, const Explanation& e) {
  std::int64_t subtotal = 0, discounts = 0, tax = 0, total = 0, delivery = 0;
  for (const auto& one : e.lines) {
    std::int64_t left = one.amount.minor;
    for (const auto& share : one.coupons) {
      if (share.amount.minor <= 0) return "a share of nothing";
      left -= share.amount.minor;
      discounts += share.amount.minor;
    }
    if (left < 0) return "more was taken off a line than it costs";
    if (one.tax.amount.minor < 0 || (q.tax_included && one.tax.amount.minor > left)) return "a tax that cannot be";
    if (one.total.minor != left + (q.tax_included ? 0 : one.tax.amount.minor)) return "a line's total is not its parts";
    if (one.unit_price > one.regular_unit_price) return "dearer than regular";
    subtotal += one.amount.minor;
    tax += one.tax.amount.minor;
    total += one.total.minor;
  }
  for (const auto& farm : e.farms) {
    if (!farm.delivery) continue;
    delivery += farm.delivery->fee.minor;
    tax += farm.delivery->tax.amount.minor;
    total += farm.delivery->total.minor;
  }
  std::int64_t by_coupon = 0;
  for (const auto& coupon : e.coupons) {
    by_coupon += coupon.discount.minor;
    if (coupon.state != CouponState::applied && coupon.discount.minor != 0) return "a coupon that does not count took something off";
  }
  const auto& t = e.totals;
  if (by_coupon != discounts || t.discounts.minor != discounts) return "the coupons' sum is not their shares'";
  if (t.subtotal.minor != subtotal || t.delivery.minor != delivery || t.tax.minor != tax || t.total.minor != total)
    return "totals are not sums";
  if (t.total.minor != subtotal - discounts + delivery + (q.tax_included ? 0 : tax)) return "a cent is missing";
  return t.total.minor < 0 ? "less than nothing" : nullptr;
}

// 10^6 carts where the program is optimised; a tenth of that without.
TEST_F(AnyCart, ConservesCents) {
#ifdef __OPTIMIZE__
  constexpr int carts = 1'000'000;
#else
  constexpr int carts = 100'000;
#endif
  for (int i = 0; i < carts; ++i) {
    const auto q = question();
    const auto answer = price(q, taxes);
    ASSERT_TRUE(answer) << i << answer.error().detail();
    if (const auto* what = wrong(q, *answer)) FAIL() << i << ": " << what << ' ' << json::to_string(*answer);
  }
}

TEST_F(AnyCart, DoesNotDependOnTheOrderOfLinesAndCoupons) {
  for (int i = 0; i < 5'000; ++i) {
    auto q = question();
    auto before = priced(q, taxes);
    std::ranges::shuffle(q.lines, dice.engine);
    std::ranges::shuffle(q.coupons, dice.engine);
    auto after = priced(q, taxes);
    std::ranges::sort(before.lines, {}, &PricedLine::sku);
    std::ranges::sort(after.lines, {}, &PricedLine::sku);
    ASSERT_EQ(json::to_string(before), json::to_string(after));
  }
}

// More for a pack never makes the cart cheaper, a larger coupon never dearer. (More packs may: volume breaks and free delivery are for
// that.)
TEST_F(AnyCart, IsMonotone) {
  for (int i = 0; i < 5'000; ++i) {
    auto q = question();
    q.farms.clear();
    q.coupons.clear();
    const auto plain = priced(q, taxes).totals.total;
    auto dearer = q;
    dearer.lines[0].price.minor += dice.between(1, 50);
    ASSERT_GE(priced(dearer, taxes).totals.total, plain);
    q.coupons = {percent("A", dice.between(1, ppm / 2))};
    const auto reduced = priced(q, taxes).totals;
    ASSERT_LE(reduced.subtotal.minor - reduced.discounts.minor, reduced.subtotal.minor);
    q.coupons[0].percent_ppm += dice.between(1, ppm / 2);
    ASSERT_GE(priced(q, taxes).totals.discounts, reduced.discounts);
  }
}

}  // namespace
}  // namespace gh::pricing
