// Provider: the payment provider as the shop sees it. Adapters: card_simulator (embedded, for tests and demonstrations); later stripe.
//
// Contract (tests/contract/provider holds every adapter to it):
// - Every call MUST answer within `deadline` or fail with no_answer. No answer is not a no: what was asked for may have happened, and
//   whoever gets no_answer asks again, with the same intent. provider_unavailable MUST mean that nothing was done.
// - create_and_confirm MUST be idempotent by the intent's id: again (also at the same time, also after a crash of either side) it
//   charges nothing more and tells the present state. Another amount under the same id is amount_mismatch.
// - cancel MUST end every possibility that the intent is charged later, also by a create_and_confirm that is still on its way or has
//   not even been sent: an intent that the provider does not know yet becomes known as canceled (with Stripe: create under the
//   intent's idempotency key, then cancel; that is why the amount is given). If the money has moved already, cancel changes
//   nothing and tells `succeeded`.
// - succeeded, declined and canceled MUST be final. Nobody is charged unless the state is succeeded.
// - refund MUST give the amount back exactly once for each refund's id, however often it is asked; the same id with another amount is
//   amount_mismatch. All refunds of an intent together MUST NOT be more than was charged: what would be is refund_exceeds and gives nothing
//   back. Of an intent that has not succeeded it is intent_state.
// - A refusal by the card's bank is a state (declined), not an error.
#pragma once
#include <optional>
#include <string>

#include "base/error.h"
#include "base/task.h"
#include "base/time.h"
#include "contexts/payments/types.h"

namespace gh::payments {

inline constexpr int list_limit_max = 1000;

class Provider {
 public:
  virtual ~Provider() = default;

  // method: a token of the provider's ("pm_…"), never a card number.
  virtual Task<Result<IntentState>> create_and_confirm(Intent, std::string method, Milliseconds deadline) = 0;
  // Goes on after the buyer did the second step; until then the state stays requires_action. Unknown: intent_unknown.
  virtual Task<Result<IntentState>> confirm(PaymentIntentId, Milliseconds deadline) = 0;
  // Nothing: the provider never heard of it (which may be true for a little while after it was sent).
  virtual Task<Result<std::optional<IntentState>>> retrieve(PaymentIntentId, Milliseconds deadline) = 0;
  virtual Task<Result<IntentState>> cancel(Intent, Milliseconds deadline) = 0;
  virtual Task<Result<IntentState>> refund(PaymentIntentId, Refund, Milliseconds deadline) = 0;
  // All intents, each once, in a stable order. limit: 1 .. list_limit_max. after: IntentPage::next of the page before, or "".
  virtual Task<Result<IntentPage>> list(std::string after, int limit, Milliseconds deadline) = 0;
};

}  // namespace gh::payments
