// Buyers: many shoppers at once, each on its own connection, each step of a purchase one after the other: cart, line, order.
//
// A buyer whose connection breaks tries again with the same Idempotency-Key, as a good client does; what the server acknowledged is
// written to the ledger file before the buyer goes on, so that a checker can ask for it after the server was killed. Its lines:
//   paid ORDER KEY SKU       the server said 201
//   pending ORDER KEY SKU    the server said 202: the provider has not answered yet
//   cancelling ORDER         the buyer asks for the order's end; whether it was heard is not known
//   cancelled ORDER          the server said so
//
// The history file has when each purchase was first asked for and when its end was told, for tests/fault/linearizable:
//   call KEY SKU NS, return KEY NS sold|pending|refused|shown|failed; shown: the cart was told to be more than there is, before anything
//   was held. Of the end of an order the same with KEY/cancel and cancelled
#pragma once
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace gh::load {

struct Plan {
  std::uint16_t port = 8080;
  int buyers = 64;
  int orders_per_buyer = 1;                                   // 0: until `seconds` are over
  double seconds = 60;                                        // bound of the whole run
  std::vector<std::string> skus;                              // buyer i takes skus[i % size], then the next
  std::vector<std::string> payment_methods = {"pm_card_ok"};  // one of them by chance for each order
  int cancel_percent = 0;                                     // of the paid orders, by their buyers, right after
  std::string ledger;                                         // file; empty: none
  std::string history;                                        // file; empty: none
  std::uint64_t seed = 1;
  bool retry = false;  // reconnect and repeat instead of giving up
};

struct Figures {
  std::int64_t placed = 0, pending = 0, cancelled = 0, declined = 0, other = 0, broken = 0, requests = 0;
  std::int64_t sold_out = 0, told_what_is_left = 0;  // 409 for want of stock; those of them that say how much there is
  double seconds = 0;                                // from the first request to the last answer
  std::vector<double> order_ms;                      // POST /orders alone
  std::vector<double> purchase_ms;                   // cart to paid order
  std::vector<std::string> strange;                  // first answers that were none of the above
};

Figures run(const Plan& plan);

}  // namespace gh::load
