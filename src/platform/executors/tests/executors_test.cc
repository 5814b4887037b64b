#include <sys/resource.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "platform/executors/worker_pool.h"

namespace gh::executors {
namespace {

using namespace std::chrono_literals;

Task<int> after(Milliseconds delay, int value, std::vector<int>* order) {
  co_await sleep(delay);
  order->push_back(value);
  co_return value;
}

Task<int> two_sleepers(std::vector<int>* order) {
  std::vector<Task<int>> tasks;
  tasks.push_back(after(30ms, 1, order));
  tasks.push_back(after(5ms, 2, order));
  const auto values = co_await when_all(std::move(tasks));
  co_return values[0] * 10 + values[1];
}

TEST(EventLoop, RunsOnTheCallersThreadAndTimersFireInOrderOfTime) {
  EventLoop loop;
  std::vector<int> order;
  EXPECT_EQ(loop.run_until_complete(two_sleepers(&order)), 12);
  EXPECT_EQ(order, (std::vector{2, 1}));
}

Task<void> throws() {
  co_await yield();
  throw std::runtime_error("from inside");
}

TEST(EventLoop, AnExceptionComesOutAndTheLoopGoesOn) {
  EventLoop loop;
  EXPECT_THROW(loop.run_until_complete(throws()), std::runtime_error);
  std::vector<int> order;
  EXPECT_EQ(loop.run_until_complete(after(0ms, 7, &order)), 7);
}

Task<std::thread::id> thread_id() {
  co_await yield();
  co_return std::this_thread::get_id();
}

TEST(EventLoop, WithAThreadOfItsOwnTheCallerWaits) {
  EventLoop loop;
  EXPECT_EQ(loop.run_until_complete(thread_id()), std::this_thread::get_id());
  loop.start("test-loop");
  EXPECT_NE(loop.run_until_complete(thread_id()), std::this_thread::get_id());
  loop.stop();
  loop.stop();
  loop.start("test-loop");
  EXPECT_NE(loop.run_until_complete(thread_id()), std::this_thread::get_id());
}

Task<int> niceness() { co_return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }

TEST(EventLoop, StandsBackAloneWhereItIsTold) {
  const int before = getpriority(PRIO_PROCESS, 0);
  EventLoop loop;
  loop.start("test-loop", 5);
  EXPECT_EQ(loop.run_until_complete(niceness()), std::max(before, 5));
  EXPECT_EQ(getpriority(PRIO_PROCESS, 0), before);
}

Task<void> add(std::atomic<int>* sum) {
  co_await yield();
  sum->fetch_add(1);
}

TEST(EventLoop, StopRunsWhatIsReadyFromManyThreads) {
  std::atomic<int> sum = 0;
  {
    EventLoop loop;
    loop.start("test-loop");
    std::vector<std::thread> posters;
    for (int t = 0; t < 4; ++t) {
      posters.emplace_back([&] {
        for (int i = 0; i < 500; ++i) spawn(loop, add(&sum));
      });
    }
    for (auto& poster : posters) poster.join();
  }
  EXPECT_EQ(sum, 2000);
}

// A frame refers to its caller's object; run_until_complete returns only when no frame is left.
TEST(EventLoop, FramesAreGoneBeforeTheCallerGoesOn) {
  struct Holder {
    std::atomic<int>* alive;
    explicit Holder(std::atomic<int>* a) : alive(a) { alive->fetch_add(1); }
    Holder(const Holder& o) : alive(o.alive) { alive->fetch_add(1); }
    Holder& operator=(const Holder&) = delete;
    ~Holder() {
      std::this_thread::sleep_for(1ms);
      alive->fetch_sub(1);
    }
  };
  EventLoop loop;
  loop.start("test-loop");
  for (int i = 0; i < 20; ++i) {
    std::atomic<int> alive = 0;
    loop.run_until_complete([](Holder) -> Task<void> { co_await yield(); }(Holder(&alive)));
    ASSERT_EQ(alive, 0);
  }
}

Task<Result<int>> on_pool(WorkerPool& pool, int value) {
  co_return co_await pool.run([value]() -> Result<int> { return value * 2; });
}

TEST(WorkerPool, RunsAwayFromTheLoopAndComesBackToIt) {
  WorkerPool pool({"test", 2, 8});
  EventLoop loop;
  const auto check = [](WorkerPool& p) -> Task<bool> {
    const auto home = std::this_thread::get_id();
    const auto away = co_await p.run([]() -> Result<std::thread::id> { return std::this_thread::get_id(); });
    co_return *away != home&& std::this_thread::get_id() == home;
  };
  EXPECT_TRUE(loop.run_until_complete(check(pool)));
  EXPECT_EQ(*loop.run_until_complete(on_pool(pool, 21)), 42);
}

TEST(WorkerPool, AnExceptionOfTheWorkComesOutOfTheAwait) {
  WorkerPool pool({"test", 1, 8});
  EventLoop loop;
  const auto check = [](WorkerPool& p) -> Task<std::string> {
    try {
      (void)co_await p.run([]() -> Result<int> { throw std::runtime_error("broken"); });
    } catch (const std::runtime_error& e) {
      co_return e.what();
    }
    co_return "";
  };
  EXPECT_EQ(loop.run_until_complete(check(pool)), "broken");
}

Task<Result<int>> blocked(WorkerPool& pool, std::atomic<bool>& open) {
  co_return co_await pool.run([&open]() -> Result<int> {
    open.wait(false);
    return 1;
  });
}

Task<std::vector<int>> flood(WorkerPool& pool, std::atomic<bool>& open, int count) {
  std::vector<Task<Result<int>>> tasks;
  for (int i = 0; i < count; ++i) tasks.push_back(blocked(pool, open));
  // Opens the gate only when everything was submitted.
  tasks.push_back([](std::atomic<bool>& gate) -> Task<Result<int>> {
    gate = true;
    gate.notify_all();
    co_return 0;
  }(open));
  int ok = 0;
  int refused = 0;
  for (const auto& result : co_await when_all(std::move(tasks))) {
    if (!result) {
      refused += result.error().is(errors::unavailable);
    } else {
      ok += *result;
    }
  }
  co_return std::vector{ok, refused};
}

TEST(WorkerPool, AFullQueueRefusesAtOnce) {
  WorkerPool pool({"test", 1, 4});
  EventLoop loop;
  std::atomic<bool> open = false;
  const auto counts = loop.run_until_complete(flood(pool, open, 20));
  EXPECT_EQ(counts[0] + counts[1], 20);
  EXPECT_GE(counts[0], 4);
  EXPECT_LE(counts[0], 5);
  EXPECT_EQ(pool.waiting(), 0);
}

TEST(WorkerPool, StopAnswersWaitingWork) {
  WorkerPool pool({"test", 1, 8});
  EventLoop loop;
  std::atomic<bool> open = false;
  const auto check = [](WorkerPool& p, std::atomic<bool>& gate) -> Task<int> {
    std::vector<Task<Result<int>>> tasks;
    for (int i = 0; i < 5; ++i) tasks.push_back(blocked(p, gate));
    tasks.push_back([](WorkerPool& stopping, std::atomic<bool>& g) -> Task<Result<int>> {
      std::thread opener([&g] {
        std::this_thread::sleep_for(20ms);
        g = true;
        g.notify_all();
      });
      stopping.stop();
      opener.join();
      co_return 0;
    }(p, gate));
    int refused = 0;
    for (const auto& result : co_await when_all(std::move(tasks))) refused += !result;
    co_return refused;
  };
  EXPECT_GE(loop.run_until_complete(check(pool, open)), 4);
  const auto late = loop.run_until_complete(on_pool(pool, 1));
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error().is(errors::unavailable));
}

TEST(System, RandomNumbersDifferBetweenCallsAndThreads) {
  SystemRandom random;
  std::set<std::uint64_t> seen;
  std::vector<std::uint64_t> other;
  std::thread thread([&] {
    for (int i = 0; i < 100; ++i) other.push_back(random.next());
  });
  for (int i = 0; i < 100; ++i) seen.insert(random.next());
  thread.join();
  seen.insert(other.begin(), other.end());
  EXPECT_EQ(seen.size(), 200u);
  EXPECT_FALSE(seen.contains(0));
}

TEST(System, TheClockShowsTheYearsOfThisProgram) { EXPECT_GT(SystemClock().now().ms, 1'700'000'000'000); }

TEST(System, TheClockFollowsAnOffsetThatATestWrites) {
  const auto path = std::filesystem::temp_directory_path() / ("greenharvest-clock-" + std::to_string(SystemRandom().next()));
  const auto write = [&](std::int64_t ms) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);  // in place: the mapping is of this very file
    if (!file) file.open(path, std::ios::out | std::ios::binary);
    file.write(reinterpret_cast<const char*>(&ms), sizeof ms);
  };
  SystemClock clock;
  EXPECT_FALSE(clock.follow_offset(path.string())) << "there is no such file";
  write(0);
  ASSERT_TRUE(clock.follow_offset(path.string()));
  const auto before = clock.now();
  constexpr Milliseconds year{365LL * 24 * 3600 * 1000};
  write(year.count());
  EXPECT_GE(clock.now() - before, year);
  EXPECT_LT(clock.now() - before, year + Milliseconds(60'000));
  std::filesystem::remove(path);
}

std::int64_t steady_ms() { return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

TEST(System, TheClockGoesByAnotherOneFromTheFirstWordOn) {
  SystemClock clock;
  EXPECT_EQ(clock.own_ahead(), Milliseconds(0));
  constexpr Milliseconds hour{3'600'000};
  const auto other = clock.now() + hour;
  clock.agree(other, std::chrono::steady_clock::now());
  EXPECT_GE(clock.now(), other);
  EXPECT_LT(clock.now(), other + Milliseconds(1'000));
  EXPECT_LE(clock.own_ahead(), -hour + Milliseconds(1'000));
  EXPECT_GE(clock.own_ahead(), -hour - Milliseconds(1'000));
  const auto before = clock.now();
  std::this_thread::sleep_for(Milliseconds(20));
  EXPECT_GE(clock.now() - before, Milliseconds(19)) << "it goes on between two words";
}

// An answer that was long on its way says little: the clock stands still in what it allows, and is set to its edge otherwise.
TEST(System, TheClockIsSetNoFurtherThanItIsWrong) {
  SystemClock clock;
  const auto shift = [&] { return clock.now().ms - steady_ms(); };
  constexpr std::int64_t base = 1'800'000'000'000;
  const auto say = [&](std::int64_t shift_at_answer, std::int64_t on_its_way_ms) {
    clock.agree(Timestamp{steady_ms() + shift_at_answer}, std::chrono::steady_clock::now() - Milliseconds(on_its_way_ms));
  };
  constexpr std::int64_t slack = 50;  // of a test's thread that has to wait for the processor
  say(base, 0);
  EXPECT_NEAR(static_cast<double>(shift() - base), 0, slack);
  say(base - 200, 1'000);  // anything from 200 ms behind to 800 ahead fits what it shows
  EXPECT_NEAR(static_cast<double>(shift() - base), 0, slack);
  say(base - 5'000, 1'000);  // 4 s behind at least
  EXPECT_NEAR(static_cast<double>(shift() - base), -4'000, slack);
  say(base + 7'000, 1'000);  // 7 s ahead at least
  EXPECT_NEAR(static_cast<double>(shift() - base), 7'000, slack);
}

}  // namespace
}  // namespace gh::executors
