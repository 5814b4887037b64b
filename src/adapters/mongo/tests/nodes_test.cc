// Several nodes over one database, and what one leaves that dies: what the contract suites, which have one node, cannot see.
#include <map>
#include <thread>

#include "adapters/mongo/meta.h"
#include "adapters/mongo/schema.h"
#include "adapters/mongo/watch.h"
#include "platform/json/unicode.h"
#include "tests/contract/stores/stores.h"

namespace gh::mongo {
namespace {

using Keys = std::vector<std::string>;
using support::MongoServer;

struct Node {
  explicit Node(const std::string& database)
      : store(Store::open({.address = {.url = MongoServer::shared().url(), .database = database}, .limits = {}, .observe = {}}, clock)
                  .value()),
        documents(*store),
        tasks(*store) {
    EXPECT_TRUE(documents.open({"things", {{"name", true}}}));
  }

  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }
  void let_timers_end() {
    run([]() -> Task<void> { co_await sleep(Waiters::timer_left_max + Milliseconds(50)); }());
  }
  Result<std::int64_t> insert(const std::string& id, std::string name = {}, std::vector<ports::OutboxEntry> outbox = {}) {
    return run(documents.insert("things", {.id = id, .body = "{}", .keys = Keys{std::move(name)}, .outbox = std::move(outbox)}));
  }
  Result<std::int64_t> replace(const std::string& id, std::int64_t version) {
    return run(documents.replace("things", version, {.id = id, .body = "{}", .keys = std::nullopt, .outbox = {}}));
  }
  std::string token() { return run(documents.changes("", 1, Milliseconds(0))).value().token; }
  std::vector<ports::Change> changes(const std::string& token) {
    return run(documents.changes(token, 1000, Milliseconds(0))).value().changes;
  }
  std::size_t leased() { return run(tasks.lease({"mail.send"}, 10, Milliseconds(1000), Milliseconds(0))).value().size(); }

  contract::ManualClock clock;
  executors::EventLoop loop;
  std::unique_ptr<Store> store;
  MongoDocuments documents;
  MongoTasks tasks;
};

class Nodes : public testing::Test {
 protected:
  ~Nodes() override { MongoServer::shared().drop(database); }

