#pragma once
#include "base/error.h"

namespace gh::payments::errors {

inline constexpr ErrorKind card_declined{40270, "card_declined", "The card was declined; nothing was charged."};
inline constexpr ErrorKind intent_unknown{40470, "payment_unknown", "The payment provider does not know this payment."};
inline constexpr ErrorKind intent_state{40970, "payment_state", "The payment is in a state that does not allow this."};
inline constexpr ErrorKind refund_exceeds{40971, "refund_exceeds", "All refunds together would be more than was charged."};
inline constexpr ErrorKind card_number_refused{42270, "card_number_refused",
                                               "A field holds what looks like a card number; send the token of a payment method instead."};
inline constexpr ErrorKind method_invalid{42271, "payment_method_invalid", "This is not a token of a payment method."};
inline constexpr ErrorKind amount_mismatch{50070, "payment_mismatch", "The payment provider knows this payment with another amount."};
inline constexpr ErrorKind provider_unavailable{50370, "payment_unavailable", "The payment provider takes no requests right now."};
inline constexpr ErrorKind no_answer{50470, "payment_unanswered", "The payment provider did not answer in time."};

inline constexpr const ErrorKind* all[] = {&card_declined,  &intent_unknown,  &intent_state,         &refund_exceeds, &card_number_refused,
                                           &method_invalid, &amount_mismatch, &provider_unavailable, &no_answer};

}  // namespace gh::payments::errors
