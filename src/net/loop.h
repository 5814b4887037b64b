// Loop: one I/O thread's event loop. Readiness of descriptors (epoll, edge triggered), coroutines of this thread, deadlines.
//
// Made by the Server, one per core, each run by one thread. post and post_after may be called from any thread, also before run() and
// after it (then they wait for ever); everything else on the loop's thread, watch() also before run(). Why not Asio: docs/adr/0002.
#pragma once
#include <atomic>
#include <coroutine>
#include <cstdint>
#include <memory>
#include <mutex>
#include <queue>
#include <vector>

#include "base/scheduler.h"
#include "net/timer_wheel.h"

namespace gh::net {

// Whoever waits for a descriptor.
class Watcher {
 public:
  virtual ~Watcher() = default;
  // events: EPOLL* bits; 0 after run_again(). May destroy the watcher, must not destroy another one.
  virtual void on_ready(std::uint32_t events) = 0;
};

// What lives as long as a loop.
class Owned {
 public:
  virtual ~Owned() = default;
};

class Loop final : public Scheduler {
 public:
  Loop();
  ~Loop() override;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  bool is_open() const { return epoll_ >= 0 && wake_ >= 0; }

  void post(std::coroutine_handle<>) override;
  void post_after(Milliseconds delay, std::coroutine_handle<>) override;

  // Until stop(), which may be called from any thread, once.
  void run();
  void stop();

  // Closing the descriptor ends it.
  bool watch(int descriptor, std::uint32_t events, Watcher& watcher);
  // Calls on_ready(0) when all others had their turn. forget() before the watcher dies.
  void run_again(Watcher& watcher) { again_.push_back(&watcher); }
  void forget(Watcher& watcher);

  // Destroyed with the loop, before its wheel. On the loop's thread.
  void own(std::unique_ptr<Owned> owned) { owned_.push_back(std::move(owned)); }

  TimerWheel& wheel() { return wheel_; }
  std::int64_t now_ms() const { return now_ms_; }  // monotonic, as of the last wake-up

 private:
  struct Sleeper {
    std::int64_t due_ms;
    std::uint64_t order;  // equal times wake in the order of their calls
    std::coroutine_handle<> handle;
    bool operator>(const Sleeper& other) const { return std::tie(due_ms, order) > std::tie(other.due_ms, other.order); }
  };

  void deliver(std::coroutine_handle<> handle, std::int64_t due_ms);
  void run_posted();
  void run_again_list();
  void run_sleepers();
  int wait_ms() const;

  int epoll_;
  int wake_;  // eventfd
  std::atomic<bool> stopping_ = false;
  std::int64_t now_ms_;
  TimerWheel wheel_;
  std::vector<Watcher*> again_, again_now_;
  std::priority_queue<Sleeper, std::vector<Sleeper>, std::greater<>> sleepers_;
  std::uint64_t order_ = 0;

  struct Posted {
    std::coroutine_handle<> handle;
    std::int64_t due_ms;  // 0: at once
  };
  std::mutex mutex_;
  std::vector<Posted> posted_;  // under mutex_
  std::vector<Posted> posted_now_;
  std::atomic<bool> has_posted_ = false;
  std::vector<std::unique_ptr<Owned>> owned_;  // last: what it holds leaves the wheel
};

std::int64_t monotonic_ms();

}  // namespace gh::net
