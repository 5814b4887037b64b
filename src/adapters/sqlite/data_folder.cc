#include "adapters/sqlite/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "platform/ports/documents.h"

namespace gh::sqlite {

namespace {

std::unexpected<Error> folder_failure(const std::filesystem::path& path) {
  return fail(ports::errors::store_unavailable, path.string() + ": " + std::error_code(errno, std::generic_category()).message());
}

std::string read_owner(int file) {
  char text[32] = {};
  const auto size = pread(file, text, sizeof text - 1, 0);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "unknown";
}

}  // namespace

Result<DataFolder> DataFolder::lock(std::filesystem::path path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  if (problem) return fail(ports::errors::store_unavailable, path.string() + ": " + problem.message());
  const auto file = path / "lock";
  const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (handle < 0) return folder_failure(file);
  DataFolder folder(std::move(path), handle);
  if (flock(handle, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return folder_failure(file);
    return fail(ports::errors::store_unavailable,
                "the data folder " + folder.path_.string() + " is in use by process " + read_owner(handle));
  }
  const auto owner = std::to_string(getpid());
  if (ftruncate(handle, 0) != 0 || pwrite(handle, owner.data(), owner.size(), 0) < 0) return folder_failure(file);
  return folder;
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) close(lock_);
}
DataFolder::DataFolder(DataFolder&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

Result<void> sync_folder(const std::filesystem::path& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return folder_failure(path);
  const bool synced = fsync(handle) == 0;
  auto result = synced ? Result<void>{} : Result<void>(folder_failure(path));
  close(handle);
  return result;
}

}  // namespace gh::sqlite
