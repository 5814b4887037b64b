#include "adapters/sqlite/writer.h"

#include <future>

#include "base/planted.h"
#include "platform/executors/priority.h"

namespace gh::sqlite {

namespace {

// The defect that the kill tests must find: success is told before the disk knows of it, which hears a little later (write-behind).
constexpr bool answers_early = planted("ack_before_commit") || planted("no_fsync");
constexpr Milliseconds write_behind{10};

constexpr int looks_per_deadline = 4;

constexpr int log_restarts_tried_max = 100;  // a read takes microseconds; one that takes longer is waited for at the next occasion
constexpr std::chrono::microseconds log_restart_pause{100};

}  // namespace

Writer::Writer(Connection connection, Connection for_checkpoints, const WriteBack& database, ChangeFeed& feed, SharedTasks& tasks,
               Readers& readers, WriterLimits limits, std::function<void(const CommitReport&)> observe)
    : connection_(std::move(connection)),
      batch_(connection_, feed, tasks),
      readers_(readers),
      limits_(limits),
      observe_(std::move(observe)),
      checkpointer_(std::move(for_checkpoints), connection_, database, readers) {}

Result<void> Writer::start() {
  GH_CHECK(batch_.prepare());
  GH_TRY(begin_, connection_.prepare("BEGIN IMMEDIATE"));
  GH_TRY(commit_, connection_.prepare("COMMIT"));
  GH_TRY(rollback_, connection_.prepare("ROLLBACK"));
  thread_ = std::thread([this] { run(); });
  watcher_ = std::thread([this] { watch(); });
  return {};
}

Writer::~Writer() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  ended_.notify_one();
  if (watcher_.joinable()) watcher_.join();
}

void Writer::submit(Command command) {
  std::optional<Error> refused;
  bool wake = false;
  {
    const std::lock_guard guard(mutex_);  // under which watch() answers the queue: nobody gets into it behind that
    if (stopping_) {
      refused = Error(ports::errors::store_unavailable, "the store is closing");
    } else if (progress_.given_up()) {
      refused = Error(ports::errors::store_unavailable, disk_does_not_answer);
    } else if (queue_.size() >= limits_.queue_max) {
      refused = Error(ports::errors::store_full, "too many writes wait");
    } else {
      queue_.push_back(std::move(command));
      wake = std::exchange(idle_, false);
    }
  }
  if (wake) wake_.notify_one();  // not under the lock, on which the writer would go back to sleep
  // NOLINTNEXTLINE(bugprone-use-after-move): it was moved only where it was accepted
  if (refused) command.answer.set(fail(*std::move(refused)));
}

Result<void> Writer::run_between(std::function<Result<void>(Connection&)> work) {
  std::promise<Result<void>> done;
  {
    const std::lock_guard guard(mutex_);
    between_.push_back([&](Connection& connection) {
      auto result = work(connection);
      readers_.note_commit();
      done.set_value(std::move(result));
    });
    idle_ = false;
  }
  wake_.notify_one();
  return done.get_future().get();
}

std::size_t Writer::queued() const {
  const std::lock_guard guard(mutex_);
  return queue_.size();
}

// false: stopping and nothing left.
bool Writer::take(std::deque<Command>& commands, std::vector<Between>& between) {
  std::unique_lock lock(mutex_);
  while (queue_.empty() && between_.empty() && !stopping_) {
    idle_ = true;
    wake_.wait(lock);
  }
  idle_ = false;
  between.swap(between_);
  commands.swap(queue_);
  return !commands.empty() || !between.empty();
}

void Writer::run() {
  executors::come_soon();
  std::deque<Command> commands;
  std::vector<Between> between;
  while (take(commands, between)) {
    for (auto& work : between) work(connection_);
    between.clear();
    progress_.take(commands);
    while (!commands.empty()) {
      progress_.begin(std::chrono::steady_clock::now());
      write(commands);
      if (!progress_.end()) commands.clear();
    }
    keep_log_small();
  }
  const std::lock_guard guard(mutex_);
  ended_running_ = true;
}

