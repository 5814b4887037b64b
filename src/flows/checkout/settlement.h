// Settlement: brings one order from what the provider and the stock say to its next status. What checkout, confirmation, cancellation
// and the sweeper have in common. Every method makes at most one write of the order, conditional on the version that it was given;
// version_conflict and outcome_unknown mean: read the order again and decide anew. Holds no state; outlives its calls.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contexts/inventory/service.h"
#include "contexts/orders/order.h"
#include "contexts/orders/refunds.h"
#include "contexts/orders/service.h"
#include "contexts/payments/types.h"
#include "flows/checkout/consequences.h"
#include "flows/checkout/options.h"

namespace gh::checkout {

using StoredOrder = Versioned<orders::Order>;
using Lots = std::vector<std::vector<orders::LotShare>>;  // one list per line

// Everything is held (lots), or something is short (shortages). Holds that were got stay: whoever ends the order voids them all.
struct Holds {
  Lots lots;
  std::vector<orders::Shortage> shortages;
};

payments::Intent intent_of(const orders::Order& order);
// The first refund that the provider has not been asked for, or has not answered.
std::optional<payments::Refund> due_refund(orders::Order order);
// The error means: the order was changed by somebody else, or perhaps by this call; read it again.
bool read_again(const Error& error);

class Settlement {
 public:
  Settlement(orders::Service& orders, inventory::Service& inventory, const Clock& clock, Options options)
      : orders_(orders), inventory_(inventory), clock_(clock), options_(options) {}

  // All lines and bookings at once. Again gives the same holds. read_again errors if the order has been ended in the meantime.
  Task<Result<Holds>> take_holds(orders::Order order) const;

  // What the provider said becomes the order's status, with everything that follows from it in the outbox. No lots: they are looked
  // up if needed. Also for an order that has ended: money that came after all goes back. Nothing to do: the order as it is.
  Task<Result<StoredOrder>> conclude(StoredOrder order, payments::IntentState state, std::optional<Lots> lots, orders::Cause cause,
                                     std::string cancel_reason) const;
  // Nothing is known. The order waits for the sweeper; who placed it is told so.
  Task<Result<StoredOrder>> leave_unanswered(StoredOrder order, orders::Cause cause) const;
  // The caller has made sure that nobody can charge for it any more.
  Task<Result<StoredOrder>> reject_sold_out(StoredOrder order, std::vector<orders::Shortage> shortages, orders::Cause cause) const;
  Task<Result<StoredOrder>> cancel_paid(StoredOrder order, orders::Cause cause, std::string reason) const;
  // The provider has given it back.
  Task<Result<StoredOrder>> refunded(StoredOrder order, RefundId refund, orders::Cause cause) const;
  // The order as somebody has changed it, with everything that follows from the change in the outbox.
  Task<Result<StoredOrder>> write(StoredOrder before, orders::Order after) const;
  // Without an event: when the sweeper looks next, or that another run has taken the order on.
  Task<Result<StoredOrder>> look_at(StoredOrder order, Timestamp when) const;
  Task<Result<StoredOrder>> take_over(StoredOrder order) const;

  orders::Cause cause(std::string actor, std::string request_id = {}) const {
    return {std::move(actor), std::move(request_id), clock_.now()};
  }
  const Options& options() const { return options_; }
  Timestamp now() const { return clock_.now(); }
  // When the sweeper should look at an order of which nothing is known now: at its deadline, and soon after that.
  Timestamp next_look(const orders::Order&, Timestamp now) const;

 private:
  Task<Result<StoredOrder>> conclude_paid(StoredOrder order, std::optional<Lots> lots, orders::Cause cause) const;
  Task<Result<inventory::HoldOutcome>> hold(orders::OrderLine line, OrderId order, Timestamp opened) const;
  Task<Result<inventory::HoldOutcome>> book(orders::Booking booking, OrderId order, Timestamp opened) const;

  orders::Service& orders_;
  inventory::Service& inventory_;
  const Clock& clock_;
  const Options options_;
};

}  // namespace gh::checkout
