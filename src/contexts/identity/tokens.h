// The two tokens of a session, as texts. Pure.
//
// Access token: a JWT of access_ms; sub the user, sid the session, jti "<session>.<generation>.<role generation>".
// Refresh token: "<session>.<secret>"; the session's document holds the hash of the secret.
#pragma once
#include <string>
#include <string_view>

#include "contexts/identity/types.h"
#include "platform/crypto/jwt.h"

namespace gh::identity {

inline constexpr Milliseconds access_ms{15 * 60 * 1000};
inline constexpr Milliseconds refresh_ms{30LL * 24 * 60 * 60 * 1000};     // unused for this long, a session ends
inline constexpr Milliseconds family_ms_max{90LL * 24 * 60 * 60 * 1000};  // then everybody signs in again

struct AccessClaims {
  UserId user;
  Role role = Role::guest;
  std::string session;
  std::int32_t generation = 0;
  std::int32_t role_generation = 0;
};

crypto::Claims to_claims(const User&, const Session&, Timestamp now);
// Nothing if the claims are not ones that to_claims made.
std::optional<AccessClaims> from_claims(crypto::Claims);

struct RefreshToken {
  SessionId session;
  std::string secret;
};
std::string to_text(const RefreshToken&);
std::optional<RefreshToken> parse_refresh_token(std::string_view);

}  // namespace gh::identity
