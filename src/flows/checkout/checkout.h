// Checkout: a cart becomes a paid order, or nothing. The steps are those of "The life of an order" (README.md); each is idempotent by
// the order's id and the order is the record of how far they came, so that a retry, another node or the sweeper goes on after any crash.
//
// One per process, shared by its I/O threads; outlives its calls. Its only state is the flights: runs of this process.
#pragma once
#include <optional>
#include <string>

#include "contexts/orders/cart.h"
#include "contexts/payments/service.h"
#include "flows/checkout/flights.h"
#include "flows/checkout/settlement.h"
#include "flows/quote/quotes.h"

namespace gh::checkout {

inline constexpr std::size_t idempotency_key_bytes_max = 255;

struct PlaceOrder {
  CartId cart;
  std::optional<UserId> buyer;
  std::string email;           // where the confirmation goes
  std::string payment_method;  // a token of the provider's, never a card number; may be empty where nothing is to pay
  std::string idempotency_key;
  std::string request_id;
  // What is given replaces what the cart has.
  orders::CartChoices choices{};
  std::optional<std::vector<std::string>> codes{};  // as typed
  // What the buyer has seen: something else now is cart_changed.
  std::optional<Money> seen_total{};
  std::optional<std::string> seen_hash{};  // of the explanation
};

class Checkout {
 public:
  Checkout(orders::Service& orders, inventory::Service& inventory, payments::Service& payments, const quote::Quotes& quotes,
           const Clock& clock, Options options)
      : orders_(orders), payments_(payments), quotes_(quotes), settlement_(orders, inventory, clock, options) {}

  // The same key and body always get the same answer: the order as it was when its first answer was fixed (paid, or pending_payment
  // with payment.next_action, or pending_payment while the provider is silent), or one of the errors
  //   cart_changed, below_minimum_order (nothing was written), sold_out, card_declined, order_cancelled,
  //   idempotency_key_reused, cart_already_ordered, card_number_refused, payment_method_invalid, not_found (the cart), those of
  //   orders::place.
  // in_progress, unavailable and other 5xx are no answers: ask again with the same key.
  Task<Result<Placed>> place(PlaceOrder request);

  // The buyer has done the second step: asks the provider and brings the order on. Gives the order as it is then.
  // Errors: not_found, illegal_transition (it waits for no second step), card_declined, order_cancelled, payment_unanswered.
  Task<Result<Placed>> confirm(OrderId id, orders::Viewer viewer, std::string request_id);

  const Settlement& settlement() const { return settlement_; }

 private:
  Task<Result<Placed>> run(PlaceOrder request, OrderId id, std::string body_hash);
  Task<Result<orders::Order>> draft(PlaceOrder request, OrderId id, std::string body_hash, orders::Cause cause);
  Task<Result<Placed>> meet(StoredOrder order, PlaceOrder request, std::string body_hash);
  Task<Result<Placed>> drive(StoredOrder order, std::string method, std::string actor, std::string request_id);
  Task<Result<StoredOrder>> turn(StoredOrder order, std::string method, orders::Cause cause);
  Task<Result<StoredOrder>> sold_out(StoredOrder order, std::vector<orders::Shortage> shortages, orders::Cause cause);
  Task<Result<StoredOrder>> charge(StoredOrder order, std::string method, std::optional<Lots> lots, orders::Cause cause);
  Task<Error> cart_taken(CartId cart);

  orders::Service& orders_;
  payments::Service& payments_;
  const quote::Quotes& quotes_;
  Settlement settlement_;
  Flights flights_;
};

// The stored answer of an order that has one.
Result<Placed> stored_answer(orders::Order order);

}  // namespace gh::checkout
