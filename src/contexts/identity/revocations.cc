#include "contexts/identity/revocations.h"

#include <mutex>

namespace gh::identity {

void Revocations::add(const std::string& key, std::int32_t below, Timestamp now) {
  const std::unique_lock lock(mutex_);
  latest_ = std::max(latest_, now);
  if (entries_.size() >= limit_ && !entries_.contains(key)) make_room(now);
  auto& entry = entries_.try_emplace(key, Entry{below, {}}).first->second;
  entry.below = std::max(entry.below, below);
  entry.until = std::max(entry.until, now + access_ms + margin_ms);
  size_.store(entries_.size(), std::memory_order_release);
}

void Revocations::make_room(Timestamp now) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.until <= now; });
  if (entries_.size() < limit_) return;
  entries_.clear();
  all_until_ms_.store(latest_.ms, std::memory_order_release);
}

bool Revocations::is_listed(const AccessClaims& claims) const {
  if (size_.load(std::memory_order_acquire) == 0) return false;
  const std::shared_lock lock(mutex_);
  const auto session = entries_.find(claims.session);
  if (session != entries_.end() && claims.generation < session->second.below) return true;
  const auto user = entries_.find(claims.user.text());
  return user != entries_.end() && claims.role_generation < user->second.below;
}

// In this order: an entry that left the table when it was full is in all_until_ms_ before it is gone.
bool Revocations::is_revoked(const AccessClaims& claims, Timestamp issued) const {
  return is_listed(claims) || issued.ms <= all_until_ms_.load(std::memory_order_acquire);
}

}  // namespace gh::identity
