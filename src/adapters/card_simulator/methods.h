// The test cards: what happens to a payment method's token. Unknown tokens are declined as invalid_payment_method.
#pragma once
#include <cstdint>
#include <string_view>

#include "contexts/payments/types.h"

namespace gh::card_simulator {

enum class Answer : std::uint8_t {
  prompt,
  slow,        // after Options::slow_answer; no_answer if the caller's deadline is shorter
  never,       // create_and_confirm never answers; retrieve does
  first_lost,  // the first create_and_confirm is carried out, its answer is lost; the next one answers
  twice,       // the request is carried out twice, as by a network that repeats it
};

struct Method {
  std::string_view token;
  payments::IntentStatus first;      // the state after create_and_confirm
  payments::IntentStatus confirmed;  // the state after the second step
  std::string_view decline_code;     // if one of them is declined
  Answer answer = Answer::prompt;
  bool late = false;  // processing becomes succeeded after Options::late_success
};

using enum payments::IntentStatus;

inline constexpr Method methods[] = {
    {"pm_unknown", declined, declined, "invalid_payment_method"},  // stands for every token that is not in the table
    {"pm_cancelled_before", canceled, canceled, ""},               // stands for an intent that was cancelled before it was known
    {"pm_card_ok", succeeded, succeeded, ""},
    {"pm_card_declined", declined, declined, "card_declined"},
    {"pm_card_insufficient_funds", declined, declined, "insufficient_funds"},
    {"pm_card_expired", declined, declined, "expired_card"},
    {"pm_card_second_step", requires_action, succeeded, ""},
    {"pm_card_second_step_fails", requires_action, declined, "authentication_failed"},
    {"pm_card_timeout", succeeded, succeeded, "", Answer::never},
    {"pm_card_timeout_declined", declined, declined, "card_declined", Answer::never},
    {"pm_card_loses_answer", succeeded, succeeded, "", Answer::first_lost},
    {"pm_card_answers_twice", succeeded, succeeded, "", Answer::twice},
    {"pm_card_slow", succeeded, succeeded, "", Answer::slow},
    {"pm_card_late", processing, succeeded, "", Answer::prompt, true},
};

inline constexpr std::uint8_t unknown_method = 0;
inline constexpr std::uint8_t cancelled_before = 1;

}  // namespace gh::card_simulator
