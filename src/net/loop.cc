#include "net/loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <ctime>

namespace gh::net {

std::int64_t monotonic_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

Loop::Loop()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), now_ms_(monotonic_ms()), wheel_(now_ms_) {
  if (!is_open()) return;
  epoll_event event{.events = EPOLLIN | EPOLLET, .data = {.ptr = nullptr}};
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
}

Loop::~Loop() {
  if (wake_ >= 0) ::close(wake_);
  if (epoll_ >= 0) ::close(epoll_);
}

void Loop::post(std::coroutine_handle<> handle) { deliver(handle, 0); }

void Loop::post_after(Milliseconds delay, std::coroutine_handle<> handle) {
  // One more: the clock may be at the end of its current millisecond.
  deliver(handle, monotonic_ms() + std::max<std::int64_t>(delay.count(), 0) + 1);
}

// The first to post after the loop has looked wakes it: many coroutines that are resumed by one commit cost one wake-up.
void Loop::deliver(std::coroutine_handle<> handle, std::int64_t due_ms) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back({handle, due_ms});
    first = !has_posted_.exchange(true);
  }
  if (first && Scheduler::current_or_null() != this) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
  }
}

void Loop::stop() {
  stopping_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

bool Loop::watch(int descriptor, std::uint32_t events, Watcher& watcher) {
  epoll_event event{.events = events, .data = {.ptr = &watcher}};
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Loop::forget(Watcher& watcher) {
  std::erase(again_, &watcher);
  std::ranges::replace(again_now_, &watcher, nullptr);
}

void Loop::run_posted() {
  if (!has_posted_) return;
  {
    const std::lock_guard lock(mutex_);
    posted_now_.swap(posted_);
    has_posted_ = false;
  }
  for (const Posted& posted : posted_now_) {
    if (posted.due_ms == 0) {
      posted.handle.resume();
    } else {
      sleepers_.push({posted.due_ms, ++order_, posted.handle});
    }
  }
  posted_now_.clear();
}

void Loop::run_again_list() {
  again_now_.swap(again_);
  for (std::size_t i = 0; i < again_now_.size(); ++i) {
    if (again_now_[i] != nullptr) again_now_[i]->on_ready(0);
  }
  again_now_.clear();
}

void Loop::run_sleepers() {
  while (!sleepers_.empty() && sleepers_.top().due_ms <= now_ms_) {
    const auto handle = sleepers_.top().handle;
    sleepers_.pop();
    handle.resume();
  }
}

int Loop::wait_ms() const {
  if (has_posted_ || !again_.empty()) return 0;
  std::int64_t wait = TimerWheel::tick_ms;
  if (!sleepers_.empty()) wait = std::clamp<std::int64_t>(sleepers_.top().due_ms - now_ms_, 0, wait);
  return static_cast<int>(wait);
}

void Loop::run() {
  const Scope scope(*this);
  std::array<epoll_event, 128> events;
  while (!stopping_) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms());
    now_ms_ = monotonic_ms();
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.ptr != nullptr) static_cast<Watcher*>(event.data.ptr)->on_ready(event.events);
    }
    run_posted();
    run_sleepers();
    run_again_list();
    wheel_.advance(now_ms_);
  }
}

}  // namespace gh::net
