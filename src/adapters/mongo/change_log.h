// ChangeLog: the feed as a log of entries 1, 2, 3, …, one document each, which any number of nodes append to. An entry's number is its _id,
// and whoever appends takes the number behind the last entry that he has seen: of two who want the same number the server refuses one, who
// reads what was there first and tries the next. So numbers have no gaps, an entry is never seen before the one in front of it, and
// who has appended has seen everything that is in front of his own. No lock, no lease, no clock.
//
// Old entries are deleted from the front. Before that the floor (the first number that is kept) is raised; who has appended looks at it
// afterwards, so that a node that slept cannot take a number that there was once.
//
// Used by one thread; each has its own, as far as it has read.
#pragma once
#include <deque>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "adapters/mongo/connection.h"
#include "platform/ports/documents.h"

namespace gh::mongo {

struct LoggedChange {
  ports::Change change;
  std::string write;  // name of the write, unique
};

struct LogEntry {
  std::int64_t number = 0;
  std::int64_t total = 0;  // changes up to and including this entry
  std::vector<LoggedChange> changes;
};

class ChangeLog {
 public:
  static constexpr const char* collection = "changes";
  static constexpr int entries_at_once = 64;
  static constexpr int appends_max = 200;             // tries for one entry, while others are faster
  static constexpr std::size_t writes_known = 4'096;  // the last ones that were seen in the log

  // Finds the last entry.
  Result<void> begin(Session&);
  // Entries behind the last one that was seen, which it moves.
  Result<std::vector<LogEntry>> catch_up(Session&);
  std::int64_t head() const { return head_; }  // the last entry that was seen
  // true: it is in the log. false: not among the last ones that were seen.
  bool knows(const std::string& write) const { return known_.contains(write); }

  // Puts what is left of `changes` behind the last entry that was seen; `behind` is called with what others have put there meanwhile, and
  // takes from `changes` what needs no telling any more. Its failure, and that of the log, leave open whether they are told.
  enum class Outcome { told, lost };  // lost: the log has gone on beyond what this one has seen; begin again
  using Behind = std::function<Result<void>(const std::vector<LogEntry>&, std::vector<LoggedChange>&)>;
  Result<Outcome> append(Session&, std::vector<LoggedChange>& changes, const Behind&);

  // Entries from this number on, without gaps, up to the last.
  static Result<std::vector<LogEntry>> read(Session&, std::int64_t from, int entries);
  static Result<std::int64_t> last(Session&);   // 0: none
  static Result<std::int64_t> floor(Session&);  // the first number that is kept

  // Deletes entries from the front, so that at least `kept` changes stay.
  Result<void> trim(Session&, std::int64_t kept);

 private:
  void remember(const std::vector<LoggedChange>&);

  std::int64_t head_ = 0;
  std::int64_t total_ = 0;
  std::deque<std::string> order_;  // of known_, oldest first
  std::unordered_set<std::string> known_;
};

}  // namespace gh::mongo
