// The contract of the attempts port (src/platform/ports/attempts.h) over every adapter.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/memory/attempts.h"
#include "adapters/redis/attempts.h"
#include "adapters/redis/client.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_server.h"

namespace gh::contract {
namespace {

using Wait = std::optional<Milliseconds>;

// An adapter and the nodes that share it.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual ports::Attempts& node(int number) = 0;
  virtual int nodes() const = 0;
};

class OneProcess final : public Subject {
 public:
  ports::Attempts& node(int) override { return attempts_; }
  int nodes() const override { return 1; }

 private:
  executors::SystemClock clock_;
  memory::MemoryAttempts attempts_{clock_};
};

class ThreeNodesWithRedis final : public Subject {
 public:
  explicit ThreeNodesWithRedis(const std::string& url) {
    const auto prefix = support::RedisServer::fresh_prefix();
    const auto address = *redis::Address::parse(url);
    for (auto& node : nodes_) {
      node.client = redis::Commands::open({.address = address, .command_deadline = Milliseconds(5000)}, nobody_);
      node.attempts.emplace(*node.client, prefix, node.alone);
    }
  }
  ports::Attempts& node(int number) override { return *nodes_[static_cast<std::size_t>(number)].attempts; }
  int nodes() const override { return static_cast<int>(nodes_.size()); }

 private:
  redis::ClientObserver nobody_;
  executors::SystemClock clock_;
  struct Node {
    explicit Node(const Clock& clock) : alone(clock) {}
    std::unique_ptr<redis::Commands> client;
    memory::MemoryAttempts alone;
    std::optional<redis::RedisAttempts> attempts;
  };
  std::array<Node, 3> nodes_{Node(clock_), Node(clock_), Node(clock_)};
};

std::unique_ptr<Subject> with_redis(const std::string& url) { return std::make_unique<ThreeNodesWithRedis>(url); }

struct Adapter {
  const char* name;
  std::unique_ptr<Subject> (*make)();
};

struct AttemptsContract : testing::TestWithParam<Adapter> {
  const std::unique_ptr<Subject> subject = GetParam().make();
  int asked = 0;

