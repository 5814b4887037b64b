#include "platform/executors/event_loop.h"

#include <pthread.h>

#include "platform/executors/priority.h"

namespace gh::executors {

void EventLoop::post(std::coroutine_handle<> handle) {
  // Notified under the lock: after the last post its owner may destroy the loop as soon as the coroutine has run.
  const std::lock_guard lock(mutex_);
  ready_.push_back(handle);
  if (idle_) work_.notify_one();
}

void EventLoop::post_after(Milliseconds delay, std::coroutine_handle<> handle) {
  const auto due = std::chrono::steady_clock::now() + delay;
  const std::lock_guard lock(mutex_);
  timers_.push({due, timers_set_++, handle});
  if (idle_) work_.notify_one();
}

void EventLoop::start(const std::string& name, int niceness) {
  stopped_ = false;
  thread_ = std::thread([this, niceness] {
    if (niceness != 0) stand_back(niceness);
    run(stopped_);
  });
  pthread_setname_np(thread_.native_handle(), name.substr(0, 15).c_str());
}

void EventLoop::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    work_.notify_one();
  }
  thread_.join();
}

Task<void> EventLoop::finish(Task<void> root, bool& done) {
  {  // A scope: the task's frames are gone before the caller, whose objects they refer to, goes on.
    auto ended = std::move(root);
    co_await std::move(ended);
  }
  const std::lock_guard lock(mutex_);
  done = true;
  finished_.notify_all();
}

void EventLoop::drive(Task<void> root) {
  bool done = false;
  spawn(*this, finish(std::move(root), done));
  if (!thread_.joinable()) return run(done);
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [&] { return done; });
}

void EventLoop::take_due_timers(Instant now) {
  while (!timers_.empty() && timers_.top().due <= now) {
    ready_.push_back(timers_.top().handle);
    timers_.pop();
  }
}

// done is read under the lock.
void EventLoop::run(const bool& done) {
  const Scope scope(*this);
  std::vector<std::coroutine_handle<>> batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!timers_.empty()) take_due_timers(std::chrono::steady_clock::now());
    if (!ready_.empty()) {
      batch.swap(ready_);
      lock.unlock();
      for (const auto handle : batch) handle.resume();
      batch.clear();
      lock.lock();
      continue;
    }
    if (done) return;
    idle_ = true;
    if (timers_.empty()) {
      work_.wait(lock);
    } else {
      work_.wait_until(lock, timers_.top().due);
    }
    idle_ = false;
  }
}

}  // namespace gh::executors
