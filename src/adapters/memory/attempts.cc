#include "contexts/identity/attempts.h"

#include <algorithm>

namespace gh::identity {

Attempts::Entry& Attempts::entry_of(const std::string& key, Timestamp now) {
  auto found = entries_.find(key);
  if (found == entries_.end()) {
    if (entries_.size() >= rules_.entries_max) {
      entries_.erase(by_use_.back());
      by_use_.pop_back();
    }
    by_use_.push_front(key);
    found = entries_.emplace(key, Entry{0, {}, {}, by_use_.begin()}).first;
  } else {
    by_use_.splice(by_use_.begin(), by_use_, found->second.used);
    if (now - found->second.last > rules_.forget_ms) found->second.failures = 0;
  }
  return found->second;
}

std::optional<Milliseconds> Attempts::begin(const std::string& key, Timestamp now) {
  constexpr int doublings_max = 30;  // beyond any wait_ms_max
  const std::lock_guard lock(mutex_);
  auto& entry = entry_of(key, now);
  if (entry.failures >= rules_.free && now < entry.next_allowed) return entry.next_allowed - now;
  ++entry.failures;
  entry.last = now;
  if (entry.failures >= rules_.free) {
    const int doublings = std::min(entry.failures - rules_.free, doublings_max);
    entry.next_allowed = now + std::min(rules_.wait_ms_max, Milliseconds(rules_.wait_ms.count() << doublings));
  }
  return std::nullopt;
}

void Attempts::succeeded(const std::string& key, bool forget) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  auto& entry = found->second;
  entry.failures = forget ? 0 : std::max(0, entry.failures - 1);
  if (entry.failures > 0) return;
  by_use_.erase(entry.used);
  entries_.erase(found);
}

std::size_t Attempts::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace gh::identity
