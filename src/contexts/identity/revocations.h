// Revocations: access tokens that were ended before their time, as this process knows them. Any thread; a check takes some ten
// nanoseconds and none of the store.
//
// An entry lives as long as a token that it ends could: afterwards the token has expired by itself. When the table is full, all
// tokens issued until then end instead (their sessions live, a refresh brings a new one): the bound costs comfort, never safety.
#pragma once
#include <atomic>
#include <cstdint>
#include <limits>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "contexts/identity/tokens.h"

namespace gh::identity {

class Revocations {
 public:
  static constexpr std::size_t entries_max = 100'000;
  // Nodes' clocks differ, and a token that is being made while its session ends is a little younger than the entry.
  static constexpr Milliseconds margin_ms{120'000};

  explicit Revocations(std::size_t limit = entries_max) : limit_(limit) {}

  void end_session(const SessionId& session, Timestamp now) { add(session.text(), everything, now); }
  // Tokens of this user made before the role had this generation.
  void end_older_roles(const UserId& user, std::int32_t role_generation, Timestamp now) { add(user.text(), role_generation, now); }

  // issued: the token's iat, whole seconds.
  bool is_revoked(const AccessClaims&, Timestamp issued) const;
  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::int32_t everything = std::numeric_limits<std::int32_t>::max();
  struct Entry {
    std::int32_t below;  // generations below this have ended
    Timestamp until;
  };
  void add(const std::string& key, std::int32_t below, Timestamp now);
  void make_room(Timestamp now);
  bool is_listed(const AccessClaims&) const;

  const std::size_t limit_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  Timestamp latest_;  // of all additions: callers' clocks need not agree to the millisecond
  std::atomic<std::size_t> size_{0};
  std::atomic<std::int64_t> all_until_ms_{-1};  // tokens issued up to here have ended
};

}  // namespace gh::identity
