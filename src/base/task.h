// Task<T>: a coroutine that starts when it is awaited and gives one T to the one who awaits it.
//
// The awaiting frame owns the awaited one: destroying a root destroys everything below it. A task is resumed only by what it
// awaits (a OneShot, a sleep), always through the Scheduler that it waited on, hence always on one thread. An awaited task runs on behalf
// of whom the awaiting one does (base/call.h).
#pragma once
#include <concepts>
#include <coroutine>
#include <exception>
#include <new>
#include <utility>

namespace gh {

struct CallContext;

template <class T = void>
class Task;

namespace detail {

struct TaskPromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  const CallContext* call = nullptr;  // nullptr: the shop itself

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) const noexcept {
      return done.promise().continuation;
    }
    void await_resume() const noexcept {}
  };
  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
};

// A union and no std::variant: the program has some hundred of these, and a variant is half of what each costs to compile.
template <class T>
struct TaskPromise : TaskPromiseBase {
  enum class Outcome : unsigned char { none, value, failure } outcome = Outcome::none;
  union {
    T value;
    std::exception_ptr failure;
  };

  TaskPromise() noexcept {}
  TaskPromise(const TaskPromise&) = delete;
  TaskPromise& operator=(const TaskPromise&) = delete;
  ~TaskPromise() {
    if (outcome == Outcome::value) value.~T();
    if (outcome == Outcome::failure) failure.~exception_ptr();
  }

  Task<T> get_return_object() noexcept;
  template <class U>
  void return_value(U&& result) {
    ::new (static_cast<void*>(&value)) T(std::forward<U>(result));
    outcome = Outcome::value;
  }
  void unhandled_exception() noexcept {
    ::new (static_cast<void*>(&failure)) std::exception_ptr(std::current_exception());
    outcome = Outcome::failure;
  }
  T take() {
    if (outcome == Outcome::failure) std::rethrow_exception(failure);
    return std::move(value);
  }
};

template <>
struct TaskPromise<void> : TaskPromiseBase {
  std::exception_ptr failure;

  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { failure = std::current_exception(); }
  void take() const {
    if (failure) std::rethrow_exception(failure);
  }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) noexcept : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  // Before it is awaited. The context outlives the task.
  Task&& called_by(const CallContext& call) && noexcept {
    handle_.promise().call = &call;
    return std::move(*this);
  }

  auto operator co_await() && noexcept { return Awaiter{handle_}; }

 private:
  struct Awaiter {
    Handle handle;
    bool await_ready() const noexcept { return false; }
    template <class Awaiting>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Awaiting> continuation) const noexcept {
      auto& promise = handle.promise();
      promise.continuation = continuation;
      if constexpr (std::derived_from<Awaiting, detail::TaskPromiseBase>) {
        if (promise.call == nullptr) promise.call = continuation.promise().call;
      }
      return handle;
    }
    T await_resume() const { return handle.promise().take(); }
  };
  Handle handle_;
};

namespace detail {
template <class T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}
}  // namespace detail

}  // namespace gh
