// DataFolder: the folder that holds the database, with the lock that keeps a second process out of it.
//
// The lock is the kernel's (flock): it ends with the process, however that ends.
#pragma once
#include <filesystem>
#include <string>

#include "base/error.h"

namespace gh::sqlite {

class DataFolder {
 public:
  // Makes the folder where it is missing. Fails with store_unavailable, naming the process, if another one holds it.
  static Result<DataFolder> lock(std::filesystem::path);
  static std::filesystem::path database_in(const std::filesystem::path& folder) { return folder / "store.db"; }

  ~DataFolder();
  DataFolder(DataFolder&&) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;

  std::filesystem::path database() const { return database_in(path_); }

 private:
  DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_;
};

// Makes a rename or a new file in this folder survive the loss of power.
Result<void> sync_folder(const std::filesystem::path&);

}  // namespace gh::sqlite
