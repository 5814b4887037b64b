// Several nodes over one schema, and a server that goes away: what the contract suites, which have one node, cannot see.
#include <barrier>
#include <map>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "adapters/postgres/schema.h"
#include "tests/contract/stores/stores.h"

namespace gh::postgres {
namespace {

using Keys = std::vector<std::string>;
using support::PostgresServer;

struct Node {
  explicit Node(const std::string& schema, std::string url = PostgresServer::shared().url(), Milliseconds deadline = Milliseconds(10'000),
                std::vector<ports::IndexSpec> indexes = {{"name", true}})
      : store(Store::open({.address = {.url = std::move(url), .schema = schema}, .limits = {.deadline = deadline}, .observe = {}}, clock)
                  .value()),
        documents(*store),
        tasks(*store) {
    EXPECT_TRUE(documents.open({"things", std::move(indexes)}));
  }

  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }
  void let_timers_end() {
    run([]() -> Task<void> { co_await sleep(Waiters::timer_left_max + Milliseconds(50)); }());
  }
  Result<std::int64_t> insert(const std::string& id, std::string name = {}) {
    return run(documents.insert("things", {.id = id, .body = "{}", .keys = Keys{std::move(name)}, .outbox = {}}));
  }
  Result<std::int64_t> replace(const std::string& id, std::int64_t version) {
    return run(documents.replace("things", version, {.id = id, .body = "{}", .keys = std::nullopt, .outbox = {}}));
  }

