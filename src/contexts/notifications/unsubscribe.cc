#include "contexts/notifications/unsubscribe.h"

#include "platform/crypto/encoding.h"

namespace gh::notifications {

UnsubscribeTokens::UnsubscribeTokens(std::string_view secret) : key_("unsubscribe " + std::string(secret)) {}

std::string UnsubscribeTokens::signature(std::string_view body) const { return crypto::base64url(key_.sign(body)); }

std::string UnsubscribeTokens::make(const Unsubscription& what) const {
  const auto body = crypto::base64url(crypto::bytes_of(what.choices.text() + " " + what.event));
  return body + "." + signature(body);
}

std::optional<Unsubscription> UnsubscribeTokens::read(std::string_view token) const {
  const auto dot = token.find('.');
  if (token.size() > token_bytes_max || dot == std::string_view::npos) return std::nullopt;
  if (!crypto::equal_constant_time(token.substr(dot + 1), signature(token.substr(0, dot)))) return std::nullopt;
  const auto body = crypto::from_base64url(token.substr(0, dot));
  if (!body) return std::nullopt;
  const auto space = body->find(' ');
  if (space == std::string::npos) return std::nullopt;
  auto choices = ChoicesId::parse(std::string_view(*body).substr(0, space));
  if (!choices) return std::nullopt;
  return Unsubscription{*std::move(choices), body->substr(space + 1)};
}

}  // namespace gh::notifications
