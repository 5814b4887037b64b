// ScratchFolder: a data folder that is gone with this object, for a command that keeps nothing in it.
#pragma once
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include "base/errors.h"

namespace gh::app {

class ScratchFolder {
 public:
  static Result<ScratchFolder> make() {
    std::error_code problem;
    auto path = (std::filesystem::temp_directory_path(problem) / "greenharvest-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) return fail(errors::internal, "a temporary folder: " + std::string(std::strerror(errno)));
    return ScratchFolder(std::move(path));
  }
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code problem;
    if (!path_.empty()) std::filesystem::remove_all(path_, problem);
  }
  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace gh::app
