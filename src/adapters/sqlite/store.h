// Store: one data folder that is open: its lock, the writer thread, the readers, the change feed and the task queue.
//
// The composition root opens one, makes SqliteDocuments and SqliteTasks over it, and destroys it after everything that uses them;
// waiting writes are committed before the destructor returns. Any thread may use it.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "adapters/sqlite/change_feed.h"
#include "adapters/sqlite/data_folder.h"
#include "adapters/sqlite/readers.h"
#include "adapters/sqlite/write_back.h"
#include "adapters/sqlite/writer.h"
#include "base/time.h"
#include "platform/group_commit/tables.h"

namespace gh::sqlite {

struct Options {
  std::filesystem::path folder;
  WriterLimits limits;
  std::uint64_t changes_kept = ChangeFeed::kept_default;
  std::function<void(const CommitReport&)> observe;  // called on the writer's thread after each commit
};

class Store {
 public:
  // Fails with store_unavailable and a sentence that names the reason: folder in use, newer schema, damaged file.
  static Result<std::unique_ptr<Store>> open(Options, const Clock&);

  std::vector<ports::CollectionSpec> collections() const { return tables_.specs(); }
  std::size_t queued_writes() const { return writer_->queued(); }

 private:
  friend class SqliteDocuments;
  friend class SqliteTasks;

  Store(DataFolder folder, std::uint64_t changes_kept, const Clock& clock)
      : folder_(std::move(folder)),
        database_(folder_.database()),
        clock_(clock),
        feed_(changes_kept),
        readers_(folder_.database().string()) {}

  DataFolder folder_;
  WriteBack database_;  // before every connection
  const Clock& clock_;
  group_commit::Tables tables_;
  ChangeFeed feed_;
  SharedTasks tasks_;
  Readers readers_;
  std::unique_ptr<Writer> writer_;  // last: it uses the rest
};

}  // namespace gh::sqlite
