#include <gtest/gtest.h>
#include <zlib.h>

#include <thread>

#include "gateway/middleware/encoding.h"
#include "gateway/middleware/finished_bytes.h"
#include "gateway/middleware/range.h"
#include "gateway/middleware/rate_gate.h"
#include "platform/executors/event_loop.h"

namespace gh::gateway {
namespace {

struct AcceptCase {
  std::optional<std::string_view> field;
  std::optional<Encoding> expected;
};

TEST(Encoding, FollowsAcceptEncoding) {
  const AcceptCase cases[] = {
      {std::nullopt, Encoding::identity},
      {"", Encoding::identity},
      {"gzip", Encoding::gzip},
      {"gzip, deflate, br, zstd", Encoding::brotli},
      {"br;q=0.5, gzip;q=0.8", Encoding::gzip},
      {"br;q=0", Encoding::identity},
      {"GZIP", Encoding::gzip},
      {"*", Encoding::brotli},
      {"*;q=0", std::nullopt},
      {"identity;q=0, zstd", std::nullopt},
      {"identity;q=0, gzip;q=0.001", Encoding::gzip},
      {"br;q=2x, gzip", Encoding::gzip},
      {"identity, gzip;q=0.5", Encoding::identity},
  };
  for (const auto& [field, expected] : cases) EXPECT_EQ(accepted_encoding(field), expected) << field.value_or("(none)");
}

TEST(Encoding, GzipDecodesToTheSameBytes) {
  const std::string text(5000, 'g');
  for (const int level : {0, 1}) {
    const auto packed = encode(Encoding::gzip, text, level);
    EXPECT_LT(packed.size(), 200U);
    std::string out(text.size() + 1, '\0');
    z_stream stream{};
    ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string in = packed;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    EXPECT_EQ(out, text);
  }
}

struct HandClock final : Clock {
  Timestamp time{1'000};
  Timestamp now() const override { return time; }
};
HandClock at_noon;

std::shared_ptr<const Finished> answer(std::string body, std::vector<std::string> tags) {
  return std::make_shared<const Finished>(200, std::move(body), "", 0, std::move(tags));
}

void keep(FinishedBytes& bytes, std::string_view key, std::string body, std::vector<std::string> tags) {
  const auto flight = bytes.join(key);
  ASSERT_FALSE(flight.wait);
  bytes.done(key, flight, answer(std::move(body), std::move(tags)), true);
}

TEST(FinishedBytes, KeepsUntilATagIsDropped) {
  FinishedBytes bytes(1 << 20);
  keep(bytes, "/a", "A", {"products/1", "farms/9"});
  keep(bytes, "/b", "B", {"products/2"});
  ASSERT_TRUE(bytes.find("/a", at_noon));
  bytes.drop({"farms/9"});
  EXPECT_FALSE(bytes.find("/a", at_noon));
  ASSERT_TRUE(bytes.find("/b", at_noon));
  EXPECT_EQ(*bytes.find("/b", at_noon)->form(Encoding::identity).body, "B");
}

TEST(FinishedBytes, IsNotSentFromTheMomentThatMakesItUntrue) {
  FinishedBytes bytes(1 << 20);
  HandClock clock;
  const auto flight = bytes.join("/sale");
  bytes.done("/sale", flight, std::make_shared<const Finished>(200, "S", "", 0, std::vector<std::string>{"products/1"}, Timestamp{2'000}),
             true);
  clock.time = {1'999};
  EXPECT_TRUE(bytes.find("/sale", clock));
  clock.time = {2'000};
  EXPECT_FALSE(bytes.find("/sale", clock));
  EXPECT_EQ(bytes.bytes(), 0U);
}

TEST(FinishedBytes, AnAnswerThatAChangeOvertookIsNotKept) {
  FinishedBytes bytes(1 << 20);
  const auto flight = bytes.join("/a");
  bytes.drop({"products/1"});  // while the answer is computed
  bytes.done("/a", flight, answer("old", {"products/1"}), true);
  EXPECT_FALSE(bytes.find("/a", at_noon));
  keep(bytes, "/a", "new", {"products/1"});
  EXPECT_TRUE(bytes.find("/a", at_noon));
}

TEST(FinishedBytes, StaysWithinItsBound) {
  constexpr std::size_t bound = 1 << 20;
  FinishedBytes bytes(bound);
  for (int i = 0; i < 2000; ++i) keep(bytes, "/p" + std::to_string(i), std::string(2000, 'x'), {"t" + std::to_string(i)});
  EXPECT_LE(bytes.bytes(), bound);
  EXPECT_GT(bytes.figures().evicted.load(), 0U);
  EXPECT_TRUE(bytes.find("/p1999", at_noon));
  bytes.clear();
  EXPECT_EQ(bytes.bytes(), 0U);
}

TEST(FinishedBytes, AThousandMissesMakeOneComputation) {
  FinishedBytes bytes(1 << 20);
  executors::EventLoop loop;
  int computed = 0;
  int right = 0;
  auto ask = [](FinishedBytes& all, int& computations, int& good) -> Task<bool> {
    auto flight = all.join("/hot");
    std::shared_ptr<const Finished> got;
    if (flight.wait) {
      got = co_await *flight.wait;
    } else {
      ++computations;
      co_await yield();
      got = answer("body", {"t"});
      all.done("/hot", flight, got, true);
    }
    if (got && *got->form(Encoding::identity).body == "body") ++good;
    co_return true;
  };
  std::vector<Task<bool>> asks;
  for (int i = 0; i < 1000; ++i) asks.push_back(ask(bytes, computed, right));
  loop.run_until_complete(when_all(std::move(asks)));
  EXPECT_EQ(computed, 1);
  EXPECT_EQ(right, 1000);
}

TEST(FinishedBytes, TagsDifferByEncodingAndMatchInAny) {
  const auto one = answer(std::string(2000, 'y'), {});
  EXPECT_NE(one->etag(Encoding::gzip), one->etag(Encoding::identity));
  EXPECT_TRUE(one->matches(one->etag(Encoding::brotli)));
  EXPECT_TRUE(one->matches("\"x\", W/" + one->etag(Encoding::identity)));
  EXPECT_FALSE(one->matches("\"x\""));
}

struct RangeCase {
  std::optional<std::string_view> field;
  RangeAnswer answer;
  std::size_t from = 0, count = 0;
};

TEST(Range, ReadsOneRangeOfTenBytes) {
  const RangeCase cases[] = {
      {std::nullopt, RangeAnswer::whole},       {"bytes=0-0", RangeAnswer::part, 0, 1},
      {"bytes=2-5", RangeAnswer::part, 2, 4},   {"bytes=7-", RangeAnswer::part, 7, 3},
      {"bytes=7-99", RangeAnswer::part, 7, 3},  {"bytes=-4", RangeAnswer::part, 6, 4},
      {"bytes=-99", RangeAnswer::part, 0, 10},  {"bytes=10-", RangeAnswer::unsatisfiable},
      {"bytes=-0", RangeAnswer::unsatisfiable}, {"bytes=5-2", RangeAnswer::whole},
      {"bytes=0-1,4-5", RangeAnswer::whole},    {"bytes=-", RangeAnswer::whole},
      {"bytes=+1-2", RangeAnswer::whole},       {"bytes=99999999999999999999-", RangeAnswer::whole},
      {"lines=1-2", RangeAnswer::whole},
  };
  for (const auto& one : cases) {
    ByteRange range;
    EXPECT_EQ(read_range(one.field, 10, range), one.answer) << one.field.value_or("(none)");
    EXPECT_EQ(range.from, one.from) << one.field.value_or("(none)");
    EXPECT_EQ(range.count, one.count) << one.field.value_or("(none)");
  }
}

// Counts what it is asked, and can be away.
class Counts final : public ports::RateLimits {
 public:
  explicit Counts(int limit) : left(limit) {}
  Task<Result<ports::RateVerdict>> take(ports::RatePolicy, std::string) override {
    ++asked;
    if (away) co_return fail(ports::errors::rate_limit_unavailable);
    if (left-- > 0) co_return ports::RateVerdict{.remaining = left, .reset = Milliseconds(1000)};
    co_return ports::RateVerdict{.admitted = false, .wait = Milliseconds(500), .reset = Milliseconds(1000)};
  }
  int left, asked = 0;
  bool away = false;
};

struct RateGateTest : testing::Test {
  using Outcome = RateGate::Outcome;
  struct Hands final : Clock {
    Timestamp now() const override { return time; }
    Timestamp time{1'000'000};
  } clock;
  Counts shared{1}, alone{1};
  std::vector<Outcome> seen;
  RateGate gate{shared,
                alone,
                {RateRule{}, {.per_minute = 5}, {}, {.per_minute = 7, .fails_closed = true}, {}},
                clock,
                [this](RateGroup, Outcome outcome) { seen.push_back(outcome); }};

  RateGate::Answer take(RateGroup group, std::string address = "a") {
    executors::EventLoop loop;
    return loop.run_until_complete(gate.take(group, std::move(address)));
  }
};

TEST_F(RateGateTest, WhoWasRefusedIsNotAskedAboutUntilTheirWaitIsOver) {
  EXPECT_FALSE(gate.limits(RateGroup::browse));
  EXPECT_TRUE(gate.limits(RateGroup::write));
  EXPECT_FALSE(gate.refused_lately(RateGroup::write, "a"));
  EXPECT_TRUE(take(RateGroup::write).admits());
  EXPECT_FALSE(gate.refused_lately(RateGroup::write, "a")) << "admitted is not refused";
  EXPECT_EQ(take(RateGroup::write).outcome, Outcome::refused);
  clock.time = clock.time + Milliseconds(400);
  const auto known = gate.refused_lately(RateGroup::write, "a");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->limit, 5);
  EXPECT_EQ(known->verdict.wait, Milliseconds(100));
  EXPECT_EQ(known->verdict.reset, Milliseconds(600));
  EXPECT_EQ(shared.asked, 2);
  EXPECT_FALSE(gate.refused_lately(RateGroup::login, "a")) << "another group";
  EXPECT_FALSE(gate.refused_lately(RateGroup::write, "b")) << "another address";
  clock.time = clock.time + Milliseconds(100);
  EXPECT_FALSE(gate.refused_lately(RateGroup::write, "a"));
  EXPECT_EQ(seen, (std::vector{Outcome::admitted, Outcome::refused, Outcome::refused}));
}

TEST_F(RateGateTest, AClockThatIsSetBackKeepsNobodyOut) {
  take(RateGroup::write);
  take(RateGroup::write);
  clock.time = clock.time - Milliseconds(3'600'000);
  EXPECT_FALSE(gate.refused_lately(RateGroup::write, "a"));
}

TEST_F(RateGateTest, WhileNobodyCanCountItFailsAsTheGroupSays) {
  shared.away = true;
  EXPECT_EQ(take(RateGroup::write).outcome, Outcome::admitted_alone);
  EXPECT_EQ(take(RateGroup::write).outcome, Outcome::refused_alone) << "open is not without a limit";
  EXPECT_FALSE(gate.refused_lately(RateGroup::write, "a")) << "those who can count for all may think better of it";
  EXPECT_EQ(take(RateGroup::login).outcome, Outcome::uncounted);
  EXPECT_FALSE(take(RateGroup::login).admits());
  EXPECT_EQ(alone.asked, 2);
  shared.away = false;
  EXPECT_EQ(take(RateGroup::login).outcome, Outcome::admitted);
}

TEST_F(RateGateTest, ItsMemoryIsBounded) {
  shared.left = 0;
  for (std::size_t i = 0; i < RateGate::refused_max + 1000; ++i) take(RateGroup::write, std::to_string(i));
  std::size_t known = 0;
  for (std::size_t i = 0; i < RateGate::refused_max + 1000; ++i) known += gate.refused_lately(RateGroup::write, std::to_string(i)) ? 1 : 0;
  EXPECT_LE(known, RateGate::refused_max);
  EXPECT_GT(known, 0U);
}

}  // namespace
}  // namespace gh::gateway
