#include "adapters/memory/revocations.h"

#include <algorithm>
#include <mutex>

namespace gh::memory {

Task<Result<void>> MemoryRevocations::revoke(ports::Revocation revocation) {
  add(revocation);
  co_return Result<void>{};
}

void MemoryRevocations::add(const ports::Revocation& revocation) {
  const std::unique_lock lock(mutex_);
  latest_ = std::max(latest_, revocation.at);
  if (entries_.size() >= limit_ && !entries_.contains(revocation.subject)) make_room(revocation.at);
  auto& entry = entries_.try_emplace(revocation.subject, Entry{revocation.below, {}}).first->second;
  entry.below = std::max(entry.below, revocation.below);
  entry.until = std::max(entry.until, revocation.until);
  size_.store(entries_.size(), std::memory_order_release);
}

void MemoryRevocations::make_room(Timestamp now) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.until <= now; });
  if (entries_.size() < limit_) return;
  entries_.clear();
  all_until_ms_.store(latest_.ms, std::memory_order_release);
}

bool MemoryRevocations::is_listed(std::string_view subject, std::int32_t generation) const {
  if (size_.load(std::memory_order_acquire) == 0) return false;
  const std::shared_lock lock(mutex_);
  const auto found = entries_.find(subject);
  return found != entries_.end() && generation < found->second.below;
}

// In this order: an entry that left the table when it was full is in all_until_ms_ before it is gone.
bool MemoryRevocations::is_revoked(std::string_view subject, std::int32_t generation, Timestamp issued) const {
  return is_listed(subject, generation) || issued.ms <= all_until_ms_.load(std::memory_order_acquire);
}

}  // namespace gh::memory
