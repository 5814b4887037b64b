// Waiters: coroutines that wait for "something has changed" behind a lock, each with a limit in time.
//
// Owned by the thing that changes. Any thread may call it; a waiter goes on where it waited. It has no thread and no timer of its
// own: the limit is a sleep() of the waiter's scheduler, so that simulated time works as well.
#pragma once
#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "base/scheduler.h"

namespace gh {

class Waiters {
 public:
  // A waiter that was woken leaves its timer behind for no longer than this: so long a scheduler runs on after its last waiter.
  static constexpr Milliseconds timer_left_max{250};

 private:
  struct Place {
    OneShot<bool> woken;
    std::atomic<bool> settled{false};

    void settle(bool by_change) {
      if (!settled.exchange(true, std::memory_order_acq_rel)) woken.set(by_change);
    }
  };

 public:
  class Ticket {
   public:
    explicit Ticket(std::shared_ptr<Place> place) : place_(std::move(place)) {}

   private:
    friend class Waiters;
    std::shared_ptr<Place> place_;
  };

  // Call it under the lock under which the state was found wanting; whoever changes the state under that lock and then calls
  // wake_all() is not missed.
  Ticket enlist() {
    auto place = std::make_shared<Place>();
    const std::lock_guard guard(mutex_);
    std::erase_if(places_, [](const auto& p) { return p->settled.load(std::memory_order_acquire); });
    places_.push_back(place);
    return Ticket(std::move(place));
  }

  void wake_all() {
    std::vector<std::shared_ptr<Place>> woken;
    {
      const std::lock_guard guard(mutex_);
      woken.swap(places_);
    }
    for (const auto& place : woken) place->settle(true);
  }

  // true: woken by wake_all(); false: the limit has passed.
  static Task<bool> wait(Ticket ticket, Milliseconds limit) {
    spawn_here(expire(ticket.place_, limit));
    co_return co_await ticket.place_->woken;
  }

 private:
  static Task<void> expire(std::shared_ptr<Place> place, Milliseconds limit) {
    for (auto left = limit; left.count() > 0 && !place->settled.load(std::memory_order_acquire); left -= timer_left_max) {
      co_await sleep(std::min(left, timer_left_max));
    }
    place->settle(false);
  }

  std::mutex mutex_;
  std::vector<std::shared_ptr<Place>> places_;
};

}  // namespace gh
