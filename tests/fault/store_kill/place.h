// Place: where a store lies that outlives the process which writes to it: a folder (SQLite), or "mongodb://… DATABASE".
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/mongo/documents.h"
#include "adapters/mongo/tasks.h"
#include "adapters/sqlite/documents.h"
#include "adapters/sqlite/tasks.h"

namespace gh::store_kill {

class OpenStore {
 public:
  virtual ~OpenStore() = default;
  virtual ports::Documents& documents() = 0;
  virtual ports::Tasks& tasks() = 0;
};

template <class Store, class DocumentsOver, class TasksOver>
class OpenOver final : public OpenStore {
 public:
  explicit OpenOver(std::unique_ptr<Store> store) : store_(std::move(store)), documents_(*store_), tasks_(*store_) {}
  ports::Documents& documents() override { return documents_; }
  ports::Tasks& tasks() override { return tasks_; }

 private:
  std::unique_ptr<Store> store_;
  DocumentsOver documents_;
  TasksOver tasks_;
};

inline bool is_mongo(const std::string& place) { return place.starts_with("mongodb://"); }

inline Result<std::unique_ptr<OpenStore>> open_store(const std::string& place, const Clock& clock) {
  if (is_mongo(place)) {
    const auto space = place.find(' ');
    GH_TRY(auto store,
           mongo::Store::open(
               {.address = {.url = place.substr(0, space), .database = place.substr(space + 1)}, .limits = {}, .observe = {}}, clock));
    return std::make_unique<OpenOver<mongo::Store, mongo::MongoDocuments, mongo::MongoTasks>>(std::move(store));
  }
  GH_TRY(auto store, sqlite::Store::open({.folder = place, .limits = {.log_frames_max = 512}, .observe = {}}, clock));
  return std::make_unique<OpenOver<sqlite::Store, sqlite::SqliteDocuments, sqlite::SqliteTasks>>(std::move(store));
}

}  // namespace gh::store_kill
