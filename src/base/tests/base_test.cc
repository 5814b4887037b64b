#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <thread>

#include "base/errors.h"
#include "base/id.h"
#include "base/money.h"
#include "base/scheduler.h"

namespace gh {
namespace {

TEST(Money, RoundsHalfToEven) {
  EXPECT_EQ(multiply_divide(25, 1, 10), 2);  // 2.5 -> 2
  EXPECT_EQ(multiply_divide(35, 1, 10), 4);  // 3.5 -> 4
  EXPECT_EQ(multiply_divide(-25, 1, 10), -2);
  EXPECT_EQ(multiply_divide(-35, 1, 10), -4);
  EXPECT_EQ(multiply_divide(26, 1, 10), 3);
  EXPECT_EQ(multiply_divide(-26, 1, 10), -3);
  EXPECT_EQ(multiply_divide(INT64_MAX, 2, 1), std::nullopt);
}

TEST(Money, RefusesOverflowAndMixedCurrencies) {
  const Money usd{100, {}};
  const Money eur{100, *parse_currency("EUR")};
  EXPECT_EQ(add(usd, eur), std::nullopt);
  EXPECT_EQ(add(Money{Money::max_minor, {}}, usd), std::nullopt);
  EXPECT_EQ(multiply(Money{399, {}}, Quantity{1500}), (Money{598, {}}));  // 598.5 -> 598
  EXPECT_EQ(multiply(Money{Money::max_minor, {}}, Quantity{Quantity::max_milli}), std::nullopt);
  EXPECT_EQ(to_string(Money{-5, {}}), "-0.05 USD");
  EXPECT_EQ(to_string(Quantity{1500}), "1.5");
}

TEST(Time, ReadsAndWritesRfc3339) {
  EXPECT_EQ(to_string(Timestamp{0}), "1970-01-01T00:00:00.000Z");
  const auto t = parse_timestamp("2026-05-04T09:12:09.25+02:00");
  ASSERT_TRUE(t);
  EXPECT_EQ(to_string(*t), "2026-05-04T07:12:09.250Z");
  for (const char* bad : {"", "2026-05-04", "2026-02-30T00:00:00Z", "2026-05-04T24:00:00Z", "2026-05-04T00:00:00", "2026-05-04T00:00:00.Z"})
    EXPECT_FALSE(parse_timestamp(bad)) << bad;
  EXPECT_FALSE(parse_date("2026-02-29"));
  EXPECT_EQ(to_string(*parse_date("2024-02-29")), "2024-02-29");
}

struct Counter : Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

TEST(Ids, SortByAgeAndKnowTheirKind) {
  Counter random;
  const auto early = OrderId::make(Timestamp{1'000}, random);
  const auto late = OrderId::make(Timestamp{2'000}, random);
  EXPECT_LT(early, late);
  EXPECT_EQ(early.text().size(), 30U);
  EXPECT_EQ(OrderId::parse(early.text()), early);
  EXPECT_FALSE(UserId::parse(early.text()));
  EXPECT_FALSE(OrderId::parse("ord_81JB2R6T3Q0V8Y5N7K4M9P2S6W"));  // over 128 bits
  EXPECT_FALSE(OrderId::parse("ord_I1JB2R6T3Q0V8Y5N7K4M9P2S6W"));
}

TEST(Ids, SkuNamesItsProduct) {
  Counter random;
  const auto product = ProductId::make(Timestamp{1}, random);
  const auto sku = Sku::of(product, 7);
  EXPECT_EQ(sku.product(), product);
  EXPECT_EQ(Sku::parse(sku.text()), sku);
  EXPECT_FALSE(Sku::parse(sku.text().substr(0, sku.text().size() - 2) + "00"));
  EXPECT_FALSE(Sku::parse(product.text()));
}

// Runs what is posted, first come first served, on the calling thread.
class QueueScheduler : public Scheduler {
 public:
  void post(std::coroutine_handle<> handle) override {
    const std::lock_guard lock(mutex_);
    ready_.push_back(handle);
  }
  void post_after(Milliseconds, std::coroutine_handle<> handle) override { post(handle); }
  void run_until(const bool& stop) {
    const Scope scope(*this);
    while (!stop) {
      std::coroutine_handle<> next;
      {
        const std::lock_guard lock(mutex_);
        if (!ready_.empty()) {
          next = ready_.front();
          ready_.pop_front();
        }
      }
      if (next) next.resume();
    }
  }

 private:
  std::mutex mutex_;
  std::deque<std::coroutine_handle<>> ready_;
};

TEST(Tasks, OneShotCarriesAValueAcrossThreads) {
  QueueScheduler scheduler;
  bool finished = false;
  int sum = 0;
  auto wait_for = [](OneShot<int> shot) -> Task<int> { co_return co_await shot; };
  auto root = [&]() -> Task<void> {
    std::vector<OneShot<int>> shots(100);
    std::thread setter([shots] {
      for (int i = 0; i < 100; ++i) shots[static_cast<std::size_t>(i)].set(i);
    });
    std::vector<Task<int>> waits;
    for (auto& shot : shots) waits.push_back(wait_for(shot));
    for (int value : co_await when_all(std::move(waits))) sum += value;
    setter.join();
    finished = true;
  };
  spawn(scheduler, root());
  scheduler.run_until(finished);
  EXPECT_EQ(sum, 4950);
}

TEST(Tasks, AreOnBehalfOfWhoAwaitsThem) {
  QueueScheduler scheduler;
  bool finished = false;
  const CallContext ada{.user = {}, .api_key = {}, .farm = {}, .role = "farmer", .operation = {}, .request_id = {}, .address = {}};
  const CallContext bob{.user = {}, .api_key = {}, .farm = {}, .role = "admin", .operation = {}, .request_id = {}, .address = {}};
  auto role = []() -> Task<std::string> {
    co_await yield();
    const CallContext* call = co_await current_call();
    co_return call ? call->role : "the shop";
  };
  auto deeper = [&]() -> Task<std::string> { co_return co_await role(); };
  auto several = [&]() -> Task<std::string> {
    std::vector<Task<std::string>> tasks;
    tasks.push_back(deeper());
    tasks.push_back(role().called_by(bob));
    const auto roles = co_await when_all(std::move(tasks));
    co_return roles[0] + " " + roles[1];
  };
  auto with_a_root = [&]() -> Task<std::string> {
    OneShot<std::string> heard;
    auto own = [](Task<std::string> task, OneShot<std::string> said) -> Task<void> { said.set(co_await std::move(task)); };
    spawn_here(own(deeper(), heard));
    co_return co_await heard;
  };
  auto root = [&]() -> Task<void> {
    EXPECT_EQ(co_await deeper(), "the shop");
    EXPECT_EQ(co_await deeper().called_by(ada), "farmer");
    EXPECT_EQ(co_await several().called_by(ada), "farmer farmer") << "a task of the group is the group's";
    EXPECT_EQ(co_await with_a_root().called_by(ada), "the shop") << "a root is nobody's";
    EXPECT_EQ(co_await deeper(), "the shop") << "nothing stays behind";
    finished = true;
  };
  spawn(scheduler, root());
  scheduler.run_until(finished);
}

TEST(Tasks, ExceptionReachesTheAwaiter) {
  QueueScheduler scheduler;
  bool finished = false, caught = false;
  auto thrower = []() -> Task<int> {
    co_await yield();
    throw std::runtime_error("x");
  };
  auto root = [&]() -> Task<void> {
    try {
      co_await thrower();
    } catch (const std::runtime_error&) {
      caught = true;
    }
    finished = true;
  };
  spawn(scheduler, root());
  scheduler.run_until(finished);
  EXPECT_TRUE(caught);
}

Result<int> half(int x) {
  if (x % 2 != 0) return fail(errors::invalid, "odd");
  return x / 2;
}
Result<int> quarter(int x) {
  GH_TRY(const int h, half(x));
  GH_CHECK(half(h));
  return half(h);
}

TEST(Errors, TryReturnsTheFirstError) {
  EXPECT_EQ(quarter(8), 2);
  ASSERT_FALSE(quarter(6));
  EXPECT_TRUE(quarter(6).error().is(errors::invalid));
}

}  // namespace
}  // namespace gh
