// Store: one database of a MongoDB server or replica set as the store of record, shared by any number of processes: the writer, the threads
// for reads and the follower of this one.
//
// The composition root opens one, makes MongoDocuments and MongoTasks over it, and destroys it after everything that uses them; waiting
// writes are carried out before the destructor returns, and leases given back. Any thread may use it. What it promises is what the server
// at hand does: the majority and its journal are asked for, and a server that has neither is not told apart (docs/SCALING.md). Times are
// the clock's of this node, which is told the primary's once a second.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "adapters/mongo/follower.h"
#include "adapters/mongo/leases.h"
#include "adapters/mongo/writer.h"
#include "platform/executors/worker_pool.h"

namespace gh::mongo {

struct Options {
  Address address;
  WriterLimits limits;
  int lanes = 2;                                     // threads for reads and leases
  std::uint64_t changes_kept = 200'000;              // of the feed; a token older than this is expired
  std::function<void(const CommitReport&)> observe;  // called on the writer's thread after each batch
  TellTime tell_time;                                // while opening, then on the follower's thread
  // Called once, while collections are opened, with what the server says where it takes no validators: it then checks no document.
  std::function<void(const std::string& reason)> unchecked;
};

class Store {
 public:
  static constexpr int questions_max = 16'384;  // that wait for a thread

  // Makes or brings forward the database first. Fails with store_unavailable and a sentence that names the reason, never the password.
  static Result<std::unique_ptr<Store>> open(Options, const Clock&);
  ~Store();

  std::vector<ports::CollectionSpec> collections() const { return tables_.specs(); }
  std::size_t queued_writes() const { return writer_->queued(); }

 private:
  friend class MongoDocuments;
  friend class MongoTasks;

  Store(Options, std::unique_ptr<Connections>, std::string epoch, const Clock&);

  // Runs ask(Session&) -> Result<T> on one of the threads.
  template <class Ask>
  Task<std::invoke_result_t<Ask&, Session&>> ask(Ask ask) {
    using Outcome = std::invoke_result_t<Ask&, Session&>;
    const auto asked = std::chrono::steady_clock::now();
    auto answer = co_await pool_.run([this, asked, ask = std::move(ask)]() mutable -> Outcome {
      // Behind a server that hangs everybody is told so in time, not one after the other.
      if (std::chrono::steady_clock::now() - asked > connections_->address().deadline)
        return fail(ports::errors::store_unavailable, "MongoDB: no answer in time");
      auto session = connections_->session();
      return ask(session);
    });
    if (!answer && answer.error().is(errors::unavailable)) co_return fail(ports::errors::store_full, answer.error().detail());
    co_return answer;
  }

  const std::unique_ptr<Connections> connections_;
  std::function<void(const std::string& reason)> unchecked_;  // empty when it was called
  const std::string epoch_;
  const Clock& clock_;
  group_commit::Tables tables_;
  Waiters change_waiters_;
  Waiters task_waiters_;
  Stamps stamps_;
  Leases leases_;
  Relay relay_;
  executors::WorkerPool pool_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Follower> follower_;  // last: they use the rest
};

}  // namespace gh::mongo
