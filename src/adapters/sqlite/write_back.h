// WriteBack: brings what the kernel holds of a file to the disk piece by piece, so that a sync of another file waits behind one piece and
// not behind all of them (measured: 16 MiB of pages at random places hold up a sync by 5 to 8 ms at once, by 1 ms in pieces).
//
// It makes nothing durable (sync_file_range(2) writes no metadata and does not empty the disk's cache): who needs that syncs afterwards,
// and finds little left to wait for. Where the file cannot be opened it does nothing, and that sync takes longer.
//
// POSIX ends all locks that a process has on a file when it closes any descriptor of it: for SQLite's sake this object outlives every
// connection to the database.
#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

namespace gh::sqlite {

class WriteBack {
 public:
  static constexpr off_t piece_bytes = 256 << 10;

  explicit WriteBack(const std::filesystem::path& file) : handle_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~WriteBack() {
    if (handle_ >= 0) close(handle_);
  }
  WriteBack(const WriteBack&) = delete;
  WriteBack& operator=(const WriteBack&) = delete;

  // Returns when everything that was written to the file before the call is on its way or there.
  void run() const {
    constexpr unsigned in_turn = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    if (handle_ < 0) return;
    const auto end = lseek(handle_, 0, SEEK_END);
    for (off_t at = 0; at < end; at += piece_bytes) {
      if (sync_file_range(handle_, at, piece_bytes, in_turn) != 0) return;
    }
  }

 private:
  int handle_;
};

}  // namespace gh::sqlite
