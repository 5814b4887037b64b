// The rules of one farm.
#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/farmers/errors.h"
#include "contexts/farmers/farm.h"

namespace gh::farmers {
namespace {

constexpr FarmStatus statuses[] = {FarmStatus::applied, FarmStatus::verified, FarmStatus::rejected,
                                   FarmStatus::paused,  FarmStatus::listed,   FarmStatus::claimed};
constexpr Action actions[] = {Action::apply, Action::claim, Action::verify, Action::reject, Action::pause, Action::resume};

TEST(FarmStatus, MovesByTheTableAndInNoOtherWay) {
  int legal = 0;
  for (const auto status : statuses) {
    for (const auto action : actions) {
      Farm farm{.status = status};
      const auto row = std::ranges::find_if(transitions(), [&](const Transition& t) { return t.from == status && t.action == action; });
      const auto moved = move(farm, action, Timestamp{7});
      if (row != transitions().end()) {
        ASSERT_TRUE(moved);
        EXPECT_EQ(farm.status, row->to);
        EXPECT_EQ(farm.updated, Timestamp{7});
        ++legal;
        continue;
      }
      ASSERT_FALSE(moved);
      EXPECT_TRUE(moved.error().is(errors::illegal_transition));
      EXPECT_EQ(farm.status, status) << "an illegal action leaves no trace";
    }
  }
  EXPECT_EQ(legal, 8);
}

TEST(FarmStatus, SaysWhatWouldBeLegal) {
  Farm farm{.status = FarmStatus::applied};
  const auto moved = move(farm, Action::resume, {});
  ASSERT_FALSE(moved);
  ASSERT_EQ(moved.error().extensions().size(), 2U);
  EXPECT_EQ(moved.error().extensions()[0].json, "\"applied\"");
  EXPECT_EQ(moved.error().extensions()[1].json, "[\"verify\",\"reject\"]");
}

TEST(FarmStatus, OnlyVerifiedFarmsSell) {
  for (const auto status : statuses) EXPECT_EQ(may_sell(status), status == FarmStatus::verified);
  EXPECT_FALSE(is_public(FarmStatus::applied));
  EXPECT_FALSE(is_public(FarmStatus::rejected));
  EXPECT_FALSE(may_be_edited(FarmStatus::claimed)) << "who claims a page may not yet write on it";
}

const Date today = *parse_date("2026-06-01");
Certification certificate(const char* from, const char* to, const char* number = "1") {
  return {0, Scheme::usda_nop, "CCOF", number, *parse_date(from), *parse_date(to)};
}

TEST(Certifications, HaveCheckedDates) {
  struct Case {
    const char *name, *from, *to;
    const ErrorKind* error;
  };
  const Case cases[] = {
      {"valid", "2026-01-01", "2026-12-31", nullptr},
      {"begins later", "2026-07-01", "2027-06-30", nullptr},
      {"ends today", "2026-01-01", "2026-06-01", nullptr},
      {"ended yesterday", "2026-01-01", "2026-05-31", &errors::certification_expired},
      {"one day", "2026-07-01", "2026-07-01", &errors::certification_dates},
      {"backwards", "2026-12-31", "2026-07-01", &errors::certification_dates},
  };
  for (const auto& c : cases) {
    Farm farm;
    const auto added = add_certification(farm, certificate(c.from, c.to), today);
    EXPECT_EQ(added.has_value(), c.error == nullptr) << c.name;
    if (!added) EXPECT_TRUE(added.error().is(*c.error)) << c.name;
    EXPECT_EQ(farm.certifications.size(), c.error == nullptr ? 1U : 0U) << c.name;
  }
}

TEST(Certifications, AreBoundedUniqueAndNumberedOnce) {
  Farm farm;
  ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", "A"), today));
  EXPECT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", "A"), today).error().is(errors::certification_exists));
  ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", "B"), today));
  ASSERT_TRUE(remove_certification(farm, 2));
  EXPECT_TRUE(remove_certification(farm, 2).error().is(gh::errors::not_found));
  ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", "C"), today));
  EXPECT_EQ(farm.certifications.back().id, 3) << "a number is never given twice";
  for (std::size_t i = farm.certifications.size(); i < certifications_max; ++i)
    ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", std::to_string(i).c_str()), today));
  EXPECT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", "Z"), today).error().is(errors::farm_full));
}

TEST(Certifications, HoldFromTheirFirstToTheirLastDay) {
  Farm farm;
  EXPECT_FALSE(is_certified(farm, today));
  ASSERT_TRUE(add_certification(farm, certificate("2026-06-02", "2026-06-30"), today));
  EXPECT_FALSE(is_certified(farm, today));
  EXPECT_TRUE(is_certified(farm, *parse_date("2026-06-02")));
  EXPECT_TRUE(is_certified(farm, *parse_date("2026-06-30")));
  EXPECT_FALSE(is_certified(farm, *parse_date("2026-07-01")));
}

TEST(Fields, HaveUniqueNames) {
  Farm farm;
  ASSERT_TRUE(add_field(farm, {{}, "North Field", 1000, {}}));
  EXPECT_TRUE(add_field(farm, {{}, " north  field", {}, {}}).error().is(errors::field_exists));
  EXPECT_EQ(farm.fields.size(), 1U);
}

}  // namespace
}  // namespace gh::farmers
