#include "adapters/sqlite/connection.h"

#include <sqlite3.h>

#include <mutex>

#include "platform/ports/documents.h"

namespace gh::sqlite {

namespace {

constexpr int busy_timeout_ms = 5000;  // against a backup that begins, or a reader of another process

// Memory statistics would put a global lock around every allocation.
void configure_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
  });
}

int note_log_frames(void* frames, sqlite3*, const char*, int count) {
  static_cast<std::atomic<int>*>(frames)->store(count, std::memory_order_release);
  return SQLITE_OK;
}

int size_of(std::string_view text) { return static_cast<int>(text.size()); }

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Statement::bind(int at, std::int64_t value) { sqlite3_bind_int64(statement_.get(), at, value); }
void Statement::bind_text(int at, std::string_view text) {
  sqlite3_bind_text(statement_.get(), at, text.data(), size_of(text), SQLITE_STATIC);
}
void Statement::bind_bytes(int at, std::string_view bytes) {
  sqlite3_bind_blob(statement_.get(), at, bytes.data(), size_of(bytes), SQLITE_STATIC);
}
void Statement::bind_null(int at) { sqlite3_bind_null(statement_.get(), at); }

Step Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return Step::row;
  if (code == SQLITE_DONE) return Step::done;
  return (code & 0xff) == SQLITE_CONSTRAINT ? Step::constraint : Step::failed;
}
void Statement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
std::string_view Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Connection::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Result<Connection> Connection::open(const std::string& file, Mode mode, int cache_kib) {
  configure_library();
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  Connection connection;
  connection.connection_.reset(raw);
  if (code != SQLITE_OK) return fail(ports::errors::store_unavailable, file + ": " + sqlite3_errstr(code));
  sqlite3_busy_timeout(raw, busy_timeout_ms);
  connection.log_frames_ = std::make_unique<std::atomic<int>>(0);
  sqlite3_wal_hook(raw, note_log_frames, connection.log_frames_.get());  // in place of automatic checkpoints: the writer decides when
  GH_CHECK(connection.execute("PRAGMA cache_size=-" + std::to_string(cache_kib) + "; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF"));
  return connection;
}

Result<void> Connection::execute(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return fail(error());
  return {};
}

Result<Statement> Connection::prepare(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql.data(), size_of(sql), SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
    return fail(error());
  }
  Statement statement;
  statement.statement_.reset(raw);
  return statement;
}

Result<std::string> Connection::read_text(const std::string& sql) {
  GH_TRY(auto statement, prepare(sql));
  const auto step = statement.step();
  if (step == Step::row) return std::string(statement.text(0));
  if (step == Step::done) return std::string();
  return fail(error());
}

std::int64_t Connection::last_row() const { return sqlite3_last_insert_rowid(connection_.get()); }
std::int64_t Connection::rows_changed() const { return sqlite3_changes64(connection_.get()); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

int Connection::checkpoint() {
  int copied = 0;
  sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &copied);
  return copied;
}

bool Connection::restart_log() {
  sqlite3_busy_timeout(connection_.get(), 0);  // whoever reads may be idle in his snapshot: waiting inside would be for nothing
  const bool restarted = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr) == SQLITE_OK;
  sqlite3_busy_timeout(connection_.get(), busy_timeout_ms);
  return restarted;
}

Error Connection::error() const {
  const bool full = (sqlite3_errcode(connection_.get()) & 0xff) == SQLITE_FULL;
  return {full ? ports::errors::store_full : ports::errors::store_unavailable, message()};
}
std::string Connection::message() const { return sqlite3_errmsg(connection_.get()); }

}  // namespace gh::sqlite
