// InboxWriter: puts notices into people's lists; those that wait for the same list are put there in one write.
//
// A farm that sells fast is told of each order. Each with a write of its own they overtook one another: of 64 at once 17
// got in within the tries of an update.
// The first to arrive at a list that nobody writes leads: it writes what has come, answers, and goes on until nobody waits, on the
// scheduler of whoever started it. Any thread. Waiting is bounded by the tasks that run at once. Another process's writes are met by
// version.
#pragma once
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/scheduler.h"
#include "contexts/notifications/store.h"

namespace gh::notifications {

class InboxWriter {
 public:
  // The collection outlives the writer; the writer outlives what was put into it.
  explicit InboxWriter(const InboxCollection& inboxes) : inboxes_(inboxes) {}

  // Again with the same id: nothing. Beyond inbox_max the oldest go.
  Task<Result<void>> put(UserId user, InboxNotice notice);

 private:
  struct Waiting {
    InboxNotice notice;
    OneShot<Result<void>> answer;
  };

  Task<void> lead(UserId user);
  std::vector<Waiting> take(const UserId& user);
  Task<Result<void>> write(UserId user, const std::vector<Waiting>& waiting) const;

  const InboxCollection& inboxes_;
  std::mutex mutex_;
  std::unordered_map<UserId, std::vector<Waiting>> queues_;  // an entry: somebody leads there
};

}  // namespace gh::notifications
