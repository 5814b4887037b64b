#include "adapters/sqlite/progress.h"

namespace gh::sqlite {

void Progress::take(const std::deque<Command>& commands) {
  const std::lock_guard guard(mutex_);
  owed_.clear();
  owed_.reserve(commands.size());
  for (const auto& command : commands) owed_.push_back(command.answer);
  answered_ = 0;
  started_ = 0;
}

void Progress::begin(Time now) {
  const std::lock_guard guard(mutex_);
  begun_ = now;
}

bool Progress::answer(std::vector<Answer> answers) {
  const std::lock_guard guard(mutex_);
  if (given_up_) return false;
  for (auto& one : answers) owed_[answered_++].set(std::move(one));
  return true;
}

bool Progress::end() {
  const std::lock_guard guard(mutex_);
  begun_.reset();
  return !given_up_.exchange(false);
}

bool Progress::give_up_after(std::chrono::nanoseconds limit, Time now) {
  const std::lock_guard guard(mutex_);
  if (!begun_ || given_up_ || now - *begun_ < limit) return false;
  given_up_ = true;
  const auto started = started_.load(std::memory_order_relaxed);
  for (; answered_ < owed_.size(); ++answered_) {
    owed_[answered_].set(answered_ < started ? fail(ports::errors::outcome_unknown, disk_does_not_answer)
                                             : fail(ports::errors::store_unavailable, disk_does_not_answer));
  }
  return true;
}

}  // namespace gh::sqlite
