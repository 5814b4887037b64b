// MongoTasks: the task port over a Store. Waiting tasks and dead letters are documents of one collection; a lease is the time up to which
// nobody else takes the task.
//
// Leasing is three turns of the network for any number of tasks: which are due; to all of them that still are, in one command, the name
// of this lease (each document changes once: of two nodes one gets it); which have it now. What goes back before its time: Leases.
//
// counts() asks four questions, so a task that changes between them may be counted twice or not at all.
#pragma once
#include "adapters/mongo/store.h"
#include "platform/ports/tasks.h"

namespace gh::mongo {

class MongoTasks final : public ports::Tasks {
 public:
  static constexpr Milliseconds look_every{250};  // for tasks that have become due, or came from another node

  explicit MongoTasks(Store& store) : store_(store) {}

  Task<Result<void>> enqueue(ports::OutboxEntry) override;
  Task<Result<std::vector<ports::LeasedTask>>> lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                     Milliseconds wait) override;
  Task<Result<void>> complete(std::vector<std::string> ids) override;
  Task<Result<void>> retry(std::string id, Timestamp not_before, std::string error) override;
  Task<Result<void>> bury(std::string id, std::string error) override;
  Task<Result<void>> revive(std::string id) override;
  Task<Result<std::vector<ports::TaskCounts>>> counts() override;
  Task<Result<std::vector<ports::DeadTask>>> dead(int limit) override;

 private:
  Task<Result<void>> write(Command);
  Result<std::vector<ports::LeasedTask>> take(Session&, const std::vector<std::string>& names, int limit, Milliseconds lease_for);
  Result<std::vector<Bson>> take_as(Session&, const std::string& name, const std::vector<std::string>& ids, Timestamp now,
                                    Milliseconds lease_for) const;

  Store& store_;
};

}  // namespace gh::mongo
