// Tables: the collections that are open, by name. Any thread may read while another one adds; a Table never moves or goes.
#pragma once
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/ports/documents.h"

namespace gh::group_commit {

struct Table {
  int number;  // 0, 1, ... in the order of opening
  ports::CollectionSpec spec;
  std::string name;  // of the table in the database
};

class Tables {
 public:
  const Table* find(std::string_view collection) const {
    const std::shared_lock guard(mutex_);
    const auto found = tables_.find(collection);
    return found == tables_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> names() const {
    const std::shared_lock guard(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, table] : tables_) names.push_back(name);
    return names;
  }
  std::vector<ports::CollectionSpec> specs() const {  // names ascending
    const std::shared_lock guard(mutex_);
    std::vector<ports::CollectionSpec> specs;
    for (const auto& [name, table] : tables_) specs.push_back(table.spec);
    return specs;
  }
  void add(const ports::CollectionSpec& spec) {
    const std::lock_guard guard(mutex_);
    tables_.try_emplace(spec.name, Table{static_cast<int>(tables_.size()), spec, "d_" + spec.name});
  }

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace gh::group_commit
