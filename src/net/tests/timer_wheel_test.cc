#include "net/timer_wheel.h"

#include <gtest/gtest.h>

#include <random>

namespace gh::net {
namespace {

struct Alarm final : Timed {
  void on_deadline() override { ++rung; }
  int rung = 0;
};

TEST(TimerWheel, rings_once_and_never_early) {
  TimerWheel wheel(1'000);
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    const std::int64_t start = 1'000 + round * 200'000;
    wheel.advance(start);
    Alarm alarm;
    const std::int64_t due = start + static_cast<std::int64_t>(random() % 100'000);
    wheel.set(alarm, due);
    for (std::int64_t now = start; now < due; now += 1 + static_cast<std::int64_t>(random() % 5'000)) {
      wheel.advance(now);
      ASSERT_EQ(alarm.rung, 0) << "due " << due << " now " << now;
    }
    wheel.advance(due + TimerWheel::tick_ms);
    ASSERT_EQ(alarm.rung, 1);
    wheel.advance(due + 90'000);
    ASSERT_EQ(alarm.rung, 1);
  }
}

TEST(TimerWheel, the_last_deadline_counts) {
  TimerWheel wheel(0);
  Alarm alarm;
  wheel.set(alarm, 1'000);
  wheel.set(alarm, 70'000);
  wheel.advance(60'000);
  EXPECT_EQ(alarm.rung, 0);
  wheel.set(alarm, 61'000);
  wheel.advance(61'100);
  EXPECT_EQ(alarm.rung, 1);
  wheel.set(alarm, 62'000);
  wheel.clear(alarm);
  wheel.advance(90'000);
  EXPECT_EQ(alarm.rung, 1);
}

TEST(TimerWheel, a_dead_alarm_does_not_ring) {
  TimerWheel wheel(0);
  Alarm other;
  {
    Alarm gone;
    wheel.set(gone, 100);
    wheel.set(other, 100);
  }
  wheel.advance(1'000);
  EXPECT_EQ(other.rung, 1);
}

}  // namespace
}  // namespace gh::net
