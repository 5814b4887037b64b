// A connection to SQLite and its statements, as far as the index needs them. Used by one thread at a time. Failures are thrown as
// DatabaseError and end in the index's threads: nothing outside this folder sees one.
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gh::sqlite_search {

class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  // The file is not (any more) a database of ours: it has to be made anew.
  bool is_damage() const { return (code_ & 0xff) == SQLITE_CORRUPT || (code_ & 0xff) == SQLITE_NOTADB; }

 private:
  int code_;
};

class Statement {
 public:
  Statement() = default;
  Statement(sqlite3*, std::string_view sql);

  Statement& bind(int at, std::int64_t);
  Statement& bind(int at, std::string_view);        // copied
  Statement& bind_bytes(int at, std::string_view);  // copied
  bool step();                                      // true: a row
  void run() {
    while (step()) {}
    reset();
  }
  void reset();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string text(int column) const;
  std::string_view bytes(int column) const;  // until the next step

 private:
  void check(int code) const;
  struct Finalize {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Resets the statement at the end of a block, so that no read transaction stays open behind a thrown error.
class Resetting {
 public:
  explicit Resetting(Statement& statement) : statement_(statement) {}
  ~Resetting() { statement_.reset(); }
  Resetting(const Resetting&) = delete;
  Resetting& operator=(const Resetting&) = delete;

 private:
  Statement& statement_;
};

class Database {
 public:
  static constexpr int page_cache_kib = 4096;
  static constexpr int busy_ms_max = 2000;

  explicit Database(const std::string& path);
  void execute(const std::string& sql);
  Statement prepare(std::string_view sql) { return Statement(connection_.get(), sql); }
  sqlite3* handle() { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* c) const { sqlite3_close_v2(c); }
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace gh::sqlite_search
