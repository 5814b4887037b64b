// Upstream over real sockets: a server behind it that answers, closes, resets, hangs and lies. For the address sanitizer as much as for
// its own expectations.
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "base/scheduler.h"
#include "net/loop.h"
#include "net/upstream.h"

namespace gh::net {
namespace {

using namespace std::chrono_literals;

// Each accepted connection is served by `serve` on a thread of its own.
class Behind {
 public:
  using Serve = std::function<void(int descriptor, int number)>;

  explicit Behind(Serve serve) : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 256);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] {
      for (int descriptor = ::accept(listener_, nullptr, nullptr); descriptor >= 0; descriptor = ::accept(listener_, nullptr, nullptr)) {
        const int number = ++accepted_;
        const std::lock_guard lock(mutex_);
        open_.push_back(descriptor);
        threads_.emplace_back([this, descriptor, number] { serve_(descriptor, number); });
      }
    });
  }
  ~Behind() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (const int descriptor : open_) ::shutdown(descriptor, SHUT_RDWR);
    for (auto& thread : threads_) thread.join();
    for (const int descriptor : open_) ::close(descriptor);
    ::close(listener_);
  }
  Behind(const Behind&) = delete;
  Behind& operator=(const Behind&) = delete;

  Endpoint endpoint() const { return {.address = "127.0.0.1", .port = port_}; }
  int accepted() const { return accepted_; }

 private:
  Serve serve_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::thread acceptor_;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
};

void say(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto put = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
    if (put <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
}

// One head; empty: the other side has closed.
std::string hear(int descriptor) {
  std::string head;
  char c = 0;
  while (!head.ends_with("\r\n\r\n")) {
    if (::recv(descriptor, &c, 1, 0) <= 0) return {};
    head += c;
  }
  return head;
}

std::string answer(std::string_view body) { return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body); }

std::string target_of(const std::string& head) {
  const auto from = head.find(' ') + 1;
  return head.substr(from, head.find(' ', from) - from);
}

void echo_targets(int descriptor, int) {
  for (auto head = hear(descriptor); !head.empty(); head = hear(descriptor)) say(descriptor, answer(target_of(head)));
}

struct UpstreamTest : testing::Test {
  std::vector<std::unique_ptr<Upstream>> made;  // outlive the loop, as they outlive the server
  std::optional<Loop> loop{std::in_place};
  std::thread thread{[this] { loop->run(); }};

  void TearDown() override {
    loop->stop();
    thread.join();
    loop.reset();  // before the upstream, as the server goes before what it serves
  }

  // Of those who waited for a connection: each looks at the end of its time in steps of 250 ms.
  static void let_timers_end() { std::this_thread::sleep_for(Milliseconds(300)); }

  Upstream& upstream_of(const Behind& behind, UpstreamLimits limits = {}) {
    return *made.emplace_back(std::make_unique<Upstream>(behind.endpoint(), limits));
  }

  template <class T>
  T run(Task<T> task) {
    std::promise<T> promise;
    auto future = promise.get_future();
    spawn(*loop, [](Task<T> work, std::promise<T> result) -> Task<void> {
      result.set_value(co_await std::move(work));
    }(std::move(task), std::move(promise)));
    return future.get();
  }
  Upstream::Outcome get(Upstream& upstream, const std::string& target) {
    return run(upstream.ask({.head = "GET " + target + " HTTP/1.1\r\nHost: x\r\n", .body = {}}));
  }
  Upstream::Outcome post(Upstream& upstream, std::string_view body) {
    return run(upstream.ask({.head = "POST / HTTP/1.1\r\nHost: x\r\n", .body = body, .repeatable = false}));
  }
};

TEST_F(UpstreamTest, KeepsOneConnection) {
  Behind behind(echo_targets);
  auto& upstream = upstream_of(behind);
  for (int i = 0; i < 20; ++i) {
    const auto outcome = get(upstream, "/" + std::to_string(i));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->body, "/" + std::to_string(i));
  }
  EXPECT_EQ(behind.accepted(), 1);
}

