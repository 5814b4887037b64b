// Store: what MemoryDocuments and MemoryTasks share, so that the outbox of a write becomes tasks in the same step.
//
// Lives as long as the process lets it; for unit tests and the simulation (where it is the disk that survives a node's crash).
// Any thread may use it; one lock guards it, held for no longer than one operation. Ordered maps throughout: the same calls give
// the same answers in the same order.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/waiters.h"
#include "platform/ports/documents.h"
#include "platform/task_queue/task_queue.h"

namespace gh::memory {

class Store {
 public:
  static constexpr std::size_t changes_kept_max = 100'000;  // a token older than this is expired

  explicit Store(const Clock& clock, std::size_t changes_kept = changes_kept_max) : clock_(clock), changes_kept_(changes_kept) {}
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

 private:
  friend class MemoryDocuments;
  friend class MemoryTasks;

  struct Row {
    std::int64_t version = 0;
    std::string body;
    std::vector<std::string> keys;
  };
  struct Table {
    ports::CollectionSpec spec;
    std::map<std::string, Row, std::less<>> rows;
    std::vector<std::set<std::pair<std::string, std::string>>> indexes;  // (key, id), as in spec.indexes
  };

  const Clock& clock_;
  const std::size_t changes_kept_;
  std::mutex mutex_;
  std::map<std::string, Table, std::less<>> tables_;
  std::deque<ports::Change> feed_;
  std::uint64_t changes_before_feed_ = 0;  // changes that were trimmed; the token is this + feed_.size()
  TaskQueue tasks_;
  Waiters feed_waiters_;
  Waiters task_waiters_;
};

}  // namespace gh::memory
