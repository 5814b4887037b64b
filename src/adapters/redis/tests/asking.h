// What tests of clients see of them, and how they ask.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/redis/commands.h"
#include "platform/executors/event_loop.h"

namespace gh::redis {

struct Seen final : ClientObserver {
  void command_ended(Outcome outcome, std::chrono::nanoseconds) override {
    const std::lock_guard guard(mutex);
    ended.push_back(outcome);
  }
  void went_away(const std::string& server, const Error& why) override {
    const std::lock_guard guard(mutex);
    away.push_back(server + ": " + why.detail());
  }
  void came_back(const std::string&, Milliseconds) override { ++back; }
  int count(Outcome outcome) {
    const std::lock_guard guard(mutex);
    return static_cast<int>(std::ranges::count(ended, outcome));
  }

  std::mutex mutex;
  std::vector<Outcome> ended;
  std::vector<std::string> away;
  std::atomic<int> back{0};
};

inline Result<Reply> ask(Commands& client, Command command) {
  executors::EventLoop loop;
  return loop.run_until_complete(client.ask(std::move(command)));
}

inline bool within(Milliseconds limit, const std::function<bool()>& what) {
  const auto end = after(limit);
  while (!what()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(Milliseconds(5));
  }
  return true;
}

inline Address at(const std::string& url) {
  auto address = Address::parse(url);
  EXPECT_TRUE(address) << address.error().detail();
  return *std::move(address);
}

}  // namespace gh::redis
