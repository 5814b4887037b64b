// The contract of the shared cache port (src/platform/ports/shared_cache.h) over its adapter: one node alone has nothing to share.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/redis/client.h"
#include "adapters/redis/shared_cache.h"
#include "platform/executors/event_loop.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_server.h"

namespace gh::contract {
namespace {

using Claim = ports::SharedCache::Claim;
using Kind = ports::SharedCache::Kind;

constexpr Milliseconds long_time{60'000};

struct Server {
  const char* name;
  std::string (*url)();
};

// Two nodes that share.
struct SharedCacheContract : testing::TestWithParam<Server> {
  redis::ClientObserver nobody;
  std::string prefix = support::RedisServer::fresh_prefix();
  redis::ClientOptions options{.address = *redis::Address::parse(GetParam().url()), .command_deadline = Milliseconds(5000)};
  const std::unique_ptr<redis::Commands> client_of_here = redis::Commands::open(options, nobody);
  const std::unique_ptr<redis::Commands> client_of_there = redis::Commands::open(options, nobody);
  redis::RedisSharedCache here{*client_of_here, prefix}, there{*client_of_there, prefix};

  static ports::SharedCache::Found get(ports::SharedCache& cache, const std::string& key) {
    executors::EventLoop loop;
    return loop.run_until_complete(cache.get(key));
  }
  static Claim claim(ports::SharedCache& cache, const std::string& key, Milliseconds hold = long_time) {
    executors::EventLoop loop;
    return loop.run_until_complete(cache.claim(key, hold));
  }
  // What a node tells is carried out before what it asks next.
  void put(const std::string& key, const std::string& value, Milliseconds live = long_time) {
    here.put(key, value, live);
    (void)get(here, key);
  }
};

TEST_P(SharedCacheContract, GivesEveryByteToOtherNodes) {
  EXPECT_EQ(get(there, "a").kind, Kind::nothing);
  std::string bytes("carrots\r\n\0\xff", 11);
  bytes += std::string(200'000, 'x');
  put("a", bytes);
  EXPECT_EQ(get(there, "a").value, bytes);
  put("a", "");
  EXPECT_EQ(get(there, "a").kind, Kind::value) << "nothing in it is something else than nothing there";
  EXPECT_EQ(get(there, "a").value, "");
  EXPECT_EQ(get(there, "b").kind, Kind::nothing);
}

TEST_P(SharedCacheContract, ForgetsAfterTheTimeToLive) {
  put("a", "carrots", Milliseconds(80));
  std::this_thread::sleep_for(Milliseconds(120));
  EXPECT_EQ(get(there, "a").kind, Kind::nothing);
}

TEST_P(SharedCacheContract, OneOfAllThatAskClaims) {
  std::atomic<int> mine{0}, others{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      const auto answer = claim(t % 2 == 0 ? here : there, "a");
      if (answer == Claim::mine) ++mine;
      if (answer == Claim::others) ++others;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(mine, 1);
  EXPECT_EQ(others, 7);
  EXPECT_EQ(claim(there, "b"), Claim::mine) << "another key";
}

TEST_P(SharedCacheContract, AClaimEndsWithTheValueWithoutOneAndByItself) {
  EXPECT_EQ(claim(here, "a"), Claim::mine);
  put("a", "carrots");
  EXPECT_EQ(claim(there, "a"), Claim::mine);
  there.abandon("a");
  (void)get(there, "a");
  EXPECT_EQ(claim(here, "a", Milliseconds(800)), Claim::mine);
  EXPECT_EQ(claim(there, "a"), Claim::others);
  std::this_thread::sleep_for(Milliseconds(850));
  EXPECT_EQ(claim(there, "a"), Claim::mine);
}

// One server, and a cluster.
INSTANTIATE_TEST_SUITE_P(All, SharedCacheContract,
                         testing::Values(Server{"redis", [] { return support::RedisServer::shared().url(); }},
                                         Server{"redis_cluster", [] { return support::RedisCluster::shared().url(); }}),
                         [](const auto& info) { return info.param.name; });

TEST(RedisSharedCache, SaysWhenItCannotBeAsked) {
  redis::ClientObserver nobody;
  redis::Client nowhere({.address = *redis::Address::parse("redis://127.0.0.1:1")}, nobody);
  redis::RedisSharedCache away(nowhere, "test:");
  EXPECT_EQ(SharedCacheContract::get(away, "a").kind, Kind::away);
  EXPECT_EQ(SharedCacheContract::claim(away, "a"), Claim::away);
  away.put("a", "carrots", long_time);
  away.abandon("a");
}

}  // namespace
}  // namespace gh::contract
