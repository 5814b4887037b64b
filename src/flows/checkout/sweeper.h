// Sweeper: looks at orders that stand still, are past their deadline or owe a refund, and brings each to its end (step 7). Any number of
// nodes may sweep at the same time: every step is idempotent or conditional on the order's version. No timer of its own: whoever runs
// schedules calls sweep() every second or so. Holds no state; outlives its calls.
#pragma once
#include "contexts/payments/service.h"
#include "flows/checkout/settlement.h"

namespace gh::checkout {

inline constexpr int sweep_limit = 256;        // orders of one call
inline constexpr int sweep_parallel_max = 16;  // that wait for the provider at the same time

struct Swept {
  int looked_at = 0;
  int changed = 0;  // reached another status or payment status
  int failed = 0;   // store or provider did not answer: looked at again later
};

class Sweeper {
 public:
  Sweeper(orders::Service& orders, payments::Service& payments, const Settlement& settlement)
      : orders_(orders), payments_(payments), settlement_(settlement) {}

  Task<Result<Swept>> sweep() const;
  // One order, as sweep does it.
  Task<Result<StoredOrder>> resolve(StoredOrder order) const;

 private:
  Task<Result<StoredOrder>> resolve_open(StoredOrder order, orders::Cause cause) const;
  Task<Result<StoredOrder>> later(StoredOrder order) const;

  orders::Service& orders_;
  payments::Service& payments_;
  const Settlement& settlement_;
};

}  // namespace gh::checkout
