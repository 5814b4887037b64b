// Batch: waiting writes, carried out together in some turns of the network: the documents' writes (one command for each collection), one
// entry of the log for all that took effect, their tasks. A write that fails for itself leaves no trace and hurts none of the others.
//
// A write has taken effect with its document, which carries what is to be told of it. If telling fails, the write is acknowledged all the
// same and the relay tells it; nobody hears of it before it is durable.
#pragma once
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/mongo/relay.h"
#include "platform/group_commit/command.h"

namespace gh::mongo {

using group_commit::Answer;

class Batch {
 public:
  static constexpr int rounds_max = 8;    // tries of a write behind one that is still to be told
  static constexpr int rounds_alone = 2;  // in which whoever is telling it has time to end

  struct Means {
    Session& session;
    ChangeLog& log;
    Relay& relay;
    Stamps& stamps;
  };
  // Of one document there is one command at most. writes: a name for each, no two alike among all nodes.
  Batch(Means means, const std::vector<Command>& commands, std::vector<std::string> writes);

  // Then every command has its answer.
  void run();
  std::vector<Answer> take_answers();
  // Takes away what was told, after everybody has been answered.
  void clear();

  std::size_t changes() const { return changes_; }
  bool has_tasks() const { return has_tasks_; }
  std::chrono::nanoseconds tell_took() const { return tell_took_; }

 private:
  using Numbers = std::vector<std::size_t>;  // of commands

  void write_documents();
  void write_some(const Table&, const Numbers&, Numbers& blocked);
  void settle(const Table&, const Numbers&, Numbers& blocked);
  void unblock(const Numbers& blocked);
  Answer refused(const Command&, const Refusal&) const;
  std::int64_t new_version(const Command&) const;
  void absorb(const std::vector<LogEntry>&);
  void tell();
  void follow_up();
  void put(std::vector<const ports::OutboxEntry*>& entries, Numbers& owners);
  void complete(std::vector<std::string>& ids, Numbers& owners);
  Answer change_task(const Command&);
  bool took(std::size_t i) const { return answers_[i] && *answers_[i] && commands_[i].table != nullptr; }

  const Means means_;
  const std::vector<Command>& commands_;
  const std::vector<std::string> writes_;
  std::vector<std::optional<Answer>> answers_;
  std::set<std::string> told_by_others_;
  std::set<std::size_t> untold_;  // took effect, and is left to the relay
  std::size_t changes_ = 0;
  bool has_tasks_ = false;
  std::chrono::nanoseconds tell_took_{0};
};

}  // namespace gh::mongo
