// The contract of the document port (src/platform/ports/documents.h), sentence by sentence, over every adapter.
#include <thread>

#include "base/errors.h"
#include "tests/contract/stores/stores.h"

namespace gh::contract {
namespace {

using ports::Change;
using ports::Write;
using Keys = std::vector<std::string>;

Write write(std::string id, std::string body = "{}", Keys keys = {"", "", ""}) {
  return {std::move(id), std::move(body), std::move(keys), {}};
}
Write without_keys(std::string id, std::string body) { return {std::move(id), std::move(body), std::nullopt, {}}; }

class DocumentsContract : public StoreTest {
 protected:
  void SetUp() override { open(); }
  // slug is unique, status and due are not.
  void open() {
    const ports::CollectionSpec farms{"farms", {{"slug", true}, {"status"}, {"due"}}};
    ASSERT_TRUE(documents().open(farms));
    ASSERT_TRUE(documents().open({"plain", {}}));
  }
  void restart() {
    store->restart();
    open();
  }
  ports::Documents& documents() { return store->documents(); }
  Result<std::int64_t> insert(Write w) { return run(documents().insert("farms", std::move(w))); }
  Result<std::int64_t> replace(std::int64_t version, Write w) { return run(documents().replace("farms", version, std::move(w))); }
  Result<void> erase(std::string id, std::int64_t version) { return run(documents().erase("farms", std::move(id), version, {})); }
  std::optional<ports::Document> get(std::string id) { return run(documents().get("farms", std::move(id))).value(); }
  ports::Changes changes(std::string token, int limit = 1000) {
    return run(documents().changes(std::move(token), limit, Milliseconds(0))).value();
  }
  // The ids of all pages.
  std::vector<std::string> find(std::string_view index, ports::Range range, int page_size = 2) {
    std::vector<std::string> ids;
    std::string after;
    do {
      const auto page = run(documents().find("farms", index, range, page_size, after)).value();
      EXPECT_LE(page.documents.size(), static_cast<std::size_t>(page_size));
      for (const auto& document : page.documents) ids.push_back(document.id);
      after = page.next;
    } while (!after.empty());
    return ids;
  }
};

TEST_P(DocumentsContract, InsertReplaceEraseCountVersions) {
  EXPECT_FALSE(get("a"));
  EXPECT_EQ(insert(write("a", R"({"n":1})")).value(), 1);
  EXPECT_EQ(get("a")->version, 1);
  EXPECT_EQ(get("a")->body, R"({"n":1})");
  EXPECT_EQ(replace(1, write("a", R"({"n":2})")).value(), 2);
  EXPECT_EQ(get("a")->body, R"({"n":2})");
  EXPECT_TRUE(erase("a", 2));
  EXPECT_FALSE(get("a"));
  EXPECT_EQ(insert(write("a")).value(), 1);
}

TEST_P(DocumentsContract, AWrongVersionLeavesNoTrace) {
  insert(write("a", "1", {"first", "new", ""})).value();
  const auto before = changes("").token;
  auto stale = write("a", "2", {"second", "old", ""});
  stale.outbox.push_back({"mail.send", "t1", "{}", {}});
  for (const std::int64_t version : {0, 2, 99}) {
    EXPECT_TRUE(replace(version, stale).error().is(ports::errors::version_conflict));
    EXPECT_TRUE(erase("a", version).error().is(ports::errors::version_conflict));
  }
  EXPECT_TRUE(replace(1, write("missing")).error().is(ports::errors::version_conflict));
  EXPECT_TRUE(erase("missing", 1).error().is(ports::errors::version_conflict));
  EXPECT_EQ(get("a")->body, "1");
  EXPECT_EQ(find("slug", {"first", "second"}), Keys{"a"});
  EXPECT_TRUE(find("status", {"old", "old~"}).empty());
  EXPECT_TRUE(changes(before).changes.empty());
  EXPECT_TRUE(run(store->tasks().counts()).value().empty());
}

// Whatever a write says of the keys that stay, all of them lead to the document afterwards.
TEST_P(DocumentsContract, KeysThatStayAreStillFound) {
  insert(write("a", "1", {"oak", "new", "monday"})).value();
  auto moved = write("a", "2", {"oak", "sold", "monday"});
  moved.same_keys = 0b101;
  EXPECT_EQ(replace(1, moved).value(), 2);
  moved = write("a", "3", {"oak", "sold", ""});
  moved.same_keys = 0b011;
  EXPECT_EQ(replace(2, moved).value(), 3);
  EXPECT_EQ(get("a")->body, "3");
  EXPECT_EQ(find("slug", {"oak", "oak~"}), Keys{"a"});
  EXPECT_EQ(find("status", {"sold", "sold~"}), Keys{"a"});
  EXPECT_TRUE(find("status", {"new", "new~"}).empty());
  EXPECT_TRUE(find("due", {"monday", "monday~"}).empty());
  // Every set of keys that can stay, so that none of the statements for them is wrong.
  for (std::uint32_t same = 0; same < 8; ++same) {
    const Keys before{"s0", "t0", "d0"}, after{"s1", "t1", "d1"};
    const auto id = "b" + std::to_string(same);
    Keys first = before, second = after;
    for (std::size_t i = 0; i < 3; ++i) {
      first[i] += id;
      second[i] = (same >> i & 1) != 0 ? first[i] : second[i] + id;
    }
    insert(write(id, "1", first)).value();
    auto next = write(id, "2", second);
    next.same_keys = same;
    ASSERT_EQ(replace(1, next).value(), 2);
    const char* names[] = {"slug", "status", "due"};
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(find(names[i], {second[i], second[i] + "~"}), Keys{id}) << same << " " << names[i];
      if (first[i] != second[i]) EXPECT_TRUE(find(names[i], {first[i], first[i] + "~"}).empty()) << same << " " << names[i];
    }
  }
}

// Room that an adapter keeps behind a document is none of the document.
TEST_P(DocumentsContract, ADocumentComesBackAsItWasWrittenWhereItMayGrow) {
  ASSERT_TRUE(documents().open({.name = "growing", .indexes = {{"all"}}, .grows_to_bytes = 200}));
  const std::string bodies[] = {"{}", R"({"text":" a "})", '"' + std::string(300, 'x') + '"', R"({"text":"short again"})"};
  for (std::size_t i = 0; i < std::size(bodies); ++i) {
    Write w{.id = "g", .body = bodies[i], .keys = Keys{"k"}, .outbox = {}};
    const auto version = static_cast<std::int64_t>(i);
    ASSERT_TRUE(i == 0 ? run(documents().insert("growing", w)) : run(documents().replace("growing", version, w)));
    EXPECT_EQ(run(documents().get("growing", "g")).value()->body, bodies[i]);
    EXPECT_EQ(run(documents().find("growing", "all", {"k", "l"}, 1, "")).value().documents.front().body, bodies[i]);
  }
}

TEST_P(DocumentsContract, AnIdExistsOnce) {
  insert(write("a", "1")).value();
  const auto again = insert(write("a", "2"));
  ASSERT_FALSE(again);
  EXPECT_TRUE(again.error().is(ports::errors::duplicate_key));
  EXPECT_EQ(get("a")->body, "1");
}

TEST_P(DocumentsContract, AUniqueIndexRefusesASecondOwnerAndNamesItself) {
  insert(write("a", "1", {"oak", "new", ""})).value();
  insert(write("b", "1", {"elm", "new", ""})).value();
  const auto taken = insert(write("c", "1", {"oak", "", ""}));
  ASSERT_FALSE(taken);
  EXPECT_TRUE(taken.error().is(ports::errors::duplicate_key));
  EXPECT_EQ(taken.error().detail(), "slug");
  EXPECT_FALSE(get("c"));
  const auto moved = replace(1, write("b", "2", {"oak", "gone", ""}));
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().detail(), "slug");
  EXPECT_EQ(get("b")->version, 1);
  EXPECT_TRUE(find("status", {"gone", "gone~"}).empty());
  // Its own key is nobody else's; a freed one can be taken.
  EXPECT_TRUE(replace(1, write("a", "2", {"oak", "new", ""})));
  EXPECT_TRUE(replace(2, write("a", "3", {"ash", "new", ""})));
  EXPECT_TRUE(replace(1, write("b", "2", {"oak", "new", ""})));
  EXPECT_TRUE(erase("a", 3));
  EXPECT_TRUE(insert(write("c", "1", {"ash", "", ""})));
}

