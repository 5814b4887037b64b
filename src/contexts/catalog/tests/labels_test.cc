// What a claim is worth, and when.
#include <gtest/gtest.h>

#include "contexts/catalog/labels.h"
#include "contexts/catalog/store.h"

namespace gh::catalog {
namespace {

Label label(std::string number, std::int64_t from, std::optional<std::int64_t> until) {
  return {.scheme = LabelScheme::eu,
          .certifier = "DE-ÖKO-001",
          .number = std::move(number),
          .valid_from = Date{0},
          .valid_to = {},
          .document = {},
          .standing = LabelStanding::in_force,
          .holds_from = Timestamp{from},
          .holds_until = until ? std::optional(Timestamp{*until}) : std::nullopt};
}

Product claiming(std::string number, std::vector<Label> labels) {
  Product p;
  p.id = ProductId::derive(1, 1);
  p.slug = "kale";
  p.status = Status::published;
  p.certificate = {CertificateClaim::certified, std::move(number)};
  p.farm_labels = std::move(labels);
  return p;
}

TEST(Labels, HoldFromTheirFirstMomentToTheirLast) {
  const auto p = claiming("A", {label("A", 100, 200), label("B", 0, 1000)});
  for (const auto& [now, shown] : {std::pair{99, false}, {100, true}, {199, true}, {200, false}, {500, false}})
    EXPECT_EQ(is_shown(p, Timestamp{now}), shown) << now;
  EXPECT_EQ(next_turn(p, Timestamp{50}), Timestamp{100});
  EXPECT_EQ(next_turn(p, Timestamp{100}), Timestamp{200}) << "of what it claims, not of what the farm has besides";
  EXPECT_EQ(next_turn(p, Timestamp{200}), std::nullopt);
}

TEST(Labels, AProductThatNamesNoNumberClaimsAllOfTheFarm) {
  const auto p = claiming("", {label("A", 0, 200), label("B", 0, 300)});
  EXPECT_EQ(holding_labels(p, Timestamp{100}).size(), 2U);
  ASSERT_EQ(holding_labels(p, Timestamp{200}).size(), 1U) << "the label that ended is gone, the product stays";
  EXPECT_TRUE(is_shown(p, Timestamp{299}));
  EXPECT_FALSE(is_shown(p, Timestamp{300}));
}

TEST(Labels, ASuspendedOneDoesNotHold) {
  auto p = claiming("A", {label("A", 0, 200)});
  p.farm_labels[0].standing = LabelStanding::suspended;
  EXPECT_FALSE(is_shown(p, Timestamp{100}));
  EXPECT_EQ(next_turn(p, Timestamp{100}), std::nullopt);
}

TEST(Labels, AProductThatClaimsNothingNeedsNone) {
  auto p = claiming("", {});
  p.certificate.claim = CertificateClaim::none_claimed;
  EXPECT_TRUE(is_shown(p, Timestamp{100}));
  EXPECT_TRUE(holding_labels(p, Timestamp{100}).empty());
}

TEST(Labels, WhatLapsedIsInNoListUntilItReturns) {
  auto p = claiming("A", {label("A", 0, 200)});
  const auto listed = keys_of(p);
  bring_up(p, Timestamp{200});
  EXPECT_TRUE(p.lapsed);
  for (std::size_t i = 2; i < listed.size(); ++i) EXPECT_TRUE(keys_of(p)[i].empty()) << i;
  take_farm(p, {{.id = {}, .slug = {}, .name = {}, .selling = true, .revision = 1}, {label("A", 0, 900)}}, Timestamp{250});
  EXPECT_FALSE(p.lapsed);
  EXPECT_EQ(keys_of(p), listed);
}

TEST(Labels, WhatIsOlderOfTheFarmIsNotTakenOver) {
  auto p = claiming("A", {});
  take_farm(p, {{.id = {}, .slug = {}, .name = "Now", .selling = false, .revision = 5}, {label("A", 0, 900)}}, Timestamp{1});
  take_farm(p, {{.id = {}, .slug = {}, .name = "Before", .selling = true, .revision = 4}, {}}, Timestamp{1});
  EXPECT_EQ(p.farm.name, "Now");
  EXPECT_FALSE(p.farm.selling);
  EXPECT_EQ(p.farm_labels.size(), 1U);
}

}  // namespace
}  // namespace gh::catalog