// Answers for a writer that hangs, also those who came before that was known.
void Writer::watch() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, limits_.deadline / looks_per_deadline, [this] { return ended_running_; })) {
    if (!progress_.give_up_after(limits_.deadline, std::chrono::steady_clock::now())) continue;
    for (auto& command : queue_) command.answer.set(fail(ports::errors::store_unavailable, disk_does_not_answer));
    queue_.clear();
  }
}

bool Writer::begin() {
  const bool begun = begin_.step() == Step::done;
  begin_.reset();
  return begun;
}

// One batch from the front of the commands.
void Writer::write(std::deque<Command>& commands) {
  const auto start = std::chrono::steady_clock::now();
  bool sound = begin();
  std::size_t applied = 0;
  while (sound && !commands.empty() && applied < limits_.batch_max) {
    progress_.start();
    const auto how = batch_.apply(commands.front());
    if (how == Batch::Applied::later) {
      progress_.put_off();
      break;
    }
    sound = how == Batch::Applied::yes;
    ++applied;
    commands.pop_front();
  }
  sound = sound && batch_.seal();
  if (!sound) {
    const auto reason = connection_.error();
    if (applied == 0) {  // not even begun: everyone is told, so that nobody waits for a disk that is gone
      applied = commands.size();
      commands.clear();
    }
    return refuse(applied, reason);
  }
  if constexpr (answers_early) {
    progress_.answer(batch_.publish());
    std::this_thread::sleep_for(write_behind);
  }
  const auto before_commit = std::chrono::steady_clock::now();
  const bool committed = commit_.step() == Step::done;
  if (!committed) {
    const Error reason(ports::errors::outcome_unknown, connection_.message());
    commit_.reset();
    return refuse(applied, reason);
  }
  commit_.reset();
  readers_.note_commit();
  const auto end = std::chrono::steady_clock::now();
  if constexpr (!answers_early) progress_.answer(batch_.publish());
  if (observe_)
    observe_({applied, queued() + commands.size(), before_commit - start, end - before_commit,
              std::exchange(checkpoint_took_, std::chrono::nanoseconds(0))});
}

void Writer::refuse(std::size_t commands, const Error& reason) {
  if (connection_.in_transaction()) {
    rollback_.step();
    rollback_.reset();
  }
  batch_.forget();
  if constexpr (answers_early) return;
  progress_.answer(std::vector<Answer>(commands, fail(reason)));
}

// The checkpointer copies the bulk beside the running writes; what came meanwhile is copied here, so that for a moment nothing is left
// and the log begins anew with the next batch.
void Writer::keep_log_small() {
  const int frames = connection_.log_frames();
  if (frames < limits_.log_frames_max) {  // the log has begun anew: what was copied of the one before it is no reason to restart this one
    log_frames_tried_ = 0;
    (void)checkpointer_.take_end();
    return;
  }
  const int since = frames - log_frames_tried_;  // a reader that stays long keeps the log from it: then again only after as much more
  if (since < limits_.log_frames_max) return;
  const bool overdue = since >= 3 * limits_.log_frames_max;
  const auto start = std::chrono::steady_clock::now();
  progress_.begin(start);  // a disk that hangs here holds up the next batch as well
  if (overdue) checkpointer_.wait_for_end();
  if (checkpointer_.take_end() || overdue) {
    restart_log();
    checkpoint_took_ += std::chrono::steady_clock::now() - start;
    log_frames_tried_ = frames;
  } else {
    checkpointer_.begin();
  }
  (void)progress_.end();  // nothing was taken that could be dropped
}

// Reads go on meanwhile. One that began before everything was copied keeps the log from beginning anew until its snapshot is left.
void Writer::restart_log() {
  for (int attempt = 0; attempt < log_restarts_tried_max; ++attempt) {
    readers_.leave_snapshots();
    if (connection_.restart_log()) return;
    std::this_thread::sleep_for(log_restart_pause);
  }
}

}  // namespace gh::sqlite
