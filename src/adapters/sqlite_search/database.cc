#include "adapters/sqlite_search/database.h"

#include <fmt/format.h>

namespace gh::sqlite_search {

Statement::Statement(sqlite3* connection, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) throw DatabaseError(code, sqlite3_errmsg(connection));
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) throw DatabaseError(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
}

Statement& Statement::bind(int at, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), at, value));
  return *this;
}
Statement& Statement::bind(int at, std::string_view value) {
  check(
      sqlite3_bind_text64(statement_.get(), at, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}
Statement& Statement::bind_bytes(int at, std::string_view value) {
  check(sqlite3_bind_blob64(statement_.get(), at, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_TRANSIENT));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  DatabaseError error(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
  reset();
  throw error;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::string_view Statement::bytes(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

Database::Database(const std::string& path) {
  sqlite3* connection = nullptr;
  constexpr int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  connection_.reset(connection);
  if (code != SQLITE_OK) throw DatabaseError(code, connection == nullptr ? "no memory" : sqlite3_errmsg(connection));
  sqlite3_busy_timeout(connection, busy_ms_max);
  execute(fmt::format("PRAGMA cache_size=-{}; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY", page_cache_kib));
  execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF");  // a read model: what is lost is built again
}

void Database::execute(const std::string& sql) {
  char* message = nullptr;
  const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, &message);
  const std::string text = message == nullptr ? "" : message;
  sqlite3_free(message);
  if (code != SQLITE_OK) throw DatabaseError(code, text);
}

}  // namespace gh::sqlite_search
