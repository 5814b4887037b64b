// Store: one schema of a PostgreSQL server as the store of record, shared by any number of processes: the writer, the lanes for reads and
// the listener of this one.
//
// The composition root opens one, makes PostgresDocuments and PostgresTasks over it, and destroys it after everything that uses them;
// waiting writes are committed before the destructor returns. Any thread may use it. Times are the clock's of this node, which is told the
// server's once a second: leases are times, and an order's deadline must be the same for all nodes.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "adapters/postgres/lanes.h"
#include "adapters/postgres/listener.h"
#include "adapters/postgres/statements.h"
#include "adapters/postgres/writer.h"
#include "base/waiters.h"
#include "platform/group_commit/tables.h"

namespace gh::postgres {

struct Options {
  Address address;
  WriterLimits limits;
  int lanes = 2;
  std::uint64_t changes_kept = 200'000;              // of the feed; a token older than this is expired
  std::function<void(const CommitReport&)> observe;  // called on the writer's thread after each commit
  TellTime tell_time;                                // while opening, then on the listener's thread
};

class Store {
 public:
  // Makes or brings forward the schema first. Fails with store_unavailable and a sentence that names the reason, never the password.
  static Result<std::unique_ptr<Store>> open(Options, const Clock&);

  std::vector<ports::CollectionSpec> collections() const { return tables_.specs(); }
  std::size_t queued_writes() const { return writer_->queued(); }

 private:
  friend class PostgresDocuments;
  friend class PostgresTasks;

  Store(Options options, std::string epoch, const Clock& clock)
      : address_(std::move(options.address)), epoch_(std::move(epoch)), clock_(clock), lanes_(address_, options.lanes) {}

  const Address address_;
  const std::string epoch_;  // of the feed's numbers: other numbers after a restore
  const Clock& clock_;
  group_commit::Tables tables_;
  StatementsOfTables statements_;
  Waiters change_waiters_;
  Waiters task_waiters_;
  Lanes lanes_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Listener> listener_;  // last: they use the rest
};

}  // namespace gh::postgres
