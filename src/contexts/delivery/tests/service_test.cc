// Plans and windows over a store, with a clock that moves.
#include "contexts/delivery/service.h"

#include <gtest/gtest.h>

#include "adapters/memory/tasks.h"
#include "base/errors.h"
#include "contexts/delivery/errors.h"
#include "stage/world.h"

namespace gh::delivery {
namespace {

const FarmId farm = FarmId::derive(1, 1), other = FarmId::derive(2, 2);
const std::string zone_name = "America/New_York";

struct DeliveryTest : testing::Test, stage::World<stage::ManualClock> {
  Service delivery{documents, clock, random};

  DeliveryTest() { clock.time = *parse_timestamp("2026-10-19T12:00:00Z"); }  // a Monday

  static WeeklyWindowInput weekly(const char* from, std::int32_t places, Weekday day = Weekday::saturday) {
    return {.method = Method::delivery,
            .zones = {},
            .pickup_point = {},
            .day = day,
            .from = json::ClockTime(from),
            .to = json::ClockTime("20:00"),
            .places = decltype(WeeklyWindowInput::places)(places),
            .cut_off = {},
            .note = {}};
  }
  std::vector<Window> made() {
    auto page = run(delivery.windows(farm, clock.now(), 100, ""));
    EXPECT_TRUE(page);
    return std::move(page->items);
  }
  void make() { ASSERT_TRUE(run(delivery.make_windows(farm, zone_name))); }
};

TEST_F(DeliveryTest, WeeklyWindowsAreMadeAheadAndFollowThePlan) {
  ASSERT_TRUE(run(delivery.add_weekly(farm, weekly("09:00", 20))));
  make();
  make();
  auto windows = made();
  ASSERT_EQ(windows.size(), 4U);
  EXPECT_EQ(to_string(windows[0].day), "2026-10-24");
  EXPECT_EQ(windows[0].places, 20);

  // Changed by hand, closed by hand: the plan leaves that alone.
  WindowChange fewer;
  fewer.places.emplace(3);
  ASSERT_TRUE(run(delivery.change_window(farm, windows[1].id, fewer)));
  WindowChange close;
  close.closed = true;
  ASSERT_TRUE(run(delivery.change_window(farm, windows[2].id, close)));
  EXPECT_TRUE(run(delivery.change_window(other, windows[2].id, close)).error().is(gh::errors::not_found));
  ASSERT_TRUE(run(delivery.put_weekly(farm, 1, weekly("09:00", 10))));
  make();
  windows = made();
  EXPECT_EQ(windows[0].places, 10);
  EXPECT_EQ(windows[1].places, 3);
  EXPECT_EQ(windows[2].state, WindowState::closed);
  EXPECT_EQ(run(delivery.offered(farm))->size(), 3U);

  // Other times are other windows; the old ones are withdrawn, not moved.
  ASSERT_TRUE(run(delivery.put_weekly(farm, 1, weekly("10:00", 10))));
  make();
  windows = made();
  ASSERT_EQ(windows.size(), 8U);
  EXPECT_EQ(windows[0].state, WindowState::withdrawn);
  EXPECT_EQ(windows[1].state, WindowState::open);
  ASSERT_TRUE(run(delivery.remove_weekly(farm, 1)));
  make();
  EXPECT_TRUE(run(delivery.offered(farm))->empty());
  EXPECT_EQ(made()[4].state, WindowState::closed);
}

TEST_F(DeliveryTest, ABlackoutWithdrawsAndGivesBack) {
  ASSERT_TRUE(run(delivery.add_weekly(farm, weekly("09:00", 20))));
  make();
  RulesChange rules;
  rules.blackouts.emplace(
      std::vector<BlackoutInput>{{*parse_date("2026-10-30"), *parse_date("2026-11-01"), json::Text<1, 120>("harvest")}});
  ASSERT_TRUE(run(delivery.change_rules(farm, rules)));
  make();
  EXPECT_EQ(made()[1].state, WindowState::withdrawn);
  EXPECT_EQ(run(delivery.offered(farm))->size(), 3U);
  rules.blackouts.emplace();
  ASSERT_TRUE(run(delivery.change_rules(farm, rules)));
  make();
  EXPECT_EQ(run(delivery.offered(farm))->size(), 4U);
}

TEST_F(DeliveryTest, ThePlanGoesOnDayByDayAndTheCutOffEndsAnOffer) {
  ASSERT_TRUE(run(delivery.add_weekly(farm, weekly("09:00", 20))));
  make();
  memory::MemoryTasks tasks(store);
  const auto due = [&] { return run(tasks.lease({std::string(make_windows_task)}, 10, Milliseconds(500), Milliseconds(0)))->size(); };
  EXPECT_EQ(due(), 1U);  // of the change of the plan
  clock.time = *parse_timestamp("2026-10-20T06:59:59Z");
  EXPECT_EQ(due(), 1U);
  clock.time = *parse_timestamp("2026-10-20T07:00:00Z");  // three in New York
  EXPECT_EQ(due(), 2U);
  clock.time = *parse_timestamp("2026-10-27T07:00:00Z");
  make();
  EXPECT_EQ(to_string(made().back().day), "2026-11-21");
  EXPECT_EQ(to_string(made().back().starts), "2026-11-21T14:00:00.000Z");  // no longer summer time

  clock.time = *parse_timestamp("2026-10-30T21:59:59Z");  // 17:59 the day before
  EXPECT_EQ(to_string(run(delivery.offered(farm))->front().day), "2026-10-31");
  clock.time = *parse_timestamp("2026-10-30T22:00:00Z");
  EXPECT_EQ(to_string(run(delivery.offered(farm))->front().day), "2026-11-07");
}

TEST_F(DeliveryTest, ListsAreBoundedAndNamesAreChecked) {
  EXPECT_TRUE(run(delivery.plan(farm))->weekly.empty());
  auto far = weekly("09:00", 20);
  far.zones.emplace(std::vector<ZoneNumber>{ZoneNumber(7)});
  const auto refused = run(delivery.add_weekly(farm, far));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields().front().pointer, "/zones/0");
  EXPECT_TRUE(run(delivery.put_weekly(farm, 1, weekly("09:00", 20))).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(delivery.add_weekly(farm, weekly("20:00", 1))).error().is(errors::window_times));
  for (std::size_t i = 0; i < weekly_max; ++i) ASSERT_TRUE(run(delivery.add_weekly(farm, weekly("09:00", 20))));
  EXPECT_TRUE(run(delivery.add_weekly(farm, weekly("09:00", 20))).error().is(errors::list_full));