  // Each time at the next node.
  ports::Attempts& next() { return subject->node(asked++ % subject->nodes()); }
  Wait begin(const ports::AttemptRules& rules, const std::string& key) {
    executors::EventLoop loop;
    return loop.run_until_complete(next().begin(rules, key));
  }
  // At one node, so that what it tells is carried out before what it asks next.
  void forgive(const ports::AttemptRules& rules, const std::string& key, bool forget) {
    subject->node(0).succeeded(rules, key, forget);
    asked = 0;
  }
};

constexpr ports::AttemptRules three_free{.table = "account", .free = 3, .wait = Milliseconds(60'000)};

TEST_P(AttemptsContract, SoManyAreFreeAndThenOneWaits) {
  for (int i = 0; i < three_free.free; ++i) EXPECT_EQ(begin(three_free, "ann"), std::nullopt);
  const auto wait = begin(three_free, "ann");
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, Milliseconds(50'000));
  EXPECT_LE(*wait, three_free.wait);
}

TEST_P(AttemptsContract, KeysAndTablesDoNotTouchEachOther) {
  for (int i = 0; i < three_free.free; ++i) begin(three_free, "ann");
  EXPECT_TRUE(begin(three_free, "ann"));
  EXPECT_FALSE(begin(three_free, "bob"));
  auto other = three_free;
  other.table = "address";
  EXPECT_FALSE(begin(other, "ann"));
}

TEST_P(AttemptsContract, EachFurtherFailureDoublesTheWaitUpToItsLongest) {
  const ports::AttemptRules quick{.table = "quick", .free = 1, .wait = Milliseconds(200), .wait_max = Milliseconds(600)};
  auto begun = std::chrono::steady_clock::now();
  EXPECT_FALSE(begin(quick, "ann"));
  for (const Milliseconds expected : {Milliseconds(200), Milliseconds(400), Milliseconds(600), Milliseconds(600)}) {
    const auto wait = begin(quick, "ann");
    ASSERT_TRUE(wait) << expected.count();
    EXPECT_LE(*wait, expected);
    EXPECT_GE(*wait + (std::chrono::steady_clock::now() - begun), expected - Milliseconds(1)) << "from when it was begun";
    // Insisting does not make it longer.
    const auto again = begin(quick, "ann");
    if (again) EXPECT_LE(*again, *wait);
    std::this_thread::sleep_for(*wait + Milliseconds(2));
    begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(begin(quick, "ann")) << "it waited as it was told";
  }
}

TEST_P(AttemptsContract, AGoodOneDoesNotCountAndForgetsWhatWasBeforeIfTold) {
  for (int i = 0; i < 2 * three_free.free; ++i) {
    EXPECT_FALSE(begin(three_free, "ann")) << i;
    forgive(three_free, "ann", false);
  }
  EXPECT_FALSE(begin(three_free, "carl"));
  for (int i = 0; i < three_free.free; ++i) {
    EXPECT_FALSE(begin(three_free, "carl")) << i << " good ones behind a failure";
    forgive(three_free, "carl", false);
  }
  for (int i = 0; i < three_free.free; ++i) EXPECT_FALSE(begin(three_free, "bob"));
  EXPECT_TRUE(begin(three_free, "bob"));
  forgive(three_free, "bob", true);
  for (int i = 0; i < three_free.free; ++i) EXPECT_FALSE(begin(three_free, "bob")) << i;
}

TEST_P(AttemptsContract, FailuresAreForgotten) {
  const ports::AttemptRules quick{
      .table = "quick", .free = 2, .wait = Milliseconds(1'000), .wait_max = Milliseconds(1'000), .forget = Milliseconds(1'000)};
  for (int i = 0; i < quick.free; ++i) EXPECT_FALSE(begin(quick, "ann"));
  EXPECT_TRUE(begin(quick, "ann"));
  std::this_thread::sleep_for(quick.forget + Milliseconds(10));
  for (int i = 0; i < quick.free; ++i) EXPECT_FALSE(begin(quick, "ann")) << i;
}

TEST_P(AttemptsContract, ThreadsAndNodesShareOneCount) {
  const ports::AttemptRules hundred{.table = "account", .free = 100, .wait = Milliseconds(60'000)};
  std::atomic<int> begun{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      executors::EventLoop loop;
      for (int i = 0; i < 50; ++i)
        if (!loop.run_until_complete(subject->node(t % subject->nodes()).begin(hundred, "ann"))) ++begun;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(begun, hundred.free);
}

INSTANTIATE_TEST_SUITE_P(All, AttemptsContract,
                         testing::Values(Adapter{"memory", []() -> std::unique_ptr<Subject> { return std::make_unique<OneProcess>(); }},
                                         Adapter{"redis", [] { return with_redis(support::RedisServer::shared().url()); }},
                                         Adapter{"redis_cluster", [] { return with_redis(support::RedisCluster::shared().url()); }}),
                         [](const auto& info) { return info.param.name; });

TEST(MemoryAttempts, ForgetsWhoCameLongestAgoWhenFull) {
  const executors::SystemClock clock;
  memory::MemoryAttempts attempts(clock, 2);
  executors::EventLoop loop;
  const ports::AttemptRules one_free{.table = "account", .free = 1, .wait = Milliseconds(60'000)};
  for (const auto* key : {"ann", "bob", "cleo"}) EXPECT_FALSE(loop.run_until_complete(attempts.begin(one_free, key)));
  EXPECT_TRUE(loop.run_until_complete(attempts.begin(one_free, "cleo")));
  EXPECT_TRUE(loop.run_until_complete(attempts.begin(one_free, "bob")));
  EXPECT_FALSE(loop.run_until_complete(attempts.begin(one_free, "ann")));
}

// For the thread sanitizer as much as for its own expectations.
TEST(MemoryAttempts, StaysBoundedWhileThreadsBeginAndForgive) {
  const executors::SystemClock clock;
  memory::MemoryAttempts attempts(clock, 16);
  const ports::AttemptRules none_waits{.table = "account", .free = 1'000};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      executors::EventLoop loop;
      for (int i = 0; i < 500; ++i) {
        const auto key = std::to_string(i % 32);
        EXPECT_FALSE(loop.run_until_complete(attempts.begin(none_waits, key)));
        attempts.succeeded(none_waits, key, false);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(RedisAttempts, CountsByItselfWhileRedisIsAway) {
  redis::ClientObserver nobody;
  redis::Client client({.address = *redis::Address::parse("redis://127.0.0.1:1")}, nobody);
  const executors::SystemClock clock;
  memory::MemoryAttempts alone(clock);
  redis::RedisAttempts attempts(client, "test:", alone);
  executors::EventLoop loop;
  for (int i = 0; i < three_free.free; ++i) EXPECT_FALSE(loop.run_until_complete(attempts.begin(three_free, "ann")));
  EXPECT_TRUE(loop.run_until_complete(attempts.begin(three_free, "ann")));
  attempts.succeeded(three_free, "ann", true);
  EXPECT_FALSE(loop.run_until_complete(attempts.begin(three_free, "ann")));
}

}  // namespace
}  // namespace gh::contract
