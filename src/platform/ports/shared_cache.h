// SharedCache: bytes that a node has made and others need not make again. It is never the truth: what it gives may be old or gone, and
// whoever asks checks what he gets.
//
// Contract (tests/contract/shared_cache):
// - get() MUST give what put() brought last under this key, or something older, or nothing; and nothing once its time to live has passed.
// - claim() MUST be given to one of all that ask for a key at a time, until put() or abandon(), or `hold` has passed; whoever does not get
// it
//   knows that somebody else makes the value.
// - put() and abandon() MUST NOT wait; they may be lost.
// - get() and claim() MUST answer within the adapter's deadline: `away` where it cannot be asked.
#pragma once
#include <string>

#include "base/task.h"
#include "base/time.h"

namespace gh::ports {

class SharedCache {
 public:
  enum class Kind { value, nothing, away };
  struct Found {
    Kind kind = Kind::nothing;
    std::string value;
  };
  enum class Claim { mine, others, away };

  virtual ~SharedCache() = default;
  virtual Task<Found> get(std::string key) = 0;
  // hold: 1 ms to a minute.
  virtual Task<Claim> claim(std::string key, Milliseconds hold) = 0;
  // live: 1 ms to a day.
  virtual void put(std::string key, std::string value, Milliseconds live) = 0;
  virtual void abandon(std::string key) = 0;
};

}  // namespace gh::ports
