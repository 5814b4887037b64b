// MemoryAttempts: the attempts port as a table of this process. Any thread.
#pragma once
#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

#include "platform/ports/attempts.h"

namespace gh::memory {

class MemoryAttempts final : public ports::Attempts {
 public:
  static constexpr std::size_t keys_max = 65'536;  // of all tables together; when it is full, the one used longest ago is forgotten

  explicit MemoryAttempts(const Clock& clock, std::size_t keys_at_most = keys_max) : clock_(clock), keys_max_(keys_at_most) {}

  Task<std::optional<Milliseconds>> begin(ports::AttemptRules rules, std::string key) override;
  void succeeded(const ports::AttemptRules& rules, std::string key, bool forget) override;

 private:
  struct Entry {
    int failures = 0;
    Timestamp last;
    Timestamp next_allowed;
    std::list<std::string>::iterator used;
  };
  Entry& entry_of(const std::string& key, Milliseconds forget, Timestamp now);

  const Clock& clock_;
  const std::size_t keys_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  std::list<std::string> by_use_;  // newest first
};

}  // namespace gh::memory
