// FilesObjects: the objects port as files of a folder, 256 folders below it. A file appears whole: written aside, synced, moved, and its
// folder synced. Any thread may call it; the work is done on the pool's threads.
#pragma once
#include <atomic>
#include <filesystem>

#include "platform/executors/worker_pool.h"
#include "platform/ports/objects.h"

namespace gh::files {

class FilesObjects final : public ports::Objects {
 public:
  // The folder is made with the first object. The pool outlives this.
  FilesObjects(std::filesystem::path folder, executors::WorkerPool& pool) : folder_(std::move(folder)), pool_(pool) {}

  Task<Result<void>> put(std::string id, std::string bytes) override;
  Task<Result<std::optional<std::string>>> get(std::string id) override;
  Task<Result<void>> erase(std::string id) override;

  std::filesystem::path file_of(const std::string& id) const;

 private:
  const std::filesystem::path folder_;
  executors::WorkerPool& pool_;
  std::atomic<unsigned> written_{0};  // names what is written aside, so that two writers of one id do not meet
};

}  // namespace gh::files
