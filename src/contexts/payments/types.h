// What is said about one payment. The amounts and the states are those of the provider; the shop stores them inside the order.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"

namespace gh::payments {

// After Stripe's PaymentIntent (docs.stripe.com/payments/paymentintents/lifecycle). `declined` is its requires_payment_method after
// a refusal; here it is final, because an order has one payment and another card means another order.
enum class IntentStatus { processing, requires_action, succeeded, declined, canceled };
BOOST_DESCRIBE_ENUM(IntentStatus, processing, requires_action, succeeded, declined, canceled)

// No money moves any more, except back.
constexpr bool is_final(IntentStatus status) {
  return status == IntentStatus::succeeded || status == IntentStatus::declined || status == IntentStatus::canceled;
}

// What shall be paid. Its id is derived from the order's, so that everybody who works on the order means the same payment.
struct Intent {
  PaymentIntentId id;
  Money amount;  // > 0
};

// A part of a payment, or all of it, that goes back.
struct Refund {
  RefundId id;
  Money amount;  // > 0
};

struct IntentState {
  PaymentIntentId id;
  IntentStatus status = IntentStatus::processing;
  Money amount;
  Money refunded;            // of amount, by all refunds; only after succeeded
  std::string decline_code;  // with declined: "insufficient_funds", ...
  std::string next_action;   // with requires_action: the address where the buyer does the second step
};
BOOST_DESCRIBE_STRUCT(IntentState, (), (id, status, amount, refunded, decline_code, next_action))

struct IntentPage {
  std::vector<IntentState> items;
  std::string next;  // to go on after the last one; empty at the end
};

inline constexpr std::size_t method_bytes_max = 100;

}  // namespace gh::payments
