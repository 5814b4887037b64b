// Readers: read-only connections with their prepared statements. A read borrows one, runs on the calling thread and gives it back;
// there are never more of them than threads that read at the same time.
//
// A connection stays in its read transaction until the writer has committed something new: to begin one takes four system calls, more than
// a look-up by id costs. Before a checkpoint the writer ends the transactions of those that are not borrowed, so that the log can
// begin anew.
#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/sqlite/connection.h"
#include "platform/group_commit/tables.h"

namespace gh::sqlite {

using group_commit::Table;

class Readers {
 public:
  static constexpr int cache_kib = 2048;       // of each connection
  static constexpr std::size_t kept_max = 16;  // idle connections

  struct TableStatements {
    Statement get;
    // [0]: by id, [n]: by index n; [.][descending][has upper end]
    std::array<std::array<std::array<Statement, 2>, 2>, ports::indexes_max + 1> find;
  };
  struct Reader {
    Connection connection;
    Statement begin, end;
    bool in_snapshot = false;
    std::uint64_t commits_seen = 0;                        // the snapshot is at least as new as this
    bool failed = false;                                   // a statement failed: not used again
    std::vector<std::unique_ptr<TableStatements>> tables;  // by Table::number

    TableStatements& statements(const Table& table) {
      const auto number = static_cast<std::size_t>(table.number);
      if (tables.size() <= number) tables.resize(number + 1);
      if (!tables[number]) tables[number] = std::make_unique<TableStatements>();
      return *tables[number];
    }
    void leave_snapshot() {
      if (!in_snapshot) return;
      end.step();
      end.reset();
      in_snapshot = false;
    }
    void see(std::uint64_t commits) {
      if (in_snapshot && commits_seen == commits) return;
      leave_snapshot();
      commits_seen = commits;
      begin.step();
      begin.reset();
      in_snapshot = true;
    }
    // What the connection says after a step failed.
    Error failure() {
      failed = true;
      return connection.error();
    }
  };

  // Back in the pool at the end of its scope.
  class Borrowed {
   public:
    Borrowed(Readers& readers, std::unique_ptr<Reader> reader) : readers_(&readers), reader_(std::move(reader)) {}
    Borrowed(Borrowed&&) = default;
    ~Borrowed() {
      if (reader_) readers_->give_back(std::move(reader_));
    }
    Reader* operator->() const { return reader_.get(); }
    Reader& operator*() const { return *reader_; }

   private:
    Readers* readers_;
    std::unique_ptr<Reader> reader_;
  };

  explicit Readers(std::string file) : file_(std::move(file)) {}

  // It sees everything that was committed before the call.
  Result<Borrowed> borrow() {
    const auto commits = commits_.load(std::memory_order_acquire);
    auto reader = take_idle();
    if (!reader) {
      GH_TRY(reader, open());
    }
    reader->see(commits);
    return Borrowed(*this, std::move(reader));
  }

  // For the writer: after each commit, before anybody is told of it.
  void note_commit() { commits_.fetch_add(1, std::memory_order_release); }
  // For the writer and its checkpointer: ends the snapshots that nobody looks at.
  void leave_snapshots() {
    const std::lock_guard guard(mutex_);
    for (auto& reader : idle_) reader->leave_snapshot();
  }

 private:
  std::unique_ptr<Reader> take_idle() {
    const std::lock_guard guard(mutex_);
    if (idle_.empty()) return nullptr;
    auto reader = std::move(idle_.back());
    idle_.pop_back();
    return reader;
  }
  Result<std::unique_ptr<Reader>> open() const {
    auto reader = std::make_unique<Reader>();
    GH_TRY(reader->connection, Connection::open(file_, Connection::Mode::read_only, cache_kib));
    GH_TRY(reader->begin, reader->connection.prepare("BEGIN"));
    GH_TRY(reader->end, reader->connection.prepare("COMMIT"));
    return reader;
  }
  void give_back(std::unique_ptr<Reader> reader) {
    if (reader->failed) return;
    const std::lock_guard guard(mutex_);
    if (idle_.size() < kept_max) idle_.push_back(std::move(reader));
  }

  const std::string file_;
  std::atomic<std::uint64_t> commits_{1};
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> idle_;  // the last one used is the first one taken: its cache is warm
};

}  // namespace gh::sqlite
