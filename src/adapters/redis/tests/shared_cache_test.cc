#include "adapters/redis/shared_cache.h"

#include <gtest/gtest.h>

#include "adapters/redis/slots.h"
#include "platform/executors/event_loop.h"

namespace gh::redis {
namespace {

// Notes what would be sent.
struct Noted final : Commands {
  Task<Result<Reply>> ask(Command command) override {
    tell(std::move(command));
    co_return Reply{};
  }
  void tell(Command command) override { slots.push_back(slot_of(key_of(command).value())); }
  bool is_up() const override { return true; }
  std::vector<std::uint16_t> slots;
};

// Over a cluster itself the order is seldom another one, so this looks at the keys.
TEST(RedisSharedCache, AValueAndItsClaimHaveOneSlot) {
  Noted noted;
  RedisSharedCache cache(noted, "shop:");
  executors::EventLoop loop;
  loop.run_until_complete(cache.get("/api/v1/products?limit=1"));
  loop.run_until_complete(cache.claim("/api/v1/products?limit=1", Milliseconds(1)));
  cache.put("/api/v1/products?limit=1", "bytes", Milliseconds(1));
  EXPECT_EQ(noted.slots, std::vector<std::uint16_t>(4, noted.slots.at(0)));
  cache.abandon("/api/v1/products?limit=2");
  EXPECT_NE(noted.slots.back(), noted.slots.front());
}

}  // namespace
}  // namespace gh::redis
