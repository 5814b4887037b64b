// What the contract (tests/contract/objects) does not ask: refusals of a real server, and faults, which a stand-in makes.
#include "adapters/s3/objects.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/errors.h"
#include "base/scheduler.h"
#include "platform/executors/event_loop.h"
#include "tests/support/s3_server.h"

namespace gh::s3 {
namespace {

using std::chrono::steady_clock;
using support::S3Server;

constexpr std::string_view head = "HTTP/1.1 ", end = "\r\nConnection: close\r\n";

std::string answer(std::string_view status, std::string_view body) {
  return std::string(head) + std::string(status) + std::string(end) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

// Takes connections one after the other, reads a head of each and gives it to `serve` with the number of those before.
class Stub {
 public:
  using Serve = std::function<void(int socket, int before, const std::string& head)>;

  explicit Stub(Serve serve) : serve_(std::move(serve)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("no socket");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Stub() {
    stopping = true;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/pictures"; }

  std::atomic<int> asked{0};
  std::atomic<bool> stopping{false};

 private:
  void run() {
    for (;;) {
      const int client = accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      std::string text;
      char part[4096];
      while (!text.contains("\r\n\r\n")) {
        const auto count = read(client, part, sizeof part);
        if (count <= 0) break;
        text.append(part, static_cast<std::size_t>(count));
      }
      serve_(client, asked++, text);
      close(client);
    }
  }

  const Serve serve_;
  const int listener_;
  int port_ = 0;
  std::thread thread_;
};

void say(int socket, std::string_view text) { (void)send(socket, text.data(), text.size(), MSG_NOSIGNAL); }

std::unique_ptr<S3Objects> open(const std::string& url, const std::string& secret = S3Server::secret_key,
                                Milliseconds deadline = Milliseconds(5'000), std::function<void(const Error*)> observe = {},
                                const std::string& token = {}) {
  return S3Objects::open({.address = Address::make(url, S3Server::region, S3Server::access_key, secret, token).value(),
                          .deadline = deadline,
                          .observe = std::move(observe)})
      .value();
}

template <class T>
T run(Task<T> task) {
  executors::EventLoop loop;
  return loop.run_until_complete(std::move(task));
}

Milliseconds since(steady_clock::time_point began) { return std::chrono::duration_cast<Milliseconds>(steady_clock::now() - began); }

TEST(S3Objects, AWrongSecretIsRefusedAndNotRepeated) {
  const std::string secret = "wrong-secret-4711";
  const Error* told = nullptr;
  std::string heard;
  const auto objects = open(S3Server::shared().url(), secret, Milliseconds(5'000), [&](const Error* why) {
    told = why;
    if (why != nullptr) heard = why->detail();
  });
  const auto refused = run(objects->get("one"));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(errors::unavailable));
  EXPECT_EQ(refused.error().detail(), "S3 answers 403 SignatureDoesNotMatch");
  EXPECT_EQ(heard, refused.error().detail());
  for (const auto& failed : {run(objects->put("one", "1")), run(objects->erase("one")), run(objects->check())}) {
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().detail().find(secret), std::string::npos);
    EXPECT_EQ(failed.error().detail().find(S3Server::access_key), std::string::npos);
  }
  EXPECT_NE(told, nullptr);
}

TEST(S3Objects, ABucketThatIsNotThereIsNotNothing) {
  const auto url = S3Server::shared().url();
  const auto objects = open(url.substr(0, url.rfind('/')) + "/nobodys");
  const auto missing = run(objects->get("one"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().detail(), "S3 answers 404 NoSuchBucket");
  EXPECT_FALSE(run(objects->check()));
  EXPECT_TRUE(run(open(url)->check()));
}

// What an error of S3 repeats of a request, and what else stands in it, is not shown.
TEST(S3Objects, NoErrorShowsWhatWasSent) {
  const Stub stub([](int socket, int, const std::string& request) {
    say(socket, answer("403 Forbidden", "<Error><Code>Odd " + request + "</Code><StringToSign>" + request + "</StringToSign></Error>"));
  });
  const auto failed = run(open(stub.url(), "wrong-secret-4711", Milliseconds(5'000), {}, "session-token-4711")->get("one"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().detail(), "S3 answers 403");
}

TEST(S3Objects, EachRequestIsSignedWithItsHashAndTheToken) {
  std::string heard;
  {
    const Stub stub([&](int socket, int, const std::string& request) {
      heard = request;
      say(socket, answer("200 OK", "x"));
    });
    ASSERT_TRUE(run(open(stub.url(), "secret", Milliseconds(5'000), {}, "token-4711")->get("one")));
  }
  EXPECT_TRUE(heard.starts_with("GET /pictures/one HTTP/1.1\r\n")) << heard;
  EXPECT_NE(heard.find("x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\r\n"), std::string::npos);
  EXPECT_NE(heard.find("x-amz-security-token: token-4711\r\n"), std::string::npos);
  EXPECT_NE(heard.find("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token"), std::string::npos) << heard;
}

TEST(S3Objects, ABusyServerIsAskedAgain) {
  for (const std::string_view fault : {"503 Slow Down", "500 Internal Server Error", "429 Too Many Requests", ""}) {
    Stub stub([fault](int socket, int before, const std::string&) {
      if (before >= 2) return say(socket, answer("200 OK", "bytes"));
      if (!fault.empty()) say(socket, answer(fault, "<Error><Code>SlowDown</Code></Error>"));  // else the connection ends
    });
    const auto read = run(open(stub.url())->get("one"));
    ASSERT_TRUE(read) << fault << read.error().detail();
    EXPECT_EQ(**read, "bytes");
    EXPECT_EQ(stub.asked, 3) << fault;
  }
}

TEST(S3Objects, NotForEver) {
  Stub stub([](int socket, int, const std::string&) { say(socket, answer("503 Slow Down", "<Error><Code>SlowDown</Code></Error>")); });
  const auto read = run(open(stub.url())->get("one"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().detail(), "S3 answers 503 SlowDown");
  EXPECT_EQ(stub.asked, S3Objects::tries_max);
}

TEST(S3Objects, AServerThatNeverAnswersIsLeftAtTheDeadline) {
  Stub stub([](int socket, int, const std::string&) {
    char byte = 0;
    while (read(socket, &byte, 1) > 0) continue;  // until the client has gone
  });
  const auto objects = open(stub.url(), "secret", Milliseconds(300));
  const auto began = steady_clock::now();
  const auto read = run(objects->get("one"));
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.error().is(errors::unavailable));
  EXPECT_GE(since(began), Milliseconds(250));
  EXPECT_LT(since(began), Milliseconds(2'000));
}

// More than there are threads: those that wait for one are told in time as well.
TEST(S3Objects, WhoWaitsForAThreadHasTheSameDeadline) {
  Stub stub([](int socket, int, const std::string&) {
    char byte = 0;
    while (read(socket, &byte, 1) > 0) continue;
  });
  const auto objects = open(stub.url(), "secret", Milliseconds(300));
  const auto all = [](S3Objects& asked) -> Task<int> {
    std::vector<Task<Result<std::optional<std::string>>>> tasks;
    for (int i = 0; i < 24; ++i) tasks.push_back(asked.get("one"));
    int failed = 0;
    for (const auto& read : co_await when_all(std::move(tasks))) failed += read ? 0 : 1;
    co_return failed;
  };
  const auto began = steady_clock::now();
  EXPECT_EQ(run(all(*objects)), 24);
  EXPECT_LT(since(began), Milliseconds(1'500));
}

TEST(S3Objects, AnAnswerWithoutEndIsCutOff) {
  for (const std::string_view status : {"200 OK", "403 Forbidden"}) {
    std::atomic<std::size_t> sent{0};
    Stub stub([&](int socket, int, const std::string&) {
      say(socket, std::string(head) + std::string(status) + std::string(end) + "\r\n");
      const std::string part(64 * 1024, 'x');
      for (ssize_t count = 1; count > 0 && sent < 4 * object_bytes_max; sent += static_cast<std::size_t>(std::max<ssize_t>(count, 0)))
        count = send(socket, part.data(), part.size(), MSG_NOSIGNAL);
    });
    const auto read = run(open(stub.url())->get("one"));
    ASSERT_FALSE(read) << status;
    EXPECT_EQ(read.error().detail(), "S3: the answer is larger than any object");
    EXPECT_EQ(stub.asked, 1) << "it is asked again";
    EXPECT_LT(sent, status.starts_with("200") ? 2 * object_bytes_max : object_bytes_max);  // what lies in sockets counts as sent
  }
}

TEST(S3Objects, WhereNobodyListensIsSaid) {
  const auto read = run(open("http://127.0.0.1:1/pictures")->get("one"));
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.error().is(errors::unavailable));
  EXPECT_EQ(read.error().detail(), "S3: Couldn't connect to server");
}

TEST(S3Address, WhatIsNoneIsRefusedWithoutTheKeys) {
  struct Row {
    const char *url, *region, *access_key, *secret_key, *token, *why;
  };
  const Row rows[] = {
      {"s3://bucket", "r", "a", "s", "", "https://"},
      {"https://", "r", "a", "s", "", "host"},
      {"https://s3.example/a b", "r", "a", "s", "", "path"},
      {"https://s3.example/b?x=1", "r", "a", "s", "", "path"},
      {"https://me:secret-4711@s3.example/b", "r", "a", "s", "", "keys"},
      {"https://s3.example/b", "", "a", "s", "", "region"},
      {"https://s3.example/b", "r:s3", "a", "s", "", "region"},
      {"https://s3.example/b", "r", "", "s", "", "access key"},
      {"https://s3.example/b", "r", "a:b", "s", "", "access key"},
      {"https://s3.example/b", "r", "a", "", "", "secret key"},
      {"https://s3.example/b", "r", "a", "secret-4711\n", "", "secret key"},
      {"https://s3.example/b", "r", "a", "s", "secret-4711\r\nx: y", "token"},
  };
  for (const auto& row : rows) {
    const auto made = Address::make(row.url, row.region, row.access_key, row.secret_key, row.token);
    ASSERT_FALSE(made) << row.url << row.why;
    EXPECT_TRUE(made.error().is(errors::invalid));
    EXPECT_NE(made.error().detail().find(row.why), std::string::npos) << made.error().detail();
    EXPECT_EQ(made.error().detail().find("secret-4711"), std::string::npos);
  }
  EXPECT_EQ(Address::make("https://b.s3.example//", "r", "a", "s/+=", "")->url, "https://b.s3.example");
  EXPECT_EQ(Address::make("http://[::1]:9000/b/c_1", "r", "a", "s", "")->url, "http://[::1]:9000/b/c_1");
}

}  // namespace
}  // namespace gh::s3
