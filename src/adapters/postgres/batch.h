// Batch: waiting writes as one transaction. A write that fails for itself (a wrong version, a taken key) leaves no trace and hurts none of
// the others.
//
// In two turns of the network. The first carries out the documents' writes, in the order of their ids, so that two nodes never wait for
// each other; it tells which of them took effect. The second takes the lock under which the feed's numbers are given, writes what follows
// from those (tasks, changes), and commits: numbers are thus in the order of the commits, and the lock is held for one commit.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/postgres/connection.h"
#include "adapters/postgres/statements.h"
#include "platform/group_commit/command.h"

namespace gh::postgres {

using group_commit::Answer;
using group_commit::Command;

struct BatchOptions {
  std::string channel;             // of NOTIFY
  std::int64_t feed_lock = 0;      // key of the advisory lock
  std::uint64_t changes_kept = 0;  // of the feed
  Milliseconds deadline{10'000};   // of each turn
};

// Those that are the same for every table, made for the options of one store.
struct BatchStatements {
  explicit BatchStatements(const BatchOptions&);
  Statement begin, rollback, commit, lock_feed;
  Statement add_tasks, complete, retry, bury, revive;
  Statement add_changes, trim_changes, notify;
};

class Batch {
 public:
  Batch(Connection& connection, const StatementsOfTables& tables, const BatchStatements& statements, const BatchOptions& options,
        const std::vector<Command>& commands)
      : connection_(connection), tables_(tables), statements_(statements), options_(options), commands_(commands) {}

  // Then every command has its answer.
  void run(bool trim);

  std::vector<Answer> take_answers();
  bool has_changes() const { return changes_ > 0; }
  std::size_t changes() const { return changes_; }
  bool has_tasks() const { return has_tasks_; }
  std::chrono::nanoseconds commit_took() const { return commit_took_; }

 private:
  bool write_documents();
  std::optional<std::vector<Reply>> try_documents(const std::vector<std::size_t>& order);
  void settle_documents(const std::vector<std::size_t>& order, std::vector<Reply>& replies);
  Request request_of(const Command&) const;
  Answer taken_key(const Command&);
  Answer refused(const Command&, const Refusal&) const;
  void commit(bool trim);
  void add_effects(std::vector<Request>&, std::vector<std::optional<std::size_t>>& owners);
  void add_outbox(std::vector<Request>&, std::vector<std::optional<std::size_t>>& owners, std::vector<const ports::OutboxEntry*>& entries);
  void add_changes(std::vector<Request>&);
  void roll_back();
  void refuse_open(const Error&);
  void refuse_all(const Error&);

  Connection& connection_;
  const StatementsOfTables& tables_;
  const BatchStatements& statements_;
  const BatchOptions& options_;
  const std::vector<Command>& commands_;
  std::vector<std::optional<Answer>> answers_;
  bool in_transaction_ = false;
  bool has_tasks_ = false;
  std::size_t changes_ = 0;
  std::chrono::nanoseconds commit_took_{0};
};

}  // namespace gh::postgres
