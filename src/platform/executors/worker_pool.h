// WorkerPool: a fixed number of threads for what would hold up an I/O thread (password hashing, compression, blocking calls).
//
//   co_return co_await pool.run([text = std::move(text)] { return compress(text); });   // -> Task<Result<std::string>>
//
// run is called on a scheduler's thread; the coroutine goes on there. The queue is bounded: when it is full, run fails at once with
// errors::unavailable. The pool outlives the coroutines that wait for it.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/errors.h"
#include "base/scheduler.h"

namespace gh::executors {

class WorkerPool {
 public:
  struct Options {
    std::string name;  // of the threads; at most 12 characters
    int threads = 2;
    int queue_max = 64;  // waiting, besides those that run
  };

  explicit WorkerPool(Options);
  // Running work is finished, waiting work fails with errors::unavailable.
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // work() -> Result<T> runs on a thread of the pool; its exceptions come out of the await.
  template <class Work>
  Task<std::invoke_result_t<Work&>> run(Work work) {
    using Answer = std::invoke_result_t<Work&>;
    using Outcome = std::variant<Answer, std::exception_ptr>;
    OneShot<Outcome> answer;
    const bool accepted = submit([work = std::move(work), answer](bool cancelled) mutable {
      if (cancelled) return answer.set(Answer(fail(errors::unavailable, "the server is stopping")));
      const auto attempt = [&]() -> Outcome {
        try {
          return Answer(work());
        } catch (...) {
          return std::current_exception();
        }
      };
      answer.set(attempt());  // outside of the handler: an exception is handed over, not shared with this thread
    });
    if (!accepted) co_return fail(errors::unavailable, options_.name + ": too much work is waiting");
    auto outcome = co_await answer;
    if (outcome.index() == 1) std::rethrow_exception(std::get<1>(outcome));
    co_return std::move(std::get<0>(outcome));
  }

  void stop();
  int waiting() const { return waiting_.load(std::memory_order_relaxed); }
  const Options& options() const { return options_; }

 private:
  using Job = std::move_only_function<void(bool cancelled)>;
  bool submit(Job);
  void work();

  const Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  std::atomic<int> waiting_{0};
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace gh::executors
