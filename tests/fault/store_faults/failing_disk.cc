#include "failing_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <new>

namespace gh::fault {

namespace {

std::atomic<Call> failing_call{Call::write};
std::atomic<Failure> failing_how{Failure::full};
std::atomic<int> calls_left{-1};  // before the failure; negative: healthy
std::atomic<bool> failing_on{false};
std::atomic<bool> failed{false};
std::atomic<int> syncs_done{0};
sqlite3_vfs* real_system = nullptr;

int failure_of(Call call) {
  if (call != failing_call || calls_left < 0) return SQLITE_OK;
  if (calls_left > 0) {
    --calls_left;
    return SQLITE_OK;
  }
  if (!failing_on) calls_left = -1;
  failed = true;
  if (failing_how == Failure::hangs) {
    calls_left = 0;
    calls_left.wait(0);
    return SQLITE_OK;
  }
  if (failing_how == Failure::full) return SQLITE_FULL;
  return call == Call::write ? SQLITE_IOERR_WRITE : SQLITE_IOERR_FSYNC;
}

struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  const int failure = failure_of(Call::write);
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
  failing_call = call;
  failing_how = how;
  failing_on = lasting;
  failed = false;
  calls_left = after;
}
void FailingDisk::heal() {
  calls_left = -1;
  calls_left.notify_all();
}
bool FailingDisk::has_failed() { return failed; }
int FailingDisk::syncs() { return syncs_done; }

}  // namespace gh::fault
