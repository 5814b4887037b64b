// MemoryObjects: the objects port as a table of this process, for tests and the simulation. Any thread may call it.
#pragma once
#include <map>
#include <mutex>

#include "base/errors.h"
#include "platform/ports/objects.h"

namespace gh::memory {

class MemoryObjects final : public ports::Objects {
 public:
  Task<Result<void>> put(std::string id, std::string bytes) override {
    if (!ports::is_object_id(id)) co_return fail(errors::invalid, "not the id of an object");
    const std::lock_guard guard(mutex_);
    objects_.insert_or_assign(std::move(id), std::move(bytes));
    co_return Result<void>{};
  }
  Task<Result<std::optional<std::string>>> get(std::string id) override {
    if (!ports::is_object_id(id)) co_return fail(errors::invalid, "not the id of an object");
    const std::lock_guard guard(mutex_);
    const auto found = objects_.find(id);
    co_return found == objects_.end() ? std::nullopt : std::optional(found->second);
  }
  Task<Result<void>> erase(std::string id) override {
    if (!ports::is_object_id(id)) co_return fail(errors::invalid, "not the id of an object");
    const std::lock_guard guard(mutex_);
    objects_.erase(id);
    co_return Result<void>{};
  }
  std::size_t size() const {
    const std::lock_guard guard(mutex_);
    return objects_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> objects_;
};

}  // namespace gh::memory
