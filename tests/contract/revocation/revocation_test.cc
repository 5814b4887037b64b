// The contract of the revocation port (src/platform/ports/revocation.h) over every adapter.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "adapters/memory/revocations.h"
#include "platform/executors/event_loop.h"

namespace gh::contract {
namespace {

constexpr Timestamp start{1'780'000'000'000};
constexpr Milliseconds life{17 * 60'000};

// An adapter with room for so many entries, and the nodes that share it.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual ports::Revocations& node(int number) = 0;
  virtual int nodes() const = 0;
};

class OneProcess final : public Subject {
 public:
  explicit OneProcess(std::size_t room) : table_(room) {}
  ports::Revocations& node(int) override { return table_; }
  int nodes() const override { return 1; }

 private:
  memory::MemoryRevocations table_;
};

using Make = std::unique_ptr<Subject> (*)(std::size_t room);
struct Adapter {
  const char* name;
  Make make;
};

struct RevocationContract : testing::TestWithParam<Adapter> {
  static void revoke(ports::Revocations& on, std::string subject, std::int32_t below, Timestamp at = start) {
    executors::EventLoop loop;
    EXPECT_TRUE(loop.run_until_complete(on.revoke({.subject = std::move(subject), .below = below, .at = at, .until = at + life})));
  }
  // On every node, within the time that the port promises.
  static void expect_revoked(Subject& subject, std::string_view what, std::int32_t generation, Timestamp issued) {
    const auto deadline = std::chrono::steady_clock::now() + ports::propagation_ms_max;
    for (int node = 0; node < subject.nodes(); ++node) {
      while (!subject.node(node).is_revoked(what, generation, issued) && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(Milliseconds(5));
      EXPECT_TRUE(subject.node(node).is_revoked(what, generation, issued)) << "node " << node;
    }
  }
};

TEST_P(RevocationContract, EndsWhatItNamesAndNothingElse) {
  const auto subject = GetParam().make(100);
  revoke(subject->node(0), "ses_a", 3);
  EXPECT_TRUE(subject->node(0).is_revoked("ses_a", 2, start)) << "at once where it was told";
  expect_revoked(*subject, "ses_a", 2, start);
  for (int node = 0; node < subject->nodes(); ++node) {
    EXPECT_FALSE(subject->node(node).is_revoked("ses_a", 3, start));
    EXPECT_FALSE(subject->node(node).is_revoked("ses_b", 1, start));
  }
}

TEST_P(RevocationContract, NothingIsTakenBack) {
  const auto subject = GetParam().make(100);
  revoke(subject->node(0), "usr_a", 5);
  revoke(subject->node(0), "usr_a", 2);
  revoke(subject->node(0), "usr_a", 5, start - Milliseconds(1000));
  expect_revoked(*subject, "usr_a", 4, start);
}

TEST_P(RevocationContract, WhoHasNoRoomEndsMoreRatherThanLess) {
  const auto subject = GetParam().make(10);
  for (int i = 0; i < 11; ++i) revoke(subject->node(0), "ses_" + std::to_string(i), 2);
  for (int i = 0; i < 11; ++i) expect_revoked(*subject, "ses_" + std::to_string(i), 1, start);
  EXPECT_FALSE(subject->node(0).is_revoked("ses_other", 1, start + Milliseconds(1))) << "what was issued later lives";
}

TEST_P(RevocationContract, OldEntriesMakeRoomFirst) {
  const auto subject = GetParam().make(2);
  revoke(subject->node(0), "ses_1", 2);
  revoke(subject->node(0), "ses_2", 2);
  revoke(subject->node(0), "ses_3", 2, start + life);
  EXPECT_FALSE(subject->node(0).is_revoked("ses_other", 1, start)) << "nothing had to end that was not named";
}

TEST_P(RevocationContract, SomebodyWithASlowClockPushesNobodyOut) {
  const auto subject = GetParam().make(1);
  revoke(subject->node(0), "ses_1", 2, start + Milliseconds(5));
  revoke(subject->node(0), "ses_2", 2, start);
  EXPECT_TRUE(subject->node(0).is_revoked("ses_1", 1, start + Milliseconds(5)));
}

// For the thread sanitizer as much as for its own expectations.
TEST_P(RevocationContract, ThreadsShareIt) {
  const auto subject = GetParam().make(64);
  std::atomic<int> missed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 300; ++i) {
        const auto name = std::to_string(t) + "_" + std::to_string(i);
        const Timestamp now = start + Milliseconds(i);
        revoke(subject->node(0), name, 2, now);
        if (!subject->node(0).is_revoked(name, 1, now)) ++missed;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(missed, 0) << "what was ended is ended, also while the table overflows";
}

INSTANTIATE_TEST_SUITE_P(All, RevocationContract,
                         testing::Values(Adapter{
                             "memory", [](std::size_t room) -> std::unique_ptr<Subject> { return std::make_unique<OneProcess>(room); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace gh::contract
