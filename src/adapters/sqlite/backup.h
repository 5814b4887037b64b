// Backup and restore of a data folder: one file that holds everything the store holds at one moment.
//
// Both block for as long as the copy takes: call them from an admin command or a worker thread, never from an I/O thread.
#pragma once
#include <cstdint>
#include <filesystem>

#include "base/error.h"

namespace gh::sqlite {

struct BackupReport {
  std::int64_t bytes = 0;
};

// Copies the database of the folder while its owner, this process or another, goes on writing: the copy is the state of one commit.
// The file appears whole, verified (integrity, schema) and synced, or not at all; an existing file is not replaced (already_exists).
Result<BackupReport> backup(const std::filesystem::path& folder, const std::filesystem::path& file);

enum class Existing { keep, replace };

// Makes the folder's database from a backup. Fails with store_unavailable if a process has the folder open or the file is not a sound
// database of this program, with already_exists if the folder holds a database and `existing` is keep; then nothing has changed. A
// database that is replaced stays beside it as store.db.before-restore. Tokens of the change feed from before are expired afterwards.
Result<void> restore(const std::filesystem::path& file, const std::filesystem::path& folder, Existing existing);

}  // namespace gh::sqlite
