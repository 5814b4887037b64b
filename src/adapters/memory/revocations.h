// MemoryRevocations: the revocation port as a table of this process, for a shop that is one process. A check takes some ten nanoseconds.
//
// An entry lives as long as a token that it ends could. When the table is full, all tokens issued until then end instead (their
// sessions live, a refresh brings a new one): the bound costs comfort, never safety.
#pragma once
#include <atomic>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "platform/ports/revocation.h"

namespace gh::memory {

class MemoryRevocations final : public ports::Revocations {
 public:
  static constexpr std::size_t entries_max = 100'000;

  explicit MemoryRevocations(std::size_t limit = entries_max) : limit_(limit) {}

  Task<Result<void>> revoke(ports::Revocation) override;
  bool is_revoked(std::string_view subject, std::int32_t generation, Timestamp issued) const override;
  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

 private:
  struct Entry {
    std::int32_t below;
    Timestamp until;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  void add(const ports::Revocation&);
  void make_room(Timestamp now);
  bool is_listed(std::string_view subject, std::int32_t generation) const;

  const std::size_t limit_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
  Timestamp latest_;  // of all additions: callers' clocks need not agree to the millisecond
  std::atomic<std::size_t> size_{0};
  std::atomic<std::int64_t> all_until_ms_{-1};  // tokens issued up to here have ended
};

}  // namespace gh::memory
