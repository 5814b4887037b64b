#include "net/server.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "net/errors.h"
#include "test_client.h"

namespace gh::net {
namespace {

using std::chrono::steady_clock;

struct Counts final : Observer {
  void accepted(bool) override { ++opened; }
  void closed() override { ++ended; }
  void refused(int status, std::string_view) override { last_refused = status; }
  void transferred(std::uint64_t in, std::uint64_t out) override {
    bytes_in += in;
    bytes_out += out;
  }
  std::atomic<int> opened = 0, ended = 0, last_refused = 0;
  std::atomic<std::uint64_t> bytes_in = 0, bytes_out = 0;
};

class HttpServer : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "net_XXXXXX";
    folder_ = ::mkdtemp(name.data());
    options_.plain = Endpoint{};
    options_.threads = 2;
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void start() {
    auto made = Server::make(options_, counts_);
    ASSERT_TRUE(made) << made.error().detail();
    server_ = *std::move(made);
    const auto listening = server_->listen(handler_);
    ASSERT_TRUE(listening) << listening.error().detail();
  }
  std::uint16_t port() const { return server_->port(); }

  std::string folder_;
  Counts counts_;
  TestHandler handler_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

constexpr std::string_view ask_now = "GET /now HTTP/1.1\r\nHost: a\r\n\r\n";
std::string ask(std::string_view target, std::string_view fields = "") {
  return fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n{}\r\n", target, fields);
}
std::string post(std::string_view target, std::string_view fields, std::string_view body) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: a\r\n{}\r\n{}", target, fields, body);
}
std::string body_of(const std::string& answer) { return answer.substr(std::min(answer.size(), answer.find("\r\n\r\n") + 4)); }
int status_of(const std::string& answer) { return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3)); }
std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST_F(HttpServer, answers_and_keeps_the_connection) {
  start();
  TestClient client(port());
  for (int i = 0; i < 3; ++i) {
    const std::string answer = client.send(ask_now).answer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nDate: ")) << answer;
    EXPECT_NE(answer.find(" GMT\r\nContent-Length: 7\r\n"), std::string::npos) << answer;
    EXPECT_EQ(body_of(answer), "at hand");
  }
  EXPECT_EQ(body_of(client.send(post("/p", "Content-Length: 5\r\n", "hello")).answer()), "POST|127.0.0.1|hello");
  EXPECT_EQ(counts_.opened, 1);
}

TEST_F(HttpServer, http_1_0_closes_unless_asked) {
  start();
  TestClient closing(port());
  EXPECT_NE(closing.send("GET /now HTTP/1.0\r\n\r\n").everything().find("Connection: close\r\n"), std::string::npos);
  TestClient keeping(port());
  const std::string request = "GET /now HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_NE(keeping.send(request).answer().find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_EQ(status_of(keeping.send(request).answer()), 200);
}

TEST_F(HttpServer, close_in_a_second_connection_line_counts) {
  start();
  TestClient client(port());
  client.send(ask("/now", "Connection: keep-alive\r\nConnection: close\r\n") + std::string(ask_now));
  EXPECT_EQ(count_of(client.everything(), "HTTP/1.1 200"), 1U);
}

TEST_F(HttpServer, head_has_the_length_but_no_body) {
  start();
  TestClient client(port());
  const std::string answer = client.send("HEAD /now HTTP/1.1\r\nHost: a\r\n\r\n").answer(false);
  EXPECT_NE(answer.find("Content-Length: 7\r\n"), std::string::npos);
  const std::string next = client.send(ask_now).answer();
  EXPECT_TRUE(next.starts_with("HTTP/1.1 200 OK")) << "a body came behind the head: " << next;
  const std::string none = client.send(ask("/none")).answer();
  EXPECT_EQ(status_of(none), 204);
  EXPECT_EQ(none.find("Content-Length"), std::string::npos);
}

