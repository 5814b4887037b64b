// The contract of the task port (src/platform/ports/tasks.h), sentence by sentence, over every adapter.
#include <set>
#include <thread>

#include "base/errors.h"
#include "tests/contract/stores/stores.h"

namespace gh::contract {
namespace {

using Leased = std::vector<ports::LeasedTask>;
constexpr Milliseconds lease_for{1000};

class TasksContract : public StoreTest {
 protected:
  ports::Tasks& tasks() { return store->tasks(); }
  void enqueue(std::string id, std::string name = "mail.send", Timestamp not_before = {}) {
    ASSERT_TRUE(run(tasks().enqueue({std::move(name), id, "payload of " + id, not_before})));
  }
  Leased lease(int limit = 10, std::vector<std::string> names = {"mail.send"}, Milliseconds wait = Milliseconds(0)) {
    return run(tasks().lease(std::move(names), limit, lease_for, wait)).value();
  }
  void complete(std::vector<std::string> ids) { ASSERT_TRUE(run(tasks().complete(std::move(ids)))); }
  ports::TaskCounts counts(const std::string& name = "mail.send") {
    for (auto& counts : run(tasks().counts()).value()) {
      if (counts.task == name) return counts;
    }
    return {};
  }
};

TEST_P(TasksContract, ATaskIsHandedOutWithWhatItWasGiven) {
  enqueue("a");
  const auto leased = lease();
  ASSERT_EQ(leased.size(), 1U);
  EXPECT_EQ(leased[0].task, "mail.send");
  EXPECT_EQ(leased[0].id, "a");
  EXPECT_EQ(leased[0].payload, "payload of a");
  EXPECT_EQ(leased[0].attempt, 1);
}

TEST_P(TasksContract, NobodyElseGetsALeasedTaskUntilTheLeaseRunsOut) {
  enqueue("a");
  EXPECT_EQ(lease().size(), 1U);
  EXPECT_TRUE(lease().empty());
  store->clock.advance(lease_for - Milliseconds(1));
  EXPECT_TRUE(lease().empty());
  store->clock.advance(Milliseconds(1));
  const auto again = lease();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempt, 2);
}

TEST_P(TasksContract, ACompletedTaskIsGone) {
  enqueue("a");
  lease();
  complete({"a", "unknown"});
  store->clock.advance(lease_for * 2);
  EXPECT_TRUE(lease().empty());
  EXPECT_EQ(counts().ready + counts().leased + counts().delayed, 0);
  enqueue("a");  // the same id is a new task now
  EXPECT_EQ(lease().size(), 1U);
}

TEST_P(TasksContract, ASecondTaskWithAnIdThatWaitsRunsOrIsDeadIsDropped) {
  enqueue("a");
  ASSERT_TRUE(run(tasks().enqueue({"mail.send", "a", "another", {}})));
  auto leased = lease();
  ASSERT_EQ(leased.size(), 1U);
  EXPECT_EQ(leased[0].payload, "payload of a");
  ASSERT_TRUE(run(tasks().enqueue({"mail.send", "a", "another", {}})));
  EXPECT_TRUE(lease().empty());
  ASSERT_TRUE(run(tasks().bury("a", "no")));
  ASSERT_TRUE(run(tasks().enqueue({"mail.send", "a", "another", {}})));
  EXPECT_TRUE(lease().empty());
  EXPECT_EQ(counts().dead, 1);
}

TEST_P(TasksContract, NamesAndLimitAreRespectedOldestFirst) {
  enqueue("a");
  enqueue("b", "orders.post_holds");
  enqueue("c");
  enqueue("d");
  const auto two = lease(2);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0].id, "a");
  EXPECT_EQ(two[1].id, "c");
  EXPECT_EQ(lease(10, {"nothing", "orders.post_holds", "mail.send"}).size(), 2U);
}

TEST_P(TasksContract, ADelayedTaskComesWhenItIsDue) {
  enqueue("a", "mail.send", store->clock.now() + Milliseconds(500));
  EXPECT_TRUE(lease().empty());
  enqueue("later", "mail.send", store->clock.now() + Milliseconds(900'000));
  EXPECT_EQ(counts().delayed, 2);
  EXPECT_EQ(counts().next_due, store->clock.now() + Milliseconds(500));
  store->clock.advance(Milliseconds(500));
  EXPECT_EQ(counts().ready, 1);
  EXPECT_EQ(counts().next_due, store->clock.now() + Milliseconds(899'500));
  EXPECT_EQ(lease().size(), 1U);
  EXPECT_EQ(counts().leased, 1);
}

TEST_P(TasksContract, ARetryComesAgainLaterWithTheNextAttempt) {
  enqueue("a");
  lease();
  ASSERT_TRUE(run(tasks().retry("a", store->clock.now() + Milliseconds(100), "busy")));
  EXPECT_TRUE(lease().empty());
  store->clock.advance(Milliseconds(100));
  const auto again = lease();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempt, 2);
  EXPECT_TRUE(run(tasks().retry("unknown", {}, "")).error().is(errors::not_found));
}

TEST_P(TasksContract, DeadLettersAreKeptAndCanBeRevived) {
  enqueue("a");
  lease();
  ASSERT_TRUE(run(tasks().bury("a", "it is broken")));
  store->clock.advance(lease_for * 2);
  EXPECT_TRUE(lease().empty());
  store->restart();
  const auto dead = run(tasks().dead(10)).value();
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].id, "a");
  EXPECT_EQ(dead[0].task, "mail.send");
  EXPECT_EQ(dead[0].payload, "payload of a");
  EXPECT_EQ(dead[0].error, "it is broken");
  EXPECT_EQ(dead[0].attempts, 1);
  ASSERT_TRUE(run(tasks().revive("a")));
  EXPECT_TRUE(run(tasks().revive("a")).error().is(errors::not_found));
  EXPECT_TRUE(run(tasks().bury("unknown", "")).error().is(errors::not_found));
  const auto again = lease();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempt, 1);
  EXPECT_TRUE(run(tasks().dead(10)).value().empty());
}

