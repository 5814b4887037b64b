// The chain of an order's events: each carries the hash of the one before, the first one that of the snapshot. Pure functions.
//
// hash = base64url(SHA-256(canonical)); canonical = each part behind its length in decimal and ':' :
//   "greenharvest order event 1", order id, hash of the event before ("" for the first), sequence, type, at (ms since 1970), actor,
//   request id, then key and value of each datum in the order of the keys.
// `placed` has data.snapshot = the same over cart, buyer, totals and lines (without lots) and data.parts over what each farm has to do;
// `paid` has data.lots over the lots. Contact and address are in none of them, so that they can be erased.
#pragma once
#include "base/error.h"
#include "contexts/orders/types.h"

namespace gh::orders {

std::string event_hash(const OrderId& order, const std::string& hash_before, const OrderEvent& event);
std::string snapshot_hash(const Order&);
std::string parts_hash(const Order&);
// Over all that explains the prices, and what was booked.
std::string prices_hash(const Order&);
std::string lots_hash(const Order&);

// chain_broken with what is wrong, naming the first event that does not fit: sequence, hash, a type that its place does not allow,
// snapshot, parts, lots, or a status that the events do not lead to.
Result<void> verify_chain(const Order&);

}  // namespace gh::orders
