// The contract of the lock port (src/platform/ports/lock.h) over every adapter.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/memory/locks.h"
#include "adapters/redis/locks.h"
#include "base/waiters.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_server.h"

namespace gh::contract {
namespace {

using std::chrono::steady_clock;

struct Counted final : ports::LockObserver {
  void lock_waited(std::chrono::nanoseconds, bool taken) override { ++(taken ? taken_ : given_up); }
  void lock_held(std::chrono::nanoseconds) override { ++held; }
  std::atomic<int> taken_{0}, given_up{0}, held{0};
};

// An adapter and the nodes that share it.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual ports::Locks& node(int number) = 0;
  virtual int nodes() const = 0;
  Counted counted;
};

class OneProcess final : public Subject {
 public:
  ports::Locks& node(int) override { return locks_; }
  int nodes() const override { return 1; }

 private:
  executors::SystemClock clock_;
  memory::MemoryLocks locks_{clock_, &counted};
};

// Two nodes, each with connections of its own to every server.
class WithRedis final : public Subject {
 public:
  explicit WithRedis(std::size_t servers) {
    for (std::size_t i = 0; i < servers; ++i) servers_.emplace_back();
    std::vector<std::string> urls;
    for (const auto& server : servers_) urls.push_back(server.url());
    connect(urls);
  }
  explicit WithRedis(const support::RedisCluster& cluster) { connect({cluster.url()}); }
  ports::Locks& node(int number) override { return locks_[static_cast<std::size_t>(number)]; }
  int nodes() const override { return 2; }
  support::RedisServer& server(std::size_t number) { return servers_[number]; }
  bool all_up() const {
    return std::ranges::all_of(clients_, [](const auto& client) { return client->is_up(); });
  }

 private:
  void connect(const std::vector<std::string>& urls) {
    const auto prefix = support::RedisServer::fresh_prefix();
    for (int node = 0; node < 2; ++node) {
      std::vector<redis::Commands*> clients;
      for (const auto& url : urls) {
        clients_.push_back(redis::Commands::open({.address = *redis::Address::parse(url), .connect_deadline = Milliseconds(300)}, nobody_));
        clients.push_back(clients_.back().get());
      }
      locks_.emplace_back(clients, prefix, random_, &counted);
    }
  }

