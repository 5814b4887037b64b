// Identity's rows of the error list.
#pragma once
#include "base/error.h"

namespace gh::identity::errors {

inline constexpr ErrorKind wrong_credentials{40120, "wrong_credentials", "The e-mail address or the password is not right."};
inline constexpr ErrorKind refresh_refused{40121, "refresh_refused", "This refresh token is not valid; sign in again."};
inline constexpr ErrorKind email_taken{40920, "email_taken", "There is an account with this e-mail address already."};
inline constexpr ErrorKind too_many_attempts{42920, "too_many_attempts", "Too many failed sign-ins; wait before the next one."};
inline constexpr const ErrorKind* all[] = {&wrong_credentials, &refresh_refused, &email_taken, &too_many_attempts};

}  // namespace gh::identity::errors
