#include "jobs/task_runner.h"

#include <gtest/gtest.h>

#include <queue>

#include "adapters/memory/tasks.h"
#include "base/errors.h"

namespace gh::jobs {
namespace {

// Time that passes only when nothing else is left to do; one thread, a fixed order.
class SimulatedTime final : public Scheduler, public Clock {
 public:
  void post(std::coroutine_handle<> handle) override { post_after(Milliseconds(0), handle); }
  void post_after(Milliseconds delay, std::coroutine_handle<> handle) override {
    waiting_.push({now_ms_ + delay.count(), order_++, handle});
  }
  Timestamp now() const override { return {now_ms_}; }

  void run_for(Milliseconds span) {
    const Scope scope(*this);
    const auto end = now_ms_ + span.count();
    while (!waiting_.empty() && waiting_.top().due <= end) {
      const auto next = waiting_.top();
      waiting_.pop();
      now_ms_ = std::max(now_ms_, next.due);
      next.handle.resume();
    }
    now_ms_ = end;
  }
  bool idle() const { return waiting_.empty(); }

 private:
  struct Waiting {
    std::int64_t due;
    std::uint64_t order;
    std::coroutine_handle<> handle;
    bool operator<(const Waiting& o) const { return due != o.due ? due > o.due : order > o.order; }
  };
  std::priority_queue<Waiting> waiting_;
  std::int64_t now_ms_ = 1'700'000'000'000;
  std::uint64_t order_ = 0;
};

class Numbers final : public Random {
 public:
  std::uint64_t next() override { return state_ = state_ * 6364136223846793005U + 1442695040888963407U; }

 private:
  std::uint64_t state_ = 1;
};

Task<void> fill(ports::Tasks& tasks, std::string name, int from, int to) {
  for (int i = from; i < to; ++i) (void)co_await tasks.enqueue({name, std::to_string(i), "{}", {}});
}
Task<void> note_stop(TaskRunner& runner, Milliseconds limit, std::optional<bool>& stopped) { stopped = co_await runner.stop(limit); }

// A port on another machine: every answer takes a moment, in which other things happen.
class FarTasks final : public ports::Tasks {
 public:
  explicit FarTasks(ports::Tasks& near) : near_(near) {}

  Task<Result<std::vector<ports::LeasedTask>>> lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                     Milliseconds wait) override {
    const auto names_before = names.size();
    auto leased = co_await near_.lease(std::move(names), limit, lease_for, wait);
    co_await sleep(Milliseconds(1 + static_cast<std::int64_t>(names_before)));
    leases_longest = std::max(leases_longest, lease_for);
    co_return leased;
  }
  Task<Result<void>> enqueue(ports::OutboxEntry entry) override { return near_.enqueue(std::move(entry)); }
  Task<Result<void>> complete(std::vector<std::string> ids) override { return near_.complete(std::move(ids)); }
  Task<Result<void>> retry(std::string id, Timestamp at, std::string error) override {
    if (retry_takes.count() > 0) co_await sleep(retry_takes);
    if (--retries_refused >= 0) co_return fail(*refusals[static_cast<std::size_t>(retries_refused) % refusals.size()]);
    co_return co_await near_.retry(std::move(id), at, std::move(error));
  }
  Task<Result<void>> bury(std::string id, std::string error) override { return near_.bury(std::move(id), std::move(error)); }
  Task<Result<void>> revive(std::string id) override { return near_.revive(std::move(id)); }
  Task<Result<std::vector<ports::TaskCounts>>> counts() override { return near_.counts(); }
  Task<Result<std::vector<ports::DeadTask>>> dead(int limit) override { return near_.dead(limit); }

  Milliseconds leases_longest{0};
  int retries_refused = 0;  // the next ones
  std::vector<const ErrorKind*> refusals{&ports::errors::store_unavailable};
  Milliseconds retry_takes{0};

