// The stores that the contract suites of documents and tasks run over. Adding an adapter is one more Make function in all_stores().
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/memory/documents.h"
#include "adapters/memory/tasks.h"
#include "adapters/mongo/documents.h"
#include "adapters/mongo/tasks.h"
#include "adapters/postgres/documents.h"
#include "adapters/postgres/tasks.h"
#include "adapters/sqlite/documents.h"
#include "adapters/sqlite/tasks.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/support/mongo_server.h"
#include "tests/support/postgres_server.h"

namespace gh::contract {

class ManualClock final : public Clock {
 public:
  Timestamp now() const override { return {ms_.load()}; }
  void advance(Milliseconds by) { ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> ms_{1'700'000'000'000};
};

// What a store that nodes share tells of its server's time, held against this computer's clock, which is the server's as well.
class ToldTimes {
 public:
  group_commit::TellTime hear() {
    return [this](Timestamp shown, std::chrono::steady_clock::time_point asked) {
      EXPECT_LE(asked, std::chrono::steady_clock::now());
      const std::lock_guard guard(mutex_);
      told_.push_back(shown);
    };
  }
  // When the store has just been opened, and again when it has told twice more.
  void expect_right(Milliseconds every) {
    {
      const std::lock_guard guard(mutex_);
      ASSERT_GE(told_.size(), 1U) << "it was not asked before the start";
      EXPECT_GE(told_.front(), before_ - Milliseconds(1));
      EXPECT_LE(told_.front(), clock_.now());
    }
    std::this_thread::sleep_for(2 * every + Milliseconds(800));
    const std::lock_guard guard(mutex_);
    EXPECT_GE(told_.size(), 3U);
    EXPECT_GE(told_.back() - told_.front(), every);
  }

 private:
  const executors::SystemClock clock_;
  const Timestamp before_ = clock_.now();
  std::mutex mutex_;
  std::vector<Timestamp> told_;
};

// One store under test.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual ports::Documents& documents() = 0;
  virtual ports::Tasks& tasks() = 0;
  virtual bool durable() const = 0;
  virtual void restart() {}  // durable: ends and opens again

  ManualClock clock;
};

class Memory final : public Subject {
 public:
  explicit Memory(std::size_t changes_kept) : store_(clock, changes_kept), documents_(store_), tasks_(store_) {}
  ports::Documents& documents() override { return documents_; }
  ports::Tasks& tasks() override { return tasks_; }
  bool durable() const override { return false; }

 private:
  memory::Store store_;
  memory::MemoryDocuments documents_;
  memory::MemoryTasks tasks_;
};

// A durable store: the adapter's own Store with its two ports over it.
template <class Store, class DocumentsOver, class TasksOver>
class Durable : public Subject {
 public:
  ports::Documents& documents() override { return *documents_; }
  ports::Tasks& tasks() override { return *tasks_; }
  bool durable() const override { return true; }
  void restart() override {
    close();
    open();
  }

 protected:
  virtual Result<std::unique_ptr<Store>> make() = 0;
  void open() {
    auto opened = make();
    if (!opened) throw std::runtime_error(opened.error().detail());
    store_ = *std::move(opened);
    documents_ = std::make_unique<DocumentsOver>(*store_);
    tasks_ = std::make_unique<TasksOver>(*store_);
  }
  void close() {
    documents_.reset();
    tasks_.reset();
    store_.reset();
  }

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<DocumentsOver> documents_;
  std::unique_ptr<TasksOver> tasks_;
};

class Sqlite final : public Durable<sqlite::Store, sqlite::SqliteDocuments, sqlite::SqliteTasks> {
 public:
  explicit Sqlite(std::size_t changes_kept) : changes_kept_(changes_kept) {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-contract-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    open();
  }
  ~Sqlite() override {
    close();
    std::filesystem::remove_all(folder_);
  }

 private:
  Result<std::unique_ptr<sqlite::Store>> make() override {
    return sqlite::Store::open({.folder = folder_, .limits = {}, .changes_kept = changes_kept_, .observe = {}}, clock);
  }

  const std::size_t changes_kept_;
  std::filesystem::path folder_;
};

class Postgres final : public Durable<postgres::Store, postgres::PostgresDocuments, postgres::PostgresTasks> {
 public:
  explicit Postgres(std::size_t changes_kept) : changes_kept_(changes_kept) { open(); }
  ~Postgres() override {
    close();
    support::PostgresServer::shared().drop(schema_);
  }

 private:
  Result<std::unique_ptr<postgres::Store>> make() override {
    return postgres::Store::open({.address = {.url = support::PostgresServer::shared().url(), .schema = schema_},
                                  .limits = {},
                                  .changes_kept = changes_kept_,
                                  .observe = {}},
                                 clock);
  }

  const std::size_t changes_kept_;
  const std::string schema_ = support::PostgresServer::fresh_schema();
};

class Mongo final : public Durable<mongo::Store, mongo::MongoDocuments, mongo::MongoTasks> {
 public:
  explicit Mongo(std::size_t changes_kept) : changes_kept_(changes_kept) { open(); }
  ~Mongo() override {
    close();
    support::MongoServer::shared().drop(address_.database);
  }

 private:
  Result<std::unique_ptr<mongo::Store>> make() override {
    return mongo::Store::open({.address = address_, .limits = {}, .changes_kept = changes_kept_, .observe = {}}, clock);
  }

  const std::size_t changes_kept_;
  const mongo::Address address_{.url = support::MongoServer::shared().url(), .database = support::MongoServer::fresh_database()};
};

struct StoreKind {
  std::string name;
  bool durable;
  std::unique_ptr<Subject> (*make)(std::size_t changes_kept);
};
inline std::vector<StoreKind> all_stores() {
  return {
      {"memory", false, [](std::size_t kept) -> std::unique_ptr<Subject> { return std::make_unique<Memory>(kept); }},
      {"sqlite", true, [](std::size_t kept) -> std::unique_ptr<Subject> { return std::make_unique<Sqlite>(kept); }},
      {"postgres", true, [](std::size_t kept) -> std::unique_ptr<Subject> { return std::make_unique<Postgres>(kept); }},
      {"mongo", true, [](std::size_t kept) -> std::unique_ptr<Subject> { return std::make_unique<Mongo>(kept); }},
  };
}
inline std::vector<StoreKind> durable_stores() {
  auto kinds = all_stores();
  std::erase_if(kinds, [](const StoreKind& kind) { return !kind.durable; });
  return kinds;
}

// A fresh store and a loop to run coroutines on.
class StoreTest : public testing::TestWithParam<StoreKind> {
 protected:
  static Task<void> pause(Milliseconds span) { co_await sleep(span); }
  void let_timers_end() { loop.run_until_complete(pause(Waiters::timer_left_max + Milliseconds(50))); }

  static constexpr std::size_t changes_kept = 2'000;

  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }

  std::unique_ptr<Subject> store = GetParam().make(changes_kept);
  executors::EventLoop loop;
};

}  // namespace gh::contract

// For what only a durable adapter promises.
#define GH_FOR_DURABLE_STORES(Suite) \
  INSTANTIATE_TEST_SUITE_P(All, Suite, testing::ValuesIn(gh::contract::durable_stores()), [](const auto& info) { return info.param.name; })
#define GH_FOR_ALL_STORES(Suite) \
  INSTANTIATE_TEST_SUITE_P(All, Suite, testing::ValuesIn(gh::contract::all_stores()), [](const auto& info) { return info.param.name; })
