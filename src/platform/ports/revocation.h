// Revocations: access tokens that end before their time. A token is checked on every request and without the store, so what is ended
// is kept where the check is made.
//
// Contract (tests/contract/revocation):
// - After revoke() was acknowledged, is_revoked MUST say so on this node at once and on every node within propagation_ms_max, until
//   the entry's `until`. Again, or with a lower `below`, MUST take nothing back.
// - An entry MUST end the tokens of its subject with a generation below `below` and no others. Adapters are bounded: one that has no
//   room left MUST rather end all tokens issued until then than forget an entry.
// - is_revoked MUST NOT wait for anything and may be called on any thread.
// - Who starts tells what it knows from the store of record; an adapter need not outlive its process.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/task.h"
#include "base/time.h"

namespace gh::ports {

inline constexpr Milliseconds propagation_ms_max{2000};

struct Revocation {
  std::string subject;     // what the tokens name: a session, a user
  std::int32_t below = 0;  // generations below this have ended
  Timestamp at;
  Timestamp until;  // when the last token that it ends has expired by itself
};

class Revocations {
 public:
  virtual ~Revocations() = default;
  virtual Task<Result<void>> revoke(Revocation) = 0;
  // issued: the token's, whole seconds.
  virtual bool is_revoked(std::string_view subject, std::int32_t generation, Timestamp issued) const = 0;
};

}  // namespace gh::ports