  // What a node leaves behind that dies after its write and before it has told of it. It may not change a document whose last write is
  // told, but still says what it has told: a writer takes that away behind its answer.
  void leave_untold(Session& its_session, const Command& command) {
    const auto operation = operation_of(command, "dead-1");
    const auto end = std::chrono::steady_clock::now() + Milliseconds(5'000);
    for (bool left = false; !left; std::this_thread::sleep_for(Milliseconds(1))) {
      const auto done = its_session.write("d_things", {&operation, 1});
      ASSERT_TRUE(done && done->refusals.empty());
      left = command.kind == Command::Kind::insert || done->matched == 1;
      ASSERT_TRUE(left || std::chrono::steady_clock::now() < end) << "it changed nothing";
    }
  }
  Command insert_of(const std::string& id) const {
    Command command{.kind = Command::Kind::insert, .table = &table};
    command.write = {.id = id, .body = "{}", .keys = Keys{""}, .outbox = {{"mail.send", "of " + id, "{}", {}}}};
    return command;
  }

  const std::string database = MongoServer::fresh_database();
  const std::unique_ptr<Connections> connections = Connections::open({.url = MongoServer::shared().url(), .database = database}, 2).value();
  Session session = connections->session();
  const Table table{0, {"things", {{"name", true}}}, "d_things"};
};

// A node whose own clock is wrong must not go by it.
TEST_F(Nodes, AreToldTheServersTime) {
  contract::ToldTimes told;
  const contract::ManualClock clock;
  const auto store =
      Store::open(
          {.address = {.url = MongoServer::shared().url(), .database = database}, .limits = {}, .observe = {}, .tell_time = told.hear()},
          clock)
          .value();
  told.expect_right(Follower::ask_time_every);
}

TEST_F(Nodes, OneSeesWhatTheOtherHasWritten) {
  Node a(database), b(database);
  EXPECT_EQ(a.insert("x", "oak").value(), 1);
  EXPECT_EQ(b.replace("x", 1).value(), 2);
  EXPECT_TRUE(a.replace("x", 1).error().is(ports::errors::version_conflict));
  EXPECT_EQ(b.insert("y", "oak").error().detail(), "name");
  EXPECT_EQ(b.insert("x", "elm").error().detail(), "id");
}

// Servers of a replica set and routers of a sharded cluster have change streams, and no others. mongo-java-server is neither: what is
// behind the first question has run on a server that has them only if MONGODB_URI named one.
TEST_F(Nodes, AreToldOfEntriesByTheServersThatCan) {
  Bson question;
  question.small("isMaster", 1);
  const auto reply = session.command(question).value();
  const bool can = reply.fields().has("setName") || reply.fields().text("msg") == "isdbgrid";
  Node node(database);  // makes the database
  auto watch = Watch::open(session);
  ASSERT_EQ(watch.has_value(), can);
  if (!can) return;
  EXPECT_FALSE(watch->wait(0).value());
  node.insert("x").value();
  EXPECT_TRUE(watch->wait(0).value());
  node.insert("y").value();
  EXPECT_FALSE(watch->wait(2).value()) << "an entry that was seen already";
}

// A reader that follows the feed while many write meets every write, each document's in their order; only the last one may come twice.
TEST_F(Nodes, TheFeedOfManyNodesMissesNothingAndKeepsTheOrder) {
  constexpr int writers = 3, documents_each = 4, versions = 25;
  Node reader(database);
  auto token = reader.token();
  std::atomic<std::int64_t> shared_version{0};
  std::vector<std::jthread> threads;  // joined also where an assertion leaves
  for (int w = 0; w < writers; ++w) {
    threads.emplace_back([&, w] {
      Node node(database);
      // Documents of one's own and one that all want, so that one node meets what another is still telling.
      for (int version = 0; version < versions; ++version) {
        std::vector<Task<Result<std::int64_t>>> writes;
        for (int d = 0; d < documents_each; ++d) {
          ports::Write write{.id = std::to_string(w) + "-" + std::to_string(d), .body = "{}", .keys = Keys{""}, .outbox = {}};
          writes.push_back(version == 0 ? node.documents.insert("things", write) : node.documents.replace("things", version, write));
        }
        for (const auto& written : node.run(when_all(std::move(writes)))) EXPECT_TRUE(written);
        const auto shared = node.run(node.documents.get("things", "shared")).value();
        const auto written = shared ? node.replace("shared", shared->version) : node.insert("shared");
        auto highest = shared_version.load();
        while (written && highest < *written && !shared_version.compare_exchange_weak(highest, *written)) {}
      }
    });
  }
  std::map<std::string, std::int64_t> seen;
  const auto complete = [&] {
    int ended = 0;
    for (const auto& [id, version] : seen) ended += id != "shared" && version == versions;
    return ended == writers * documents_each;
  };
  for (int looks = 0; !complete() && looks < 2'000; ++looks) {
    const auto changes = reader.run(reader.documents.changes(token, 7, Milliseconds(200))).value();
    token = changes.token;
    for (const auto& change : changes.changes) {
      ASSERT_TRUE(change.version == seen[change.id] || change.version == seen[change.id] + 1) << change.id << " " << change.version;
      seen[change.id] = change.version;
    }
  }
  threads.clear();
  for (const auto& change : reader.changes(token)) seen[change.id] = change.version;
  reader.let_timers_end();
  EXPECT_TRUE(complete());
  EXPECT_EQ(seen["shared"], shared_version);
}

TEST_F(Nodes, AWriteOfAnotherNodeWakesThoseWhoWait) {
  Node a(database), b(database);
  const auto token = a.token();
  std::thread writer([&] {
    std::this_thread::sleep_for(Milliseconds(100));
    b.insert("x", "", {{"mail.send", "t", "{}", {}}}).value();
  });
  EXPECT_EQ(a.run(a.documents.changes(token, 10, Milliseconds(20'000))).value().changes.size(), 1U);
  EXPECT_EQ(a.run(a.tasks.lease({"mail.send"}, 10, Milliseconds(1000), Milliseconds(20'000))).value().size(), 1U);
  writer.join();
  a.let_timers_end();
}

TEST_F(Nodes, WhoOpensTellsWhatADeadNodeLeft) {
  std::string token;
  {
    Node first(database);
    token = first.token();
  }
  leave_untold(session, insert_of("x"));
  Node next(database);
  EXPECT_EQ(next.changes(token).size(), 1U);
  EXPECT_EQ(next.leased(), 1U);
}

TEST_F(Nodes, ANodeThatServesTellsItToo) {
  Node node(database);
  const auto token = node.token();
  leave_untold(session, insert_of("x"));
  EXPECT_EQ(node.run(node.documents.changes(token, 10, Milliseconds(20'000))).value().changes.size(), 1U);
  EXPECT_EQ(node.run(node.tasks.lease({"mail.send"}, 10, Milliseconds(1000), Milliseconds(20'000))).value().size(), 1U);
  node.let_timers_end();
}

// At once: the next write of the document does not overtake the telling of the one before.
TEST_F(Nodes, AWriteBehindAnUntoldOneTellsThatFirst) {
  Node node(database);
  const auto token = node.token();
  leave_untold(session, insert_of("x"));
  EXPECT_EQ(node.replace("x", 1).value(), 2);
  const auto told = node.changes(token);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].version, 1);
  EXPECT_EQ(told[1].version, 2);
  EXPECT_EQ(node.leased(), 1U);
}

TEST_F(Nodes, AnInsertBehindAnUntoldErasureTellsThatFirst) {
  Node node(database);
  node.insert("x").value();
  const auto token = node.token();
  Command erase{.kind = Command::Kind::erase, .table = &table, .expected_version = 1};
  erase.write.id = "x";
  leave_untold(session, erase);
  EXPECT_FALSE(node.run(node.documents.get("things", "x")).value());
  EXPECT_EQ(node.insert("x").value(), 1);
  const auto told = node.changes(token);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].kind, ports::Change::Kind::erased);
  EXPECT_EQ(told[1].kind, ports::Change::Kind::put);
}

TEST_F(Nodes, OfTwoWhoAppendOneIsFirstAndTheOtherSeesIt) {
  ChangeLog one, other;
  ASSERT_TRUE(one.begin(session) && other.begin(session));
  const auto change = [](const std::string& id) {
    return std::vector<LoggedChange>{{.change = {"things", id, 1, ports::Change::Kind::put}, .write = id}};
  };
  auto first = change("a"), second = change("b");
  std::vector<std::string> between;
  const auto nobody = [](const auto&, auto&) -> Result<void> { return {}; };
  ASSERT_TRUE(one.append(session, first, nobody));
  ASSERT_TRUE(other.append(session, second, [&](const std::vector<LogEntry>& entries, auto&) -> Result<void> {
    for (const auto& entry : entries) between.push_back(entry.changes.front().write);
    return {};
  }));
  EXPECT_EQ(between, Keys{"a"});
  const auto log = ChangeLog::read(session, 1, 10).value();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[1].changes.front().write, "b");
  EXPECT_EQ(log[1].total, 2);
}

// A node that slept while the log was cut off before its place would take a number that there was once, where nobody reads any more.
TEST_F(Nodes, WhoSleptThroughATrimIsTurnedAway) {
  ChangeLog sleeper, worker;
  ASSERT_TRUE(sleeper.begin(session) && worker.begin(session));
  const auto nobody = [](const auto&, auto&) -> Result<void> { return {}; };
  std::vector<LoggedChange> change{{.change = {"things", "x", 1, ports::Change::Kind::put}, .write = "w"}};
  for (int i = 0; i < 5; ++i) {
    auto next = change;
    ASSERT_EQ(worker.append(session, next, nobody).value(), ChangeLog::Outcome::told);
  }
  ASSERT_TRUE(worker.trim(session, 2));
  EXPECT_EQ(ChangeLog::floor(session).value(), 4);
  EXPECT_EQ(sleeper.append(session, change, nobody).value(), ChangeLog::Outcome::lost);
}

TEST_F(Nodes, ANodeThatEndsGivesItsLeasesBack) {
  Node stays(database);
  stays.insert("x", "", {{"mail.send", "t", "{}", {}}}).value();
  {
    Node ends(database);
    EXPECT_EQ(ends.leased(), 1U);
    EXPECT_EQ(stays.leased(), 0U);
  }
  EXPECT_EQ(stays.leased(), 1U);
}

// As a node that was killed leaves it: it was heard, it has a task.
class OfADeadNode : public Nodes {
 protected:
  OfADeadNode() {
    Node made(database);
    made.run(made.tasks.enqueue({"mail.send", "t", "{}", {}})).value();
  }
  void lease_to(const std::string& node) {
    WriteOperation lease{.kind = WriteOperation::Kind::update, .filter = is("_id", "t"), .change = {}};
    Bson set;
    set.integer("due", contract::ManualClock().now().ms + 3'600'000).text("node", node).text("lease", node + "-1");
    lease.change.document("$set", set);
    ASSERT_EQ(session.write("tasks", {&lease, 1})->matched, 1);
  }
  Timestamp now() { return ask_time(session, {}).value(); }
  bool goes_back_to(Node& node, Milliseconds within) {
    const auto tasks = node.run(node.tasks.lease({"mail.send"}, 10, Milliseconds(60'000), within)).value();
    return tasks.size() == 1 && tasks.front().id == "t";
  }
};

TEST_F(OfADeadNode, TheLeasesGoBackWithinSeconds) {
  Leases dead("dead");
  ASSERT_TRUE(dead.round(session, now() - Milliseconds(1)));
  lease_to("dead");
  Node node(database);
  EXPECT_TRUE(goes_back_to(node, Leases::silent_max + 2 * Leases::round_every));
  node.let_timers_end();
}

TEST_F(OfADeadNode, WhoIsHeardOrNeverWasKeepsThem) {
  Leases alive("alive"), judge("judge");
  auto time = now();
  for (const std::string other : {"alive", "unheard"}) {
    lease_to(other);
    for (int round = 0; round < 8; ++round) {
      time = time + Leases::round_every;
      ASSERT_FALSE(alive.round(session, time).value());
      EXPECT_FALSE(judge.round(session, time).value()) << other;
    }
  }
}

// The server was away for all: whoever is heard first behind it must not take the others for dead.
TEST_F(OfADeadNode, AfterAGapNobodyIsJudgedAtOnce) {
  Leases other("other"), judge("judge");
  const auto begin = now();
  ASSERT_TRUE(other.round(session, begin));
  lease_to("other");
  for (auto time = begin; time - begin < Leases::silent_max; time = time + Leases::round_every)
    EXPECT_FALSE(judge.round(session, time).value());
  const auto behind = begin + Milliseconds(60'000);
  auto time = behind;
  for (; time - behind < Leases::silent_max; time = time + Leases::round_every) EXPECT_FALSE(judge.round(session, time).value());
  EXPECT_TRUE(judge.round(session, time).value()) << "it was never heard again";
}

TEST_F(OfADeadNode, WhatItsNodeNeverHeardOfGoesBack) {
  Leases own("own");
  lease_to("own");
  EXPECT_FALSE(own.round(session, now()).value());
  own.lost("own-2", Milliseconds(60'000));
  EXPECT_FALSE(own.round(session, now()).value()) << "another lease";
  own.lost("own-1", Milliseconds(60'000));
  EXPECT_TRUE(own.round(session, now()).value());
  lease_to("own");  // carried out late
  EXPECT_TRUE(own.round(session, now()).value());
}

TEST_F(OfADeadNode, ItIsForgottenInTime) {
  Leases dead("dead"), judge("judge");
  const auto begin = now();
  ASSERT_TRUE(dead.round(session, begin));
  const auto known = [&] { return session.find("nodes", {.filter = is("_id", "dead"), .sort = {}, .members = {}, .limit = 0})->size(); };
  const auto judge_for = [&](Timestamp from) {
    for (auto time = from; time - from <= Leases::silent_max; time = time + Leases::round_every) ASSERT_TRUE(judge.round(session, time));
  };
  judge_for(begin + Milliseconds(60'000));
  EXPECT_EQ(known(), 1U);
  judge_for(begin + Leases::forgotten_after);
  EXPECT_EQ(known(), 0U);
}

TEST_F(Nodes, ANewerSchemaAndOtherIndexesAreRefused) {
  { const Node made(database); }
  EXPECT_FALSE(prepare_collection(session, {"things", {{"title", true}}}));
  EXPECT_TRUE(prepare_collection(session, {"things", {{"name", true}, {"added"}}}));
  EXPECT_FALSE(prepare_collection(session, {"things", {{"name", true}}}));
  ASSERT_TRUE(raise_number(session, "schema", schema_version + 1));
  EXPECT_FALSE(prepare_database(session, database));
}

// What a program of schema version 1 left, whose bodies are text.
TEST_F(Nodes, AnOlderDatabaseIsReadAndBroughtForward) {
  Bson version_1, old;
  version_1.text("_id", "schema").integer("value", 1);
  old.text("_id", "x").integer("version", 1).text("body", R"({"n":1})");
  const WriteOperation made{.kind = WriteOperation::Kind::insert, .filter = std::move(version_1), .change = {}};
  const WriteOperation left{.kind = WriteOperation::Kind::insert, .filter = std::move(old), .change = {}};
  ASSERT_TRUE(session.write("meta", {&made, 1}));
  ASSERT_TRUE(session.write("d_things", {&left, 1}));
  Node node(database);
  EXPECT_EQ(read_number(session, "schema").value(), schema_version);
  EXPECT_EQ(node.run(node.documents.get("things", "x")).value()->body, R"({"n":1})");
  EXPECT_EQ(node.replace("x", 1).value(), 2);
  EXPECT_EQ(node.run(node.documents.get("things", "x")).value()->body, "{}");
}

// Once, however many collections there are; not at all by a server that checks them.
TEST_F(Nodes, ThatNoDocumentsAreCheckedIsSaidOnce) {
  Bson change, make;
  make.text("create", "any");
  change.text("collMod", "any");
  ASSERT_TRUE(session.command(make));
  const bool can = !session.attempt(change).value();
  const contract::ManualClock clock;
  Keys said;
  const auto store = Store::open({.address = {.url = MongoServer::shared().url(), .database = database},
                                  .limits = {},
                                  .observe = {},
                                  .unchecked = [&](const std::string& reason) { said.push_back(reason); }},
                                 clock)
                         .value();
  MongoDocuments documents(*store);
  for (const auto* name : {"things", "others"}) ASSERT_TRUE(documents.open({name, {}}));
  EXPECT_EQ(said.size(), can ? 0U : 1U);
}

TEST_F(Nodes, BodiesAreDocumentsToTheServer) {
  Node node(database);
  node.insert("x").value();
  Question question;
  question.filter = is("_id", "x");
  const auto found = session.find("d_things", question).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found.front().fields().document("body").data(), nullptr);
}

TEST(Unreachable, IsSaidInTimeAndWithoutThePassword) {
  const auto start = std::chrono::steady_clock::now();
  const contract::ManualClock clock;
  const auto store =
      Store::open({.address = {.url = "mongodb://shop:hidden@127.0.0.1:1/", .database = "shop"}, .limits = {}, .observe = {}}, clock);
  ASSERT_FALSE(store);
  EXPECT_TRUE(store.error().is(ports::errors::store_unavailable));
  EXPECT_EQ(store.error().detail().find("hidden"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Text, IsUtf8ComparesAsTheBytesDoAndComesBack) {
  const std::string all[] = {std::string("\0", 1), "a", "a\x7f", "a\x80", "a\xbf", "a\xc0", "a\xc3\xa9", "a\xff", "b"};
  for (std::size_t i = 0; i < std::size(all); ++i) {
    const auto text = to_text(all[i]);
    EXPECT_TRUE(json::is_utf8(text)) << i;
    EXPECT_EQ(from_text(text), all[i]);
    if (i > 0) EXPECT_LT(to_text(all[i - 1]), text);
  }
}

}  // namespace
}  // namespace gh::mongo