  ZoneInput city{.name = json::Text<1, 60>("City"), .postcodes = {}, .circle = {}, .fee = {}, .by_weight = {}, .by_value = {}};
  city.postcodes.emplace(std::vector<json::Text<1, 12>>{json::Text<1, 12>("22902")});
  ASSERT_TRUE(run(delivery.add_zone(farm, city)));
  far.zones.emplace(std::vector<ZoneNumber>{ZoneNumber(1)});
  ASSERT_TRUE(run(delivery.put_weekly(farm, 1, far)));
  EXPECT_TRUE(run(delivery.remove_zone(farm, 1)).error().is(gh::errors::conflict));
  ASSERT_TRUE(run(delivery.remove_weekly(farm, 1)));
  ASSERT_TRUE(run(delivery.remove_zone(farm, 1)));
}

TEST_F(DeliveryTest, ASingleWindowIsNotInThePast) {
  SingleWindowInput input{.method = Method::pick_up,
                          .zones = {},
                          .pickup_point = decltype(SingleWindowInput::pickup_point)::value_type(1),
                          .day = *parse_date("2026-10-20"),
                          .from = json::ClockTime("09:00"),
                          .to = json::ClockTime("10:00"),
                          .places = {},
                          .cut_off = {},
                          .note = {}};
  const auto window = run(delivery.add_window(farm, zone_name, input));
  ASSERT_TRUE(window);
  EXPECT_EQ(run(delivery.window(window->id))->starts, *parse_timestamp("2026-10-20T13:00:00Z"));
  make();
  EXPECT_EQ(run(delivery.window(window->id))->state, WindowState::open);  // the plan knows nothing of it
  input.day = *parse_date("2026-10-19");
  input.from = json::ClockTime("07:00");
  input.to = json::ClockTime("07:30");
  input.cut_off = CutOffInput{{}, json::ClockTime("06:00")};
  EXPECT_TRUE(run(delivery.add_window(farm, zone_name, input)).error().is(errors::window_times));
}

}  // namespace
}  // namespace gh::delivery
