// Locks: nodes take turns. A lock saves work that others would do in vain; it proves nothing. Its holder may be stopped past its end, and a
// server may forget it, so whatever must be true is decided where it is written: by a version, or by comparing fences.
//
// Contract (tests/contract/lock):
// - While a lease runs, nobody else MUST get its name. It ends soon after release(), which MUST NOT wait, or when `hold_for` has passed.
// - The fences of one name MUST grow from lease to lease, also over leases that ran out.
// - release() of a lease that is over MUST leave the next holder's alone.
// - acquire() MUST answer within `wait` and the adapter's deadline: lock_busy, or lock_unavailable where the adapter cannot say; then the
//   name may be taken by nobody until `hold_for` has passed.
// - good_for MUST be no more than what is left of the lease on the servers.
// - An adapter with a memory that can be lost (a server that starts anew) MUST go on with greater fences as long as its clock was not set
//   back. That nobody else holds the name is then not promised.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "base/task.h"
#include "base/time.h"

namespace gh::ports {

namespace errors {
inline constexpr ErrorKind lock_busy{50304, "lock_busy", "Somebody else is at work on this; try again in a moment."};
inline constexpr ErrorKind lock_unavailable{50305, "lock_unavailable", "Nobody can say right now whose turn it is; try again in a moment."};
inline constexpr const ErrorKind* lock_all[] = {&lock_busy, &lock_unavailable};
}  // namespace errors

struct Lease {
  std::string name;
  std::string owner;  // of this lease, unlike any other
  std::int64_t fence = 0;
  Milliseconds good_for{0};  // from when acquire() answered
  std::chrono::steady_clock::time_point taken;
};

// Told on the thread where it happens. Must not block.
class LockObserver {
 public:
  virtual ~LockObserver() = default;
  virtual void lock_waited(std::chrono::nanoseconds, bool /*taken*/) {}
  virtual void lock_held(std::chrono::nanoseconds) {}  // from acquire()'s answer to release()
};

class Locks {
 public:
  virtual ~Locks() = default;
  // hold_for: 1 ms to a minute.
  virtual Task<Result<Lease>> acquire(std::string name, Milliseconds hold_for, Milliseconds wait) = 0;
  virtual void release(const Lease& lease) = 0;
};

}  // namespace gh::ports
