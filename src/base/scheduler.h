// Scheduler: where coroutines go on. In production one per I/O thread; in a simulation one per simulated node.
//
// Business code never names one: co_await sleep(...) and OneShot use the current scheduler of the running thread.
#pragma once
#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/call.h"
#include "base/task.h"
#include "base/time.h"

namespace gh {

class Scheduler {
 public:
  virtual ~Scheduler() = default;
  // Resumes the coroutine on this scheduler's thread, later. MUST be callable from any thread. MUST NOT resume before it returns.
  virtual void post(std::coroutine_handle<>) = 0;
  // As post, not before `delay` has passed on the monotonic clock.
  virtual void post_after(Milliseconds delay, std::coroutine_handle<>) = 0;
  // Told by each root that spawn() and spawn_here() make on this scheduler, so that one that stands for a node which can die (a
  // simulation) knows what to destroy. A root ends at the latest when its frame is destroyed.
  virtual void root_started(std::coroutine_handle<>) {}
  virtual void root_ended(std::coroutine_handle<>) {}

  // The scheduler whose thread this is. Calling it on another thread is a programming error (terminates).
  static Scheduler& current() {
    if (current_ == nullptr) std::terminate();
    return *current_;
  }
  static Scheduler* current_or_null() { return current_; }

  // A scheduler opens one of these around everything that it runs.
  class Scope {
   public:
    explicit Scope(Scheduler& scheduler) : before_(std::exchange(current_, &scheduler)) {}
    ~Scope() { current_ = before_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Scheduler* before_;
  };

 private:
  static inline thread_local Scheduler* current_ = nullptr;
};

// co_await sleep(200ms)
inline auto sleep(Milliseconds delay) {
  struct Awaiter {
    Milliseconds delay;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) const { Scheduler::current().post_after(delay, handle); }
    void await_resume() const noexcept {}
  };
  return Awaiter{delay};
}

// Lets everything else that is ready run first.
inline auto yield() {
  struct Awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) const { Scheduler::current().post(handle); }
    void await_resume() const noexcept {}
  };
  return Awaiter{};
}

namespace detail {
// A root: runs at once, frees itself at its end. An exception that reaches it ends the program: roots catch what they expect.
struct Detached {
  struct promise_type {
    Scheduler* owner;

    promise_type(Scheduler* scheduler, const Task<void>&) : owner(scheduler ? scheduler : Scheduler::current_or_null()) {
      if (owner) owner->root_started(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    promise_type(const promise_type&) = delete;
    ~promise_type() {
      if (owner) owner->root_ended(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};
inline Detached run_on(Scheduler* scheduler, Task<void> task) {
  struct Hop {
    Scheduler* scheduler;
    bool await_ready() const noexcept { return scheduler == nullptr; }
    void await_suspend(std::coroutine_handle<> handle) const { scheduler->post(handle); }
    void await_resume() const noexcept {}
  };
  co_await Hop{scheduler};
  co_await std::move(task);
}
}  // namespace detail

// Runs the task on the scheduler, on its own. Whatever it refers to must outlive it.
inline void spawn(Scheduler& scheduler, Task<void> task) { detail::run_on(&scheduler, std::move(task)); }
// Runs the task now, on this thread, until it first waits; then on the current scheduler.
inline void spawn_here(Task<void> task) { detail::run_on(nullptr, std::move(task)); }

// OneShot<T>: one value from any thread to one waiting coroutine. set() at most once; await at most once; either may be first.
// Copies share the state, so that the side that sets may outlive the side that waits.
template <class T>
class OneShot {
  struct State {
    std::atomic<int> step{0};  // 0 nothing yet, 1 somebody waits, 2 value is there
    std::optional<T> value;
    std::coroutine_handle<> waiting;
    Scheduler* scheduler = nullptr;
  };

 public:
  OneShot() : state_(std::make_shared<State>()) {}

  void set(T value) const {
    state_->value.emplace(std::move(value));
    if (state_->step.exchange(2, std::memory_order_acq_rel) == 1) state_->scheduler->post(state_->waiting);
  }

  auto operator co_await() const {
    struct Awaiter {
      std::shared_ptr<State> state;
      bool await_ready() const noexcept { return state->step.load(std::memory_order_acquire) == 2; }
      bool await_suspend(std::coroutine_handle<> handle) const {
        state->waiting = handle;
        state->scheduler = &Scheduler::current();
        int nothing = 0;
        return state->step.compare_exchange_strong(nothing, 1, std::memory_order_acq_rel);
      }
      T await_resume() const { return std::move(*state->value); }
    };
    return Awaiter{state_};
  }

 private:
  std::shared_ptr<State> state_;
};

// Runs all tasks at once on the current scheduler, on the caller's behalf; gives their results in the order of the tasks.
template <class T>
Task<std::vector<T>> when_all(std::vector<Task<T>> tasks) {
  struct Shared {
    std::vector<std::optional<T>> results;
    std::vector<std::exception_ptr> failures;
    std::size_t open;
    OneShot<bool> done;
    std::optional<CallContext> call;  // the tasks are roots and may outlive an awaiting one that is dropped
  };
  auto shared = std::make_shared<Shared>();
  if (const CallContext* call = co_await current_call()) shared->call = *call;
  shared->results.resize(tasks.size());
  shared->open = tasks.size();
  auto one = [](std::shared_ptr<Shared> all, std::size_t at, Task<T> task) -> Task<void> {
    try {
      if (all->call) {
        all->results[at].emplace(co_await std::move(task).called_by(*all->call));
      } else {
        all->results[at].emplace(co_await std::move(task));
      }
    } catch (...) {
      all->failures.push_back(std::current_exception());
    }
    if (--all->open == 0) all->done.set(true);
  };
  for (std::size_t i = 0; i < tasks.size(); ++i) spawn_here(one(shared, i, std::move(tasks[i])));
  if (!tasks.empty()) co_await shared->done;
  if (!shared->failures.empty()) std::rethrow_exception(shared->failures.front());
  std::vector<T> results;
  results.reserve(tasks.size());
  for (auto& result : shared->results) results.push_back(std::move(*result));
  co_return results;
}

}  // namespace gh
