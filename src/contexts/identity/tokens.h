// The tokens of a session, as texts. Pure.
//
// Access token: a JWT of access_ms; sub the user, sid the session, jti "<session>.<generation>.<token generation>"; roles the
// role, or "admin.enrol" for an admin who has to get a second factor first.
// Refresh token and cookie of a browser: "<session>.<secret>"; the session's document holds the hash of the secret.
#pragma once
#include <string>
#include <string_view>

#include "contexts/identity/types.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/jwt.h"
#include "platform/crypto/secret_token.h"

namespace gh::identity {

inline constexpr Milliseconds access_ms{15 * 60 * 1000};
inline constexpr Milliseconds refresh_ms{30LL * 24 * 60 * 60 * 1000};     // unused for this long, a session ends
inline constexpr Milliseconds family_ms_max{90LL * 24 * 60 * 60 * 1000};  // then everybody signs in again

struct AccessClaims {
  UserId user;
  Role role = Role::guest;
  std::string session;
  std::int32_t generation = 0;
  std::int32_t token_generation = 0;
  bool must_enrol = false;
};

crypto::Claims to_claims(const User&, const Session&, bool must_enrol, Timestamp now);
// Nothing if the claims are not ones that to_claims made.
std::optional<AccessClaims> from_claims(crypto::Claims);

// "<id>.<secret>": refresh tokens (the id of a session); mailed links and challenges (the id of a user).
template <class IdType>
struct SecretToken {
  IdType id;
  std::string secret;
};
using RefreshToken = SecretToken<SessionId>;

template <class IdType>
std::string to_text(const SecretToken<IdType>& token) {
  return token.id.text() + "." + token.secret;
}

template <class IdType>
std::optional<SecretToken<IdType>> parse_token(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || text.size() - dot - 1 != crypto::secret_token_length) return std::nullopt;
  auto id = IdType::parse(text.substr(0, dot));
  if (!id) return std::nullopt;
  return SecretToken<IdType>{*std::move(id), std::string(text.substr(dot + 1))};
}

// Whether this is the secret of a link or challenge that is still open.
template <class Ticket>
bool is_good(const std::optional<Ticket>& ticket, std::string_view secret, Timestamp now) {
  return ticket && ticket->expires > now && crypto::equal_constant_time(crypto::stored_form(secret), ticket->secret_hash);
}

}  // namespace gh::identity
