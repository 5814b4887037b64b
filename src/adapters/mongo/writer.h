// Writer: the one thread of this process that writes. It takes all waiting commands (at most batch_max), one for each document, carries
// them out as a Batch and answers them: the waits for the network and the majority are shared by everyone who waited.
//
// submit() from any thread. The queue is bounded: beyond queue_max a command is answered store_full at once. Without a server everybody is
// told store_unavailable after the address's select_deadline; where its answer did not come, outcome_unknown.
#pragma once
#include <functional>
#include <thread>

#include "adapters/mongo/batch.h"
#include "base/waiters.h"
#include "platform/group_commit/command_queue.h"
#include "platform/group_commit/report.h"

namespace gh::mongo {

using group_commit::CommitReport;

struct WriterLimits {
  std::size_t queue_max = 16'384;  // commands
  std::size_t batch_max = 1'024;   // commands of one batch
};

class Writer {
 public:
  static constexpr std::size_t trimmed_at_once = 1'024;  // changes of this node between two trims of the feed

  // Who waits for what a batch brings.
  struct Told {
    Waiters& changes;
    Waiters& tasks;
  };
  Writer(const Connections&, Relay&, Stamps&, std::string node, WriterLimits, std::uint64_t changes_kept, Told,
         std::function<void(const CommitReport&)> observe);
  ~Writer();  // what waits is written first

  void submit(Command command) { queue_.submit(std::move(command)); }
  std::size_t queued() const { return queue_.size(); }

 private:
  void run();
  std::vector<Command> take();
  void write(Session&, std::vector<Command>&);
  void refuse_stale(const std::vector<Command>& written, const std::vector<Answer>& answers);
  Result<void> begin(Session&);
  std::string name_write() { return node_ + "-" + std::to_string(++writes_); }

  const Connections& connections_;
  Relay& relay_;
  Stamps& stamps_;
  const std::string node_;
  const WriterLimits limits_;
  const std::uint64_t changes_kept_;
  Told told_;
  const std::function<void(const CommitReport&)> observe_;
  group_commit::CommandQueue queue_;

  // Of the thread.
  ChangeLog log_;
  bool begun_ = false;
  std::uint64_t writes_ = 0;
  std::vector<Command> held_;  // behind another one of the same document; at most batch_max
  std::size_t changes_since_trim_ = 0;

  std::thread thread_;
};

}  // namespace gh::mongo
