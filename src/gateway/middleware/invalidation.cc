#include "gateway/middleware/invalidation.h"

#include <set>

namespace gh::gateway {

std::vector<std::string> tags_of(const std::vector<ports::Change>& changes) {
  std::set<std::string> tags;
  for (const auto& change : changes) {
    tags.insert(change.collection);
    tags.insert(change.collection + '/' + change.id);
  }
  return {tags.begin(), tags.end()};
}

Task<void> follow_changes(ports::Documents& documents, Followed followed, const std::atomic<bool>& stop) {
  std::string token;  // empty: what happened until now is unknown
  while (!stop.load(std::memory_order_relaxed)) {
    auto changes = co_await documents.changes(token, follow_batch, follow_wait);
    if (!changes) {
      token.clear();
      co_await sleep(follow_wait);
      continue;
    }
    for (auto* listener : followed.first) {
      if (token.empty()) listener->begun(changes->at);
      if (!changes->changes.empty()) listener->changed(*changes);
    }
    const auto tags = tags_of(changes->changes);
    for (auto* one : followed.kept) {
      if (token.empty()) one->clear();
      if (!tags.empty()) one->drop(tags);
    }
    token = std::move(changes->token);
  }
}

}  // namespace gh::gateway
