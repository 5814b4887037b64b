#include "flows/event_relay/relay.h"

#include <gtest/gtest.h>

#include "adapters/memory/locks.h"
#include "base/errors.h"
#include "stage/world.h"

namespace gh::event_relay {
namespace {

using ports::Event;
using Told = std::vector<std::string>;

// A stream in memory that can fail before or behind its work. The real one is held to its contract in tests/contract/event_stream.
class Stream final : public ports::EventStream {
 public:
  enum class Failure { none, before, behind };
  Told told;
  std::string at;
  Failure next = Failure::none;

  Task<Result<std::string>> place() override { co_return at; }
  Task<Result<bool>> append(std::string from, std::vector<Event> events, std::string to) override {
    const auto failure = std::exchange(next, Failure::none);
    if (failure == Failure::before) co_return fail(errors::unavailable, "away");
    if (from != at) co_return false;
    for (const auto& event : events) told.push_back(event.type + " " + event.subject + " " + std::to_string(event.version));
    at = to;
    if (failure == Failure::behind) co_return fail(errors::unavailable, "the answer was lost");
    co_return true;
  }
};

struct RelayTest : testing::Test, stage::World<stage::ManualClock> {
  Stream stream;
  memory::MemoryLocks locks{clock};
  std::size_t published = 0;
  Relay one = relay(), other = relay();

  Relay relay() {
    return {documents, stream, locks, {"orders", "products"}, [this](std::size_t count) { published += count; }, [](const Error&) {}};
  }
  RelayTest() {
    for (const auto* name : {"orders", "products", "sessions"}) EXPECT_TRUE(documents.open({name, {}}));
  }
  void put(const std::string& collection, const std::string& id) {
    EXPECT_TRUE(run(documents.insert(collection, {id, "{}", std::vector<std::string>{}, {}})));
  }
  bool step(Relay& relay) { return run(relay.step(Milliseconds(0))).has_value(); }
};

TEST_F(RelayTest, TellsChangesOfItsCollectionsInOrderBehindAGap) {
  put("orders", "before");
  EXPECT_TRUE(step(one));
  EXPECT_EQ(stream.told, (Told{"feed.gap  0"}));
  put("orders", "a");
  put("sessions", "secret");
  put("products", "b");
  EXPECT_TRUE(run(documents.replace("orders", 1, {"a", "{}", {}, {}})));
  EXPECT_TRUE(run(documents.erase("products", "b", 1, {})));
  EXPECT_TRUE(step(one));
  EXPECT_EQ(stream.told, (Told{"feed.gap  0", "orders.put a 1", "products.put b 1", "orders.put a 2", "products.erased b 1"}));
  EXPECT_EQ(published, 5U);
  put("sessions", "nobody's business");
  EXPECT_TRUE(step(one) && step(one));
  EXPECT_EQ(stream.told.size(), 5U);
}

TEST_F(RelayTest, WhatIsToldTwiceOrByTwoNodesIsThereOnce) {
  EXPECT_TRUE(step(one) && step(other));
  put("orders", "a");
  stream.next = Stream::Failure::behind;
  EXPECT_FALSE(step(one)) << "it does not know";
  EXPECT_TRUE(step(other) && step(one) && step(one));
  put("orders", "b");
  stream.next = Stream::Failure::before;
  EXPECT_FALSE(step(one));
  EXPECT_TRUE(step(other) && step(one) && step(other) && step(one));
  EXPECT_EQ(stream.told, (Told{"feed.gap  0", "orders.put a 1", "orders.put b 1"}));
}

TEST_F(RelayTest, AStreamThatWasLostGoesOnBehindAGap) {
  EXPECT_TRUE(step(one));
  put("orders", "a");
  EXPECT_TRUE(step(one));
  stream.told.clear();
  stream.at.clear();
  put("orders", "b");
  EXPECT_TRUE(step(one) && step(one));
  put("orders", "c");
  EXPECT_TRUE(step(one));
  EXPECT_EQ(stream.told, (Told{"feed.gap  0", "orders.put c 1"}));
}

TEST_F(RelayTest, AFeedThatDoesNotReachBackGoesOnBehindAGap) {
  EXPECT_TRUE(step(one));
  stream.at = "999999999";  // of a store that was restored
  EXPECT_TRUE(step(other));
  put("orders", "a");
  EXPECT_TRUE(step(other));
  EXPECT_EQ(stream.told, (Told{"feed.gap  0", "feed.gap  0", "orders.put a 1"}));
}

}  // namespace
}  // namespace gh::event_relay
