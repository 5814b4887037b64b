// Connection, Statement: the part of SQLite's C interface that the adapter uses. Only connection.cc and backup.cc see sqlite3.h.
//
// A connection and its statements belong to one thread at a time (SQLITE_OPEN_NOMUTEX). Statements end before their connection.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace gh::sqlite {

enum class Step { row, done, constraint, failed };

class Statement {
 public:
  Statement() = default;

  explicit operator bool() const { return statement_ != nullptr; }

  // Positions from 1. Text and bytes are not copied: they stay as they are until reset().
  void bind(int at, std::int64_t);
  void bind_text(int at, std::string_view);
  void bind_bytes(int at, std::string_view);
  void bind_null(int at);

  Step step();
  void reset();

  // Columns from 0, of the present row; the views end with the next step() or reset().
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;

 private:
  friend class Connection;
  struct Finalize {
    void operator()(sqlite3_stmt*) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
 public:
  enum class Mode { read_only, read_write };

  // cache_kib: upper bound of the page cache.
  static Result<Connection> open(const std::string& file, Mode, int cache_kib);

  Result<void> execute(const std::string& sql);
  Result<Statement> prepare(const std::string& sql);
  // The first column of the first row; "" without a row.
  Result<std::string> read_text(const std::string& sql);

  std::int64_t last_row() const;      // of the last INSERT
  std::int64_t rows_changed() const;  // by the last statement
  bool in_transaction() const;
  // Copies what it can from the log into the database file without waiting for anyone. Gives how many frames of the log are copied by now.
  int checkpoint();
  // For the only writer, between its transactions: copies the rest of the log and lets it begin anew. false: somebody reads in it.
  bool restart_log();
  // Frames in the log after the last commit of this connection. Callable from any thread.
  int log_frames() const { return log_frames_->load(std::memory_order_acquire); }

  // What the last failed call says: store_full or store_unavailable, with SQLite's words.
  Error error() const;
  std::string message() const;
  sqlite3* handle() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3*) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
  std::unique_ptr<std::atomic<int>> log_frames_;  // the log hook writes here
};

}  // namespace gh::sqlite
