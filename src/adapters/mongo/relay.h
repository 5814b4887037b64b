// Relay: tells what other nodes, or this one before it died, have written and not told: the pending part of documents goes to the log and
// to the tasks. Anybody may do it for anybody at any time, since it changes nothing to do it twice:
// - The order of a document's changes is kept: the log's last entry is known, then the document is read and its change is still pending,
//   then the change is put right behind that entry or not at all. As long as it is pending there is no later change of this document.
// - A change that was told and is still pending is told again; it is the document's last one then. A task that was done in the meantime is
//   handed out once more.
//
// One for each node, shared by its threads under a lock that is held for some turns of the network.
#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "adapters/mongo/change_log.h"
#include "adapters/mongo/stored.h"
#include "adapters/mongo/task_writes.h"

namespace gh::mongo {

class Relay {
 public:
  static constexpr int at_once = 500;   // documents
  static constexpr int begins_max = 5;  // anew, where the log has gone on beyond what was seen

  explicit Relay(Stamps& stamps) : stamps_(stamps) {}

  // Reads on in the log: how many entries there were.
  Result<std::size_t> look(Session&);
  // The last entry of the log when it was last read.
  std::int64_t head() const { return head_.load(std::memory_order_acquire); }
  // Tells what is pending of these documents, or of any (ids empty; at most at_once of them): how many there were.
  Result<std::size_t> finish(Session&, const Table&, const std::vector<std::string>& ids);
  // As finish for any, but only what was pending at the call before this one as well: its writer has had the time to tell it.
  Result<std::size_t> finish_old(Session&, const Table&);

 private:
  struct Item {
    std::string id;
    Pending pending;
  };
  Result<std::vector<Item>> read(Session&, const Table&, const std::vector<std::string>& ids) const;
  Result<void> keep_pending(Session&, const Table&, std::vector<Item>&, std::vector<LoggedChange>&) const;
  Result<std::size_t> tell(Session&, const Table&, std::vector<Item>);
  Result<void> begin(Session&);

  Stamps& stamps_;
  std::atomic<std::int64_t> head_{0};
  std::mutex mutex_;
  ChangeLog log_;
  bool begun_ = false;
  std::map<int, std::set<std::string>> seen_;  // by the table's number: writes that were pending at the last finish_old
};

}  // namespace gh::mongo
