// CommitReport: what a writer tells after each commit, on its thread: take it in short and without waiting.
#pragma once
#include <chrono>
#include <cstddef>

namespace gh::group_commit {

struct CommitReport {
  std::size_t commands;
  std::size_t queued;  // waiting now
  std::chrono::nanoseconds apply;
  std::chrono::nanoseconds commit;      // with the wait for the disk
  std::chrono::nanoseconds checkpoint;  // what the copying of the log held up the writer before this batch; mostly 0
};

}  // namespace gh::group_commit
