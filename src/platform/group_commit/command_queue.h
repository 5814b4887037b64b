// CommandQueue: commands that wait for a writer's thread. Bounded: beyond commands_max a command is answered store_full at once.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "platform/group_commit/command.h"

namespace gh::group_commit {

class CommandQueue {
 public:
  explicit CommandQueue(std::size_t commands_max) : commands_max_(commands_max) {}

  // From any thread.
  void submit(Command command) {
    const auto answer = command.answer;
    bool stopping = false, full = false;
    {
      const std::lock_guard guard(mutex_);
      stopping = stopping_;
      full = queue_.size() >= commands_max_;
      if (!stopping && !full) queue_.push_back(std::move(command));
    }
    if (stopping) return answer.set(fail(ports::errors::store_unavailable, "the store is closing"));
    if (full) return answer.set(fail(ports::errors::store_full, "too many writes wait"));
    wake_.notify_one();
  }

  // At most `count`; waits for the first one, if `wait`. Waited and empty: ending, and nothing is left.
  std::vector<Command> take(std::size_t count, bool wait = true) {
    std::unique_lock lock(mutex_);
    if (wait) wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    std::vector<Command> taken;
    while (!queue_.empty() && taken.size() < count) {
      taken.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    return taken;
  }

  // What waits can still be taken; what comes is refused.
  void stop() {
    {
      const std::lock_guard guard(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
  }

  std::size_t size() const {
    const std::lock_guard guard(mutex_);
    return queue_.size();
  }

 private:
  const std::size_t commands_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Command> queue_;
  bool stopping_ = false;
};

}  // namespace gh::group_commit
