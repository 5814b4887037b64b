// Kills a process that writes to the store (SQLite, MongoDB), at random moments, and finds every acknowledged write again: the document at
// this version or a later one, its task, its place in the change feed. That the test sees a loss is proved on planted writers: one to
// SQLite that acknowledges before the commit, one to MongoDB that writes a document without what is to be told of it.
//
// STORE_KILL_ROUNDS and STORE_KILL_SEED in the environment make longer and other runs.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <set>

#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/fault/store_kill/place.h"
#include "tests/support/mongo_server.h"

namespace gh {
namespace {

using Acknowledged = std::map<std::string, std::int64_t>;  // id, highest version
using Clock = std::chrono::steady_clock;

constexpr int rounds_default = 25;
constexpr int planted_rounds_max = 40;
constexpr int task_every = 3;  // as the writer has it
constexpr int round_ms_max = 120;

unsigned long from_environment(const char* name, unsigned long otherwise) {
  const auto* text = std::getenv(name);
  return text != nullptr ? std::strtoul(text, nullptr, 10) : otherwise;
}

class Folder {
 public:
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-kill-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

// Runs the writer, kills it after `life` (counted from its first word, or from its start) and adds what it acknowledged.
void run_and_kill(const char* program, const std::string& place, Milliseconds life, bool from_first_word, Acknowledged& acknowledged) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const auto child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(program, program, place.c_str(), nullptr);
    _exit(9);
  }
  close(ends[1]);
  std::string told;
  auto deadline = Clock::now() + (from_first_word ? Milliseconds(20'000) : life);
  bool killed = false;
  for (;;) {
    const auto left = std::chrono::duration_cast<Milliseconds>(deadline - Clock::now()).count();
    if (left <= 0 && !std::exchange(killed, true)) kill(child, SIGKILL);
    pollfd wait{ends[0], POLLIN, 0};
    if (poll(&wait, 1, killed ? -1 : static_cast<int>(std::max<std::int64_t>(left, 0))) == 0) continue;
    char buffer[65536];
    const auto size = read(ends[0], buffer, sizeof buffer);
    if (size <= 0) break;  // all of its words, also those from before its death
    if (told.empty() && from_first_word) deadline = Clock::now() + life;
    told.append(buffer, static_cast<std::size_t>(size));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the writer ended by itself, status " << status;
  std::istringstream lines(told);
  std::string id;
  for (std::int64_t version = 0; lines >> id >> version;) acknowledged[id] = std::max(acknowledged[id], version);
}

// The store between two lives of the writer, and what it was found to hold.
struct Checker {
  std::string place;
  // MongoDB's adapter tells the last change of a document again, and hands out its tasks, where it cannot know whether it was done.
  bool repeats = store_kill::is_mongo(place);
  std::set<std::string> tasks_seen = {};
  std::string token = {};  // of the change feed
  Acknowledged told_by_feed = {};
  executors::SystemClock clock = {};
  executors::EventLoop loop = {};

  // What of the acknowledged is missing.
  std::vector<std::string> find_losses(const Acknowledged& acknowledged) {
    std::vector<std::string> losses;
    auto store = store_kill::open_store(place, clock);
    if (!store) return {"the store does not open: " + store.error().detail()};
    auto& documents = (*store)->documents();
    auto& tasks = (*store)->tasks();
    if (const auto opened = documents.open({"killed", {{"key", true}}}); !opened) return {opened.error().detail()};
    read_feed(documents, losses);
    complete_tasks(tasks, losses);
    for (const auto& [id, version] : acknowledged) {
      const auto document = loop.run_until_complete(documents.get("killed", id)).value();
      if (!document || document->version < version)
        losses.push_back(id + " " + std::to_string(version) + " is lost");
      else if (!document->body.starts_with("{\"version\":" + std::to_string(document->version) + ","))
        losses.push_back(id + " is torn");
      if (told_by_feed[id] < version) losses.push_back("the feed does not tell of " + id + " " + std::to_string(version));
      for (auto task = version - version % task_every; task > 0; task -= task_every) {
        if (!tasks_seen.contains(id + ":" + std::to_string(task)))
          losses.push_back("task of " + id + " " + std::to_string(task) + " is lost");
      }
    }
    return losses;
  }

  void read_feed(ports::Documents& documents, std::vector<std::string>& losses) {
    for (;;) {
      auto changes = loop.run_until_complete(documents.changes(token, 1000, Milliseconds(0)));
      if (!changes) return losses.push_back("the feed's token is gone");
      token = changes->token;
      if (changes->changes.empty()) return;
      for (const auto& change : changes->changes) {
        if (repeats && change.version == told_by_feed[change.id]) continue;
        if (change.version != told_by_feed[change.id] + 1) losses.push_back("the feed has a gap before " + change.id);
        told_by_feed[change.id] = change.version;
      }
    }
  }

  void complete_tasks(ports::Tasks& tasks, std::vector<std::string>& losses) {
    for (;;) {
      const auto leased = loop.run_until_complete(tasks.lease({"killed.task"}, 1000, Milliseconds(60'000), Milliseconds(0))).value();
      if (leased.empty()) return;
      std::vector<std::string> ids;
      for (const auto& task : leased) {
        if (!tasks_seen.insert(task.id).second && !repeats) losses.push_back("a task came twice: " + task.id);
        ids.push_back(task.id);
      }
      if (!loop.run_until_complete(tasks.complete(std::move(ids)))) losses.push_back("tasks cannot be completed");
    }
  }
};

std::vector<std::string> kill_until_loss(const char* program, const std::string& place, unsigned long rounds, std::size_t& writes) {
  const auto seed = from_environment("STORE_KILL_SEED", 1);
  Checker checker{place};
  std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
  Acknowledged acknowledged;
  auto losses = checker.find_losses(acknowledged);  // of the empty store: where the feed begins
  for (unsigned long round = 0; round < rounds && losses.empty(); ++round) {
    const auto life = Milliseconds(random() % round_ms_max);
    run_and_kill(program, place, life, random() % 5 != 0, acknowledged);
    if (testing::Test::HasFatalFailure()) return {"the writer could not be run"};
    losses = checker.find_losses(acknowledged);
  }
  for (const auto& [id, version] : acknowledged) writes += static_cast<std::size_t>(version);
  return losses;
}

void expect_no_loss(const std::string& place, std::size_t writes_min) {
  std::size_t writes = 0;
  const auto losses = kill_until_loss(WRITER, place, from_environment("STORE_KILL_ROUNDS", rounds_default), writes);
  for (const auto& loss : losses) ADD_FAILURE() << loss;
  EXPECT_GT(writes, writes_min) << "too few writes to prove anything";
  testing::Test::RecordProperty("acknowledged_writes", static_cast<int>(writes));
}

std::string mongo_place() { return support::MongoServer::shared().url() + " " + support::MongoServer::fresh_database(); }

TEST(StoreKill, EveryAcknowledgedWriteIsFoundAgain) {
  const Folder folder;
  expect_no_loss(folder.path, 500);
}

TEST(StoreKill, EveryAcknowledgedWriteToMongoIsFoundAgain) { expect_no_loss(mongo_place(), 200); }

#ifdef PLANTED_WRITER
TEST(StoreKill, AWriterThatAcknowledgesBeforeTheCommitIsFoundOut) {
  const Folder folder;
  std::size_t writes = 0;
  const auto losses = kill_until_loss(PLANTED_WRITER, folder.path, planted_rounds_max, writes);
  EXPECT_TRUE(std::ranges::any_of(losses, [](const auto& loss) { return loss.ends_with(" is lost"); }));
}

TEST(StoreKill, AWriterToMongoThatTellsBesideTheDocumentIsFoundOut) {
  std::size_t writes = 0;
  const auto losses = kill_until_loss(PLANTED_MONGO_WRITER, mongo_place(), planted_rounds_max, writes);
  EXPECT_FALSE(losses.empty());
  for (const auto& loss : losses) EXPECT_TRUE(loss.contains("feed") || loss.contains("task")) << loss;
}
#endif

}  // namespace
}  // namespace gh
