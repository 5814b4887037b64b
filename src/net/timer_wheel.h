// TimerWheel: coarse deadlines for very many connections. Setting one is a store in the usual case, none allocates.
//
// Owned by a Loop and used on its thread alone. A deadline fires up to one tick late and never early.
#pragma once
#include <array>
#include <cstdint>
#include <limits>

namespace gh::net {

class TimerWheel;

// What has one deadline at a time; leaves the wheel when it is destroyed.
class Timed {
 public:
  Timed() = default;
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;
  virtual ~Timed() { unlink(); }
  // May destroy the object, must not destroy another Timed.
  virtual void on_deadline() = 0;

 private:
  friend class TimerWheel;
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  void unlink() {
    if (next_ == nullptr) return;
    previous_->next_ = next_;
    next_->previous_ = previous_;
    next_ = previous_ = nullptr;
  }

  Timed* next_ = nullptr;
  Timed* previous_ = nullptr;
  std::int64_t due_ms_ = never;  // what counts; the slot may be an earlier one
  std::int64_t slot_tick_ = 0;
};

class TimerWheel {
 public:
  static constexpr std::int64_t tick_ms = 32;

  explicit TimerWheel(std::int64_t now_ms) : tick_(now_ms / tick_ms) {
    for (Slot& slot : slots_) slot.next_ = slot.previous_ = &slot;
  }

  // Replaces the deadline that it had. A later one only stores the time: the old slot finds out and moves it.
  void set(Timed& timed, std::int64_t due_ms) {
    timed.due_ms_ = due_ms;
    if (timed.next_ == nullptr || due_ms / tick_ms + 1 < timed.slot_tick_) link(timed);
  }
  void clear(Timed& timed) { timed.due_ms_ = Timed::never; }
  // For a Timed that outlives the wheel.
  void remove(Timed& timed) { timed.unlink(); }

  void advance(std::int64_t now_ms) {
    while (tick_ < now_ms / tick_ms) {
      ++tick_;
      Slot& slot = slots_[static_cast<std::size_t>(tick_) % slots_.size()];
      // The list is taken off first: what is set again meanwhile may land in this very slot.
      Slot due;
      due.next_ = due.previous_ = &due;
      if (slot.next_ != &slot) {
        due.next_ = slot.next_;
        due.previous_ = slot.previous_;
        due.next_->previous_ = due.previous_->next_ = &due;
        slot.next_ = slot.previous_ = &slot;
      }
      while (due.next_ != &due) fire(*due.next_, now_ms);
      due.next_ = nullptr;
    }
  }

 private:
  struct Slot final : Timed {
    ~Slot() override { next_ = nullptr; }
    void on_deadline() override {}
    using Timed::Timed;
    friend class TimerWheel;
  };

  void link(Timed& timed) {
    timed.unlink();
    const std::int64_t horizon = tick_ + static_cast<std::int64_t>(slots_.size()) - 1;
    timed.slot_tick_ = std::min(horizon, std::max(tick_ + 1, timed.due_ms_ / tick_ms + 1));
    Timed& slot = slots_[static_cast<std::size_t>(timed.slot_tick_) % slots_.size()];
    timed.next_ = &slot;
    timed.previous_ = slot.previous_;
    slot.previous_->next_ = &timed;
    slot.previous_ = &timed;
  }
  void fire(Timed& timed, std::int64_t now_ms) {
    timed.unlink();
    if (timed.due_ms_ == Timed::never) return;
    if (timed.due_ms_ > now_ms) return link(timed);
    timed.due_ms_ = Timed::never;
    timed.on_deadline();
  }

  std::array<Slot, 1024> slots_;  // 32 s ahead; later deadlines pass through
  std::int64_t tick_;
};

}  // namespace gh::net
