// The journal of an order: the one table of what may happen when, and what it leads to. Every change of an order's status goes through
// append(); verify_chain (chain.h) replays the events through the same table. Pure functions.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "contexts/orders/types.h"

namespace gh::orders {

// Who or what causes an event.
struct Cause {
  std::string actor;
  std::string request_id;
  Timestamp at;
};

using EventData = std::map<std::string, std::string>;

struct PartState {
  FarmId farm;
  PartStatus status = PartStatus::pending_payment;
};

// What the status of an order follows from.
struct State {
  OrderStatus settled = OrderStatus::pending_payment;  // pending_payment, paid, rejected or (ended unpaid) cancelled
  std::vector<PartState> parts;
  std::int64_t charged = 0;   // cents that were charged once it is paid
  std::int64_t refunded = 0;  // of them, what the provider has given back
};

// Before its first event, and as the document says that it is.
State initial_state(const Order&);
State state_of(const Order&);

// The order's status:
// - not paid: as the payment was settled; all parts cancelled: cancelled;
// - while a part is on its way, the least advanced of them counts; where some wait and others are worked on: packing;
// - all delivered or returned: refunded if all the money went back, returned if everything came back, partially_refunded if some of the
//   money went back, else delivered.
OrderStatus status_of(const State&);

// Takes the event into the state. False: it may not happen there, and nothing has changed.
bool step(State&, EventType, const EventData&);

// Appends the event with its hash; the statuses are what the table says. illegal_transition: the order is as it was.
Result<void> append(Order&, EventType, const Cause&, EventData);

// The statuses that may come next, for the error: of an order, the nearest ones (its parts decide which).
std::vector<OrderStatus> legal_from(OrderStatus);
std::vector<PartStatus> legal_from(PartStatus);
Error illegal(const Order&);
Error illegal(const Part&);

bool was_paid(const Order&);
// A part for each farm of the lines, in their order.
std::vector<Part> parts_from(const std::vector<OrderLine>&);
// Gives a document from before there were parts its own.
void ensure_parts(Order&);
// The day for which the farm packs it: the delivery window's, else the one on which it was ordered.
Date day_of(const Order&, const Part&);
Part* find_part(Order&, const FarmId&);
const Part* find_part(const Order&, const FarmId&);

}  // namespace gh::orders
