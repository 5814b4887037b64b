// What tests stand on: a clock that is set or that steps, randomness that repeats itself, a store in memory and a loop that runs tasks.
#pragma once
#include <cstdint>
#include <utility>

#include "adapters/memory/documents.h"
#include "base/random.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/executors/event_loop.h"

namespace gh::stage {

inline constexpr Timestamp begin{1'780'000'000'000};  // 2026-05-28T20:26:40Z

// Stands still until it is moved.
struct ManualClock final : Clock {
  Timestamp time = begin;
  Timestamp now() const override { return time; }
  void pass(Milliseconds by) { time.ms += by.count(); }
};

// A millisecond later each time it is asked: no two writes have one time.
struct StepClock final : Clock {
  mutable Timestamp time = begin;
  Timestamp now() const override { return {++time.ms}; }
};

// The multiples of 2^64 / phi: all different, the same in every run.
struct CountingRandom final : Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

template <class ClockType>
struct World {
  ClockType clock;
  CountingRandom random;
  memory::Store store{clock};
  memory::MemoryDocuments documents{store};
  executors::EventLoop loop;

  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }
};

}  // namespace gh::stage