TEST_P(TasksContract, ADeadLetterThatIsCompletedIsGone) {
  enqueue("a");
  lease();
  ASSERT_TRUE(run(tasks().bury("a", "it is broken")));
  ASSERT_TRUE(run(tasks().complete({"a", "unknown"})));
  EXPECT_TRUE(run(tasks().dead(10)).value().empty());
  store->restart();
  EXPECT_TRUE(run(tasks().dead(10)).value().empty());
  EXPECT_TRUE(run(tasks().revive("a")).error().is(errors::not_found));
}

TEST_P(TasksContract, ALeaseWaitsForATaskOrItsLimit) {
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(lease(1, {"mail.send"}, Milliseconds(30)).empty());
  EXPECT_GE(std::chrono::steady_clock::now() - before, Milliseconds(29));
  std::thread other([&] {
    std::this_thread::sleep_for(Milliseconds(20));
    executors::EventLoop own;
    own.run_until_complete(tasks().enqueue({"another", "x", "", {}})).value();
    own.run_until_complete(tasks().enqueue({"mail.send", "a", "", {}})).value();
  });
  EXPECT_EQ(lease(1, {"mail.send"}, Milliseconds(20'000)).size(), 1U);
  other.join();
  let_timers_end();
}

TEST_P(TasksContract, RacingWorkersGetEachTaskOnce) {
  constexpr int total = 400;
  std::vector<Task<Result<void>>> fill;
  for (int i = 0; i < total; ++i) fill.push_back(tasks().enqueue({"mail.send", std::to_string(i), "", {}}));
  for (const auto& filled : run(when_all(std::move(fill)))) EXPECT_TRUE(filled);
  std::mutex mutex;
  std::multiset<std::string> done;
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back([&] {
      executors::EventLoop own;
      for (;;) {
        const auto leased = own.run_until_complete(tasks().lease({"mail.send"}, 7, lease_for, Milliseconds(0))).value();
        if (leased.empty()) return;
        std::vector<std::string> ids;
        for (const auto& task : leased) ids.push_back(task.id);
        {
          const std::lock_guard guard(mutex);
          done.insert(ids.begin(), ids.end());
        }
        EXPECT_TRUE(own.run_until_complete(tasks().complete(std::move(ids))));
      }
    });
  }
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(done.size(), static_cast<std::size_t>(total));
  EXPECT_EQ(std::set<std::string>(done.begin(), done.end()).size(), static_cast<std::size_t>(total));
}

TEST_P(TasksContract, EndAndNewBeginningOfAnIdInOneRushKeepTheirOrder) {
  enqueue("a");
  lease();
  // Submitted back to back, so that a batching adapter finds them in one batch.
  std::vector<Task<Result<void>>> rush;
  rush.push_back(tasks().complete({"a"}));
  rush.push_back(tasks().enqueue({"mail.send", "a", "second life", {}}));
  rush.push_back(tasks().enqueue({"mail.send", "a", "third", {}}));
  rush.push_back(tasks().bury("a", "second death"));
  rush.push_back(tasks().revive("a"));
  for (const auto& result : run(when_all(std::move(rush)))) EXPECT_TRUE(result);
  store->restart();
  const auto leased = lease();
  ASSERT_EQ(leased.size(), 1U);
  EXPECT_EQ(leased[0].payload, "second life");
}

class DurableTasksContract : public TasksContract {};

TEST_P(DurableTasksContract, UnfinishedTasksSurviveARestart) {
  for (const auto* id : {"leased", "retried", "done"}) enqueue(id);
  lease();
  enqueue("waits");
  ASSERT_TRUE(run(tasks().retry("retried", {}, "busy")));
  complete({"done"});
  store->restart();
  store->clock.advance(lease_for);  // where other nodes go on, a lease outlives the one that had it
  // One question may miss a task that a store, which has just been opened, is taking back at that moment; the next one has it.
  std::map<std::string, int> attempts;
  while (attempts.size() < 3) {
    const auto more = lease(10, {"mail.send"}, Milliseconds(5'000));
    ASSERT_FALSE(more.empty()) << "of three tasks there are " << attempts.size();
    for (const auto& task : more) attempts[task.id] = task.attempt;
  }
  EXPECT_EQ(attempts["waits"], 1);
  EXPECT_GE(attempts["leased"], 1);
  EXPECT_EQ(attempts["retried"], 2);
  let_timers_end();
}

GH_FOR_ALL_STORES(TasksContract);
GH_FOR_DURABLE_STORES(DurableTasksContract);

}  // namespace
}  // namespace gh::contract
