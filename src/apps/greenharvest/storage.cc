#include "apps/greenharvest/storage.h"

#include "adapters/postgres/documents.h"
#include "adapters/postgres/tasks.h"
#include "adapters/sqlite/documents.h"
#include "adapters/sqlite/tasks.h"

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
  std::vector<std::string> collections() const override { return store_->collections(); }
  std::size_t queued_writes() const override { return store_->queued_writes(); }
  bool shared() const override { return false; }

 private:
  explicit SqliteStorage(std::unique_ptr<sqlite::Store> store) : store_(std::move(store)), documents_(*store_), tasks_(*store_) {}

  std::unique_ptr<sqlite::Store> store_;
  sqlite::SqliteDocuments documents_;
  sqlite::SqliteTasks tasks_;
};

class PostgresStorage final : public Storage {
 public:
  static Result<std::unique_ptr<Storage>> open(const Settings& settings, executors::SystemClock& clock, Observe observe) {
    GH_TRY(auto folder, sqlite::DataFolder::lock(settings.data));
    const postgres::WriterLimits limits{
        .queue_max = settings.writer.queue_max, .batch_max = settings.writer.batch_max, .deadline = settings.writer.deadline};
    GH_TRY(auto store, postgres::Store::open({.address = {.url = settings.store_url, .schema = settings.store_schema},
                                              .limits = limits,
                                              .lanes = settings.store_lanes,
                                              .observe = std::move(observe),
                                              .tell_time = [&clock](auto shown, auto asked) { clock.agree(shown, asked); }},
                                             clock));
    return std::unique_ptr<Storage>(new PostgresStorage(std::move(folder), std::move(store)));
  }

  ports::Documents& documents() override { return documents_; }
  ports::Tasks& tasks() override { return tasks_; }
  std::vector<std::string> collections() const override { return store_->collections(); }
  std::size_t queued_writes() const override { return store_->queued_writes(); }
  bool shared() const override { return true; }

 private:
  PostgresStorage(sqlite::DataFolder folder, std::unique_ptr<postgres::Store> store)
      : folder_(std::move(folder)), store_(std::move(store)), documents_(*store_), tasks_(*store_) {}

  sqlite::DataFolder folder_;
  std::unique_ptr<postgres::Store> store_;
  postgres::PostgresDocuments documents_;
  postgres::PostgresTasks tasks_;
};

}  // namespace

Result<std::unique_ptr<Storage>> Storage::open(const Settings& settings, executors::SystemClock& clock, Observe observe) {
  return settings.store_url.empty() ? SqliteStorage::open(settings, clock, std::move(observe))
                                    : PostgresStorage::open(settings, clock, std::move(observe));
}

}  // namespace gh::app