TEST_P(DocumentsContract, EmptyKeysAreNotIndexed) {
  EXPECT_TRUE(insert(write("a")));
  EXPECT_TRUE(insert(write("b")));
  EXPECT_TRUE(find("slug", {"", ""}).empty());
  EXPECT_TRUE(find("status", {"", ""}).empty());
  EXPECT_EQ(find("", {"", ""}), (Keys{"a", "b"}));
}

TEST_P(DocumentsContract, ReplaceWithoutKeysLeavesThemAsTheyAre) {
  insert(write("a", "1", {"oak", "new", ""})).value();
  EXPECT_EQ(replace(1, without_keys("a", "2")).value(), 2);
  EXPECT_EQ(find("slug", {"oak", "oak~"}), Keys{"a"});
  EXPECT_EQ(find("status", {"new", "new~"}), Keys{"a"});
  EXPECT_EQ(get("a")->body, "2");
  EXPECT_FALSE(insert(without_keys("b", "1")));
  EXPECT_FALSE(insert(write("b", "1", {"one key"})));
}

TEST_P(DocumentsContract, FindWalksKeysThenIdsAndPagesMeet) {
  for (const auto* id : {"d", "b", "a", "c", "e"}) {
    const std::string text = id;
    insert(write(text, "\"" + text + "\"", {"slug-" + text, text == "e" ? "open" : "new", ports::sortable(text[0] == 'a' ? -5 : text[0])}))
        .value();
  }
  EXPECT_EQ(find("", {"", ""}), (Keys{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(find("", {"b", "d"}), (Keys{"b", "c"}));
  EXPECT_EQ(find("", {"b", "", true}), (Keys{"e", "d", "c", "b"}));
  EXPECT_EQ(find("", {"b", "d", true}), (Keys{"c", "b"}));
  EXPECT_EQ(find("slug", {"slug-b", "slug-e"}), (Keys{"b", "c", "d"}));
  EXPECT_EQ(find("slug", {"slug-b", "slug-e", true}), (Keys{"d", "c", "b"}));
  EXPECT_EQ(find("status", {"new", "new~"}), (Keys{"a", "b", "c", "d"}));
  EXPECT_EQ(find("status", {"new", "new~", true}), (Keys{"d", "c", "b", "a"}));
  EXPECT_EQ(find("status", {"", ""}, 3), (Keys{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(find("status", {"", "", true}, 3), (Keys{"e", "d", "c", "b", "a"}));
  EXPECT_EQ(find("due", {ports::sortable(-10), ports::sortable(0)}), Keys{"a"});
  EXPECT_EQ(find("due", {ports::sortable(0), ""}, 1), (Keys{"b", "c", "d", "e"}));
  EXPECT_TRUE(find("status", {"z", ""}).empty());
  EXPECT_TRUE(find("status", {"open", "new"}).empty());
}

TEST_P(DocumentsContract, APageIsFullExactlyOrTheLast) {
  for (int i = 0; i < 4; ++i) insert(write(std::to_string(i))).value();
  auto page = run(documents().find("farms", "", {"", ""}, 4, "")).value();
  EXPECT_EQ(page.documents.size(), 4U);
  EXPECT_TRUE(page.next.empty());
  page = run(documents().find("farms", "", {"", ""}, 3, "")).value();
  EXPECT_EQ(page.documents.size(), 3U);
  EXPECT_FALSE(page.next.empty());
}

TEST_P(DocumentsContract, BadQuestionsAreRefused) {
  EXPECT_TRUE(run(documents().find("farms", "", {"", ""}, 1, "junk")).error().is(errors::bad_cursor));
  EXPECT_TRUE(run(documents().find("farms", "", {"", ""}, 1, "99:a")).error().is(errors::bad_cursor));
  EXPECT_FALSE(run(documents().find("farms", "nothing", {"", ""}, 1, "")));
  EXPECT_FALSE(run(documents().find("farms", "", {"", ""}, 0, "")));
  EXPECT_FALSE(run(documents().find("farms", "", {"", ""}, ports::find_limit_max + 1, "")));
  EXPECT_FALSE(run(documents().get("nothing", "a")));
  EXPECT_FALSE(run(documents().insert("nothing", write("a"))));
}

TEST_P(DocumentsContract, AnyBytesComeBackAsTheyWere) {
  const std::string body = R"({"text":"ß €  ' \" \\ )" + std::string(100'000, 'x') + "\"}";
  insert(write("it's;--\"id\"", body, {"key ' \xff\x01", "", ""})).value();
  EXPECT_EQ(get("it's;--\"id\"")->body, body);
  EXPECT_EQ(find("slug", {"key", ""}), Keys{"it's;--\"id\""});
}

// Also where an adapter keeps them in another form: numbers, the order of members, what its database has no name or number for.
TEST_P(DocumentsContract, BodiesOfAllKindsComeBackAsTheyWere) {
  const std::string bodies[] = {
      R"({"z":{"b":[1,[],{}],"a":null},"a":[true,false,"",1.5,-0.001,1e+22],"m":"é 🥕 \u0000 \" \\ \u2028"})",
      R"({"i":9223372036854775807,"j":-9223372036854775808,"k":2147483648,"_id":0})",
      R"({"i":1.0,"j":1e3,"k":-0,"l":9223372036854775809,"m":0.10})",
      R"({"":1,"$set":{"a.b":1},"c":1,"c":2})",
      R"( {"a" : 1} )",
      R"(["a",{"b":1}])",
  };
  std::int64_t version = insert(write("a", "{}")).value();
  for (const auto& body : bodies) {
    version = replace(version, without_keys("a", body)).value();
    EXPECT_EQ(get("a")->body, body);
    insert(write("b", body)).value();
    EXPECT_EQ(get("b")->body, body);
    EXPECT_TRUE(erase("b", 1));
  }
}

TEST_P(DocumentsContract, AWriteAndItsOutboxTakeEffectTogether) {
  auto with_task = write("a", "1");
  with_task.outbox = {{"orders.post_holds", "t1", R"({"n":1})", {}}, {"mail.send", "t2", "{}", {}}, {"mail.send", "t2", "double", {}}};
  insert(with_task).value();
  EXPECT_FALSE(insert(with_task));
  const auto tasks = run(store->tasks().lease({"orders.post_holds", "mail.send"}, 10, Milliseconds(1000), Milliseconds(0))).value();
  ASSERT_EQ(tasks.size(), 2U);
  EXPECT_EQ(tasks[0].payload, R"({"n":1})");
  EXPECT_EQ(tasks[1].payload, "{}");
  auto farewell = run(documents().erase("farms", "a", 1, {{"mail.send", "t3", "{}", {}}}));
  EXPECT_TRUE(farewell);
  EXPECT_EQ(run(store->tasks().lease({"mail.send"}, 10, Milliseconds(1000), Milliseconds(0))).value().size(), 1U);
}

TEST_P(DocumentsContract, TheFeedTellsEveryWriteInOrderAndResumes) {
  const auto start = changes("").token;
  EXPECT_TRUE(changes("").changes.empty());
  insert(write("a", "1")).value();
  replace(1, write("a", "2")).value();
  insert(write("b", "1")).value();
  erase("a", 2).value();
  const auto all = changes(start);
  ASSERT_EQ(all.changes.size(), 4U);
  const auto expect = [&](std::size_t at, const char* id, std::int64_t version, Change::Kind kind) {
    EXPECT_EQ(all.changes[at].collection, "farms");
    EXPECT_EQ(all.changes[at].id, id);
    EXPECT_EQ(all.changes[at].version, version);
    EXPECT_EQ(all.changes[at].kind, kind);
  };
  expect(0, "a", 1, Change::Kind::put);
  expect(1, "a", 2, Change::Kind::put);
  expect(2, "b", 1, Change::Kind::put);
  EXPECT_EQ(all.changes[3].id, "a");
  EXPECT_EQ(all.changes[3].kind, Change::Kind::erased);
  // In pieces, and across a restart.
  const auto first = changes(start, 3);
  ASSERT_EQ(first.changes.size(), 3U);
  restart();
  if (!store->durable()) return;
  const auto rest = changes(first.token, 3);
  ASSERT_EQ(rest.changes.size(), 1U);
  EXPECT_EQ(rest.changes[0].kind, Change::Kind::erased);
  insert(write("c")).value();
  const auto after = changes(rest.token);
  ASSERT_EQ(after.changes.size(), 1U);
  EXPECT_EQ(after.changes[0].id, "c");
  EXPECT_EQ(changes(start, 2).changes.size(), 2U);
  EXPECT_EQ(changes(start).changes.size(), 5U);
}

TEST_P(DocumentsContract, PositionsOfTheFeedGrowAndAreTheSameForEveryReader) {
  const auto start = changes("");
  EXPECT_FALSE(start.at.life.empty());
  insert(write("a", "1")).value();
  const auto one = changes(start.token);
  insert(write("b", "1")).value();
  insert(write("c", "1")).value();
  const auto two = changes(one.token, 1), three = changes(two.token);
  ASSERT_EQ(two.changes.size(), 1U);
  for (const auto* told : {&one, &two, &three}) EXPECT_EQ(told->at.life, start.at.life);
  EXPECT_LT(start.at.number, one.at.number);
  EXPECT_LT(one.at.number, two.at.number);
  EXPECT_LT(two.at.number, three.at.number);
  EXPECT_EQ(changes(start.token).at, three.at) << "also for who reads all at once";
  EXPECT_EQ(changes(three.token).at, three.at) << "nothing came";
  EXPECT_EQ(changes("").at, three.at);
  if (!store->durable()) return;
  restart();
  EXPECT_EQ(changes(start.token).at, three.at);
}

TEST_P(DocumentsContract, AForeignOrOldTokenIsExpired) {
  for (const auto* token : {"junk", "18446744073709551615", "0.0.0", "-1"}) {
    EXPECT_TRUE(run(documents().changes(token, 10, Milliseconds(0))).error().is(ports::errors::token_expired)) << token;
  }
  const auto start = changes("").token;
  std::vector<Task<Result<std::int64_t>>> writes;
  for (std::size_t i = 0; i < 3 * changes_kept; ++i) writes.push_back(documents().insert("plain", {std::to_string(i), "{}", Keys{}, {}}));
  for (const auto& written : run(when_all(std::move(writes)))) EXPECT_TRUE(written);
  insert(write("last")).value();
  restart();
  if (!store->durable()) insert(write("one more")).value();
  EXPECT_TRUE(run(documents().changes(start, 10, Milliseconds(0))).error().is(ports::errors::token_expired));
  EXPECT_TRUE(changes(changes("").token).changes.empty());
}

TEST_P(DocumentsContract, AFeedReaderWaitsForTheNextWriteOrItsLimit) {
  const auto token = changes("").token;
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(run(documents().changes(token, 10, Milliseconds(30))).value().changes.empty());
  EXPECT_GE(std::chrono::steady_clock::now() - before, Milliseconds(29));
  std::thread writer([&] {
    std::this_thread::sleep_for(Milliseconds(20));
    executors::EventLoop other;
    other.run_until_complete(documents().insert("farms", write("a"))).value();
  });
  const auto woken = run(documents().changes(token, 10, Milliseconds(20'000))).value();
  writer.join();
  ASSERT_EQ(woken.changes.size(), 1U);
  EXPECT_EQ(woken.changes[0].id, "a");
  let_timers_end();
}

// Reads the counter and writes it back, on a version conflict again.
Task<int> count_up(ports::Documents& documents, int times) {
  int conflicts = 0;
  for (int i = 0; i < times;) {
    const auto read = (co_await documents.get("farms", "counter")).value();
    auto next = without_keys("counter", std::to_string(std::stoi(read->body) + 1));
    next.outbox.push_back({"count.up", "n" + next.body, "{}", {}});
    const auto written = co_await documents.replace("farms", read->version, std::move(next));
    if (written) {
      ++i;
      // A write that was acknowledged is seen by whoever asks next.
      EXPECT_GE((co_await documents.get("farms", "counter")).value()->version, *written);
    } else {
      EXPECT_TRUE(written.error().is(ports::errors::version_conflict));
      ++conflicts;
      co_await yield();
    }
  }
  co_return conflicts;
}

TEST_P(DocumentsContract, RacingWritersLoseNoUpdate) {
  constexpr int threads = 4;
  constexpr int tasks = 4;
  constexpr int times = 25;
  constexpr int total = threads * tasks * times;
  const auto start = changes("").token;
  insert(write("counter", "0")).value();
  std::vector<std::thread> racers;
  for (int i = 0; i < threads; ++i) {
    racers.emplace_back([&] {
      executors::EventLoop own;
      std::vector<Task<int>> counters;
      for (int j = 0; j < tasks; ++j) counters.push_back(count_up(documents(), times));
      own.run_until_complete(when_all(std::move(counters)));
    });
  }
  for (auto& racer : racers) racer.join();
  EXPECT_EQ(get("counter")->body, std::to_string(total));
  EXPECT_EQ(get("counter")->version, total + 1);
  const auto told = changes(start);
  ASSERT_EQ(told.changes.size(), static_cast<std::size_t>(total) + 1);
  for (std::size_t i = 0; i < told.changes.size(); ++i) EXPECT_EQ(told.changes[i].version, static_cast<std::int64_t>(i) + 1);
  EXPECT_EQ(run(store->tasks().counts()).value().front().ready, total);
}

TEST_P(DocumentsContract, RacingInsertsOfOneKeyHaveOneWinner) {
  std::atomic<int> winners{0};
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&, i] {
      executors::EventLoop own;
      for (int n = 0; n < 20; ++n) {
        const auto id = std::to_string(n) + "-" + std::to_string(i);
        if (own.run_until_complete(documents().insert("farms", write(id, "{}", {"slug" + std::to_string(n), "", ""})))) ++winners;
      }
    });
  }
  for (auto& racer : racers) racer.join();
  EXPECT_EQ(winners, 20);
  EXPECT_EQ(find("slug", {"", ""}, 100).size(), 20U);
}

class DurableDocumentsContract : public DocumentsContract {};

TEST_P(DurableDocumentsContract, AcknowledgedWritesSurviveARestart) {
  auto with_task = write("a", "\"kept\"", {"oak", "new", ""});
  with_task.outbox.push_back({"mail.send", "t1", "{}", {}});
  insert(with_task).value();
  insert(write("b", "\"gone\"", {"elm", "", ""})).value();
  erase("b", 1).value();
  restart();
  EXPECT_EQ(get("a")->body, "\"kept\"");
  EXPECT_FALSE(get("b"));
  EXPECT_EQ(find("slug", {"", ""}), Keys{"a"});
  EXPECT_FALSE(insert(write("c", "{}", {"oak", "", ""})));
  EXPECT_EQ(run(store->tasks().lease({"mail.send"}, 9, Milliseconds(9), Milliseconds(0))).value().size(), 1U);
}

GH_FOR_ALL_STORES(DocumentsContract);
GH_FOR_DURABLE_STORES(DurableDocumentsContract);

}  // namespace
}  // namespace gh::contract
