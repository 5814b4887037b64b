// Pure rules of a payment intent and of what may be given to a payment at all.
#pragma once
#include <string_view>

#include "base/error.h"
#include "contexts/payments/types.h"

namespace gh::payments {

// Whether a provider may answer `to` after it has answered `from`.
bool may_become(IntentStatus from, IntentStatus to);

// Whether a text holds a card number: 13 to 19 digits, single blanks or dashes between them allowed, that stand alone (no letter or
// digit beside them) and whose check digit fits (ISO/IEC 7812-1, Luhn).
bool holds_card_number(std::string_view);

// card_number_refused (the value is not repeated in the error) or method_invalid: [A-Za-z0-9_]{1,method_bytes_max} with the prefix "pm_".
Result<void> check_method(std::string_view token);

}  // namespace gh::payments
