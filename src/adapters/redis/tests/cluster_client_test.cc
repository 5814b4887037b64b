#include "adapters/redis/cluster_client.h"

#include <gtest/gtest.h>

#include "adapters/redis/script.h"
#include "adapters/redis/tests/asking.h"
#include "base/errors.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_server.h"

namespace gh::redis {
namespace {

constexpr Milliseconds patient{5'000};  // a deadline for a busy machine
constexpr Milliseconds failover_max{15'000};

ClientOptions to(const std::string& url, Milliseconds deadline = patient) { return {.address = at(url), .command_deadline = deadline}; }

std::string said(Commands& commands, Command command) {
  const auto reply = ask(commands, std::move(command));
  return reply ? reply->text : "failed: " + reply.error().detail();
}

bool fails(Commands& commands, Command command, const ErrorKind& kind) {
  const auto reply = ask(commands, std::move(command));
  return !reply && reply.error().is(kind);
}

// A node of a cluster, asked as one server.
struct Single {
  explicit Single(const std::string& at_port) : port(at_port), client(to("redis://127.0.0.1:" + at_port), nobody) {}
  Reply must(Command command) {
    const auto reply = ask(client, command);
    EXPECT_TRUE(reply && !reply->is_error()) << port << " " << command[1] << ": " << (reply ? reply->text : reply.error().detail());
    return reply.value_or(Reply{});
  }
  // How often it has answered with this error.
  int answered(const std::string& code) {
    const auto text = must({"INFO", "errorstats"}).text;
    const auto place = text.find("errorstat_" + code + ":count=");
    return place == std::string::npos ? 0 : std::stoi(text.substr(text.find('=', place) + 1));
  }

  std::string port;
  ClientObserver nobody;
  Client client;
};

struct Nodes {
  explicit Nodes(const support::RedisCluster& cluster) {
    for (const auto& endpoint : at(cluster.url()).endpoints) all.push_back(std::make_unique<Single>(std::to_string(endpoint.port)));
  }
  std::size_t owner_of(std::uint16_t slot) {
    const auto map = SlotMap::read(all[0]->must({"CLUSTER", "SLOTS"}), {});
    for (const auto& range : map.value().ranges)
      for (std::size_t i = 0; i < all.size(); ++i)
        if (range.first <= slot && slot <= range.last && all[i]->port == std::to_string(range.master.port)) return i;
    return all.size();
  }
  int redirected() {
    int sum = 0;
    for (const auto& one : all) sum += one->answered("MOVED") + one->answered("ASK");
    return sum;
  }
  void everyone(const Command& command) {
    for (const auto& one : all) one->must(command);
  }

  std::vector<std::unique_ptr<Single>> all;
};

// A key whose slot this master has: each has a third of them.
std::string key_at(std::size_t master) {
  for (int i = 0;; ++i)
    if (auto key = "key" + std::to_string(i); slot_of(key) * 3U / slot_count == master) return key;
}

// Asks for one key without a pause, from a thread of its own.
struct Counting {
  Counting(Commands& commands, std::string key)
      : thread([this, &commands, name = std::move(key)] {
          while (!stopped) ++(is_good(ask(commands, {"INCR", name})) ? done : failed);
        }) {}
  ~Counting() { stop(); }
  void stop() {
    stopped = true;
    if (thread.joinable()) thread.join();
  }
  static bool is_good(const Result<Reply>& reply) { return reply && reply->kind == Reply::Kind::integer; }

  std::atomic<bool> stopped{false};
  std::atomic<int> done{0}, failed{0};
  std::thread thread;
};

TEST(ClusterClient, SendsEachKeyToItsMaster) {
  Seen seen;
  ClusterClient client(to(support::RedisCluster::shared().url()), seen);
  ASSERT_TRUE(client.is_up());
  const int before = Nodes(support::RedisCluster::shared()).redirected();
  for (int i = 0; i < 300; ++i) {
    const auto key = support::RedisServer::fresh_prefix();
    client.tell({"SET", key, key});
    EXPECT_EQ(said(client, {"GET", key}), key) << "what was told for a key comes before what is asked for it";
  }
  EXPECT_EQ(seen.count(Outcome::answered), 600);
  EXPECT_EQ(Nodes(support::RedisCluster::shared()).redirected(), before) << "nothing was sent to another one";
}

TEST(ClusterClient, AScriptIsSentWholeToEachMasterOnce) {
  Seen seen;
  ClusterClient client(to(support::RedisCluster::shared().url()), seen);
  const int before = Nodes(support::RedisCluster::shared()).redirected();
  const Script script("return {" + std::to_string(getpid()) + "}");
  executors::EventLoop loop;
  for (int i = 0; i < 9; ++i) {
    const auto reply = loop.run_until_complete(script.run(client, key_at(static_cast<std::size_t>(i) % 3), {}));
    ASSERT_TRUE(reply) << reply.error().detail();
  }
  EXPECT_EQ(seen.count(Outcome::refused), 3) << "NOSCRIPT at each of three";
  EXPECT_EQ(Nodes(support::RedisCluster::shared()).redirected(), before) << "nothing was sent to another one";
}

TEST(ClusterClient, RefusesWhatDoesNotNameOneKey) {
  Seen seen;
  ClusterClient client(to(support::RedisCluster::shared().url()), seen);
  EXPECT_TRUE(fails(client, {"PING"}, errors::invalid));
  EXPECT_TRUE(fails(client, {"EVAL", "return 1", "2", "a", "b"}, errors::invalid));
}

TEST(ClusterClient, SaysOfWhomThereIsNoneOrThatHasNoSlots) {
  Seen seen;
  ClusterClient nobody(to("redis+cluster://127.0.0.1:1,127.0.0.1:2"), seen);
  EXPECT_FALSE(nobody.is_up());
  EXPECT_TRUE(fails(nobody, {"GET", "a"}, errors::unavailable));
  ASSERT_EQ(seen.away.size(), 1U);
  EXPECT_TRUE(seen.away[0].starts_with("cluster of 127.0.0.1:1,127.0.0.1:2: ")) << testing::PrintToString(seen.away);
  const auto& alone = support::RedisServer::shared().url();
  const ClusterClient single(to("redis+cluster" + alone.substr(alone.find(':'))), seen);
  EXPECT_NE(seen.away.at(1).find("cluster support disabled"), std::string::npos) << seen.away[1];
  std::this_thread::sleep_for(2 * ClusterClient::map_interval);
  EXPECT_EQ(seen.away.size(), 2U) << "told once, not at each try";
}

// Before there is a fourth node, which would still know better.
TEST(ClusterClient, ASlotWithoutAMasterIsAwayUntilItHasOne) {
  const auto& cluster = support::RedisCluster::shared();
  Nodes nodes(cluster);
  nodes.everyone({"CONFIG", "SET", "cluster-require-full-coverage", "no"});
  Seen seen;
  ClusterClient client(to(cluster.url()), seen);
  const auto slot = std::to_string(slot_of("lost"));
  auto& owner = *nodes.all[nodes.owner_of(slot_of("lost"))];
  nodes.everyone({"CLUSTER", "DELSLOTS", slot});
  EXPECT_TRUE(fails(client, {"GET", "lost"}, errors::unavailable)) << "CLUSTERDOWN";
  EXPECT_TRUE(within(patient, [&] { return !client.is_up(); }));
  for (const std::size_t master : {0U, 1U, 2U}) {
    const auto reply = ask(client, {"GET", key_at(master)});
    EXPECT_TRUE(reply) << master << ": " << reply.error().detail();
  }
  owner.must({"CLUSTER", "ADDSLOTS", slot});
  EXPECT_TRUE(within(patient, [&] { return client.is_up() && ask(client, {"GET", "lost"}).has_value(); }));
  EXPECT_EQ(seen.away.size(), 1U);
  EXPECT_EQ(seen.back, 1);
}

// Two nodes that send for ever to each other, as a cluster in two minds does for a moment.
TEST(ClusterClient, IsNotSentAboutForEver) {
  const auto& cluster = support::RedisCluster::shared();
  Nodes nodes(cluster);
  Seen seen;
  ClusterClient client(to(cluster.url()), seen);
  const auto slot = slot_of("sent");
  const auto owner = nodes.owner_of(slot);
  auto& other = *nodes.all[(owner + 1) % 3];
  nodes.all[owner]->must({"CLUSTER", "SETSLOT", std::to_string(slot), "MIGRATING", other.must({"CLUSTER", "MYID"}).text});
  const int before = nodes.redirected();
  // The other one was not told to import, so it says MOVED to the ASKING one, which says ASK …
  const auto reply = ask(client, {"SET", "sent", "x"});
  ASSERT_FALSE(reply) << reply->text;
  EXPECT_TRUE(reply.error().is(errors::unavailable));
  EXPECT_EQ(nodes.redirected() - before, 1 + ClusterClient::redirections_max);
  nodes.all[owner]->must({"CLUSTER", "SETSLOT", std::to_string(slot), "STABLE"});
}

// The slot goes to a node that the client has never heard of. Every command is carried out once, and both answers are seen.
TEST(ClusterClient, FollowsASlotThatMoves) {
  const auto& cluster = support::RedisCluster::shared();
  Nodes nodes(cluster);
  nodes.everyone({"FLUSHALL"});  // keys of other tests, one of which may be in this slot
  Single fresh(cluster.add_node(4));
  Seen seen;
  ClusterClient client(to(cluster.url()), seen);
  const std::string tag = "{moves}", slot = std::to_string(slot_of(tag));
  auto& old = *nodes.all[nodes.owner_of(slot_of(tag))];
  const auto old_id = old.must({"CLUSTER", "MYID"}).text, fresh_id = fresh.must({"CLUSTER", "MYID"}).text;

  const int moved_before = old.answered("MOVED");
  Counting counting(client, tag + "counted");
  EXPECT_TRUE(within(patient, [&] { return counting.done > 50; }));
  fresh.must({"CLUSTER", "SETSLOT", slot, "IMPORTING", old_id});
  old.must({"CLUSTER", "SETSLOT", slot, "MIGRATING", fresh_id});
  EXPECT_EQ(said(client, {"SET", tag + "new", "asked"}), "OK") << "it is where the slot goes";
  client.tell({"SET", tag + "told", "told"});
  EXPECT_TRUE(within(patient, [&] { return said(client, {"GET", tag + "told"}) == "told"; }));
  EXPECT_GE(old.answered("ASK"), 2);
  EXPECT_EQ(old.must({"CLUSTER", "COUNTKEYSINSLOT", slot}).integer, 1) << "the counted one";
  old.must({"MIGRATE", "127.0.0.1", fresh.port, tag + "counted", "0", "1000"});
  const int before = counting.done;
  EXPECT_TRUE(within(patient, [&] { return counting.done > before + 50; }));
  fresh.must({"CLUSTER", "SETSLOT", slot, "NODE", fresh_id});
  nodes.everyone({"CLUSTER", "SETSLOT", slot, "NODE", fresh_id});
  EXPECT_TRUE(within(patient, [&] { return old.answered("MOVED") > moved_before; }));
  std::this_thread::sleep_for(3 * ClusterClient::map_interval);
  const int moved = old.answered("MOVED");
  std::this_thread::sleep_for(2 * ClusterClient::map_interval);
  EXPECT_EQ(old.answered("MOVED"), moved) << "the new map is known";
  counting.stop();
  EXPECT_EQ(counting.failed, 0);
  EXPECT_EQ(said(client, {"GET", tag + "counted"}), std::to_string(counting.done));
  RecordProperty("counted", counting.done);
  EXPECT_EQ(said(client, {"GET", tag + "new"}), "asked");
  EXPECT_EQ(seen.count(Outcome::refused), 0);
  EXPECT_TRUE(seen.away.empty()) << testing::PrintToString(seen.away);
}

// The first master is killed, the second lies still.
TEST(ClusterClient, AMasterThatIsGoneIsReplacedByItsReplica) {
  const support::RedisCluster cluster(1, "cluster-node-timeout 1000");
  Seen seen;
  ClusterClient client(to(cluster.url(), Milliseconds(250)), seen);
  ASSERT_TRUE(client.is_up()) << testing::PrintToString(seen.away);
  const auto masters = at(cluster.url()).endpoints;
  const Script script("return {redis.call('INCR', KEYS[1])}");
  executors::EventLoop loop;
  for (const int gone : {1, 2}) {
    const auto lost = key_at(static_cast<std::size_t>(gone - 1)), kept = key_at(2);
    gone == 1 ? cluster.kill_node(gone) : cluster.pause_node(gone);
    (void)ask(client, {"GET", lost});  // of one that lies still nobody knows until somebody asks
    EXPECT_TRUE(within(Milliseconds(1'000), [&] { return !client.is_up(); }));
    const auto asked = std::chrono::steady_clock::now();
    EXPECT_TRUE(fails(client, {"GET", lost}, errors::unavailable));
    EXPECT_LT(std::chrono::steady_clock::now() - asked, Milliseconds(100)) << "nobody waits for one that is gone";
    EXPECT_TRUE(ask(client, {"GET", kept})) << "others are not touched";
    EXPECT_TRUE(within(failover_max, [&] { return client.is_up(); })) << testing::PrintToString(seen.away);
    EXPECT_TRUE(loop.run_until_complete(script.run(client, lost, {}))) << "the replica has its place";
    ASSERT_EQ(seen.away.size(), static_cast<std::size_t>(gone));
    const auto which = at(cluster.url()).label() + ": " + masters[static_cast<std::size_t>(gone - 1)].text();
    EXPECT_TRUE(seen.away.back().starts_with(which)) << seen.away.back();
    EXPECT_EQ(seen.back, gone);
    RecordProperty(gone == 1 ? "killed_ms" : "still_ms",
                   static_cast<int>((std::chrono::steady_clock::now() - asked) / std::chrono::milliseconds(1)));
  }
  cluster.resume_node(1);  // as a replica of the one that took its place
  std::this_thread::sleep_for(Milliseconds(300));
  EXPECT_TRUE(client.is_up());
}

}  // namespace
}  // namespace gh::redis
