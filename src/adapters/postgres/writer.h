// Writer: the one thread of this process that writes. It takes all waiting commands (at most batch_max), carries them out as one
// transaction, and answers when that is committed: the cost of a commit is shared by everyone who waited for it.
//
// submit() from any thread. The queue is bounded: beyond queue_max a command is answered store_full at once. Without a server everybody is
// told store_unavailable at once; a commit whose answer did not come is outcome_unknown.
#pragma once
#include <atomic>
#include <functional>
#include <thread>

#include "adapters/postgres/batch.h"
#include "adapters/postgres/lanes.h"
#include "base/waiters.h"
#include "platform/group_commit/command_queue.h"
#include "platform/group_commit/report.h"

namespace gh::postgres {

using group_commit::CommitReport;

struct WriterLimits {
  std::size_t queue_max = 16'384;  // commands
  std::size_t batch_max = 1'024;   // commands of one transaction
  Milliseconds deadline{10'000};   // of each turn of one batch
};

class Writer {
 public:
  static constexpr std::size_t trimmed_at_once = 1'024;  // changes of this node between two trims of the feed

  // Who waits for what a commit brings.
  struct Told {
    Waiters& changes;
    Waiters& tasks;
  };
  Writer(const Address&, const StatementsOfTables&, BatchOptions, WriterLimits, Told, std::function<void(const CommitReport&)> observe);
  ~Writer();  // what waits is written first

  void submit(Command command) { queue_.submit(std::move(command)); }
  std::size_t queued() const { return queue_.size(); }
  // The server's process that writes for this one; 0: none.
  int process() const { return process_.load(std::memory_order_acquire); }

 private:
  void run();
  void write(std::vector<Command>&);

  const Address address_;
  const StatementsOfTables& tables_;
  const BatchOptions options_;
  const BatchStatements statements_;
  const WriterLimits limits_;
  Told told_;
  const std::function<void(const CommitReport&)> observe_;
  Reconnector reconnector_{address_};
  std::size_t changes_since_trim_ = 0;
  std::atomic<int> process_{0};
  group_commit::CommandQueue queue_;
  std::thread thread_;
};

}  // namespace gh::postgres