TEST_F(HttpServer, pipelined_requests_are_answered_in_order) {
  start();
  TestClient client(port());
  std::string all;
  for (int i = 0; i < 200; ++i) {
    all += i % 3 == 0 ? post("/p", "Content-Length: 3\r\n", fmt::format("{:03}", i)) : ask(i % 3 == 1 ? "/now" : "/slow?1");
  }
  client.send(all);
  for (int i = 0; i < 200; ++i) {
    const std::string body = body_of(client.answer());
    ASSERT_EQ(body, i % 3 == 0 ? fmt::format("POST|127.0.0.1|{:03}", i) : i % 3 == 1 ? "at hand" : "GET|127.0.0.1|") << i;
  }
}

// Larger than the buffer in every way: the request is not changed by where a read happens to end.
TEST_F(HttpServer, requests_may_be_split_anywhere) {
  start();
  TestClient client(port());
  std::string all;
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < 60; ++i) {
    const std::string body(i * 997 % 40'000, static_cast<char>('a' + i % 26));
    all += i % 2 == 0 ? post("/p", fmt::format("X: {}\r\nContent-Length: {}\r\n", std::string(i * 100, 'x'), body.size()), body)
                      : post("/p", "Transfer-Encoding: chunked\r\n", fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", body.size() + 1, body + "+"));
    expected.push_back(i % 2 == 0 ? body : body + "+");
  }
  std::thread sender([&] {
    for (std::size_t at = 0, part = 1; at < all.size(); at += part, part = part * 31 % 4096 + 1) {
      client.send(std::string_view(all).substr(at, part));
    }
  });
  for (const std::string& body : expected) EXPECT_EQ(body_of(client.answer()), "POST|127.0.0.1|" + body);
  sender.join();
}

TEST_F(HttpServer, a_refused_request_ends_the_connection_and_nothing_behind_it_is_executed) {
  start();
  struct {
    std::string bytes;
    int status;
  } const cases[] = {
      {ask("/now2", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400},
      {ask("/now2", "X : y\r\n"), 400},
      {"GET /now2 HTTP/1.1\nHost: a\n\n", 400},
      {"GET /now2 HTTP/1.1\r\n\r\n", 400},
      {post("/p2", "Transfer-Encoding: chunked\r\n", "5x\r\nhello\r\n0\r\n\r\n"), 400},
      {post("/p2", "Content-Length: 100001\r\n", std::string(100'001, 'x')), 413},
      {post("/p2", "Transfer-Encoding: chunked\r\n", "fffff\r\n" + std::string(200'000, 'x')), 413},
      {post("/refused", "Content-Length: 5\r\n", "hello"), 401},
      {ask("/" + std::string(9'000, 'x')), 414},
      {ask("/now2", "Expect: tea\r\n"), 417},
      {ask("/now2", "X: " + std::string(20'000, 'x') + "\r\n"), 431},
      {"BREW /now2 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {ask("/now2", "Transfer-Encoding: gzip, chunked\r\n"), 501},
      {"GET /now2 HTTP/3.0\r\nHost: a\r\n\r\n", 505},
  };
  for (const auto& row : cases) {
    TestClient client(port());
    client.send(ask("/now1") + row.bytes + ask("/now3"));
    const std::string all = client.everything();
    EXPECT_EQ(count_of(all, "HTTP/1.1 "), 2U) << row.bytes.substr(0, 100) << all;
    EXPECT_EQ(count_of(all, fmt::format("HTTP/1.1 {} ", row.status)), 1U) << all;
    EXPECT_EQ(count_of(all, "Connection: close\r\n"), 1U) << all;
    EXPECT_TRUE(client.ended_cleanly()) << row.bytes.substr(0, 100);
  }
  EXPECT_EQ(count_of(handler_.executed(), "/now1 "), std::size(cases));
  EXPECT_EQ(handler_.executed().find('2'), std::string::npos);
  EXPECT_EQ(handler_.executed().find('3'), std::string::npos);
}

TEST_F(HttpServer, says_continue_when_the_body_is_wanted) {
  start();
  TestClient client(port());
  client.send(post("/p", "Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(client.answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(client.send("hello").answer()), "POST|127.0.0.1|hello");
  client.send(post("/refused", "Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(status_of(client.answer()), 401);
  EXPECT_TRUE(client.is_closed_within(1'000));
}

TEST_F(HttpServer, a_client_that_stops_sending_still_gets_its_answer) {
  start();
  TestClient client(port());
  client.send(ask("/slow?50"));
  client.end_sending();
  EXPECT_EQ(status_of(client.answer()), 200);
  EXPECT_TRUE(client.is_closed_within(1'000));
}

TEST_F(HttpServer, deadlines) {
  options_.limits.header_deadline = options_.limits.body_deadline = Milliseconds(200);
  options_.limits.idle_deadline = Milliseconds(300);
  start();
  TestClient silent(port()), slow_head(port()), slow_body(port()), idle(port());
  idle.send(ask_now).answer();
  slow_body.send(post("/p", "Content-Length: 5\r\n", "h"));
  const auto began = steady_clock::now();
  // A byte every 20 ms keeps nobody alive.
  slow_head.send("GET / HTTP/1.1\r\nX: ");
  while (steady_clock::now() - began < Milliseconds(180)) {
    slow_head.send("x");
    std::this_thread::sleep_for(Milliseconds(20));
  }
  const std::string late = slow_head.everything();
  EXPECT_EQ(status_of(late), 408);
  EXPECT_EQ(body_of(late), "header_timeout");
  EXPECT_LT(steady_clock::now() - began, Milliseconds(350)) << "the deadline began again with a later byte";
  EXPECT_EQ(status_of(slow_body.everything()), 408);
  EXPECT_EQ(silent.everything(), "");
  EXPECT_EQ(idle.everything(), "");
  const auto took = steady_clock::now() - began;
  EXPECT_GE(took, Milliseconds(200));
  EXPECT_LT(took, Milliseconds(1'500));
  EXPECT_EQ(handler_.executed(), "/now ");
}

TEST_F(HttpServer, a_client_that_does_not_read_is_closed) {
  options_.limits.write_deadline = Milliseconds(300);
  start();
  TestClient client(port(), 4096);
  client.send(ask("/big?30000000") + std::string(ask_now));
  for (int i = 0; i < 100 && counts_.ended == 0; ++i) std::this_thread::sleep_for(Milliseconds(20));
  EXPECT_EQ(counts_.ended, 1);
  EXPECT_EQ(handler_.executed(), "/big ") << "nothing is begun while the client does not take its answers";
}

TEST_F(HttpServer, a_client_that_reads_slowly_but_steadily_is_served) {
  options_.limits.write_deadline = Milliseconds(300);
  start();
  TestClient client(port(), 64 * 1024);
  client.send(ask("/big?20000000"));
  std::string part(1'000'000, ' ');
  std::size_t taken = 0;
  while (taken < 20'000'000) {  // over a second in all, several times the deadline
    const auto got = ::recv(client.descriptor(), part.data(), part.size(), MSG_WAITALL);
    ASSERT_GT(got, 0) << "after " << taken;
    taken += static_cast<std::size_t>(got);
    std::this_thread::sleep_for(Milliseconds(60));
  }
}

TEST_F(HttpServer, connections_have_a_limit) {
  options_.limits.connections_max = 2;
  start();
  TestClient one(port()), two(port());
  EXPECT_EQ(status_of(one.send(ask_now).answer()), 200);
  EXPECT_EQ(status_of(two.send(ask_now).answer()), 200);
  TestClient three(port());
  const std::string refused = three.everything();
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_NE(refused.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_EQ(status_of(one.send(ask_now).answer()), 200);
}

TEST_F(HttpServer, requests_in_flight_have_a_limit) {
  options_.limits.requests_in_flight_max = 1;
  start();
  TestClient one(port()), two(port());
  one.send(ask("/slow?300"));
  std::this_thread::sleep_for(Milliseconds(100));
  const std::string refused = two.send(ask("/slow?1")).answer();
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_NE(refused.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_EQ(status_of(two.send(ask_now).answer()), 200) << "the connection stays";
  EXPECT_EQ(status_of(one.answer()), 200);
  EXPECT_EQ(status_of(two.send(ask("/slow?1")).answer()), 200);
}

TEST_F(HttpServer, sends_files) {
  handler_.file = folder_ + "/file";
  handler_.file_size = 3'000'000;
  std::ofstream(handler_.file) << std::string(handler_.file_size, 'f');
  start();
  TestClient client(port());
  EXPECT_EQ(body_of(client.send(ask("/file")).answer()), std::string(handler_.file_size, 'f'));
  EXPECT_EQ(status_of(client.send(ask_now).answer()), 200);
  handler_.file_size += 1;
  EXPECT_EQ(status_of(client.send(ask("/file")).answer()), 500) << "shorter than promised";
}

TEST_F(HttpServer, survives_a_client_that_goes_away_in_the_middle) {
  handler_.file = folder_ + "/file";
  handler_.file_size = 30'000'000;
  std::ofstream(handler_.file) << std::string(handler_.file_size, 'f');
  start();
  for (const auto& request :
       {ask("/file"), ask("/big?30000000"), ask("/slow?50") + ask("/big?1000000"), post("/p", "Content-Length: 9\r\n", "x")}) {
    for (int i = 0; i < 5; ++i) {
      TestClient client(port(), 4096);
      client.send(request);
      std::this_thread::sleep_for(Milliseconds(5));
      const linger reset{.l_onoff = 1, .l_linger = 0};
      ::setsockopt(client.descriptor(), SOL_SOCKET, SO_LINGER, &reset, i % 2 == 0 ? sizeof reset : 0);
    }
  }
  for (int i = 0; i < 250 && counts_.ended < 20; ++i) std::this_thread::sleep_for(Milliseconds(20));
  EXPECT_EQ(counts_.ended, 20);
  EXPECT_EQ(status_of(TestClient(port()).send(ask_now).answer()), 200);
}

TEST_F(HttpServer, stops_without_dropping_what_it_accepted) {
  start();
  TestClient idle(port()), slow(port()), half(port()), fresh(port());
  idle.send(ask_now).answer();
  slow.send(ask("/slow?300") + std::string(ask_now));
  half.send("GET /now HTTP/1.1\r\n");
  std::this_thread::sleep_for(Milliseconds(100));
  std::size_t unfinished = 99;
  std::thread stopper([&] { unfinished = server_->stop(); });
  EXPECT_EQ(idle.everything(), "");
  half.send("Host: a\r\n\r\n");
  EXPECT_EQ(count_of(half.everything(), "HTTP/1.1 200"), 1U);
  const std::string last = slow.everything();
  EXPECT_EQ(count_of(last, "HTTP/1.1 200"), 2U);
  EXPECT_EQ(count_of(last, "Connection: close"), 1U);
  EXPECT_EQ(fresh.everything(), "");
  for (TestClient* client : {&idle, &slow, &half, &fresh}) ::shutdown(client->descriptor(), SHUT_RDWR);
  stopper.join();
  EXPECT_EQ(unfinished, 0U);
  EXPECT_EQ(counts_.opened, counts_.ended);
}

TEST_F(HttpServer, a_stop_has_a_deadline) {
  options_.limits.drain_deadline = Milliseconds(200);
  start();
  TestClient client(port());
  client.send(ask("/slow?1000"));
  std::this_thread::sleep_for(Milliseconds(50));
  const auto began = steady_clock::now();
  EXPECT_EQ(server_->stop(), 1U);
  EXPECT_LT(steady_clock::now() - began, Milliseconds(600));
  std::this_thread::sleep_for(Milliseconds(1'200));  // the handler ends by itself, its connection with it
  EXPECT_EQ(counts_.ended, 1);
}

// Every request that was executed is answered.
TEST_F(HttpServer, stops_under_load) {
  start();
  std::atomic<std::size_t> answered = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      TestClient client(port());
      for (;;) {
        client.send(ask(i % 2 == 0 ? "/slow?2" : "/now"));
        const std::string answer = client.answer();
        if (answer.empty()) return;  // closed between two requests
        ++answered;
        if (answer.find("Connection: close") != std::string::npos) return;
      }
    });
  }
  std::this_thread::sleep_for(Milliseconds(300));
  EXPECT_EQ(server_->stop(), 0U);
  for (std::thread& client : clients) client.join();
  EXPECT_GT(answered, 100U);
  EXPECT_EQ(count_of(handler_.executed(), " "), answered);
}

TEST_F(HttpServer, schedulers_run_coroutines_before_and_after_listening) {
  auto made = Server::make(options_, counts_);
  ASSERT_TRUE(made);
  std::atomic<int> ran = 0;
  auto work = [](std::atomic<int>* count) -> Task<void> {
    co_await sleep(Milliseconds(5));
    ++*count;
  };
  for (Scheduler* scheduler : (*made)->schedulers()) spawn(*scheduler, work(&ran));
  for (int i = 0; i < 200 && ran < 2; ++i) std::this_thread::sleep_for(Milliseconds(5));
  EXPECT_EQ(ran, 2);
}

TEST_F(HttpServer, a_port_in_use_is_refused) {
  start();
  ServerOptions second = options_;
  second.plain->port = port();
  auto made = Server::make(second, counts_);
  ASSERT_TRUE(made);
  const auto listening = (*made)->listen(handler_);
  ASSERT_FALSE(listening);
  EXPECT_TRUE(listening.error().is(errors::cannot_listen));
}

class TlsServer : public HttpServer {
 protected:
  void SetUp() override {
    HttpServer::SetUp();
    options_.secure = Endpoint{};
    options_.tls = make_certificate(folder_);
  }
};

// A blocking TLS client with the protocols that it offers (wire form) and its newest version.
struct TlsTestClient {
  TlsTestClient(std::uint16_t port, std::string_view protocols, int newest) : plain(port), context(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, newest);
    SSL_CTX_set_security_level(context, 0);
    tls = SSL_new(context);
    SSL_set_alpn_protos(tls, reinterpret_cast<const unsigned char*>(protocols.data()), static_cast<unsigned>(protocols.size()));
    SSL_set_fd(tls, plain.descriptor());
    connected = SSL_connect(tls) == 1;
  }
  ~TlsTestClient() {
    SSL_free(tls);
    SSL_CTX_free(context);
  }
  std::string everything() {
    std::string all;
    std::array<char, 16'384> part;
    for (std::size_t got = 0; SSL_read_ex(tls, part.data(), part.size(), &got) == 1;) all.append(part.data(), got);
    return all;
  }
  TestClient plain;
  SSL_CTX* context;
  SSL* tls;
  bool connected = false;
};

TEST_F(TlsServer, serves_and_says_so) {
  handler_.file = folder_ + "/file";
  handler_.file_size = 300'000;
  std::ofstream(handler_.file) << std::string(handler_.file_size, 'f');
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsTestClient client(server_->secure_port(), "\x02h2\x08http/1.1", version);
    ASSERT_TRUE(client.connected);
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(client.tls, &chosen, &size);
    EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(chosen), size), "http/1.1");
    const std::string requests = ask("/x") + ask("/big?2000000") + ask("/file") + ask("/now", "Connection: close\r\n");
    SSL_write(client.tls, requests.data(), static_cast<int>(requests.size()));
    const std::string all = client.everything();
    EXPECT_EQ(count_of(all, "HTTP/1.1 200"), 4U);
    EXPECT_NE(all.find("X-Secure: yes"), std::string::npos);
    EXPECT_GT(all.size(), 2'300'000U);
    EXPECT_TRUE(all.ends_with("at hand"));
  }
}

TEST_F(TlsServer, refuses_old_versions_and_other_protocols) {
  start();
  EXPECT_FALSE(TlsTestClient(server_->secure_port(), "", TLS1_1_VERSION).connected);
  EXPECT_FALSE(TlsTestClient(server_->secure_port(), "\x02h2", TLS1_3_VERSION).connected);
  EXPECT_TRUE(TlsTestClient(server_->secure_port(), "", TLS1_3_VERSION).connected);
  TestClient plain(server_->secure_port());
  EXPECT_EQ(count_of(plain.send(ask_now).everything(), "HTTP"), 0U);
}

TEST_F(TlsServer, a_bad_certificate_is_told) {
  options_.tls->key = options_.tls->certificate;
  auto made = Server::make(options_, counts_);
  ASSERT_TRUE(made);
  const auto listening = (*made)->listen(handler_);
  ASSERT_FALSE(listening);
  EXPECT_TRUE(listening.error().is(errors::bad_certificate));
}

}  // namespace
}  // namespace gh::net
