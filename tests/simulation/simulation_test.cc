// A thousand seeds hold, and a seed repeats its history.
#include <gtest/gtest.h>

#include "tests/simulation/scenario.h"

namespace gh::simulation {
namespace {

struct Case {
  const char* name;
  Played (*play)(std::uint64_t);
};

class Simulation : public testing::TestWithParam<Case> {};

TEST_P(Simulation, AThousandSeedsBreakNothing) {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    const auto played = GetParam().play(seed);
    ASSERT_EQ(played.broken, "") << "seed " << seed;
  }
}

// Seeds that once found something: two answers for one key (a second step's deadline, or a decline's code, in the replay of the first
// answer); an order whose sale had gone to a page between two attempts of one batch (28722).
TEST_P(Simulation, SeedsThatOnceFoundSomethingHold) {
  for (const std::uint64_t seed : {3'013U, 12'589U, 19'232U, 28'722U}) {
    const auto played = GetParam().play(seed);
    EXPECT_EQ(played.broken, "") << "seed " << seed;
  }
}

TEST_P(Simulation, ASeedRepeatsItsHistory) {
  for (const std::uint64_t seed : {3U, 77U, 4'711U}) {
    const auto once = GetParam().play(seed);
    ASSERT_GT(once.history.size(), 1'000U);
    ASSERT_EQ(once.history, GetParam().play(seed).history) << "seed " << seed;
  }
  EXPECT_NE(GetParam().play(1).hash, GetParam().play(2).hash);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Simulation, testing::Values(Case{"stock", play_stock}, Case{"shop", play_shop}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace gh::simulation
