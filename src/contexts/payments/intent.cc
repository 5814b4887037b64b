#include "contexts/payments/intent.h"

#include <utility>

#include "contexts/payments/errors.h"

namespace gh::payments {
namespace {

using enum IntentStatus;

constexpr std::pair<IntentStatus, IntentStatus> steps[] = {
    {processing, requires_action}, {processing, succeeded},      {processing, declined},      {processing, canceled},
    {requires_action, processing}, {requires_action, succeeded}, {requires_action, declined}, {requires_action, canceled},
};

constexpr std::size_t card_digits_min = 13;
constexpr std::size_t card_digits_max = 19;

// Payment cards begin with 2 to 6 (ISO/IEC 7812-1, the industry of the issuer). Milliseconds since 1970, the usual part of a made-up
// key, begin with 1 until the year 2033, and every tenth of them passes Luhn's test.
bool begins_like_a_card(const std::string& digits) { return digits[0] >= '2' && digits[0] <= '6'; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// digits: from the first to the check digit.
bool luhn(const std::string& digits) {
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int digit = (digits[i] - '0') * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

}  // namespace

bool may_become(IntentStatus from, IntentStatus to) {
  if (from == to) return true;
  for (const auto& step : steps) {
    if (step.first == from && step.second == to) return true;
  }
  return false;
}

bool holds_card_number(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    std::string digits;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (is_digit(c)) {
        digits.push_back(c);
      } else if (!((c == ' ' || c == '-') && at + 1 < text.size() && is_digit(text[at + 1]))) {
        break;
      }
    }
    const bool alone = (begin == 0 || !is_letter(text[begin - 1])) && (at == text.size() || !is_letter(text[at]));
    if (alone && digits.size() >= card_digits_min && digits.size() <= card_digits_max && begins_like_a_card(digits) && luhn(digits))
      return true;
  }
  return false;
}

Result<void> check_method(std::string_view token) {
  if (holds_card_number(token)) return fail(errors::card_number_refused);
  if (token.size() > method_bytes_max || token.size() < 4 || !token.starts_with("pm_")) return fail(errors::method_invalid);
  for (const char c : token) {
    if (!is_digit(c) && !is_letter(c) && c != '_') return fail(errors::method_invalid);
  }
  // A token is opaque, and a number that somebody put behind the prefix is not one.
  if (holds_card_number(token.substr(3))) return fail(errors::card_number_refused);
  return {};
}

}  // namespace gh::payments
