// Checkpointer: copies the bulk of the log into the database and brings it to the disk, on a thread of its own while the writer goes on, so
// that the writer is held up only for the rest (measured: 58 ms for all of 32 MiB). What was logged meanwhile is copied in further rounds,
// each shorter than the one before it.
//
// Of a log that is copied to its end the next commit may begin anew. Up to SQLite 3.51.2 a checkpoint that begins at that moment can take
// the new log for copied, and loses what is in it (https://sqlite.org/wal.html#walresetbug). So none begins unless frames are known to
// wait: until they are copied, which nobody else does meanwhile, the log is not begun anew.
//
// Owned and called by the writer.
#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/readers.h"
#include "adapters/sqlite/write_back.h"
#include "platform/executors/priority.h"

namespace gh::sqlite {

class Checkpointer {
 public:
  static constexpr int niceness = 10;  // of the thread: whoever waits for an answer comes first
  static constexpr int rounds_max = 4;
  static constexpr int rest_frames = 512;  // a rest that the writer copies and syncs in about 2 ms

  // writer: the connection that all commits come from.
  Checkpointer(Connection connection, const Connection& writer, const WriteBack& database, Readers& readers)
      : connection_(std::move(connection)), writer_(writer), database_(database), readers_(readers), thread_([this] { run(); }) {}
  ~Checkpointer() {
    change([&] { stopping_ = true; });
    thread_.join();
  }
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Frames must wait to be copied. Nothing, if one is under way or its end was not taken yet.
  void begin() {
    change([&] {
      if (state_ == State::idle) state_ = State::wanted;
    });
  }
  // true once after each one that ended.
  bool take_end() {
    const std::lock_guard guard(mutex_);
    if (state_ != State::ended) return false;
    state_ = State::idle;
    return true;
  }
  // Whether another round is worth it, and nothing can begin the log anew during it. before, copied: frames that were copied before the
  // last one and after it; logged: those of which the writer has told since.
  static constexpr bool goes_on(int before, int copied, int logged) { return copied - before > rest_frames && logged > copied; }

  void wait_for_end() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return state_ != State::wanted; });
  }

 private:
  enum class State { idle, wanted, ended };

  template <class Change>
  void change(Change how) {
    {
      const std::lock_guard guard(mutex_);
      how();
    }
    changed_.notify_all();
  }
  void run() {
    executors::stand_back(niceness);
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return stopping_ || state_ == State::wanted; });
      if (stopping_) return;
      lock.unlock();
      copy();
      lock.lock();
      state_ = State::ended;
      changed_.notify_all();
    }
  }
  void copy() {
    int copied = 0;
    for (int round = 0; round < rounds_max; ++round) {
      readers_.leave_snapshots();  // beyond the oldest one nothing is copied
      const int before = std::exchange(copied, connection_.checkpoint());
      database_.run();
      if (!goes_on(before, copied, writer_.log_frames())) return;
    }
  }

  Connection connection_;
  const Connection& writer_;
  const WriteBack& database_;
  Readers& readers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::idle;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gh::sqlite
