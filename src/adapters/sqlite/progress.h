// Progress: the answers that the writer owes for what it has taken, so that they can be given by somebody else when the disk hangs.
//
// Owned by the writer. take() to end() are called on its thread, in this order (begin() and end() also around work that owes nobody an
// answer); give_up_after() from the one that watches it. Whoever answers first answers for good: what comes later is dropped.
#pragma once
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <vector>

#include "platform/group_commit/command.h"

namespace gh::sqlite {

using group_commit::Answer;
using group_commit::Command;

inline constexpr const char* disk_does_not_answer = "the disk does not answer";

class Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void take(const std::deque<Command>&);                                // these are owed answers now, in this order
  void begin(Time now);                                                 // of a batch, or of other work with the disk
  void start() { started_.fetch_add(1, std::memory_order_relaxed); }    // the next command; from here on it may be in the log
  void put_off() { started_.fetch_sub(1, std::memory_order_relaxed); }  // it was not begun after all
  // Of the oldest that are owed. false: they were given up in the meantime, and so was everything behind them.
  bool answer(std::vector<Answer> answers);
  // The batch is over. false: everything was given up, and what was taken and not started must be dropped.
  bool end();

  // The running batch took longer than `limit`: what it started may or may not be durable (outcome_unknown), the rest is refused
  // (store_unavailable). true: it was given up now.
  bool give_up_after(std::chrono::nanoseconds limit, Time now);
  // Nobody should wait behind a writer that hangs.
  bool given_up() const { return given_up_.load(std::memory_order_acquire); }

 private:
  std::mutex mutex_;
  std::vector<OneShot<Answer>> owed_;
  std::size_t answered_ = 0;
  std::atomic<std::size_t> started_{0};  // of owed_
  std::optional<Time> begun_;            // none: nothing runs
  std::atomic<bool> given_up_{false};
};

}  // namespace gh::sqlite
