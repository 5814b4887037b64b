// Lets each write and each fsync of the SQLite store fail in turn, once and lastingly, with a full disk and with an I/O error, and then
// checks: nothing that was acknowledged is missing, nothing that was refused is there, memory and disk agree, and the store works on.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "adapters/sqlite/documents.h"
#include "adapters/sqlite/tasks.h"
#include "failing_disk.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"

namespace gh {
namespace {

using fault::Call;
using fault::FailingDisk;
using fault::Failure;

constexpr int calls_max = 400;  // a sweep ends where a call is never reached; no later than this
constexpr int writes_per_step = 12;
constexpr Milliseconds write_deadline{300};  // of a disk that hangs; where calls fail at once a slow disk is waited for
constexpr int healed_tries_max = 40;

enum class Fate { acknowledged, refused, unknown };

struct Sweep {
  Call call;
  Failure how;
  bool lasting;
};

class StoreFaults : public testing::TestWithParam<Sweep> {
 protected:
  static void SetUpTestSuite() {
    static const bool installed = (FailingDisk::install(), true);
    (void)installed;
  }
  void SetUp() override {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-faults-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    open();
  }
  void TearDown() override {
    FailingDisk::heal();
    close();
    std::filesystem::remove_all(folder);
  }
  void open() {
    auto opened = sqlite::Store::open(
        {.folder = folder, .limits = {.batch_max = 4, .deadline = deadline(), .log_frames_max = log_frames_max()}, .observe = {}}, clock);
    ASSERT_TRUE(opened) << opened.error().detail();
    store = *std::move(opened);
    documents = std::make_unique<sqlite::SqliteDocuments>(*store);
    tasks = std::make_unique<sqlite::SqliteTasks>(*store);
    ASSERT_TRUE(documents->open({"things", {{"name", true}}}));
  }
  // A small log, so that the sweep meets checkpoints as well.
  virtual int log_frames_max() const { return 30; }
  virtual Milliseconds deadline() const { return sqlite::WriterLimits{}.deadline; }
  void close() {
    documents.reset();
    tasks.reset();
    store.reset();
  }

  void write_some(const std::string& prefix) {
    std::vector<std::string> ids;
    std::vector<Task<Result<std::int64_t>>> writes;
    for (int i = 0; i < writes_per_step; ++i) {
      const auto id = prefix + "-" + std::to_string(i);
      ids.push_back(id);
      writes.push_back(documents->insert("things", {id, std::string(1500, 'x'), std::vector<std::string>{id}, {{"told", id, "", {}}}}));
    }
    const auto results = loop.run_until_complete(when_all(std::move(writes)));
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (results[i]) {
        fates[ids[i]] = Fate::acknowledged;
        continue;
      }
      const auto& error = results[i].error();
      const bool refused = error.is(ports::errors::store_unavailable) || error.is(ports::errors::store_full);
      EXPECT_TRUE(refused || error.is(ports::errors::outcome_unknown)) << error.kind().code;
      fates[ids[i]] = refused ? Fate::refused : Fate::unknown;
    }
  }

  void check(const std::string& when) {
    std::set<std::string> stored;
    std::string after;
    do {
      const auto page = loop.run_until_complete(documents->find("things", "", {"", ""}, 1000, after)).value();
      for (const auto& document : page.documents) stored.insert(document.id);
      after = page.next;
    } while (!after.empty());
    for (const auto& [id, fate] : fates) {
      if (fate == Fate::acknowledged) EXPECT_TRUE(stored.contains(id)) << when << ": acknowledged and lost: " << id;
      if (fate == Fate::refused) EXPECT_FALSE(stored.contains(id)) << when << ": refused and there: " << id;
    }
    std::int64_t waiting = 0;
    for (const auto& counts : loop.run_until_complete(tasks->counts()).value()) waiting += counts.ready;
    EXPECT_EQ(waiting, static_cast<std::int64_t>(stored.size())) << when << ": tasks and documents differ";
    std::set<std::string> told;
    for (auto token = first_token;;) {
      const auto changes = loop.run_until_complete(documents->changes(token, 1000, Milliseconds(0))).value();
      if (changes.changes.empty()) break;
      for (const auto& change : changes.changes) EXPECT_TRUE(told.insert(change.id).second) << when << ": told twice: " << change.id;
      token = changes.token;
    }
    EXPECT_EQ(told, stored) << when << ": the feed and the documents differ";
  }

