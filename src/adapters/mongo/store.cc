#include "adapters/mongo/store.h"

#include <random>

#include <fmt/format.h>

#include "adapters/mongo/schema.h"

namespace gh::mongo {

namespace {

constexpr int own_sessions = 3;  // of the writer, of the follower, and of who opens

std::string node_name() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(Options options, const Clock& clock) {
  GH_TRY(auto connections, Connections::open(options.address, options.lanes + own_sessions));
  auto session = connections->session();
  GH_CHECK(ask_time(session, options.tell_time));
  GH_CHECK(prepare_database(session, options.address.database));
  GH_TRY(auto epoch, read_epoch(session));
  return std::unique_ptr<Store>(new Store(std::move(options), std::move(connections), std::move(epoch), clock));
}

Store::Store(Options options, std::unique_ptr<Connections> connections, std::string epoch, const Clock& clock)
    : connections_(std::move(connections)),
      unchecked_(std::move(options.unchecked)),
      epoch_(std::move(epoch)),
      clock_(clock),
      stamps_(clock),
      leases_(node_name()),
      relay_(stamps_),
      pool_({.name = "mongo", .threads = options.lanes, .queue_max = questions_max}),
      writer_(std::make_unique<Writer>(*connections_, relay_, stamps_, leases_.node(), options.limits, options.changes_kept,
                                       Writer::Told{change_waiters_, task_waiters_}, std::move(options.observe))),
      follower_(std::make_unique<Follower>(*connections_, relay_, leases_, tables_, change_waiters_, task_waiters_,
                                           std::move(options.tell_time))) {}

Store::~Store() {
  follower_.reset();
  writer_.reset();
  pool_.stop();
  auto session = connections_->session();
  leases_.end(session);
}

}  // namespace gh::mongo
