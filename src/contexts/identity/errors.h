// Identity's rows of the error list.
#pragma once
#include "base/error.h"

namespace gh::identity::errors {

inline constexpr ErrorKind mail_token_refused{40020, "mail_token_refused",
                                              "This link is not valid, has been used or has expired; ask for a new one."};
inline constexpr ErrorKind wrong_credentials{40120, "wrong_credentials", "The e-mail address or the password is not right."};
inline constexpr ErrorKind refresh_refused{40121, "refresh_refused", "This refresh token is not valid; sign in again."};
inline constexpr ErrorKind second_factor_needed{40122, "second_factor_needed", "Signing in takes a code of the second factor, too."};
inline constexpr ErrorKind wrong_code{40123, "wrong_code", "This code is not right, or was used before."};
inline constexpr ErrorKind challenge_refused{40124, "challenge_refused",
                                             "This sign-in has expired or was finished before; begin again with the password."};
inline constexpr ErrorKind email_not_verified{40320, "email_not_verified", "This needs an e-mail address that is verified."};
inline constexpr ErrorKind account_disabled{40321, "account_disabled", "This account is closed."};
inline constexpr ErrorKind must_enrol{40322, "second_factor_required", "Admins need a second factor; until then nothing else is open."};
inline constexpr ErrorKind scope_missing{40323, "scope_missing", "This operation is not open to this API key."};
inline constexpr ErrorKind wrong_password{40324, "wrong_password", "The password is not right."};
inline constexpr ErrorKind email_taken{40920, "email_taken", "There is an account with this e-mail address already."};
inline constexpr ErrorKind second_factor_on{40921, "second_factor_on", "There is a second factor already; remove it first."};
inline constexpr ErrorKind second_factor_off{40922, "second_factor_off", "There is no second factor that this could be done with."};
inline constexpr ErrorKind own_account{40923, "own_account", "Nobody does this to their own account."};
inline constexpr ErrorKind too_many_keys{40924, "too_many_keys", "The farm has as many API keys as it may; revoke one."};
inline constexpr ErrorKind too_many_addresses{40925, "too_many_addresses", "The account has as many addresses as it may; remove one."};
inline constexpr ErrorKind weak_password{42220, "weak_password", "This password is too easy to guess."};
inline constexpr ErrorKind bad_expiry{42221, "bad_expiry", "A key must expire in the future."};
inline constexpr ErrorKind too_many_attempts{42920, "too_many_attempts", "Too many failed sign-ins; wait before the next one."};
inline constexpr ErrorKind mail_sent_lately{42921, "mail_sent_lately", "A mail was sent a moment ago; wait before the next one."};
inline constexpr const ErrorKind* all[] = {
    &mail_token_refused, &wrong_credentials, &refresh_refused, &second_factor_needed, &wrong_code,         &challenge_refused,
    &email_not_verified, &account_disabled,  &must_enrol,      &scope_missing,        &wrong_password,     &email_taken,
    &second_factor_on,   &second_factor_off, &own_account,     &too_many_keys,        &too_many_addresses, &weak_password,
    &bad_expiry,         &too_many_attempts, &mail_sent_lately};

}  // namespace gh::identity::errors
