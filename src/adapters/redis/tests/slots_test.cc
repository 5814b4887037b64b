#include "adapters/redis/slots.h"

#include <gtest/gtest.h>

namespace gh::redis {
namespace {

struct SlotCase {
  const char* key;
  std::uint16_t slot;
};

// The first is the specification's, the others are what CLUSTER KEYSLOT of Redis 7.0 says: of the first braces only what stands in them
// counts, if something does.
TEST(Slots, OfAKeyAreThoseOfTheSpecification) {
  const SlotCase cases[] = {{"123456789", 0x31C3},   {"foo", 12182},  {"{user1000}.following", 3443},
                            {"user1000", 3443},      {"a{b}c", 3300}, {"b", 3300},
                            {"foo{{bar}}zap", 4015}, {"{bar", 4015},  {"foo{bar}{zap}", 5061},
                            {"foo}{bar}", 5061},     {"bar", 5061},   {"foo{}{bar}", 8363},
                            {"foo{bar", 15278},      {"{}", 15257},   {"}{", 12793},
                            {"\xff\x80", 4727}};
  for (const auto& one : cases) EXPECT_EQ(slot_of(one.key), one.slot) << one.key;
}

TEST(Slots, ACommandNamesOneKey) {
  EXPECT_EQ(key_of({"GET", "a"}), "a");
  EXPECT_EQ(key_of({"EVAL", "return 1", "1", "a", "b"}), "a");
  EXPECT_EQ(key_of({"EVALSHA", "ab", "1", "a"}), "a");
  EXPECT_EQ(key_of({"EVAL", "return 1", "2", "a", "b"}), std::nullopt);
  EXPECT_EQ(key_of({"EVAL", "return 1", "0"}), std::nullopt);
  EXPECT_EQ(key_of({"PING"}), std::nullopt);
  EXPECT_EQ(key_of({}), std::nullopt);
}

Reply number(std::int64_t value) { return {.kind = Reply::Kind::integer, .integer = value, .text = {}, .list = {}}; }
Reply text(const char* value) { return {.kind = Reply::Kind::text, .integer = 0, .text = value, .list = {}}; }
Reply nothing() { return {}; }
Reply list(std::vector<Reply> items) { return {.kind = Reply::Kind::list, .integer = 0, .text = {}, .list = std::move(items)}; }
Reply error(const char* words) { return {.kind = Reply::Kind::error, .integer = 0, .text = words, .list = {}}; }
const Endpoint asked{.host = "asked", .port = 7000};

TEST(Slots, AMapIsReadAsANodeSeesIt) {
  const auto half =
      list({number(0), number(8191), list({text("10.0.0.1"), number(7001), text("id"), list({})}), list({text("10.0.0.2"), number(7002)})});
  const auto rest = list({number(8192), number(16383), list({nothing(), number(7003)})});
  const auto whole = SlotMap::read(list({half, rest}), asked);
  ASSERT_TRUE(whole) << whole.error().detail();
  EXPECT_TRUE(whole->is_whole());
  EXPECT_EQ(whole->ranges[0].master.text(), "10.0.0.1:7001");
  EXPECT_EQ(whole->ranges[1].master.text(), "asked:7003") << "one that does not know its own name has the one by which it was asked";
  ASSERT_EQ(whole->replicas.size(), 1U);
  EXPECT_EQ(whole->replicas[0].text(), "10.0.0.2:7002");
  EXPECT_FALSE(SlotMap::read(list({half}), asked)->is_whole());
}

TEST(Slots, WhatIsNoMapIsRefused) {
  const auto node = list({text("h"), number(7001)});
  for (const auto& bad : {list({}), error("ERR This instance has cluster support disabled"), list({list({number(0), number(1)})}),
                          list({list({number(0), number(16384), node})}), list({list({number(-1), number(1), node})}),
                          list({list({number(2), number(1), node})}), list({list({number(0), number(1), list({text("h"), number(0)})})}),
                          list({list({number(0), number(1), list({text("h"), number(65536)})})}), list({text("x")}), nothing()})
    EXPECT_FALSE(SlotMap::read(bad, asked));
}

TEST(Slots, ARedirectionNamesANode) {
  const auto moved = Redirection::read(error("MOVED 3999 127.0.0.1:6381"), asked);
  ASSERT_TRUE(moved);
  EXPECT_FALSE(moved->asking);
  EXPECT_EQ(moved->to.text(), "127.0.0.1:6381");
  const auto ask = Redirection::read(error("ASK 3999 ::1:6381"), asked);
  ASSERT_TRUE(ask);
  EXPECT_TRUE(ask->asking);
  EXPECT_EQ(ask->to.text(), "[::1]:6381");
  EXPECT_EQ(Redirection::read(error("MOVED 3999 :6381"), asked)->to.text(), "asked:6381");
  for (const auto* other : {"MOVED", "MOVED 1 host", "MOVED 1 h:0", "MOVED 1 h:65536", "ASK 1 h:6x", "ASKING 1 h:1", "ERR MOVED 1 h:1"})
    EXPECT_FALSE(Redirection::read(error(other), asked)) << other;
  EXPECT_FALSE(Redirection::read(text("MOVED 3999 127.0.0.1:6381"), asked));
}

}  // namespace
}  // namespace gh::redis
