#include "adapters/sqlite/store.h"

#include "adapters/sqlite/schema.h"
#include "base/planted.h"

namespace gh::sqlite {

namespace {

constexpr int writer_cache_kib = 16 * 1024;
constexpr int checkpoint_cache_kib = 64;

Result<Connection> open_for_writing(const DataFolder& folder, int cache_kib) {
  GH_TRY(auto connection, Connection::open(folder.database().string(), Connection::Mode::read_write, cache_kib));
  GH_CHECK(connection.execute("PRAGMA journal_mode=WAL"));
  GH_CHECK(connection.execute(planted("no_fsync") ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL"));
  return connection;
}

Result<void> load_tasks(Connection& connection, TaskQueue& queue) {
  GH_TRY(auto waiting, connection.prepare("SELECT row, id, name, payload, not_before, attempt FROM tasks ORDER BY row"));
  auto step = Step::done;
  while ((step = waiting.step()) == Step::row) {
    queue.add({std::string(waiting.text(2)), std::string(waiting.text(1)), std::string(waiting.text(3)), Timestamp{waiting.integer(4)}},
              static_cast<int>(waiting.integer(5)), waiting.integer(0));
  }
  if (step != Step::done) return fail(connection.error());
  GH_TRY(auto dead, connection.prepare("SELECT id, name, payload, attempts, error, died FROM dead"));
  while ((step = dead.step()) == Step::row) {
    queue.add_dead({std::string(dead.text(1)), std::string(dead.text(0)), std::string(dead.text(2)), static_cast<int>(dead.integer(3)),
                    std::string(dead.text(4)), Timestamp{dead.integer(5)}});
  }
  if (step != Step::done) return fail(connection.error());
  return {};
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(Options options, const Clock& clock) {
  GH_TRY(auto folder, DataFolder::lock(options.folder));
  GH_TRY(auto connection, open_for_writing(folder, writer_cache_kib));
  GH_CHECK(prepare_schema(connection));
  GH_CHECK(sync_folder(options.folder));

  std::unique_ptr<Store> store(new Store(std::move(folder), options.changes_kept, clock));
  GH_CHECK(store->feed_.load(connection));
  GH_CHECK(load_tasks(connection, store->tasks_.queue));
  GH_TRY(auto for_checkpoints, open_for_writing(store->folder_, checkpoint_cache_kib));
  store->writer_ = std::make_unique<Writer>(std::move(connection), std::move(for_checkpoints), store->database_, store->feed_,
                                            store->tasks_, store->readers_, options.limits, std::move(options.observe));
  GH_CHECK(store->writer_->start());
  return store;
}

}  // namespace gh::sqlite
