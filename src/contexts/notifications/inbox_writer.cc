#include "contexts/notifications/inbox_writer.h"

#include <algorithm>

#include "base/errors.h"

namespace gh::notifications {

namespace {

void add(Inbox& inbox, const InboxNotice& notice) {
  if (std::ranges::find(inbox.notices, notice.id, &InboxNotice::id) != inbox.notices.end()) return;
  if (inbox.notices.size() >= inbox_max) inbox.notices.erase(inbox.notices.begin());
  inbox.notices.push_back(notice);
}

}  // namespace

Task<Result<void>> InboxWriter::put(UserId user, InboxNotice notice) {
  OneShot<Result<void>> answer;
  bool leads = false;
  {
    const std::lock_guard guard(mutex_);
    const auto [queue, first] = queues_.try_emplace(user);
    queue->second.push_back({std::move(notice), answer});
    leads = first;
  }
  if (leads) spawn_here(lead(std::move(user)));
  co_return co_await answer;
}

Task<void> InboxWriter::lead(UserId user) {
  for (auto waiting = take(user); !waiting.empty(); waiting = take(user)) {
    const auto written = co_await write(user, waiting);
    for (auto& one : waiting) one.answer.set(written);
  }
}

// Empty: nobody waits, and whoever comes next leads.
std::vector<InboxWriter::Waiting> InboxWriter::take(const UserId& user) {
  const std::lock_guard guard(mutex_);
  const auto queue = queues_.find(user);
  auto waiting = std::exchange(queue->second, {});
  if (waiting.empty()) queues_.erase(queue);
  return waiting;
}

Task<Result<void>> InboxWriter::write(UserId user, const std::vector<Waiting>& waiting) const {
  const auto add_all = [&waiting](Inbox& inbox, InboxCollection::Outbox&) -> Result<void> {
    for (const auto& one : waiting) add(inbox, one.notice);
    return {};
  };
  auto written = co_await inboxes_.update(user, add_all);
  if (!written && written.error().is(gh::errors::not_found)) {
    Inbox fresh{user, {}};
    for (const auto& one : waiting) add(fresh, one.notice);
    written = co_await inboxes_.insert(std::move(fresh));
    if (!written && written.error().is(ports::errors::duplicate_key)) written = co_await inboxes_.update(user, add_all);
  }
  if (!written) co_return fail(std::move(written).error());
  co_return Result<void>{};
}

}  // namespace gh::notifications
