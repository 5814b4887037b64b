#include "contexts/identity/tokens.h"

#include <charconv>

#include <fmt/format.h>

#include "platform/json/json.h"

namespace gh::identity {

namespace {

constexpr std::string_view enrol_mark = ".enrol";

std::optional<std::int32_t> to_number(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

}  // namespace

crypto::Claims to_claims(const User& user, const Session& session, bool must_enrol, Timestamp now) {
  return {user.id.text(),
          std::string(json::enum_name(user.role)) + std::string(must_enrol ? enrol_mark : ""),
          session.id.text(),
          fmt::format("{}.{}.{}", session.id.text(), session.generation, user.token_generation),
          now,
          now + access_ms};
}

std::optional<AccessClaims> from_claims(crypto::Claims claims) {
  const auto user = UserId::parse(claims.subject);
  std::string_view role_name = claims.roles;
  const bool must_enrol = role_name.ends_with(enrol_mark);
  if (must_enrol) role_name.remove_suffix(enrol_mark.size());
  const auto role = json::enum_from_name<Role>(role_name);
  std::string_view numbers = claims.id;
  if (!user || !role || *role == Role::guest || claims.family.empty() || !numbers.starts_with(claims.family)) return std::nullopt;
  numbers.remove_prefix(claims.family.size());
  const auto dot = numbers.rfind('.');
  if (numbers.empty() || numbers.front() != '.' || dot == 0) return std::nullopt;
  const auto generation = to_number(numbers.substr(1, dot - 1));
  const auto token_generation = to_number(numbers.substr(dot + 1));
  if (!generation || !token_generation) return std::nullopt;
  return AccessClaims{*user, *role, std::move(claims.family), *generation, *token_generation, must_enrol};
}

}  // namespace gh::identity
