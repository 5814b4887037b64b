#include "contexts/identity/tokens.h"

#include <charconv>

#include <fmt/format.h>

#include "platform/crypto/secret_token.h"
#include "platform/json/json.h"

namespace gh::identity {

namespace {

std::optional<std::int32_t> to_number(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

}  // namespace

crypto::Claims to_claims(const User& user, const Session& session, Timestamp now) {
  return {user.id.text(),
          std::string(json::enum_name(user.role)),
          session.id.text(),
          fmt::format("{}.{}.{}", session.id.text(), session.generation, user.role_generation),
          now,
          now + access_ms};
}

std::optional<AccessClaims> from_claims(crypto::Claims claims) {
  const auto user = UserId::parse(claims.subject);
  const auto role = json::enum_from_name<Role>(claims.roles);
  std::string_view numbers = claims.id;
  if (!user || !role || *role == Role::guest || claims.family.empty() || !numbers.starts_with(claims.family)) return std::nullopt;
  numbers.remove_prefix(claims.family.size());
  const auto dot = numbers.rfind('.');
  if (numbers.empty() || numbers.front() != '.' || dot == 0) return std::nullopt;
  const auto generation = to_number(numbers.substr(1, dot - 1));
  const auto role_generation = to_number(numbers.substr(dot + 1));
  if (!generation || !role_generation) return std::nullopt;
  return AccessClaims{*user, *role, std::move(claims.family), *generation, *role_generation};
}

std::string to_text(const RefreshToken& token) { return token.session.text() + "." + token.secret; }

std::optional<RefreshToken> parse_refresh_token(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || text.size() - dot - 1 != crypto::secret_token_length) return std::nullopt;
  auto session = SessionId::parse(text.substr(0, dot));
  if (!session) return std::nullopt;
  return RefreshToken{*std::move(session), std::string(text.substr(dot + 1))};
}

}  // namespace gh::identity
