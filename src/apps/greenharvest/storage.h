// Storage: the store of record as the configuration names it: SQLite in the data folder, for one process, or PostgreSQL or MongoDB
// for many nodes.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "apps/greenharvest/settings.h"
#include "platform/executors/system.h"
#include "platform/group_commit/report.h"
#include "platform/ports/documents.h"
#include "platform/ports/tasks.h"

namespace gh::app {

class Storage {
 public:
  // The data folder is locked in either case: a node's outbox and search index lie there. The clock goes by the store's where other nodes
  // share it. observe: after each commit, on the writer's thread.
  static Result<std::unique_ptr<Storage>> open(const Settings&, executors::SystemClock&,
                                               std::function<void(const group_commit::CommitReport&)> observe);
  virtual ~Storage() = default;

  virtual ports::Documents& documents() = 0;
  virtual ports::Tasks& tasks() = 0;
  virtual std::vector<ports::CollectionSpec> collections() const = 0;
  virtual std::size_t queued_writes() const = 0;
  virtual bool shared() const = 0;  // with other nodes
};

}  // namespace gh::app
