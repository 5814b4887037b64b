#include "apps/greenharvest/storage.h"

#include "adapters/mongo/documents.h"
#include "adapters/mongo/tasks.h"
#include "adapters/postgres/documents.h"
#include "adapters/postgres/tasks.h"
#include "adapters/sqlite/documents.h"
#include "adapters/sqlite/tasks.h"
#include "platform/log/log.h"

namespace gh::app {

namespace {

using Observe = std::function<void(const group_commit::CommitReport&)>;

class SqliteStorage final : public Storage {
 public:
  static Result<std::unique_ptr<Storage>> open(const Settings& settings, const Clock& clock, Observe observe) {
    GH_TRY(auto store, sqlite::Store::open({.folder = settings.data, .limits = settings.writer, .observe = std::move(observe)}, clock));
    return std::unique_ptr<Storage>(new SqliteStorage(std::move(store)));
  }

  ports::Documents& documents() override { return documents_; }
  ports::Tasks& tasks() override { return tasks_; }
  std::vector<ports::CollectionSpec> collections() const override { return store_->collections(); }
  std::size_t queued_writes() const override { return store_->queued_writes(); }
  bool shared() const override { return false; }

 private:
  explicit SqliteStorage(std::unique_ptr<sqlite::Store> store) : store_(std::move(store)), documents_(*store_), tasks_(*store_) {}

  std::unique_ptr<sqlite::Store> store_;
  sqlite::SqliteDocuments documents_;
  sqlite::SqliteTasks tasks_;
};

// A store that other nodes use as well: the adapter's own Store with its two ports over it, and the data folder beside it.
template <class Store, class DocumentsOver, class TasksOver>
class SharedStorage final : public Storage {
 public:
  SharedStorage(sqlite::DataFolder folder, std::unique_ptr<Store> store)
      : folder_(std::move(folder)), store_(std::move(store)), documents_(*store_), tasks_(*store_) {}

  ports::Documents& documents() override { return documents_; }
  ports::Tasks& tasks() override { return tasks_; }
  std::vector<ports::CollectionSpec> collections() const override { return store_->collections(); }
  std::size_t queued_writes() const override { return store_->queued_writes(); }
  bool shared() const override { return true; }

 private:
  sqlite::DataFolder folder_;
  std::unique_ptr<Store> store_;
  DocumentsOver documents_;
  TasksOver tasks_;
};

Result<std::unique_ptr<Storage>> open_postgres(const Settings& settings, executors::SystemClock& clock, Observe observe) {
  GH_TRY(auto folder, sqlite::DataFolder::lock(settings.data));
  const postgres::WriterLimits limits{
      .queue_max = settings.writer.queue_max, .batch_max = settings.writer.batch_max, .deadline = settings.writer.deadline};
  GH_TRY(auto store, postgres::Store::open({.address = {.url = settings.store_url, .schema = settings.store_schema},
                                            .limits = limits,
                                            .lanes = settings.store_lanes,
                                            .observe = std::move(observe),
                                            .tell_time = [&clock](auto shown, auto asked) { clock.agree(shown, asked); }},
                                           clock));
  using Shared = SharedStorage<postgres::Store, postgres::PostgresDocuments, postgres::PostgresTasks>;
  return std::make_unique<Shared>(std::move(folder), std::move(store));
}

Result<std::unique_ptr<Storage>> open_mongo(const Settings& settings, executors::SystemClock& clock, Observe observe) {
  GH_TRY(auto folder, sqlite::DataFolder::lock(settings.data));
  GH_TRY(
      auto store,
      mongo::Store::open(
          {.address = {.url = settings.store_url, .database = settings.store_schema, .deadline = settings.writer.deadline},
           .limits = {.queue_max = settings.writer.queue_max, .batch_max = settings.writer.batch_max},
           .lanes = settings.store_lanes,
           .observe = std::move(observe),
           .tell_time = [&clock](auto shown, auto asked) { clock.agree(shown, asked); },
           .unchecked =
               [](const std::string& reason) { log::warn("MongoDB checks no documents: it takes no validators", {{"reason", reason}}); }},
          clock));
  using Shared = SharedStorage<mongo::Store, mongo::MongoDocuments, mongo::MongoTasks>;
  return std::make_unique<Shared>(std::move(folder), std::move(store));
}

}  // namespace

Result<std::unique_ptr<Storage>> Storage::open(const Settings& settings, executors::SystemClock& clock, Observe observe) {
  const auto& url = settings.store_url;
  if (url.empty()) return SqliteStorage::open(settings, clock, std::move(observe));
  if (url.starts_with("mongodb://") || url.starts_with("mongodb+srv://")) return open_mongo(settings, clock, std::move(observe));
  return open_postgres(settings, clock, std::move(observe));
}

}  // namespace gh::app
