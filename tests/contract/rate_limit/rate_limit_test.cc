// The contract of the rate limit port (src/platform/ports/rate_limit.h) over every adapter.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/memory/rate_limits.h"
#include "adapters/redis/rate_limits.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_server.h"

namespace gh::contract {
namespace {

using Instant = std::chrono::steady_clock::time_point;

// An adapter and the nodes that share it.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual ports::RateLimits& node(int number) = 0;
  virtual int nodes() const = 0;
};

class OneProcess final : public Subject {
 public:
  ports::RateLimits& node(int) override { return limits_; }
  int nodes() const override { return 1; }

 private:
  executors::SystemClock clock_;
  memory::MemoryRateLimits limits_{clock_};
};

class ThreeNodesWithRedis final : public Subject {
 public:
  explicit ThreeNodesWithRedis(const std::string& url) {
    const auto prefix = support::RedisServer::fresh_prefix();
    const auto address = *redis::Address::parse(url);
    for (auto& client : clients_) {
      client = redis::Commands::open({.address = address, .command_deadline = Milliseconds(5000)}, nobody_);
      limits_.push_back(std::make_unique<redis::RedisRateLimits>(*client, prefix));
    }
  }
  ports::RateLimits& node(int number) override { return *limits_[static_cast<std::size_t>(number)]; }
  int nodes() const override { return static_cast<int>(clients_.size()); }

 private:
  redis::ClientObserver nobody_;
  std::array<std::unique_ptr<redis::Commands>, 3> clients_;
  std::vector<std::unique_ptr<redis::RedisRateLimits>> limits_;
};

std::unique_ptr<Subject> with_redis(const std::string& url) { return std::make_unique<ThreeNodesWithRedis>(url); }

struct Adapter {
  const char* name;
  std::unique_ptr<Subject> (*make)();
};

struct RateLimitContract : testing::TestWithParam<Adapter> {
  const std::unique_ptr<Subject> subject = GetParam().make();
  int asked = 0;

  ports::RateVerdict take(const ports::RatePolicy& policy, const std::string& key, int node = -1) {
    executors::EventLoop loop;
    const int at = (node < 0 ? asked++ : node) % subject->nodes();
    const auto verdict = loop.run_until_complete(subject->node(at).take(policy, key));
    EXPECT_TRUE(verdict) << verdict.error().detail();
    return verdict ? *verdict : ports::RateVerdict{};
  }
};

constexpr ports::RatePolicy five_a_minute{.group = "login", .limit = 5};

TEST_P(RateLimitContract, AdmitsTheLimitAndNotOneMore) {
  for (int i = 4; i >= 0; --i) {
    const auto verdict = take(five_a_minute, "10.0.0.1");
    EXPECT_TRUE(verdict.admitted);
    EXPECT_EQ(verdict.remaining, i);
    EXPECT_EQ(verdict.wait, Milliseconds(0));
    EXPECT_GT(verdict.reset, Milliseconds(0));
  }
  const auto refused = take(five_a_minute, "10.0.0.1");
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_GT(refused.wait, Milliseconds(0));
  EXPECT_LE(refused.wait, 2 * five_a_minute.window);
  EXPECT_GE(refused.reset, refused.wait);
}

TEST_P(RateLimitContract, KeysAndGroupsDoNotTouchEachOther) {
  for (int i = 0; i < 6; ++i) take(five_a_minute, "10.0.0.1");
  EXPECT_FALSE(take(five_a_minute, "10.0.0.1").admitted);
  EXPECT_TRUE(take(five_a_minute, "10.0.0.2").admitted);
  EXPECT_TRUE(take({.group = "write", .limit = 5}, "10.0.0.1").admitted);
}

TEST_P(RateLimitContract, ARefusedOneWaitsAsItWasToldAndPaysNothing) {
  const ports::RatePolicy quick{.group = "quick", .limit = 4, .window = Milliseconds(400)};
  for (int round = 0; round < 3; ++round) {
    auto verdict = take(quick, "a");
    while (verdict.admitted) verdict = take(quick, "a");
    const auto end = std::chrono::steady_clock::now() + verdict.wait + Milliseconds(1);
    // Insisting does not make it longer.
    const auto half = std::chrono::steady_clock::now() + verdict.wait / 2;
    while (std::chrono::steady_clock::now() < half) EXPECT_LE(take(quick, "a").wait, verdict.wait);
    std::this_thread::sleep_until(end);
    EXPECT_TRUE(take(quick, "a").admitted) << "round " << round << " after " << verdict.wait.count() << " ms";
  }
}

TEST_P(RateLimitContract, TheWholeLimitIsThereAgainAfterTheReset) {
  const ports::RatePolicy quick{.group = "quick", .limit = 3, .window = Milliseconds(300)};
  auto verdict = take(quick, "a");
  while (verdict.admitted) verdict = take(quick, "a");
  EXPECT_LE(verdict.reset, 2 * quick.window);
  std::this_thread::sleep_for(verdict.reset + Milliseconds(1));
  verdict = take(quick, "a");
  EXPECT_TRUE(verdict.admitted);
  EXPECT_EQ(verdict.remaining, quick.limit - 1);
}

TEST_P(RateLimitContract, NoWindowHasMoreThanTwiceTheLimit) {
  const ports::RatePolicy quick{.group = "quick", .limit = 20, .window = Milliseconds(200)};
  std::vector<Instant> admitted;
  const auto end = std::chrono::steady_clock::now() + Milliseconds(1500);
  while (std::chrono::steady_clock::now() < end) {
    if (take(quick, "a").admitted) admitted.push_back(std::chrono::steady_clock::now());
  }
  EXPECT_GT(admitted.size(), static_cast<std::size_t>(quick.limit) * 4) << "somebody who insists gets about the rate";
  for (std::size_t i = 0; i + 2 * static_cast<std::size_t>(quick.limit) < admitted.size(); ++i)
    EXPECT_GT(admitted[i + 2 * static_cast<std::size_t>(quick.limit)] - admitted[i], quick.window - Milliseconds(20));
}

TEST_P(RateLimitContract, ThreadsAndNodesShareOneCount) {
  const ports::RatePolicy slow{.group = "slow", .limit = 200, .window = Milliseconds(3'600'000)};
  std::atomic<int> admitted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      executors::EventLoop loop;
      for (int i = 0; i < 50; ++i) {
        const auto verdict = loop.run_until_complete(subject->node(t % subject->nodes()).take(slow, "a"));
        if (verdict && verdict->admitted) ++admitted;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(admitted, slow.limit);
}

INSTANTIATE_TEST_SUITE_P(All, RateLimitContract,
                         testing::Values(Adapter{"memory", []() -> std::unique_ptr<Subject> { return std::make_unique<OneProcess>(); }},
                                         Adapter{"redis", [] { return with_redis(support::RedisServer::shared().url()); }},
                                         Adapter{"redis_cluster", [] { return with_redis(support::RedisCluster::shared().url()); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace gh::contract
