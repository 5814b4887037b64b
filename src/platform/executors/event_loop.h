// EventLoop: a Scheduler without I/O, on a thread of its own (start/stop) or on the caller's (run_until_complete).
//
// For admin commands, background services and tests; the HTTP server brings schedulers of its own. post and post_after are callable
// from any thread, everything else from the owner's. Ready coroutines run first in, first out.
#pragma once
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/scheduler.h"

namespace gh::executors {

class EventLoop final : public Scheduler {
 public:
  EventLoop() = default;
  ~EventLoop() override { stop(); }
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void post(std::coroutine_handle<>) override;
  void post_after(Milliseconds delay, std::coroutine_handle<>) override;

  // Runs the loop on a thread of its own. name: at most 15 characters, as the system shows it. niceness: 0 to 19, how far the thread
  // stands back where processors are short (priority.h).
  void start(const std::string& name, int niceness = 0);
  // Runs what is ready now and ends the thread. What still waits is never resumed: end the roots first. Again: nothing.
  void stop();

  // Runs the task to its end and gives its value or exception: on the loop's thread if start() was called, else on this one
  // (and all other work of the loop with it). MUST NOT be called on the loop's own thread.
  template <class T>
  T run_until_complete(Task<T> task) {
    Outcome<T> outcome;
    drive(capture(std::move(task), outcome));
    if (outcome.failure) std::rethrow_exception(outcome.failure);
    if constexpr (!std::is_void_v<T>) return std::move(*outcome.value);
  }

 private:
  using Instant = std::chrono::steady_clock::time_point;
  struct Timer {
    Instant due;
    std::uint64_t order;  // timers of the same instant fire in the order in which they were set
    std::coroutine_handle<> handle;
    bool operator>(const Timer& o) const { return due != o.due ? due > o.due : order > o.order; }
  };
  template <class T>
  struct Outcome {
    std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> value{};
    std::exception_ptr failure;
  };

  template <class T>
  static Task<void> capture(Task<T> task, Outcome<T>& outcome) {
    try {
      if constexpr (std::is_void_v<T>) {
        co_await std::move(task);
      } else {
        outcome.value.emplace(co_await std::move(task));
      }
    } catch (...) {
      outcome.failure = std::current_exception();
    }
  }
  Task<void> finish(Task<void> root, bool& done);
  void drive(Task<void> root);
  void run(const bool& done);
  void take_due_timers(Instant now);

  std::mutex mutex_;
  std::condition_variable work_;      // for the loop: something to do, or stop
  std::condition_variable finished_;  // for run_until_complete on another thread
  std::vector<std::coroutine_handle<>> ready_;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::uint64_t timers_set_ = 0;
  bool idle_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace gh::executors
