// Attempts: how often signing in failed lately, per account and per address, and how long the next try has to wait. Any thread.
//
// The first free tries cost nothing; each further failure doubles the wait, up to wait_ms_max. An attempt counts as failed from its
// beginning until it is known to be good, so that a thousand at once are not a thousand free ones. The table is bounded: when it is
// full, the entry that was used longest ago is forgotten.
#pragma once
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/time.h"

namespace gh::identity {

class Attempts {
 public:
  struct Rules {
    int free = 10;
    Milliseconds wait_ms{1000};  // after the first failure that is not free
    Milliseconds wait_ms_max{15 * 60 * 1000};
    Milliseconds forget_ms{60 * 60 * 1000};  // after the last failure
    std::size_t entries_max = 65'536;
  };
  explicit Attempts(Rules rules) : rules_(rules) {}

  // Begins an attempt; or how long to wait, and nothing was begun.
  std::optional<Milliseconds> begin(const std::string& key, Timestamp now);
  // The attempt was good: it does not count. forget: nor do those before it.
  void succeeded(const std::string& key, bool forget);
  std::size_t size() const;

 private:
  struct Entry {
    int failures = 0;
    Timestamp last;
    Timestamp next_allowed;
    std::list<std::string>::iterator used;
  };
  Entry& entry_of(const std::string& key, Timestamp now);

  const Rules rules_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  std::list<std::string> by_use_;  // newest first
};

}  // namespace gh::identity
