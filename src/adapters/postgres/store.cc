#include "adapters/postgres/store.h"

#include <unistd.h>

#include <random>

#include <fmt/format.h>

#include "adapters/postgres/schema.h"

namespace gh::postgres {

namespace {

// PostgreSQL cuts names of applications at 63 bytes.
std::string node_name() {
  std::random_device device;
  return fmt::format("{}{}-{:08x}{:08x}", node_prefix, getpid(), device(), device());
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(Options options, const Clock& clock) {
  if (options.address.node.empty()) options.address.node = node_name();
  GH_TRY(auto connection, Connection::open(options.address));
  GH_CHECK(ask_time(connection, options.tell_time));
  GH_CHECK(prepare_schema(connection, options.address.schema));
  GH_TRY(auto epoch, connection.read_text("SELECT value FROM meta WHERE name='epoch'"));
  const auto limits = options.limits;
  BatchOptions batches{.channel = options.address.schema,
                       .feed_lock = lock_key(options.address.schema, "feed"),
                       .changes_kept = options.changes_kept,
                       .deadline = limits.deadline};
  auto observe = std::move(options.observe);
  auto tell_time = std::move(options.tell_time);
  std::unique_ptr<Store> store(new Store(std::move(options), std::move(epoch), clock));
  store->writer_ = std::make_unique<Writer>(store->address_, store->statements_, std::move(batches), limits,
                                            Writer::Told{store->change_waiters_, store->task_waiters_}, std::move(observe));
  store->listener_ = std::make_unique<Listener>(
      store->address_, store->address_.schema, [writer = store->writer_.get()] { return writer->process(); }, store->change_waiters_,
      store->task_waiters_, std::move(tell_time));
  return store;
}

}  // namespace gh::postgres