  executors::SystemRandom random_;
  redis::ClientObserver nobody_;
  std::deque<support::RedisServer> servers_;
  std::vector<std::unique_ptr<redis::Commands>> clients_;
  std::deque<redis::RedisLocks> locks_;
};

struct Adapter {
  const char* name;
  std::unique_ptr<Subject> (*make)();
};

// One of each thread. A wait that ended early leaves its timer behind for a moment: that, too, ends in the loop that has it.
struct Loop {
  executors::EventLoop loop;

  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop() { loop.run_until_complete(pause(Waiters::timer_left_max + Milliseconds(50))); }
  static Task<void> pause(Milliseconds span) { co_await sleep(span); }
};

Result<ports::Lease> acquire(ports::Locks& locks, std::string name, Milliseconds hold_for, Milliseconds wait = Milliseconds(0)) {
  thread_local Loop here;
  return here.loop.run_until_complete(locks.acquire(std::move(name), hold_for, wait));
}
constexpr Milliseconds soon{2'000};
constexpr Milliseconds longer{20'000};

struct LockContract : testing::TestWithParam<Adapter> {
  const std::unique_ptr<Subject> subject = GetParam().make();
  ports::Locks& one() { return subject->node(0); }
  ports::Locks& other() { return subject->node(1 % subject->nodes()); }
};

TEST_P(LockContract, NobodyElseGetsWhatIsHeld) {
  const auto lease = acquire(one(), "a", longer);
  ASSERT_TRUE(lease) << lease.error().detail();
  EXPECT_GT(lease->good_for, longer / 2);
  EXPECT_LE(lease->good_for, longer);
  for (auto* node : {&one(), &other()}) {
    const auto refused = acquire(*node, "a", longer);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(ports::errors::lock_busy));
  }
  EXPECT_TRUE(acquire(other(), "b", longer)) << "another name";
  one().release(*lease);
  EXPECT_TRUE(acquire(other(), "a", longer, soon));
  EXPECT_EQ(subject->counted.taken_, 3);
  EXPECT_EQ(subject->counted.given_up, 2);
  EXPECT_EQ(subject->counted.held, 1);
}

TEST_P(LockContract, ALeaseRunsOutAndItsHolderCannotEndTheNext) {
  const auto first = acquire(one(), "a", Milliseconds(80));
  ASSERT_TRUE(first);
  std::this_thread::sleep_for(Milliseconds(100));
  const auto second = acquire(other(), "a", longer);
  ASSERT_TRUE(second) << second.error().detail();
  EXPECT_GT(second->fence, first->fence);
  one().release(*first);
  EXPECT_FALSE(acquire(one(), "a", longer, Milliseconds(50))) << "the second one's is still held";
}

TEST_P(LockContract, WhoWaitsGetsItWhenItIsFree) {
  const auto first = acquire(one(), "a", longer);
  ASSERT_TRUE(first);
  std::thread releases([&] {
    std::this_thread::sleep_for(Milliseconds(60));
    one().release(*first);
  });
  const auto asked = steady_clock::now();
  const auto second = acquire(other(), "a", longer, Milliseconds(5000));
  const auto took = steady_clock::now() - asked;
  releases.join();
  ASSERT_TRUE(second);
  EXPECT_GE(took, Milliseconds(50));
  EXPECT_LT(took, Milliseconds(2000));
  const auto asked_again = steady_clock::now();
  EXPECT_TRUE(acquire(one(), "a", longer, Milliseconds(100)).error().is(ports::errors::lock_busy));
  EXPECT_GE(steady_clock::now() - asked_again, Milliseconds(100));
}

TEST_P(LockContract, OneAtATimeAndFencesGrow) {
  std::atomic<int> inside{0}, most{0};
  std::mutex mutex;
  std::vector<std::int64_t> fences;  // in the order of the holders
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      auto& node = subject->node(t % subject->nodes());
      for (int i = 0; i < 15; ++i) {
        const auto lease = acquire(node, "a", longer, Milliseconds(15'000));
        if (!lease) {
          ADD_FAILURE() << lease.error().detail();
          return;
        }
        most = std::max(most.load(), ++inside);
        {
          const std::lock_guard lock(mutex);
          fences.push_back(lease->fence);
        }
        --inside;
        node.release(*lease);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
  EXPECT_EQ(fences.size(), 60U);
  for (std::size_t i = 1; i < fences.size(); ++i) EXPECT_GT(fences[i], fences[i - 1]);
}

INSTANTIATE_TEST_SUITE_P(
    All, LockContract,
    testing::Values(Adapter{"memory", []() -> std::unique_ptr<Subject> { return std::make_unique<OneProcess>(); }},
                    Adapter{"redis", []() -> std::unique_ptr<Subject> { return std::make_unique<WithRedis>(1); }},
                    Adapter{"redis_cluster",
                            []() -> std::unique_ptr<Subject> { return std::make_unique<WithRedis>(support::RedisCluster::shared()); }},
                    Adapter{"redis_quorum_of_three", []() -> std::unique_ptr<Subject> { return std::make_unique<WithRedis>(3); }}),
    [](const auto& info) { return info.param.name; });

// ---- what only servers can do to it

void wait_for_all(const WithRedis& subject) {
  const auto end = steady_clock::now() + Milliseconds(5000);
  while (!subject.all_up() && steady_clock::now() < end) std::this_thread::sleep_for(Milliseconds(10));
  ASSERT_TRUE(subject.all_up());
}

TEST(RedisLocks, AServerThatForgotGivesGreaterFences) {
  WithRedis subject(1);
  const auto first = acquire(subject.node(0), "a", longer);
  ASSERT_TRUE(first);
  subject.server(0).kill_it();
  const auto asked = steady_clock::now();
  EXPECT_TRUE(acquire(subject.node(1), "a", longer, Milliseconds(3000)).error().is(ports::errors::lock_unavailable));
  EXPECT_LT(steady_clock::now() - asked, Milliseconds(2000)) << "nobody waits for a server that is gone";
  subject.server(0).resume();
  wait_for_all(subject);
  const auto second = acquire(subject.node(1), "a", longer);
  ASSERT_TRUE(second) << "it is held by nobody, as far as anybody knows";
  EXPECT_GT(second->fence, first->fence);
}

TEST(RedisLocks, OneOfThreeServersMayBeGoneAndMayForget) {
  WithRedis subject(3);
  auto last = acquire(subject.node(0), "a", longer);
  ASSERT_TRUE(last);
  for (std::size_t gone = 0; gone < 3; ++gone) {
    subject.server(gone).kill_it();
    EXPECT_TRUE(acquire(subject.node(1), "a", longer).error().is(ports::errors::lock_busy)) << "two of three remember";
    subject.node(0).release(*last);
    const auto next = acquire(subject.node(1), "a", longer, soon);
    ASSERT_TRUE(next) << next.error().detail();
    EXPECT_GT(next->fence, last->fence);
    subject.node(1).release(*next);
    subject.server(gone).resume();
    wait_for_all(subject);
    last = acquire(subject.node(0), "a", longer, soon);
    ASSERT_TRUE(last);
    EXPECT_GT(last->fence, next->fence);
  }
}

TEST(RedisLocks, TwoOfThreeServersGoneIsUnavailable) {
  WithRedis subject(3);
  subject.server(0).kill_it();
  subject.server(1).pause();
  const auto asked = steady_clock::now();
  EXPECT_TRUE(acquire(subject.node(0), "a", longer, Milliseconds(3000)).error().is(ports::errors::lock_unavailable));
  EXPECT_LT(steady_clock::now() - asked, Milliseconds(2000));
  subject.server(1).go_on();
}

}  // namespace
}  // namespace gh::contract
