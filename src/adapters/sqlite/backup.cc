#include "adapters/sqlite/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/data_folder.h"
#include "adapters/sqlite/schema.h"
#include "base/errors.h"
#include "platform/ports/documents.h"

namespace gh::sqlite {

namespace {

constexpr int copy_cache_kib = 4096;

std::unexpected<Error> system_failure(const std::filesystem::path& path) {
  return fail(ports::errors::store_unavailable, path.string() + ": " + std::error_code(errno, std::generic_category()).message());
}

// In one step, hence from one read transaction: in pieces it would begin anew whenever another connection writes.
Result<void> copy_database(Connection& from, Connection& to) {
  const auto finish = [](sqlite3_backup* copy) { sqlite3_backup_finish(copy); };
  std::unique_ptr<sqlite3_backup, decltype(finish)> copy(sqlite3_backup_init(to.handle(), "main", from.handle(), "main"), finish);
  if (!copy) return fail(to.error());
  const int code = sqlite3_backup_step(copy.get(), -1);
  copy.reset();
  if (code != SQLITE_DONE) return fail(ports::errors::store_unavailable, std::string("copying the database: ") + sqlite3_errstr(code));
  return {};
}

Result<void> verify(Connection& connection) {
  GH_CHECK(check_schema(connection));
  GH_TRY(const auto verdict, connection.read_text("PRAGMA integrity_check(1)"));
  if (verdict != "ok") return fail(ports::errors::store_unavailable, "the database is damaged: " + verdict);
  return {};
}

Result<void> sync_file(const std::filesystem::path& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return system_failure(path);
  const bool synced = fsync(handle) == 0;
  auto result = synced ? Result<void>{} : Result<void>(system_failure(path));
  close(handle);
  return result;
}

// Removes what an unfinished copy left, and its companions.
void remove_database(const std::filesystem::path& path) {
  for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    std::filesystem::remove(path.string() + suffix, ignored);
  }
}

// A verified copy at `to`, as one file without a log beside it. new_history: the copy's change feed is another one.
Result<void> copy_and_verify(const std::filesystem::path& from, const std::filesystem::path& to, bool new_history) {
  {
    GH_TRY(auto source, Connection::open(from.string(), Connection::Mode::read_only, copy_cache_kib));
    GH_CHECK(check_schema(source));
    GH_TRY(auto copy, Connection::open(to.string(), Connection::Mode::read_write, copy_cache_kib));
    GH_CHECK(copy_database(source, copy));
    GH_CHECK(copy.execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL"));
    GH_CHECK(verify(copy));
    if (new_history) GH_CHECK(copy.execute("UPDATE meta SET value=lower(hex(randomblob(8))) WHERE name='epoch'"));
  }
  return sync_file(to);
}

// Leaves the database a second name. Its log goes into it first, so that none is left to meet the new database; the log of one that is
// too damaged for that goes along.
Result<void> keep_beside(const std::filesystem::path& database, const std::filesystem::path& beside) {
  remove_database(beside);
  if (auto old = Connection::open(database.string(), Connection::Mode::read_write, copy_cache_kib)) {
    (void)old->execute("PRAGMA journal_mode=DELETE");
  }
  std::error_code problem;
  const auto log = database.string() + "-wal";
  if (std::filesystem::exists(log, problem)) std::filesystem::rename(log, beside.string() + "-wal", problem);
  std::filesystem::remove(database.string() + "-shm", problem);
  std::filesystem::create_hard_link(database, beside, problem);
  if (problem) return fail(ports::errors::store_unavailable, beside.string() + ": " + problem.message());
  return {};
}

// "": the folder the program runs in.
std::filesystem::path folder_of(const std::filesystem::path& file) { return file.has_parent_path() ? file.parent_path() : "."; }

}  // namespace

Result<BackupReport> backup(const std::filesystem::path& folder, const std::filesystem::path& file) {
  std::error_code problem;
  if (std::filesystem::exists(file, problem)) return fail(errors::already_exists, file.string() + " exists");
  const auto database = DataFolder::database_in(folder);
  if (!std::filesystem::exists(database, problem)) return fail(errors::not_found, folder.string() + " holds no database");
  auto part = file;
  part += ".part";
  remove_database(part);
  if (auto copied = copy_and_verify(database, part, false); !copied) {
    remove_database(part);
    return fail(copied.error());
  }
  std::filesystem::rename(part, file, problem);
  if (problem) return fail(ports::errors::store_unavailable, file.string() + ": " + problem.message());
  GH_CHECK(sync_folder(folder_of(file)));
  return BackupReport{static_cast<std::int64_t>(std::filesystem::file_size(file, problem))};
}

Result<void> restore(const std::filesystem::path& file, const std::filesystem::path& folder, Existing existing) {
  GH_TRY(const auto locked, DataFolder::lock(folder));
  const auto database = locked.database();
  std::error_code problem;
  const bool replaces = std::filesystem::exists(database, problem);
  if (replaces && existing == Existing::keep) return fail(errors::already_exists, folder.string() + " holds a database already");
  if (!std::filesystem::exists(file, problem)) return fail(errors::not_found, file.string() + " does not exist");

  const auto part = std::filesystem::path(database).concat(".part");
  remove_database(part);
  if (auto copied = copy_and_verify(file, part, true); !copied) {
    remove_database(part);
    return fail(copied.error());
  }
  if (replaces) GH_CHECK(keep_beside(database, std::filesystem::path(database).concat(".before-restore")));
  std::filesystem::rename(part, database, problem);
  if (problem) return fail(ports::errors::store_unavailable, database.string() + ": " + problem.message());
  return sync_folder(folder);
}

}  // namespace gh::sqlite
