#include "adapters/memory/attempts.h"

#include <algorithm>

namespace gh::memory {

namespace {

std::string in_table(const ports::AttemptRules& rules, const std::string& key) { return std::string(rules.table).append("/").append(key); }

}  // namespace

MemoryAttempts::Entry& MemoryAttempts::entry_of(const std::string& key, Milliseconds forget, Timestamp now) {
  auto found = entries_.find(key);
  if (found == entries_.end()) {
    if (entries_.size() >= keys_max_) {
      entries_.erase(by_use_.back());
      by_use_.pop_back();
    }
    by_use_.push_front(key);
    found = entries_.emplace(key, Entry{0, {}, {}, by_use_.begin()}).first;
  } else {
    by_use_.splice(by_use_.begin(), by_use_, found->second.used);
    if (now - found->second.last > forget) found->second.failures = 0;
  }
  return found->second;
}

Task<std::optional<Milliseconds>> MemoryAttempts::begin(ports::AttemptRules rules, std::string key) {
  constexpr int doublings_max = 30;  // beyond any wait_max
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  auto& entry = entry_of(in_table(rules, key), rules.forget, now);
  if (entry.failures >= rules.free && now < entry.next_allowed) co_return entry.next_allowed - now;
  ++entry.failures;
  entry.last = now;
  if (entry.failures >= rules.free) {
    const int doublings = std::min(entry.failures - rules.free, doublings_max);
    entry.next_allowed = now + std::min(rules.wait_max, Milliseconds(rules.wait.count() << doublings));
  }
  co_return std::nullopt;
}

void MemoryAttempts::succeeded(const ports::AttemptRules& rules, std::string key, bool forget) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(in_table(rules, key));
  if (found == entries_.end()) return;
  auto& entry = found->second;
  entry.failures = forget ? 0 : std::max(0, entry.failures - 1);
  if (entry.failures > 0) return;
  by_use_.erase(entry.used);
  entries_.erase(found);
}

}  // namespace gh::memory