 private:
  ports::Tasks& near_;
};

class TaskRunnerTest : public testing::Test {
 protected:
  ~TaskRunnerTest() override {
    stop(Milliseconds(60'000));
    EXPECT_EQ(stopped, true);
    EXPECT_TRUE(time.idle());
  }
  void enqueue(const std::string& name, int from, int to) {
    spawn(time, fill(tasks, name, from, to));
    time.run_for(Milliseconds(0));
  }
  void stop(Milliseconds limit) {
    stopped.reset();
    spawn(time, note_stop(runner, limit, stopped));
    time.run_for(limit + Milliseconds(400));
  }
  ports::TaskCounts counts(const std::string& name) {
    for (const auto& counts : store_counts()) {
      if (counts.task == name) return counts;
    }
    return {};
  }
  std::vector<ports::TaskCounts> store_counts() {
    std::vector<ports::TaskCounts> all;
    spawn(time,
          [](ports::Tasks& from, std::vector<ports::TaskCounts>& to) -> Task<void> { to = (co_await from.counts()).value(); }(tasks, all));
    time.run_for(Milliseconds(0));
    return all;
  }

  SimulatedTime time;
  Numbers random;
  memory::Store store{time};
  memory::MemoryTasks tasks{store};
  std::vector<std::pair<std::string, Outcome>> outcomes;
  TaskRunner runner{tasks, time, random, [this](const TaskReport& report) { outcomes.emplace_back(report.task.id, report.outcome); }};
  std::optional<bool> stopped;
};

TEST_F(TaskRunnerTest, RunsWhatIsDueAndCompletesIt) {
  std::vector<std::string> seen;
  runner.handle("mail.send", [&](const ports::LeasedTask& task) -> Task<Result<void>> {
    seen.push_back(task.id);
    co_return Result<void>{};
  });
  runner.start(time);
  enqueue("mail.send", 0, 20);
  enqueue("unknown.name", 100, 101);
  time.run_for(Milliseconds(2000));
  EXPECT_EQ(seen.size(), 20U);
  EXPECT_EQ(counts("mail.send").ready + counts("mail.send").leased, 0);
  EXPECT_EQ(counts("unknown.name").ready, 1);
  EXPECT_EQ(runner.running(), 0);
}

TEST_F(TaskRunnerTest, NeverRunsMoreOfANameThanItsConcurrency) {
  int now = 0;
  int most = 0;
  int done = 0;
  runner.handle("slow",
                [&](const ports::LeasedTask&) -> Task<Result<void>> {
                  most = std::max(most, ++now);
                  co_await sleep(Milliseconds(100));
                  --now;
                  ++done;
                  co_return Result<void>{};
                },
                {.concurrency = 3});
  bool quick = false;
  runner.handle("quick", [&](const ports::LeasedTask&) -> Task<Result<void>> {
    quick = true;
    co_return Result<void>{};
  });
  enqueue("slow", 0, 30);
  runner.start(time);
  time.run_for(Milliseconds(50));
  enqueue("quick", 50, 51);
  time.run_for(Milliseconds(1));
  EXPECT_TRUE(quick) << "a name whose slots are taken holds up another one";
  time.run_for(Milliseconds(951));
  EXPECT_EQ(most, 3);
  EXPECT_EQ(done, 30);
}

TEST_F(TaskRunnerTest, BacksOffLongerEachTimeAndThenBuries) {
  std::vector<Timestamp> tries;
  runner.handle("bad",
                [&](const ports::LeasedTask& task) -> Task<Result<void>> {
                  tries.push_back(time.now());
                  EXPECT_EQ(task.attempt, static_cast<int>(tries.size()));
                  co_return fail(errors::unavailable, "not today");
                },
                {.attempts_max = 5, .backoff_first = Milliseconds(1000), .backoff_max = Milliseconds(4000)});
  runner.start(time);
  enqueue("bad", 0, 1);
  time.run_for(Milliseconds(60'000));
  ASSERT_EQ(tries.size(), 5U);
  const std::int64_t full[] = {1000, 2000, 4000, 4000};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto pause = (tries[i + 1] - tries[i]).count();
    EXPECT_GE(pause, full[i] / 2);
    EXPECT_LE(pause, full[i] + 1);
  }
  EXPECT_EQ(counts("bad").dead, 1);
  EXPECT_EQ(outcomes.back().second, Outcome::buried);
}

TEST_F(TaskRunnerTest, AnErrorThatTimeDoesNotHealIsBuriedAtOnce) {
  runner.handle("bad", [&](const ports::LeasedTask&) -> Task<Result<void>> { co_return fail(errors::invalid, "no such address"); });
  runner.start(time);
  enqueue("bad", 0, 1);
  time.run_for(Milliseconds(10));
  EXPECT_EQ(counts("bad").dead, 1);
}

TEST_F(TaskRunnerTest, AnExceptionIsAFailureOfTheTask) {
  runner.handle("bad",
                [&](const ports::LeasedTask&) -> Task<Result<void>> {
                  throw std::runtime_error("boom");
                  co_return Result<void>{};
                },
                {.attempts_max = 1});
  runner.start(time);
  enqueue("bad", 0, 1);
  time.run_for(Milliseconds(10));
  EXPECT_EQ(counts("bad").dead, 1);
}

TEST_F(TaskRunnerTest, ATaskPastItsDeadlineIsSentBackAndItsSlotKept) {
  int begun = 0;
  runner.handle("stuck",
                [&](const ports::LeasedTask&) -> Task<Result<void>> {
                  ++begun;
                  co_await sleep(Milliseconds(10'000));
                  co_return Result<void>{};
                },
                {.concurrency = 1, .attempts_max = 2, .deadline = Milliseconds(1000), .backoff_first = Milliseconds(10)});
  runner.start(time);
  enqueue("stuck", 0, 1);
  time.run_for(Milliseconds(2000));
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].second, Outcome::overdue);
  EXPECT_EQ(begun, 1);
  EXPECT_EQ(counts("stuck").ready, 1);
  time.run_for(Milliseconds(30'000));
  EXPECT_EQ(begun, 2);
  EXPECT_EQ(counts("stuck").dead, 1);
}

TEST_F(TaskRunnerTest, ABatchHandlerGetsManyAndABadOneAmongThemIsFoundOut) {
  std::vector<std::size_t> sizes;
  runner.handle_batch("post",
                      [&](const std::vector<ports::LeasedTask>& batch) -> Task<Result<void>> {
                        sizes.push_back(batch.size());
                        co_await sleep(Milliseconds(300));  // so that many wait for their second attempt at the same time
                        for (const auto& task : batch) {
                          EXPECT_TRUE(batch.size() == 1 || task.attempt == 1) << "what failed before runs together with others";
                          if (task.id == "7") co_return fail(errors::unavailable);
                        }
                        co_return Result<void>{};
                      },
                      {.concurrency = 1, .attempts_max = 3, .batch_max = 50, .backoff_first = Milliseconds(100)});
  enqueue("post", 0, 40);
  runner.start(time);
  time.run_for(Milliseconds(60'000));
  ASSERT_FALSE(sizes.empty());
  EXPECT_EQ(sizes[0], 40U);
  EXPECT_EQ(counts("post").dead, 1);
  EXPECT_EQ(counts("post").ready + counts("post").delayed + counts("post").leased, 0);
  EXPECT_EQ(std::ranges::count(outcomes, Outcome::done, [](const auto& o) { return o.second; }), 39);
}

// Slots fill and empty while answers of the port are on their way: what was leased must be run, whoever asked for it.
TEST_F(TaskRunnerTest, WhatIsLeasedIsRunHoweverLongTheAnswersTake) {
  constexpr int total = 300;
  FarTasks far(tasks);
  TaskRunner distant(far, time, random);
  int most = 0, running = 0, ran = 0;
  const auto work = [&](const ports::LeasedTask& task) -> Task<Result<void>> {
    EXPECT_EQ(task.attempt, 1) << "a lease ran out because nobody did its work";
    most = std::max(most, ++running);
    co_await sleep(Milliseconds(static_cast<std::int64_t>(random.next() % 5)));
    --running;
    ++ran;
    co_return Result<void>{};
  };
  distant.handle("a", work, {.concurrency = 3, .deadline = Milliseconds(1'000)});
  distant.handle("b", work, {.concurrency = 1, .deadline = Milliseconds(1'000)});
  enqueue("a", 0, total);
  enqueue("b", total, 2 * total);
  distant.start(time);
  time.run_for(Milliseconds(60'000));
  EXPECT_EQ(ran, 2 * total);
  for (const auto* name : {"a", "b"}) EXPECT_EQ(counts(name).leased + counts(name).ready, 0) << name;
  EXPECT_LE(most, 3 + 1 + 2) << "one more of a name than it has slots, at most";
  EXPECT_EQ(far.leases_longest, Milliseconds(1'000) + TaskRunner::lease_margin);
  stopped.reset();
  spawn(time, note_stop(distant, Milliseconds(5'000), stopped));
  time.run_for(Milliseconds(6'000));
  EXPECT_EQ(stopped, true);
}

TEST_F(TaskRunnerTest, WhatCannotBeSentBackIsSentBackWhenTheStoreIsThere) {
  FarTasks far(tasks);
  TaskRunner distant(far, time, random);
  std::vector<Timestamp> tries;
  const auto work = [&](const ports::LeasedTask&) -> Task<Result<void>> {
    tries.push_back(time.now());
    if (tries.size() == 1) co_return fail(ports::errors::store_unavailable, "away");
    co_return Result<void>{};
  };
  distant.handle("a", work, {.backoff_first = Milliseconds(100)});
  far.refusals = {&ports::errors::store_unavailable, &ports::errors::store_full, &ports::errors::outcome_unknown};
  far.retries_refused = 3;
  enqueue("a", 0, 1);
  distant.start(time);
  time.run_for(Milliseconds(60'000));
  ASSERT_EQ(tries.size(), 2U);
  EXPECT_LT(tries[1] - tries[0], 4 * TaskRunner::pause_after_failure + TaskRunner::poll) << "not when its lease ended";
  spawn(time, note_stop(distant, Milliseconds(5'000), stopped));
  time.run_for(Milliseconds(6'000));
  EXPECT_EQ(stopped, true);
}

// A batch that lost its races comes back as many tasks: one after the other they would keep what is new waiting.
TEST_F(TaskRunnerTest, TasksThatRunAloneDoSoAtTheSameTime) {
  constexpr int tasks_of_batch = 40;
  constexpr Milliseconds takes{300};
  bool failed = false;
  runner.handle_batch("post",
                      [&](const std::vector<ports::LeasedTask>& batch) -> Task<Result<void>> {
                        co_await sleep(takes);
                        if (!std::exchange(failed, true)) co_return fail(errors::conflict);
                        EXPECT_EQ(batch.size(), 1U);
                        co_return Result<void>{};
                      },
                      {.concurrency = 1, .batch_max = tasks_of_batch, .backoff_first = Milliseconds(100)});
  enqueue("post", 0, tasks_of_batch);
  runner.start(time);
  time.run_for(5 * takes + TaskRunner::poll);
  EXPECT_TRUE(failed);
  EXPECT_EQ(std::ranges::count(outcomes, Outcome::done, [](const auto& o) { return o.second; }), tasks_of_batch);
}

// Beyond that others may have leased them again: a refusal that comes late would take the task from its new owner.
TEST_F(TaskRunnerTest, ABatchIsSentBackWithinItsLeaseHoweverManyThereAre) {
  constexpr int tasks_of_batch = 5, refusals = 10'000;
  FarTasks far(tasks);
  TaskRunner distant(far, time, random);
  std::size_t runs = 0, ran = 0;
  distant.handle_batch("post",
                       [&](const std::vector<ports::LeasedTask>& batch) -> Task<Result<void>> {
                         ++runs;
                         ran += batch.size();
                         co_return fail(ports::errors::store_unavailable, "away");
                       },
                       {.concurrency = 1, .batch_max = tasks_of_batch, .deadline = Milliseconds(1'000)});
  far.retries_refused = refusals;
  enqueue("post", 0, tasks_of_batch);
  distant.start(time);
  time.run_for(TaskRunner::lease_margin + Milliseconds(500));
  ASSERT_EQ(runs, 1U);
  time.run_for(TaskRunner::lease_margin * tasks_of_batch);
  EXPECT_GT(runs, 1U) << "the leases ended, and nobody kept the slot";
  const auto asked = static_cast<std::size_t>(refusals - far.retries_refused);
  EXPECT_LE(asked, ran * static_cast<std::size_t>(TaskRunner::lease_margin / TaskRunner::pause_after_failure));
  spawn(time, note_stop(distant, Milliseconds(5'000), stopped));
  time.run_for(Milliseconds(6'000));
  EXPECT_EQ(stopped, true);
}

TEST_F(TaskRunnerTest, ABatchIsSentBackAtOnce) {
  constexpr int tasks_of_batch = 40;
  FarTasks far(tasks);
  far.retry_takes = Milliseconds(100);
  TaskRunner distant(far, time, random);
  bool failed = false;
  std::vector<Timestamp> again;
  distant.handle_batch("post",
                       [&](const std::vector<ports::LeasedTask>&) -> Task<Result<void>> {
                         if (!std::exchange(failed, true)) co_return fail(errors::conflict);
                         again.push_back(time.now());
                         co_return Result<void>{};
                       },
                       {.concurrency = 1, .batch_max = tasks_of_batch, .backoff_first = Milliseconds(10)});
  enqueue("post", 0, tasks_of_batch);
  const auto start = time.now();
  distant.start(time);
  time.run_for(Milliseconds(60'000));
  ASSERT_EQ(again.size(), static_cast<std::size_t>(tasks_of_batch));
  EXPECT_LE(again.back() - start, 2 * (far.retry_takes + TaskRunner::poll));
  spawn(time, note_stop(distant, Milliseconds(5'000), stopped));
  time.run_for(Milliseconds(6'000));
  EXPECT_EQ(stopped, true);
}

// Work that is cut into pieces, each of which asks for the next one when it has ended: nobody polls in between.
TEST_F(TaskRunnerTest, ATaskThatFollowsFromAnotherIsRunAtOnce) {
  constexpr int pieces = 40;
  int ran = 0;
  const auto next = [](ports::Tasks& to, int number) -> Task<void> {
    co_await sleep(Milliseconds(2));  // behind the end of the task before, when its slot has found nothing
    (void)co_await to.enqueue({"piece", std::to_string(number), "{}", {}});
  };
  runner.handle("piece",
                [&](const ports::LeasedTask&) -> Task<Result<void>> {
                  co_await sleep(Milliseconds(1));
                  if (++ran < pieces) spawn_here(next(tasks, ran));
                  co_return Result<void>{};
                },
                {.concurrency = 1});
  runner.handle("other", [](const ports::LeasedTask&) -> Task<Result<void>> { co_return Result<void>{}; });
  enqueue("piece", 1000, 1001);
  runner.start(time);
  time.run_for(TaskRunner::poll);
  EXPECT_EQ(ran, pieces);
}

TEST_F(TaskRunnerTest, StopTakesNothingNewAndWaitsForWhatRuns) {
  int done = 0;
  runner.handle("slow",
                [&](const ports::LeasedTask&) -> Task<Result<void>> {
                  co_await sleep(Milliseconds(5000));
                  ++done;
                  co_return Result<void>{};
                },
                {.concurrency = 2});
  enqueue("slow", 0, 10);
  runner.start(time);
  time.run_for(Milliseconds(10));
  stop(Milliseconds(1000));
  EXPECT_EQ(stopped, false);
  EXPECT_EQ(done, 0);
  stop(Milliseconds(20'000));
  EXPECT_EQ(stopped, true);
  EXPECT_EQ(done, 2);
  EXPECT_EQ(counts("slow").ready, 8);
}

TEST_F(TaskRunnerTest, TheSameRunsGiveTheSameHistory) {
  const auto history = [] {
    SimulatedTime clock;
    Numbers numbers;
    memory::Store own{clock};
    memory::MemoryTasks queue{own};
    std::string told;
    TaskRunner fresh{queue, clock, numbers,
                     [&](const TaskReport& report) { told += report.task.id + "@" + std::to_string(clock.now().ms) + " "; }};
    fresh.handle("bad", [](const ports::LeasedTask&) -> Task<Result<void>> { co_return fail(errors::unavailable); }, {.attempts_max = 4});
    spawn(clock, fill(queue, "bad", 0, 10));
    fresh.start(clock);
    clock.run_for(Milliseconds(60'000));
    std::optional<bool> ended;
    spawn(clock, note_stop(fresh, Milliseconds(60'000), ended));
    clock.run_for(Milliseconds(60'000));
    return told;
  };
  const auto first = history();
  EXPECT_GT(first.size(), 100U);
  EXPECT_EQ(first, history());
}

}  // namespace
}  // namespace gh::jobs