  std::filesystem::path folder;
  executors::SystemClock clock;
  executors::EventLoop loop;
  std::unique_ptr<sqlite::Store> store;
  std::unique_ptr<sqlite::SqliteDocuments> documents;
  std::unique_ptr<sqlite::SqliteTasks> tasks;
  std::map<std::string, Fate> fates;
  std::string first_token;
};

TEST_P(StoreFaults, NoCallThatFailsMakesAFalsePromise) {
  first_token = loop.run_until_complete(documents->changes("", 1, Milliseconds(0))).value().token;
  int steps = 0;
  for (int after = 0; after < calls_max; ++after, ++steps) {
    const auto name = std::to_string(after);
    FailingDisk::fail(GetParam().call, GetParam().how, after, GetParam().lasting);
    write_some("during-" + name);
    const bool reached = FailingDisk::has_failed();
    FailingDisk::heal();
    check("after failure " + name);
    write_some("healed-" + name);
    EXPECT_EQ(fates["healed-" + name + "-0"], Fate::acknowledged) << "the store does not work on after failure " << name;
    if (HasFailure() || !reached) break;
  }
  EXPECT_GT(steps, 2) << "the sweep met too few calls";
  close();
  open();
  check("after a restart");
}

TEST_P(StoreFaults, EveryAcknowledgedWriteWasSyncedBefore) {
  for (int i = 0; i < 20; ++i) {
    const int before = FailingDisk::syncs();
    const auto id = "synced-" + std::to_string(i);
    ASSERT_TRUE(loop.run_until_complete(documents->insert("things", {id, "{}", std::vector<std::string>{id}, {}})));
    EXPECT_GT(FailingDisk::syncs(), before);
  }
}

// Nobody waits for a disk that hangs; reads go on; and when it comes back, what was said holds and the store works on.
class HangingDisk : public StoreFaults {
 protected:
  Milliseconds deadline() const override { return write_deadline; }
  static Milliseconds since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
  }
  void expect_refused_at_once() {
    const auto start = std::chrono::steady_clock::now();
    write_some("behind");
    EXPECT_LT(since(start), write_deadline / 2) << "while the disk hangs everybody is refused at once";
    EXPECT_EQ(fates["behind-0"], Fate::refused);
    EXPECT_TRUE(loop.run_until_complete(documents->get("things", "before-0")).value()) << "reads go on";
  }
  void expect_recovers() {
    FailingDisk::heal();
    auto fate = Fate::refused;
    for (int tries = 0; fate != Fate::acknowledged && tries < healed_tries_max; ++tries) {
      if (tries > 0) std::this_thread::sleep_for(Milliseconds(50));  // the writer is on its way back
      const auto name = "healed-" + std::to_string(tries);
      write_some(name);
      fate = fates.at(name + "-0");
    }
    EXPECT_EQ(fate, Fate::acknowledged);
    check("after the disk came back");
    close();
    open();
    check("after a restart");
  }
};

class HangingCommit : public HangingDisk {
  int log_frames_max() const override { return 1'000'000; }  // no checkpoint: the commit is what hangs
};

TEST_P(HangingCommit, IsNotWaitedForBeyondTheDeadline) {
  first_token = loop.run_until_complete(documents->changes("", 1, Milliseconds(0))).value().token;
  write_some("before");
  FailingDisk::fail(GetParam().call, GetParam().how, 0, GetParam().lasting);
  const auto start = std::chrono::steady_clock::now();
  write_some("during");  // more than a batch: the first ones may be in the log, the others never were begun
  EXPECT_LT(since(start), 3 * write_deadline);
  EXPECT_EQ(fates["during-0"], Fate::unknown);
  EXPECT_EQ(fates["during-" + std::to_string(writes_per_step - 1)], Fate::refused);
  expect_refused_at_once();
  expect_recovers();
}

class HangingCheckpoint : public HangingDisk {};

// The writer ends a checkpoint between two batches, owing nobody an answer, or waits for the one that the checkpointer hangs in.
TEST_P(HangingCheckpoint, IsNotWaitedForBeyondTheDeadline) {
  first_token = loop.run_until_complete(documents->changes("", 1, Milliseconds(0))).value().token;
  write_some("before");
  FailingDisk::fail(GetParam().call, GetParam().how, 0, GetParam().lasting);
  const int steps_max = 20;  // each twelve writes; three times the small log is soon written
  for (int step = 0; step < steps_max; ++step) {
    const auto name = "during-" + std::to_string(step);
    const auto start = std::chrono::steady_clock::now();
    write_some(name);
    EXPECT_LT(since(start), 3 * write_deadline);
    if (fates[name + "-" + std::to_string(writes_per_step - 1)] == Fate::refused) break;
    EXPECT_LT(step, steps_max - 1) << "the log grows without a checkpoint and nobody is refused";
  }
  EXPECT_TRUE(FailingDisk::has_failed());
  expect_refused_at_once();
  expect_recovers();
}

constexpr auto name_of_hang = [](const auto& info) { return info.param.call == Call::sync ? "sync" : "write"; };
INSTANTIATE_TEST_SUITE_P(Hangs, HangingCommit,
                         testing::Values(Sweep{Call::write, Failure::hangs, true}, Sweep{Call::sync, Failure::hangs, true}), name_of_hang);
INSTANTIATE_TEST_SUITE_P(Hangs, HangingCheckpoint, testing::Values(Sweep{Call::write_database, Failure::hangs, true}), name_of_hang);
INSTANTIATE_TEST_SUITE_P(All, StoreFaults,
                         testing::Values(Sweep{Call::write, Failure::full, false}, Sweep{Call::write, Failure::full, true},
                                         Sweep{Call::write, Failure::io_error, false}, Sweep{Call::write, Failure::io_error, true},
                                         Sweep{Call::sync, Failure::io_error, false}, Sweep{Call::sync, Failure::io_error, true}),
                         [](const auto& info) {
                           return std::string(info.param.call == Call::write ? "write" : "sync") +
                                  (info.param.how == Failure::full ? "_full" : "_error") + (info.param.lasting ? "_lasting" : "_once");
                         });

}  // namespace
}  // namespace gh