  contract::ManualClock clock;
  executors::EventLoop loop;
  std::unique_ptr<Store> store;
  PostgresDocuments documents;
  PostgresTasks tasks;
};

class Nodes : public testing::Test {
 protected:
  ~Nodes() override { PostgresServer::shared().drop(schema); }
  const std::string schema = PostgresServer::fresh_schema();
};

TEST_F(Nodes, OneSeesWhatTheOtherHasWritten) {
  Node a(schema), b(schema);
  EXPECT_EQ(a.insert("x", "oak").value(), 1);
  EXPECT_EQ(b.replace("x", 1).value(), 2);
  EXPECT_TRUE(a.replace("x", 1).error().is(ports::errors::version_conflict));
  EXPECT_EQ(b.insert("y", "oak").error().detail(), "name");
  EXPECT_EQ(b.insert("x", "elm").error().detail(), "id");
}

// A reader that follows the feed while many write meets every write, each document's in their order: numbers are given in the order of
// the commits. (Numbers that are drawn before it, as a sequence without the lock would, are seen to break this.)
TEST_F(Nodes, TheFeedOfManyNodesMissesNothingAndKeepsTheOrder) {
  constexpr int writers = 3, documents_each = 4, versions = 40;
  Node reader(schema);
  auto token = reader.run(reader.documents.changes("", 1, Milliseconds(0))).value().token;
  std::vector<std::jthread> threads;  // joined also where an assertion leaves
  for (int w = 0; w < writers; ++w) {
    threads.emplace_back([&, w] {
      Node node(schema);
      // Documents of one's own and one that all want, so that batches overlap and wait for each other.
      for (int version = 0; version < versions; ++version) {
        std::vector<Task<Result<std::int64_t>>> writes;
        for (int d = 0; d < documents_each; ++d) {
          ports::Write write{.id = std::to_string(w) + "-" + std::to_string(d), .body = "{}", .keys = Keys{""}, .outbox = {}};
          writes.push_back(version == 0 ? node.documents.insert("things", write) : node.documents.replace("things", version, write));
        }
        for (const auto& written : node.run(when_all(std::move(writes)))) EXPECT_TRUE(written);
        const auto shared = node.run(node.documents.get("things", "shared")).value();
        (void)(shared ? node.replace("shared", shared->version) : node.insert("shared"));
      }
    });
  }
  std::map<std::string, std::int64_t> seen;
  std::size_t told = 0;
  const auto done = [&] {
    int complete = 0;
    for (const auto& [id, version] : seen) complete += id != "shared" && version == versions;
    return complete == writers * documents_each;
  };
  for (int looks = 0; !done() && looks < 2'000; ++looks) {
    const auto changes = reader.run(reader.documents.changes(token, 7, Milliseconds(200))).value();
    token = changes.token;
    for (const auto& change : changes.changes) {
      ASSERT_EQ(change.version, seen[change.id] + 1) << change.id;
      seen[change.id] = change.version;
      ++told;
    }
  }
  for (auto& thread : threads) thread.join();
  reader.let_timers_end();
  EXPECT_TRUE(done());
  EXPECT_GE(told, static_cast<std::size_t>(writers * documents_each * versions));
}

// Two batches that begin at one moment, each with the documents in the other's opposite order. PostgreSQL looks for a deadlock after a
// second, so that one a round is seen in the time.
TEST_F(Nodes, BatchesThatWantTheSameDocumentsInAnotherOrderDoNotBlockEachOther) {
  constexpr int rounds = 8, count = 300;
  Node a(schema), b(schema);
  std::vector<Task<Result<std::int64_t>>> inserts;
  for (int d = 0; d < count; ++d)
    inserts.push_back(a.documents.insert("things", {.id = "d" + std::to_string(d), .body = "{}", .keys = Keys{""}, .outbox = {}}));
  for (const auto& inserted : a.run(when_all(std::move(inserts)))) ASSERT_TRUE(inserted);
  std::barrier together(2);
  std::atomic<int> written{0};
  const auto race = [&](Node& node, bool backwards) {
    for (int round = 0; round < rounds; ++round) {
      std::vector<Task<Result<std::int64_t>>> writes;
      for (int i = 0; i < count; ++i) {
        const int d = backwards ? count - 1 - i : i;
        writes.push_back(
            node.documents.replace("things", 1 + round, {.id = "d" + std::to_string(d), .body = "{}", .keys = std::nullopt, .outbox = {}}));
      }
      together.arrive_and_wait();
      for (const auto& write : node.run(when_all(std::move(writes)))) {
        if (write)
          ++written;
        else
          EXPECT_TRUE(write.error().is(ports::errors::version_conflict)) << write.error().detail();
      }
      together.arrive_and_wait();
    }
  };
  const auto start = std::chrono::steady_clock::now();
  std::thread other([&] { race(b, true); });
  race(a, false);
  other.join();
  EXPECT_EQ(written, rounds * count) << "of two that want a version, one gets it";
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(4));
}

// The server's time is asked for before anything that could need it, and again and again: a node whose own clock is wrong must not be.
TEST_F(Nodes, AreToldTheServersTime) {
  contract::ToldTimes told;
  const contract::ManualClock clock;
  const auto store =
      Store::open({.address = {.url = PostgresServer::shared().url(), .schema = schema}, .observe = {}, .tell_time = told.hear()}, clock)
          .value();
  told.expect_right(Listener::rounds_every);
}

TEST_F(Nodes, AWriteOfAnotherNodeWakesThoseWhoWait) {
  Node a(schema), b(schema);
  const auto token = a.run(a.documents.changes("", 1, Milliseconds(0))).value().token;
  std::thread writer([&] {
    std::this_thread::sleep_for(Milliseconds(100));
    b.run(b.documents.insert("things", {.id = "x", .body = "{}", .keys = Keys{""}, .outbox = {{"mail.send", "t", "{}", {}}}})).value();
  });
  const auto start = std::chrono::steady_clock::now();
  const auto changes = a.run(a.documents.changes(token, 10, Milliseconds(20'000))).value();
  const auto leased = a.run(a.tasks.lease({"mail.send"}, 1, Milliseconds(60'000), Milliseconds(20'000))).value();
  writer.join();
  a.let_timers_end();
  EXPECT_EQ(changes.changes.size(), 1U);
  EXPECT_EQ(leased.size(), 1U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(Nodes, WhatANodeHadLeasedComesBackWhenItIsGone) {
  Node b(schema);
  {
    Node a(schema);
    a.run(a.tasks.enqueue({"mail.send", "t", "{}", {}})).value();
    ASSERT_EQ(a.run(a.tasks.lease({"mail.send"}, 1, Milliseconds(3'600'000), Milliseconds(0))).value().size(), 1U);
    std::this_thread::sleep_for(Listener::rounds_every * 2);
    EXPECT_TRUE(b.run(b.tasks.lease({"mail.send"}, 1, Milliseconds(60'000), Milliseconds(0))).value().empty())
        << "while it lives it is its own";
  }
  const auto back = b.run(b.tasks.lease({"mail.send"}, 1, Milliseconds(60'000), Milliseconds(10'000))).value();
  b.let_timers_end();
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back.front().attempt, 2);
}

// The server has leased it and the node may not know, when their connection ends in between.
TEST_F(Nodes, WhatASessionHadLeasedComesBackWhenItIsGoneAndItsNodeGoesOn) {
  Node a(schema);
  a.run(a.tasks.enqueue({"mail.send", "t", "{}", {}})).value();
  ASSERT_EQ(a.run(a.tasks.lease({"mail.send"}, 1, Milliseconds(3'600'000), Milliseconds(0))).value().size(), 1U);
  PostgresServer::shared().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity, " + schema +
                                   ".tasks WHERE application_name = node");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::vector<ports::LeasedTask> back;
  while (back.empty() && std::chrono::steady_clock::now() < end) {
    // Its connection was just ended: a question may meet that.
    if (auto found = a.run(a.tasks.lease({"mail.send"}, 1, Milliseconds(60'000), Milliseconds(100)))) back = *std::move(found);
  }
  a.let_timers_end();
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back.front().attempt, 2);
}

// A session of a node that is stopped is there, and says nothing.
TEST_F(Nodes, WhatANodeHadLeasedThatIsSilentComesBackAndWhatOneHadThatIsHeardDoesNot) {
  Node b(schema);
  const auto lease_as = [&](const std::string& id) {
    b.run(b.tasks.enqueue({"mail.send", id, "{}", {}})).value();
    auto session =
        Connection::open({.url = PostgresServer::shared().url(), .schema = schema, .node = std::string(node_prefix) + id}).value();
    session
        .execute("UPDATE tasks SET leased = 1, due = 9000000000000000, node = current_setting('application_name') WHERE id = '" + id + "'")
        .value();
    return session;
  };
  auto silent = lease_as("silent"), heard = lease_as("heard");
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::string> back;
  while (std::chrono::steady_clock::now() - start < Listener::silence_max * 3) {
    heard.execute("SELECT 1").value();
    for (const auto& task : b.run(b.tasks.lease({"mail.send"}, 2, Milliseconds(60'000), Milliseconds(100))).value())
      back.push_back(task.id);
  }
  b.let_timers_end();
  EXPECT_EQ(back, std::vector<std::string>{"silent"});
}

// As one that was stopped while it sent: its transaction holds the lock that every commit needs, and the server waits for more.
TEST_F(Nodes, ASessionThatStandsInTheMiddleOfWhatItSendsIsEnded) {
  Node b(schema);
  const std::unique_ptr<PGconn, void (*)(PGconn*)> session(PQconnectdb(PostgresServer::shared().url().c_str()), &::PQfinish);
  for (const auto& sql :
       {fmt::format("SET application_name = '{}stopped-1'", node_prefix), std::string("BEGIN"),
        fmt::format("SELECT pg_advisory_xact_lock({})", lock_key(schema, "feed")), fmt::format("COPY {}.meta FROM STDIN", schema)})
    ::PQclear(::PQexec(session.get(), sql.c_str()));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(b.insert("x"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, Listener::silence_max * 3);
}

TEST(AwayServer, EverybodyIsToldWithinASecondAndGoesOnWhenItIsBack) {
  support::OwnPostgres server;
  Node node("shop", server.url());
  node.insert("before").value();
  server.kill_all();
  for (int i = 0; i < 3; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto written = node.insert("during-" + std::to_string(i));
    const auto read = node.run(node.documents.get("things", "before"));
    ASSERT_FALSE(written);
    EXPECT_TRUE(written.error().is(ports::errors::store_unavailable) || written.error().is(ports::errors::outcome_unknown));
    if (i > 0) {
      EXPECT_TRUE(written.error().is(ports::errors::store_unavailable)) << written.error().detail();
      EXPECT_FALSE(read);
      EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
    }
    std::this_thread::sleep_for(Milliseconds(300));
  }
  server.resume();
  bool again = false;
  for (int i = 0; i < 50 && !again; ++i) {
    again = node.insert("after").has_value();
    std::this_thread::sleep_for(Milliseconds(100));
  }
  EXPECT_TRUE(again);
  EXPECT_TRUE(node.run(node.documents.get("things", "before")).value()) << "what was acknowledged is there";
}

TEST(AwayServer, AServerThatHangsHoldsNobodyUpForLongerThanTheDeadline) {
  support::OwnPostgres server;
  Node node("shop", server.url(), Milliseconds(500));
  node.insert("before").value();
  server.signal_all(SIGSTOP);
  const auto start = std::chrono::steady_clock::now();
  const auto written = node.insert("during");
  const auto took = std::chrono::steady_clock::now() - start;
  server.signal_all(SIGCONT);
  ASSERT_FALSE(written);
  EXPECT_LT(took, std::chrono::seconds(3));
}

TEST(AwayServer, ANoticeOfWhyHasNoPassword) {
  const auto opened =
      Store::open({.address = {.url = "postgresql://shop:very-secret@127.0.0.1:1/shop", .schema = "shop"}, .limits = {}, .observe = {}},
                  contract::ManualClock());
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().is(ports::errors::store_unavailable));
  EXPECT_EQ(opened.error().detail().find("very-secret"), std::string::npos);
}

TEST_F(Nodes, ANewerSchemaIsRefusedAndANewIndexIsAddedWhileOthersServe) {
  Node old(schema);
  old.insert("x", "oak").value();
  {
    Node newer(schema, PostgresServer::shared().url(), Milliseconds(10'000), {{"name", true}, {"colour"}});
    newer.run(newer.documents.insert("things", {.id = "y", .body = "{}", .keys = Keys{"elm", "red"}, .outbox = {}})).value();
    EXPECT_EQ(newer.run(newer.documents.find("things", "colour", {"r", "s"}, 10, "")).value().documents.size(), 1U);
  }
  EXPECT_TRUE(old.insert("z", "ash"));
  EXPECT_FALSE(old.documents.open({"things", {{"other"}}})) << "other indexes than those that there are";
  PostgresServer::shared().execute("UPDATE " + schema + ".meta SET value = '999' WHERE name = 'schema'");
  const auto refused = Store::open({.address = {.url = PostgresServer::shared().url(), .schema = schema}, .limits = {}, .observe = {}},
                                   contract::ManualClock());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail().find("999"), std::string::npos);
}

}  // namespace
}  // namespace gh::postgres
