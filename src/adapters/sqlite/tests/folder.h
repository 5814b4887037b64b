// A data folder that goes with its test, and a store in it.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "adapters/sqlite/documents.h"
#include "adapters/sqlite/tasks.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"

namespace gh::sqlite {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-sqlite-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

class StoreTest : public testing::Test {
 protected:
  void open(WriterLimits limits = {}) { ASSERT_TRUE(try_open(limits)) << "the store does not open"; }
  Result<void> try_open(WriterLimits limits = {}) {
    GH_TRY(store, Store::open({.folder = folder.path / "data", .limits = limits, .observe = observe}, clock));
    documents = std::make_unique<SqliteDocuments>(*store);
    tasks = std::make_unique<SqliteTasks>(*store);
    return documents->open({"things", {{"name", true}}});
  }
  void close() {
    documents.reset();
    tasks.reset();
    store.reset();
  }
  static ports::Write thing(std::string id, std::string body = "{}") { return {id, std::move(body), std::vector<std::string>{id}, {}}; }
  Result<std::int64_t> insert(std::string id, std::string body = "{}") {
    return run(documents->insert("things", thing(std::move(id), std::move(body))));
  }
  std::optional<ports::Document> get(std::string id) { return run(documents->get("things", std::move(id))).value(); }
  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }
  // Results of inserts that are submitted together.
  std::vector<Result<std::int64_t>> insert_many(const std::string& prefix, int count, std::string body = "{}") {
    std::vector<Task<Result<std::int64_t>>> all;
    for (int i = 0; i < count; ++i) all.push_back(documents->insert("things", thing(prefix + std::to_string(i), body)));
    return run(when_all(std::move(all)));
  }

  TemporaryFolder folder;
  executors::SystemClock clock;
  executors::EventLoop loop;
  std::function<void(const CommitReport&)> observe;
  std::unique_ptr<Store> store;
  std::unique_ptr<SqliteDocuments> documents;
  std::unique_ptr<SqliteTasks> tasks;
};

}  // namespace gh::sqlite
