#include "failing_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>

namespace gh::fault {

namespace {

// What was asked for; the writer's thread and the checkpointer's come at the same time.
struct Plan {
  Call call = Call::write;
  Failure how = Failure::full;
  int calls_left = -1;  // before the failure; negative: healthy
  bool lasting = false;
  bool failed = false;
};
std::mutex mutex;
std::condition_variable healed;
Plan plan;
std::atomic<int> syncs_done{0};
sqlite3_vfs* real_system = nullptr;

int failure_of(Call call) {
  std::unique_lock lock(mutex);
  if (call != plan.call || plan.calls_left < 0) return SQLITE_OK;
  if (plan.calls_left > 0) {
    --plan.calls_left;
    return SQLITE_OK;
  }
  plan.failed = true;
  if (plan.how == Failure::hangs) {
    healed.wait(lock, [] { return plan.calls_left < 0; });
    return SQLITE_OK;
  }
  if (!plan.lasting) plan.calls_left = -1;
  if (plan.how == Failure::full) return SQLITE_FULL;
  return call == Call::sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
}

struct File {
  sqlite3_file base;
  bool is_database;  // and not the log beside it
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  int failure = failure_of(Call::write);
  if (failure == SQLITE_OK && reinterpret_cast<File*>(file)->is_database) failure = failure_of(Call::write_database);
  return failure != SQLITE_OK ? failure : real(file)->pMethods->xWrite(real(file), bytes, size, at);
}
int sync(sqlite3_file* file, int flags) {
  const int failure = failure_of(Call::sync);
  if (failure != SQLITE_OK) return failure;
  const int code = real(file)->pMethods->xSync(real(file), flags);
  if (code == SQLITE_OK) ++syncs_done;
  return code;
}
int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) { return real(file)->pMethods->xRead(real(file), bytes, size, at); }
int truncate(sqlite3_file* file, sqlite3_int64 size) { return real(file)->pMethods->xTruncate(real(file), size); }
int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock(sqlite3_file* file, int how) { return real(file)->pMethods->xLock(real(file), how); }
int unlock(sqlite3_file* file, int how) { return real(file)->pMethods->xUnlock(real(file), how); }
int check_reserved(sqlite3_file* file, int* out) { return real(file)->pMethods->xCheckReservedLock(real(file), out); }
int control(sqlite3_file* file, int op, void* argument) { return real(file)->pMethods->xFileControl(real(file), op, argument); }
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int n, int flags) { return real(file)->pMethods->xShmLock(real(file), offset, n, flags); }
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

// Version 2: with shared memory, without mapped reads, so that every write of the database file is seen here.
const sqlite3_io_methods methods{2,         close,          read,    write,       truncate,        sync,    file_size, lock,
                                 unlock,    check_reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
                                 shm_unmap, nullptr,        nullptr};

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* raw, int flags, int* flags_out) {
  auto* file = new (raw) File{};
  const int code = real_system->xOpen(real_system, name, file->real(), flags, flags_out);
  if (code == SQLITE_OK) file->base.pMethods = &methods;
  file->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  return code;
}

}  // namespace

void FailingDisk::install() {
  static sqlite3_vfs system;
  real_system = sqlite3_vfs_find(nullptr);
  system = *real_system;
  system.zName = "failing_disk";
  system.szOsFile = static_cast<int>(sizeof(File)) + real_system->szOsFile;
  system.xOpen = open;
  sqlite3_vfs_register(&system, 1);
}

void FailingDisk::fail(Call call, Failure how, int after, bool lasting) {
  const std::lock_guard guard(mutex);
  plan = {call, how, after, lasting, false};
}
void FailingDisk::heal() {
  {
    const std::lock_guard guard(mutex);
    plan.calls_left = -1;
  }
  healed.notify_all();
}
bool FailingDisk::has_failed() {
  const std::lock_guard guard(mutex);
  return plan.failed;
}
int FailingDisk::syncs() { return syncs_done; }

}  // namespace gh::fault
