#include "contexts/catalog/variants.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/catalog/food_rules.h"
#include "contexts/catalog/product.h"

namespace gh::catalog {
namespace {

constexpr Quantity one{1000};
constexpr Timestamp monday{1'780'000'000'000};

VariantDraft pound() { return {.sku = {}, .title = "Pound", .unit = Unit::lb, .price = {450, {}}, .pack = one, .step = one}; }
// The pointers of what is wrong with the list, or "".
std::string wrong(std::vector<VariantDraft> drafts) {
  Product p;
  p.id = ProductId::derive(3, 3);
  const auto done = set_variants(p, drafts);
  std::string all;
  if (!done)
    for (const auto& field : done.error().fields()) all += (all.empty() ? "" : " ") + field.pointer + ":" + field.code;
  return all;
}

TEST(Variants, PricesOnlyGoDown) {
  struct Row {
    void (*change)(VariantDraft&);
    const char* expected;
  };
  const Row table[] = {
      {[](VariantDraft& v) { v.sale = Sale{{400, {}}, monday, {monday.ms + 1}}; }, ""},
      {[](VariantDraft& v) { v.sale = Sale{{450, {}}, monday, {monday.ms + 1}}; }, "/variants/0/sale/price:not_lower"},
      {[](VariantDraft& v) { v.sale = Sale{{0, {}}, monday, {monday.ms + 1}}; }, "/variants/0/sale/price:not_lower"},
      {[](VariantDraft& v) { v.sale = Sale{{400, *parse_currency("EUR")}, monday, {monday.ms + 1}}; },
       "/variants/0/sale/price:mixed_currencies"},
      {[](VariantDraft& v) { v.sale = Sale{{400, {}}, monday, monday}; }, "/variants/0/sale/to:not_after"},
      {[](VariantDraft& v) { v.sale = Sale{{400, {}}, monday, monday + sale_longest + Milliseconds(1)}; }, "/variants/0/sale/to:too_long"},
      {[](VariantDraft& v) { v.breaks = {{{5000}, {400, {}}}, {{10'000}, {350, {}}}}; }, ""},
      {[](VariantDraft& v) { v.breaks = {{{1000}, {400, {}}}}; }, "/variants/0/breaks/0/from_quantity:not_ascending"},
      {[](VariantDraft& v) { v.breaks = {{{5000}, {400, {}}}, {{5000}, {350, {}}}}; }, "/variants/0/breaks/1/from_quantity:not_ascending"},
      {[](VariantDraft& v) { v.breaks = {{{5000}, {450, {}}}}; }, "/variants/0/breaks/0/price:not_lower"},
      {[](VariantDraft& v) { v.breaks = {{{5000}, {400, {}}}, {{10'000}, {400, {}}}}; }, "/variants/0/breaks/1/price:not_lower"},
      {[](VariantDraft& v) {
         v.min_quantity = {6000};
         v.breaks = {{{5000}, {400, {}}}};
       },
       "/variants/0/breaks/0/from_quantity:not_ascending"},
      {[](VariantDraft& v) { v.min_quantity = {1500}; }, "/variants/0/min_quantity:not_a_step"},
      {[](VariantDraft& v) { v.gtin = "036000291452"; }, ""},
      {[](VariantDraft& v) { v.gtin = "036000291453"; }, "/variants/0/gtin:bad_gtin"},
      {[](VariantDraft& v) { v.content = Content{{340'000}, Unit::g}; }, "/variants/0/content:not_a_container"},
      {[](VariantDraft& v) {
         v.unit = Unit::jar;
         v.content = Content{{1000}, Unit::dozen};
       },
       "/variants/0/content/unit:not_a_measure"},
  };
  for (const auto& [change, expected] : table) {
    auto draft = pound();
    change(draft);
    EXPECT_EQ(wrong({draft}), expected);
  }
}

TEST(Variants, AreToldApartByTheirOptions) {
  auto small = pound(), large = pound(), again = pound();
  small.options = {{"color", "red"}, {"size", "small"}};
  large.options = {{"color", "red"}, {"size", "large"}};
  again.options = {{"size", "small"}, {"color", "red"}};  // in another order
  EXPECT_EQ(wrong({small, large, pound(), pound()}), "");
  EXPECT_EQ(wrong({small, large, again}), "/variants/2/options:same_options");
  again.options = {{"size", "small"}, {"size", "large"}};
  EXPECT_EQ(wrong({again}), "/variants/0/options:repeated");
}

TEST(Gtin, ChecksItsLastDigit) {
  for (const auto* good : {"40170725", "036000291452", "4006381333931", "10614141000415"}) EXPECT_TRUE(is_gtin(good)) << good;
  for (const auto* bad : {"40170726", "036000291451", "4006381333930", "400638133393", "40063813339x1", "", "123456789"})
    EXPECT_FALSE(is_gtin(bad)) << bad;
}

TEST(UnitPrices, OfContainersComeFromWhatTheyHold) {
  Variant jar;
  jar.unit = Unit::jar;
  jar.price = {850, {}};
  jar.content = Content{{340'000}, Unit::g};
  auto prices = unit_prices(jar);
  ASSERT_EQ(prices.size(), 2U);
  EXPECT_EQ(prices[0].price.minor, 2500);  // 8.50 / 0.34
  EXPECT_EQ(prices[0].per, Unit::kg);
  EXPECT_EQ(grams_of_pack(jar), 340);
  jar.content = Content{{32'000}, Unit::fl_oz};
  EXPECT_EQ(unit_prices(jar).front().price.minor, 898);  // 8.50 / 0.946352946
  EXPECT_FALSE(grams_of_pack(jar));
  jar.content.reset();
  EXPECT_EQ(unit_prices(jar).front().per, Unit::jar);
  jar.pack = {pack_milli_max};
  jar.content = Content{{pack_milli_max}, Unit::kg};  // more than a figure can hold: by the jar
  EXPECT_EQ(unit_prices(jar).front().per, Unit::jar);
  Variant pounds;
  pounds.unit = Unit::lb;
  pounds.pack = {5000};
  EXPECT_EQ(grams_of_pack(pounds), 2268);  // 2267.96185
}

TEST(FoodRules, HaveARowForEveryName) {
  int eu = 0, us = 0;
  for (const auto& list : allergen_lists()) {
    eu += list.eu ? 1 : 0;
    us += list.us ? 1 : 0;
  }
  EXPECT_EQ(eu, 14 + 1);  // wheat and the other cereals are one of the EU's fourteen
  EXPECT_EQ(us, 9);
  EXPECT_EQ(limit_of(StorageClass::eggs).max_milli_celsius, 7200);
  EXPECT_FALSE(limit_of(StorageClass::ambient).max_milli_celsius);
}

TEST(Seasons, ComeFromTheHarvestUnlessSaid) {
  Product p;
  EXPECT_TRUE(months_of(p).empty());
  p.harvest.from_month = 11;
  p.harvest.to_month = 2;
  EXPECT_EQ(months_of(p), (std::vector<std::int32_t>{1, 2, 11, 12}));
  p.season = {5};
  EXPECT_EQ(months_of(p), (std::vector<std::int32_t>{5}));
}

}  // namespace
}  // namespace gh::catalog
