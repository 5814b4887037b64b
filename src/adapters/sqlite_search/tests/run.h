// Runs one coroutine to its end on the calling thread; work of other threads comes back to it.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>

#include "base/scheduler.h"

namespace gh::sqlite_search {

class Runner : public Scheduler {
 public:
  void post(std::coroutine_handle<> handle) override {
    {
      const std::lock_guard lock(mutex_);
      ready_.push_back(handle);
    }
    filled_.notify_one();
  }
  void post_after(Milliseconds, std::coroutine_handle<> handle) override { post(handle); }

  template <class T>
  T run(Task<T> task) {
    const Scope scope(*this);
    std::optional<T> result;
    spawn_here(keep(std::move(task), result));
    while (!result) next().resume();
    return *std::move(result);
  }

 private:
  template <class T>
  static Task<void> keep(Task<T> task, std::optional<T>& result) { result.emplace(co_await std::move(task)); }
  std::coroutine_handle<> next() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return !ready_.empty(); });
    const auto handle = ready_.front();
    ready_.pop_front();
    return handle;
  }

  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::coroutine_handle<>> ready_;
};

}  // namespace gh::sqlite_search
