// The contract of the event stream port (src/platform/ports/event_stream.h) over its adapter.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/redis/client.h"
#include "adapters/redis/event_stream.h"
#include "platform/executors/event_loop.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_server.h"

namespace gh::contract {
namespace {

using Told = std::vector<std::string>;

struct Server {
  const char* name;
  std::string (*url)();
};

struct EventStreamContract : testing::TestWithParam<Server> {
  static constexpr std::int64_t kept = 1'000;
  redis::ClientObserver nobody;
  const std::string prefix = support::RedisServer::fresh_prefix();
  const std::unique_ptr<redis::Commands> client =
      redis::Commands::open({.address = *redis::Address::parse(GetParam().url()), .command_deadline = Milliseconds(5000)}, nobody);
  redis::RedisEventStream stream{*client, prefix, kept};

  template <class T>
  static T run(Task<T> task) {
    executors::EventLoop loop;
    return loop.run_until_complete(std::move(task));
  }
  bool append(const std::string& from, const Told& subjects, const std::string& to) {
    std::vector<ports::Event> events;
    for (const auto& subject : subjects) events.push_back({.type = "orders.put", .subject = subject, .version = 7});
    const auto done = run(stream.append(from, std::move(events), to));
    EXPECT_TRUE(done) << done.error().detail();
    return done && *done;
  }
  Told subjects() {
    Told all;
    const auto reply = run(client->ask({"XRANGE", prefix + "events", "-", "+"}));
    for (const auto& entry : reply.value().list) all.push_back(entry.list.at(1).list.at(3).text);
    return all;
  }
};

TEST_P(EventStreamContract, TakesABatchWhereItContinuesTheLastOne) {
  EXPECT_EQ(run(stream.place()).value(), "");
  EXPECT_TRUE(append("", {"a", "b"}, "life.2"));
  EXPECT_EQ(run(stream.place()).value(), "life.2");
  EXPECT_FALSE(append("", {"a", "b"}, "life.2")) << "again";
  EXPECT_FALSE(append("life.1", {"c"}, "life.3")) << "of a node that is behind";
  EXPECT_TRUE(append("life.2", {"c"}, "life.3"));
  EXPECT_EQ(subjects(), (Told{"a", "b", "c"}));
}

TEST_P(EventStreamContract, AnEntryHasItsFields) {
  EXPECT_TRUE(append("", {"ord_1"}, "life.1"));
  const auto reply = run(client->ask({"XRANGE", prefix + "events", "-", "+"}));
  Told fields;
  for (const auto& field : reply.value().list.at(0).list.at(1).list) fields.push_back(field.text);
  EXPECT_EQ(fields, (Told{"type", "orders.put", "subject", "ord_1", "version", "7", "feed", "life.1"}));
}

TEST_P(EventStreamContract, OneOfManyNodesThatTellTheSameIsTaken) {
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) threads.emplace_back([&] { taken += append("", {"a", "b", "c"}, "life.3") ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(subjects(), (Told{"a", "b", "c"}));
}

TEST_P(EventStreamContract, OldEntriesAreTrimmedAndItsPlaceStays) {
  std::string place;
  for (int batch = 0; batch < 6; ++batch) {
    Told some;
    for (int i = 0; i < 500; ++i) some.push_back(std::to_string(batch * 500 + i));
    const auto next = "life." + std::to_string(batch);
    EXPECT_TRUE(append(place, some, next));
    place = next;
  }
  const auto left = subjects();
  EXPECT_GE(left.size(), static_cast<std::size_t>(kept));
  EXPECT_LT(left.size(), static_cast<std::size_t>(kept) + 500) << "Redis trims by whole nodes of its tree";
  EXPECT_EQ(left.back(), "2999");
  EXPECT_EQ(run(stream.place()).value(), "life.5");
}

// One server, and a cluster.
INSTANTIATE_TEST_SUITE_P(All, EventStreamContract,
                         testing::Values(Server{"redis", [] { return support::RedisServer::shared().url(); }},
                                         Server{"redis_cluster", [] { return support::RedisCluster::shared().url(); }}),
                         [](const auto& info) { return info.param.name; });

TEST(RedisEventStream, SaysWhenItCannotBeAsked) {
  redis::ClientObserver nobody;
  redis::Client nowhere({.address = *redis::Address::parse("redis://127.0.0.1:1")}, nobody);
  redis::RedisEventStream away(nowhere, "test:", 1'000);
  EXPECT_FALSE(executors::EventLoop().run_until_complete(away.place()));
  EXPECT_FALSE(
      executors::EventLoop().run_until_complete(away.append("", {{.type = "orders.put", .subject = "a", .version = 1}}, "life.1")));
}

}  // namespace
}  // namespace gh::contract
