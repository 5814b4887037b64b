#include "adapters/redis/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <fstream>

#include "adapters/redis/script.h"
#include "adapters/redis/tests/asking.h"
#include "base/errors.h"
#include "platform/executors/event_loop.h"
#include "tests/support/redis_server.h"

namespace gh::redis {
namespace {

struct AddressCase {
  const char* text;
  const char* refusal;  // nullptr: good
};

TEST(Address, SaysWhatIsWrongAndNeverThePassword) {
  const AddressCase cases[] = {
      {"redis://localhost", nullptr},
      {"rediss://ada:se%40cret@[::1]:6380/3", nullptr},
      {"redis+sentinel://:pw@one,two:26380/shop/2", nullptr},
      {"http://localhost", "does not begin"},
      {"redis://", "host is missing"},
      {"redis://pass@:1", "host is missing"},
      {"redis://h:0", "port"},
      {"redis://h:70000", "port"},
      {"redis://h:1x", "port"},
      {"redis://h/x", "database"},
      {"redis://h/-1", "database"},
      {"redis://u:%zz@h", "hexadecimal"},
      {"redis://one,two", "sentinel"},
      {"redis+cluster://ada:pw@one,two:6380", nullptr},
      {"rediss+cluster://[::1]/0", nullptr},
      {"redis+cluster://one,two/1", "no database but 0"},
      {"redis+cluster://one,", "host is missing"},
      {"redis+sentinel://one", "master's name"},
      {"redis://[::1", "not closed"},
      {"redis+sentinel://a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a/m", "more than 16"},
  };
  for (const auto& one : cases) {
    const auto address = Address::parse(one.text);
    if (one.refusal == nullptr) {
      EXPECT_TRUE(address) << one.text << ": " << address.error().detail();
      continue;
    }
    ASSERT_FALSE(address) << one.text;
    EXPECT_TRUE(address.error().is(errors::invalid));
    EXPECT_NE(address.error().detail().find(one.refusal), std::string::npos) << one.text << ": " << address.error().detail();
    EXPECT_EQ(address.error().detail().find("pass"), std::string::npos);
  }
  const auto full = at("rediss://ada:se%40cret@[::1]:6380/3");
  EXPECT_EQ(full.user, "ada");
  EXPECT_EQ(full.password, "se@cret");
  EXPECT_EQ(full.database, 3);
  EXPECT_TRUE(full.tls);
  EXPECT_EQ(full.label(), "[::1]:6380");
  const auto sentinels = at("redis+sentinel://:pw@one,two:26380/shop/2");
  EXPECT_EQ(sentinels.label(), "shop of one:26379,two:26380");
  EXPECT_EQ(sentinels.password, "pw");
  EXPECT_FALSE(sentinels.cluster);
  const auto cluster = at("rediss+cluster://ada:pw@one,[::1]:6380");
  EXPECT_TRUE(cluster.cluster && cluster.tls);
  EXPECT_EQ(cluster.endpoints.size(), 2U);
  EXPECT_EQ(cluster.label(), "cluster of one:6379,[::1]:6380");
}

TEST(Client, AnswersInOrderAndHandsOverWhatRedisRefuses) {
  Seen seen;
  Client client({.address = at(support::RedisServer::shared().url())}, seen);
  ASSERT_TRUE(client.is_up());
  executors::EventLoop loop;
  std::vector<Task<Result<Reply>>> many;
  for (int i = 0; i < 500; ++i) many.push_back(client.ask({"ECHO", std::to_string(i) + std::string("\0\r\n", 3)}));
  const auto replies = loop.run_until_complete(when_all(std::move(many)));
  for (int i = 0; i < 500; ++i) EXPECT_EQ(replies[static_cast<std::size_t>(i)]->text, std::to_string(i) + std::string("\0\r\n", 3));
  const auto refused = ask(client, {"NO-SUCH-COMMAND"});
  ASSERT_TRUE(refused);
  EXPECT_TRUE(refused->is_error("ERR")) << refused->text;
  EXPECT_EQ(seen.count(Outcome::answered), 500);
  EXPECT_EQ(seen.count(Outcome::refused), 1);
}

TEST(Client, LargeAnswersComeWhole) {
  Seen seen;
  Client client({.address = at(support::RedisServer::shared().url()), .command_deadline = Milliseconds(5000)}, seen);
  const std::string large(3 * 1024 * 1024, 'x');
  const auto key = support::RedisServer::fresh_prefix();
  ASSERT_TRUE(ask(client, {"SET", key, large}));
  EXPECT_EQ(ask(client, {"GET", key})->text, large);
  EXPECT_TRUE(ask(client, {"DEL", key}));
}

TEST(Client, KeepsNobodyWaitingForAServerThatIsGone) {
  support::RedisServer server;
  Seen seen;
  Client client({.address = at(server.url())}, seen);
  EXPECT_TRUE(ask(client, {"PING"}));
  server.kill_it();
  EXPECT_TRUE(within(Milliseconds(2000), [&] { return !client.is_up(); }));
  const auto asked = std::chrono::steady_clock::now();
  EXPECT_TRUE(ask(client, {"PING"}).error().is(errors::unavailable));
  EXPECT_LT(std::chrono::steady_clock::now() - asked, Milliseconds(100));
  std::this_thread::sleep_for(Milliseconds(300));
  EXPECT_EQ(seen.away.size(), 1U) << "told once, not at each try";
  server.resume();
  EXPECT_TRUE(within(Milliseconds(4000), [&] { return client.is_up(); }));
  EXPECT_TRUE(ask(client, {"PING"}));
  EXPECT_EQ(seen.back, 1);
}

TEST(Client, OneThatDoesNotAnswerIsAway) {
  support::RedisServer server;
  Seen seen;
  Client client({.address = at(server.url()), .connect_deadline = Milliseconds(300), .command_deadline = Milliseconds(150)}, seen);
  EXPECT_TRUE(ask(client, {"PING"}));
  server.pause();
  const auto asked = std::chrono::steady_clock::now();
  EXPECT_TRUE(ask(client, {"PING"}).error().is(errors::unavailable));
  const auto took = std::chrono::steady_clock::now() - asked;
  EXPECT_GE(took, Milliseconds(150));
  EXPECT_LT(took, Milliseconds(1000));
  EXPECT_EQ(seen.count(Outcome::overdue), 1);
  EXPECT_TRUE(within(Milliseconds(1000), [&] { return !client.is_up(); }));
  server.go_on();
  EXPECT_TRUE(within(Milliseconds(4000), [&] { return client.is_up(); }));
  EXPECT_EQ(ask(client, {"PING"})->text, "PONG") << "and no answer of before comes to the wrong one";
}

TEST(Client, StartsWithoutAServer) {
  Seen seen;
  Client client({.address = at("redis://127.0.0.1:1")}, seen);
  EXPECT_FALSE(client.is_up());
  EXPECT_EQ(seen.away.size(), 1U);
  EXPECT_TRUE(ask(client, {"PING"}).error().is(errors::unavailable));
}

TEST(Client, WhatWaitsIsBounded) {
  support::RedisServer server;
  Seen seen;
  Client client({.address = at(server.url()), .command_deadline = Milliseconds(300), .in_flight_max = 10}, seen);
  server.pause();
  executors::EventLoop loop;
  std::vector<Task<Result<Reply>>> many;
  for (int i = 0; i < 25; ++i) many.push_back(client.ask({"PING"}));
  for (const auto& reply : loop.run_until_complete(when_all(std::move(many)))) EXPECT_FALSE(reply);
  EXPECT_EQ(seen.count(Outcome::too_many), 15);
  server.go_on();
}

TEST(Client, SignsIn) {
  support::RedisServer server("requirepass hush");
  Seen seen;
  const auto port = server.url().substr(server.url().rfind(':'));
  Client right({.address = at("redis://:hush@127.0.0.1" + port + "/2")}, seen);
  EXPECT_TRUE(right.is_up());
  Client wrong({.address = at("redis://:loud@127.0.0.1" + port)}, seen);
  EXPECT_FALSE(wrong.is_up());
  ASSERT_EQ(seen.away.size(), 1U);
  EXPECT_EQ(seen.away[0].find("loud"), std::string::npos) << seen.away[0];
}

TEST(Client, LeavesAServerThatHasBecomeAReplica) {
  support::RedisServer server;
  Seen seen;
  Client client({.address = at(server.url())}, seen);
  EXPECT_TRUE(ask(client, {"REPLICAOF", "127.0.0.1", "1"}));
  EXPECT_FALSE(ask(client, {"SET", "a", "b"}));
  EXPECT_TRUE(within(Milliseconds(1000), [&] { return !client.is_up(); }));
}

std::string free_port() {
  const int made = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(made, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::getsockname(made, reinterpret_cast<sockaddr*>(&address), &size), 0);
  ::close(made);
  return std::to_string(ntohs(address.sin_port));
}

struct Folder {
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-redis-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

TEST(Client, SpeaksTlsWithWhomItBelieves) {
  const Folder folder;
  const auto in = "cd " + folder.path + " && ";
  ASSERT_EQ(std::system((in + "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 2"
                              " -subj /CN=redis -addext subjectAltName=IP:127.0.0.1 2>/dev/null")
                            .c_str()),
            0);
  const auto port = free_port();
  const support::RedisServer server("tls-port " + port + " tls-cert-file " + folder.path + "/c.pem tls-key-file " + folder.path +
                                    "/k.pem tls-ca-cert-file " + folder.path + "/c.pem tls-auth-clients no");
  Seen seen;
  auto address = at("rediss://127.0.0.1:" + port);
  Client stranger({.address = address}, seen);
  EXPECT_FALSE(stranger.is_up()) << "signed by nobody whom the system believes";
  address.authorities = folder.path + "/c.pem";
  Client client({.address = address, .command_deadline = Milliseconds(5000)}, seen);
  ASSERT_TRUE(client.is_up()) << seen.away.back();
  const std::string large(300'000, 'x');
  EXPECT_EQ(ask(client, {"ECHO", large})->text, large);
  address.endpoints[0].host = "localhost";
  Client other_name({.address = address}, seen);
  EXPECT_FALSE(other_name.is_up()) << "the certificate is another host's";
}

// redis-server --sentinel over one master, on a port of its own until it goes out of scope.
struct Sentinel {
  explicit Sentinel(const support::RedisServer& master, const std::string& more = {}) {
    const auto url = master.url();
    std::ofstream(folder.path + "/sentinel.conf")
        << "bind 127.0.0.1\nport " << port << "\ndaemonize yes\ndir " << folder.path << "\npidfile " << folder.path
        << "/pid\nsentinel monitor shop 127.0.0.1 " << url.substr(url.rfind(':') + 1) << " 1\n"
        << more;
    EXPECT_EQ(std::system(("redis-server " + folder.path + "/sentinel.conf --sentinel >/dev/null").c_str()), 0);
  }
  ~Sentinel() {
    int process = 0;
    std::ifstream(folder.path + "/pid") >> process;
    EXPECT_TRUE(process > 0 && kill(process, SIGTERM) == 0);
  }
  Address address(const std::string& name) const { return at("redis+sentinel://127.0.0.1:1,127.0.0.1:" + port + "/" + name); }

  const Folder folder;
  const std::string port = free_port();
};

TEST(Client, AsksSentinelsForTheMaster) {
  const support::RedisServer master;
  const Sentinel sentinel(master);
  Seen seen;
  Client client({.address = sentinel.address("shop")}, seen);
  EXPECT_TRUE(within(Milliseconds(3000), [&] { return client.is_up(); })) << seen.away.back();
  EXPECT_EQ("redis://127.0.0.1:" + ask(client, {"CONFIG", "GET", "port"})->list[1].text, master.url());
  Client other({.address = sentinel.address("another")}, seen);
  EXPECT_FALSE(other.is_up());
  EXPECT_NE(seen.away.back().find("knows no master another"), std::string::npos) << seen.away.back();
}

TEST(Client, SignsInAtSentinelsThatWantIt) {
  const support::RedisServer master;
  const Sentinel with_password(master, "requirepass s3ntinel\n"),
      with_users(master, "user ada on >ad4 allchannels +@all\nuser default off\n");
  const auto state = [](Address address, const std::string& user, const std::string& password) {
    Seen seen;
    address.sentinel_user = user;
    address.sentinel_password = password;
    const Client client({.address = std::move(address)}, seen);
    return within(Milliseconds(1000), [&] { return client.is_up(); }) ? "up" : seen.away.back();
  };
  EXPECT_EQ(state(with_password.address("shop"), "", "s3ntinel"), "up");
  EXPECT_EQ(state(with_users.address("shop"), "ada", "ad4"), "up");
  EXPECT_THAT(state(with_password.address("shop"), "", ""), testing::HasSubstr("NOAUTH"));
  const auto wrong = state(with_password.address("shop"), "", "wr0ng");
  EXPECT_THAT(wrong, testing::AllOf(testing::HasSubstr("127.0.0.1:" + with_password.port), testing::HasSubstr("WRONGPASS")));
  EXPECT_THAT(wrong, testing::Not(testing::HasSubstr("wr0ng")));
}

TEST(Script, IsSentAgainToAServerThatForgotIt) {
  support::RedisServer server;
  Seen seen;
  Client client({.address = at(server.url())}, seen);
  const Script script("return {1, 2}");
  executors::EventLoop loop;
  for (int i = 0; i < 3; ++i) {
    const auto reply = loop.run_until_complete(script.run(client, "key", {}));
    ASSERT_TRUE(reply) << reply.error().detail();
    EXPECT_TRUE(reply->has_integers(2));
    if (i == 1) EXPECT_TRUE(ask(client, {"SCRIPT", "FLUSH"}));
  }
  EXPECT_EQ(seen.count(Outcome::refused), 2) << "NOSCRIPT at first and behind the flush, and not between";
}

}  // namespace
}  // namespace gh::redis
