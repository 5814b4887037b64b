// The rules of one farm.
#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/farmers/errors.h"
#include "contexts/farmers/farm.h"

namespace gh::farmers {
namespace {

constexpr FarmStatus statuses[] = {FarmStatus::applied, FarmStatus::verified, FarmStatus::rejected,         FarmStatus::paused,
                                   FarmStatus::listed,  FarmStatus::claimed,  FarmStatus::needs_information};
constexpr Action actions[] = {Action::apply, Action::claim, Action::ask, Action::verify, Action::reject, Action::pause, Action::resume};

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
  EXPECT_EQ(legal, 13);
}

TEST(FarmStatus, SaysWhatWouldBeLegal) {
  Farm farm{.status = FarmStatus::applied};
  const auto moved = move(farm, Action::resume, {});
  ASSERT_FALSE(moved);
  ASSERT_EQ(moved.error().extensions().size(), 2U);
  EXPECT_EQ(moved.error().extensions()[0].json, "\"applied\"");
  EXPECT_EQ(moved.error().extensions()[1].json, "[\"verify\",\"reject\",\"ask\"]");
}

TEST(FarmStatus, OnlyVerifiedFarmsSell) {
  for (const auto status : statuses) EXPECT_EQ(may_sell(status), status == FarmStatus::verified);
  EXPECT_FALSE(is_public(FarmStatus::applied));
  EXPECT_FALSE(is_public(FarmStatus::rejected));
  EXPECT_FALSE(may_be_edited(FarmStatus::claimed)) << "who claims a page may not yet write on it";
}

TEST(Fields, HaveUniqueNames) {
  Farm farm;
  ASSERT_TRUE(add_field(farm, {{}, "North Field", 1000, {}}));
  EXPECT_TRUE(add_field(farm, {{}, " north  field", {}, {}}).error().is(errors::field_exists));
  EXPECT_EQ(farm.fields.size(), 1U);
}

}  // namespace
}  // namespace gh::farmers
