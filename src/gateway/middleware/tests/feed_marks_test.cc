#include "gateway/middleware/feed_marks.h"

#include <gtest/gtest.h>

namespace gh::gateway {
namespace {

using ports::Change;
using ports::FeedPosition;
using Tags = std::vector<std::string>;

FeedPosition at(std::int64_t number) { return {"life", number}; }

struct FeedMarksTest : testing::Test {
  FeedMarks marks{"search"};

  void changed(const std::string& collection, const std::string& id, std::int64_t number) {
    marks.changed({.changes = {{collection, id, 1, Change::Kind::put}}, .token = {}, .at = at(number)});
  }
};

TEST_F(FeedMarksTest, WhatIsNotKnownDoesNotHold) {
  EXPECT_FALSE(marks.holds({}, at(5))) << "nothing was heard yet";
  EXPECT_FALSE(marks.position_of(marks.standing(), {"products/a"}));
  marks.begun(at(10));
  EXPECT_TRUE(marks.holds({"products/a"}, at(10)));
  EXPECT_TRUE(marks.holds({"products/a"}, at(99))) << "of a node that has heard more";
  EXPECT_FALSE(marks.holds({"products/a"}, at(9))) << "what changed before is not known";
  EXPECT_FALSE(marks.holds({"products/a"}, {"another life", 99}));
}

TEST_F(FeedMarksTest, WhatWasChangedSinceDoesNotHold) {
  marks.begun(at(10));
  changed("products", "a", 12);
  EXPECT_FALSE(marks.holds({"farms/f", "products/a"}, at(11)));
  EXPECT_FALSE(marks.holds({"products"}, at(11))) << "any of the collection";
  EXPECT_TRUE(marks.holds({"products/a"}, at(12)));
  EXPECT_TRUE(marks.holds({"products/b", "farms/f"}, at(11)));
  EXPECT_EQ(marks.position_of(marks.standing(), {"products/a"}), at(12));
  marks.begun(at(20));
  EXPECT_FALSE(marks.holds({"products/b"}, at(19))) << "something may have been missed";
}

TEST_F(FeedMarksTest, WhatIsMadeFromTheIndexStandsWhereTheIndexStands) {
  marks.begun(at(10));
  EXPECT_FALSE(marks.holds({"search"}, at(10))) << "where the own index is is not known";
  EXPECT_FALSE(marks.position_of(marks.standing(), {"search"}));
  marks.indexed(at(10), false);
  changed("products", "a", 12);
  EXPECT_EQ(marks.position_of(marks.standing(), {"products/b", "search"}), at(10)) << "the index is behind";
  EXPECT_TRUE(marks.holds({"search"}, at(10))) << "as old as what this node would make itself";
  marks.indexed(at(12), true);
  EXPECT_FALSE(marks.holds({"search"}, at(11)));
  EXPECT_TRUE(marks.holds({"search"}, at(12)));
  marks.indexed(at(30), false);
  EXPECT_TRUE(marks.holds({"search"}, at(12))) << "what came since changed no row";
  EXPECT_EQ(marks.position_of(marks.standing(), {"search"}), at(12)) << "the feed is behind";
}

TEST_F(FeedMarksTest, WhatTheIndexDidBeforeItsFirstWordOrInAnotherLifeIsNotKnown) {
  marks.begun(at(10));
  marks.indexed(at(12), false);
  EXPECT_FALSE(marks.holds({"search"}, at(11)));
  EXPECT_TRUE(marks.holds({"search"}, at(12)));
  marks.indexed({"another life", 11}, false);
  EXPECT_FALSE(marks.position_of(marks.standing(), {"search"}));
  EXPECT_FALSE(marks.holds({"search"}, at(12)));
  EXPECT_TRUE(marks.holds({"products/a"}, at(12))) << "which nobody asks the index for";
}

TEST_F(FeedMarksTest, WhatIsForgottenDoesNotHold) {
  FeedMarks few("search", 4);
  few.begun(at(1));
  const auto change = [&](const std::string& id, std::int64_t number) {
    few.changed({.changes = {{"products", id, 1, Change::Kind::put}}, .token = {}, .at = at(number)});
  };
  change("a", 2);
  change("b", 3);
  change("c", 4);
  EXPECT_TRUE(few.holds({"products/z"}, at(2)));
  change("d", 5);  // one too many
  EXPECT_FALSE(few.holds({"products/z"}, at(2)));
  EXPECT_FALSE(few.holds({"products/a"}, at(4)));
  EXPECT_TRUE(few.holds({"products/a"}, at(5)));
}

}  // namespace
}  // namespace gh::gateway
