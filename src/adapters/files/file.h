// A file descriptor that is closed, and how its bytes come to the disk. For the adapters of this folder.
#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/errors.h"

namespace gh::files {

inline std::unexpected<Error> system_failure(const std::filesystem::path& path) {
  return fail(errors::unavailable, path.string() + ": " + std::error_code(errno, std::generic_category()).message());
}

class File {
 public:
  explicit File(const std::filesystem::path& path, int flags) : handle_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (handle_ >= 0) close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return handle_ >= 0; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(handle_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  // On the disk as far as its data go; not durable, but a sync of the file system that follows has less to do at once.
  void write_out() const {
    sync_file_range(handle_, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
  }
  bool sync() const { return fsync(handle_) == 0; }
  bool sync_file_system() const { return syncfs(handle_) == 0; }

 private:
  int handle_;
};

}  // namespace gh::files
