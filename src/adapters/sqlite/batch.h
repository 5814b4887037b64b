// Batch: the commands of one transaction, applied one after the other. A command that fails (a wrong version, a taken key) leaves no
// trace and hurts none of the others; a failure of the database itself fails the whole batch.
//
// Owned by the writer, used on its thread only. What the batch means for memory (feed, task queue) is collected while it is applied
// and takes effect in publish(), after the commit.
#pragma once
#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/sqlite/change_feed.h"
#include "adapters/sqlite/connection.h"
#include "base/waiters.h"
#include "platform/group_commit/command.h"
#include "platform/task_queue/task_queue.h"

namespace gh::sqlite {

using group_commit::Answer;
using group_commit::Command;
using group_commit::Table;

// The task queue with its lock. The writer changes it after commits, any thread leases.
struct SharedTasks {
  std::mutex mutex;
  TaskQueue queue;
  Waiters waiters;
};

class Batch {
 public:
  Batch(Connection& connection, ChangeFeed& feed, SharedTasks& tasks) : connection_(connection), feed_(feed), tasks_(tasks) {}
  Result<void> prepare();

  // failed: the database itself; the batch cannot be committed. later: must wait for the commit of this batch.
  enum class Applied { yes, later, failed };
  Applied apply(Command&);
  std::size_t size() const { return answers_.size(); }
  // Writes what belongs to the batch as a whole. false: as Applied::failed.
  bool seal();

  // After the commit: feed and task queue learn of it. Answers are in the order of apply().
  std::vector<Answer> publish();
  void forget();  // after a rollback

 private:
  struct TableStatements {
    Statement insert, replace, erase;
    std::map<std::uint32_t, Statement> replace_with_keys;  // by the keys that stay as they are
  };
  static constexpr std::size_t key_statements_max = 32;  // of a table; what is rarer writes all keys
  struct TaskEffect {
    enum class Kind { add, complete, retry, bury, revive };
    Kind kind;
    ports::OutboxEntry entry;  // add: all of it; others: id
    std::int64_t row = 0;
    Timestamp at;
    std::string error;
  };
  // An answer, or nothing: the database failed.
  using Outcome = std::optional<Answer>;

  TableStatements* statements_of(const Table&);
  Statement* replace_statement(const Table&, TableStatements&, ports::Write&);
  Outcome insert(Command&);
  Outcome replace(Command&);
  Outcome erase(Command&);
  Outcome enqueue(Command&);
  Outcome complete(Command&);
  Outcome retry(Command&);
  Outcome bury(Command&);
  Outcome revive(Command&);
  Outcome settle(const Table&, const std::string& id, std::int64_t version, ports::Change::Kind, std::vector<ports::OutboxEntry>&);
  bool run(Statement&, bool* constraint = nullptr);
  Answer taken_key(const Table&) const;
  bool has_room(std::size_t tasks);
  bool add_task(ports::OutboxEntry&);
  bool touches_own_tasks(const Command&) const;

  Connection& connection_;
  ChangeFeed& feed_;
  SharedTasks& tasks_;
  std::vector<TableStatements> tables_;  // by Table::number
  Statement add_task_, remove_task_, delay_task_, add_dead_, remove_dead_, add_changes_, trim_changes_;

  std::vector<Answer> answers_;
  std::vector<ports::Change> changes_;
  std::vector<TaskEffect> effects_;
  std::unordered_map<std::string, bool> touched_;  // ids of tasks with an effect in this batch; true: it ends the task
  std::size_t added_ = 0;
  std::uint64_t trimmed_to_ = 0;
};

}  // namespace gh::sqlite
