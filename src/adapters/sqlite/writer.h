// Writer: the one thread that writes the database. It takes all waiting commands (at most batch_max), applies them in one
// transaction, commits it durably, and only then answers: the cost of a commit is shared by everyone who waited for it.
//
// submit() from any thread. The queue is bounded: beyond queue_max a command is answered store_full at once. When the database fails,
// the transaction is rolled back and every command of the batch is answered with the reason; a commit that failed is answered
// outcome_unknown, because its frames may be in the log. Memory learns of nothing that was not committed.
//
// A disk that hangs holds up the writer, never those who wait for it: after `deadline` a second thread answers them, and until the writer
// is back every command is refused at once.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/sqlite/batch.h"
#include "adapters/sqlite/checkpointer.h"
#include "adapters/sqlite/progress.h"
#include "adapters/sqlite/readers.h"
#include "base/time.h"
#include "platform/group_commit/report.h"

namespace gh::sqlite {

using group_commit::CommitReport;

struct WriterLimits {
  std::size_t queue_max = 16'384;  // commands
  std::size_t batch_max = 1'024;   // commands of one transaction
  Milliseconds deadline{10'000};   // of one batch
  int log_frames_max = 8'192;      // of 4 KiB; from here on the log is copied into the database (at the latest at 3 times as many)
};

class Writer {
 public:
  // for_checkpoints: a second connection to the same database; database: its file.
  Writer(Connection, Connection for_checkpoints, const WriteBack& database, ChangeFeed&, SharedTasks&, Readers&, WriterLimits,
         std::function<void(const CommitReport&)> observe);
  ~Writer();  // what waits is written first

  Result<void> start();
  void submit(Command);
  // Runs it on the writer's thread between two batches and waits for it.
  Result<void> run_between(std::function<Result<void>(Connection&)>);
  std::size_t queued() const;

 private:
  using Between = std::function<void(Connection&)>;

  void run();
  void watch();
  bool take(std::deque<Command>& commands, std::vector<Between>& between);
  void write(std::deque<Command>& commands);
  bool begin();
  void refuse(std::size_t commands, const Error&);
  void keep_log_small();
  void restart_log();

  Connection connection_;
  Batch batch_;
  Readers& readers_;
  Statement begin_, commit_, rollback_;
  const WriterLimits limits_;
  const std::function<void(const CommitReport&)> observe_;

  Progress progress_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<Command> queue_;
  std::vector<Between> between_;
  bool idle_ = false;
  bool stopping_ = false;
  bool ended_running_ = false;
  std::chrono::nanoseconds checkpoint_took_{0};
  int log_frames_tried_ = 0;  // in the log at the last checkpoint
  Checkpointer checkpointer_;
  std::thread thread_;
  std::thread watcher_;
};

}  // namespace gh::sqlite