TEST_F(UpstreamTest, AnUnusedConnectionIsClosedInTime) {
  std::atomic<int> closed = 0;
  Behind behind([&](int descriptor, int) {
    echo_targets(descriptor, 0);
    ++closed;
  });
  auto& upstream = upstream_of(behind, {.keep = Milliseconds(100)});
  ASSERT_TRUE(get(upstream, "/"));
  for (int i = 0; i < 200 && closed == 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(closed, 1);
  ASSERT_TRUE(get(upstream, "/"));
  EXPECT_EQ(behind.accepted(), 2);
}

TEST_F(UpstreamTest, AConnectionThatWasClosedIsNoFailure) {
  Behind behind([](int descriptor, int) {
    const auto head = hear(descriptor);
    if (!head.empty()) say(descriptor, answer(target_of(head)));
    ::shutdown(descriptor, SHUT_RDWR);
  });
  auto& upstream = upstream_of(behind);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(get(upstream, "/" + std::to_string(i))) << i;
}

TEST_F(UpstreamTest, WhatMustNotHappenTwiceIsSentOnce) {
  std::atomic<int> heard = 0;
  Behind behind([&](int descriptor, int) {
    for (auto head = hear(descriptor); !head.empty(); head = hear(descriptor)) {
      if (head.starts_with("POST") && ++heard >= 1) return static_cast<void>(::shutdown(descriptor, SHUT_RDWR));
      say(descriptor, answer("kept"));
    }
  });
  auto& upstream = upstream_of(behind);
  ASSERT_TRUE(get(upstream, "/"));
  EXPECT_EQ(post(upstream, "x").error(), UpstreamFailure::broken);
  EXPECT_EQ(heard, 1);
}

Task<int> ask_many(Upstream& upstream, int count) {
  std::vector<Task<Upstream::Outcome>> all;
  for (int i = 0; i < count; ++i) all.push_back(upstream.ask({.head = fmt::format("GET /{} HTTP/1.1\r\nHost: x\r\n", i), .body = {}}));
  const auto outcomes = co_await when_all(std::move(all));
  int good = 0;
  for (int i = 0; i < count; ++i)
    good += outcomes[static_cast<std::size_t>(i)] && outcomes[static_cast<std::size_t>(i)]->body == fmt::format("/{}", i) ? 1 : 0;
  co_return good;
}

TEST_F(UpstreamTest, ManyAtOnceShareTheConnectionsAndGetTheirOwnAnswers) {
  Behind behind(echo_targets);
  auto& upstream = upstream_of(behind, {.connections_max = 3});
  EXPECT_EQ(run(ask_many(upstream, 200)), 200);
  EXPECT_LE(behind.accepted(), 3);
  let_timers_end();
}

TEST_F(UpstreamTest, WhoWaitsLongerThanTheDeadlineIsTurnedAway) {
  Behind behind([](int descriptor, int) {
    while (!hear(descriptor).empty()) {}
  });
  auto& upstream = upstream_of(behind, {.deadline = Milliseconds(200), .connections_max = 1});
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(run(ask_many(upstream, 5)), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
  let_timers_end();
}

TEST_F(UpstreamTest, NobodyListens) {
  Endpoint endpoint;
  {
    Behind behind(echo_targets);
    endpoint = behind.endpoint();
  }
  auto& upstream = *made.emplace_back(std::make_unique<Upstream>(endpoint, UpstreamLimits{}));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(get(upstream, "/").error(), UpstreamFailure::unreachable);
}

TEST_F(UpstreamTest, AnAnswerBeforeTheQuestionIsSent) {
  Behind behind([](int descriptor, int) {
    (void)hear(descriptor);
    say(descriptor, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
    std::this_thread::sleep_for(50ms);
  });
  auto& upstream = upstream_of(behind);
  const auto outcome = post(upstream, std::string(32 << 20, 'x'));
  ASSERT_TRUE(outcome) << name_of(outcome.error());
  EXPECT_EQ(outcome->status, 413);
}

// Every way of not answering, at random and in parallel: nothing hangs, nothing is freed too early, and who was answered got their own.
TEST_F(UpstreamTest, Mischief) {
  Behind behind([](int descriptor, int number) {
    std::uint32_t state = static_cast<std::uint32_t>(number) * 2654435761U;
    for (auto head = hear(descriptor); !head.empty(); head = hear(descriptor)) {
      state = state * 1664525U + 1013904223U;
      const auto good = answer(target_of(head));
      switch ((state >> 16) % 10) {
        case 0: {
          const linger reset{1, 0};
          ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
          ::shutdown(descriptor, SHUT_RDWR);
          return;
        }
        case 1:
          say(descriptor, good);
          ::shutdown(descriptor, SHUT_RDWR);
          return;
        case 2:
          say(descriptor, std::string_view(good).substr(0, good.size() / 2));
          ::shutdown(descriptor, SHUT_WR);
          return;
        case 3:
          say(descriptor, "garbage\r\n\r\n");
          break;
        case 4:
          say(descriptor, good + "and more");
          break;
        case 5:
          std::this_thread::sleep_for(150ms);
          say(descriptor, good);
          break;
        default:
          say(descriptor, good);
      }
    }
  });
  auto& upstream = upstream_of(behind, {.deadline = Milliseconds(100), .connections_max = 8, .keep = Milliseconds(20)});
  int good = 0;
  for (int round = 0; round < 40; ++round) good += run(ask_many(upstream, 25));
  EXPECT_GT(good, 200);
  EXPECT_LT(good, 1000) << "mischief was done";
}

}  // namespace
}  // namespace gh::net
