#include "contexts/identity/told.h"

#include <fmt/format.h>

namespace gh::identity {

ports::OutboxEntry told(std::string_view event, const User& user, Timestamp at, std::map<std::string, std::string> data,
                        std::string email) {
  data.try_emplace("name", user.name);
  if (email.empty()) email = user.email;
  const notices::Notice notice{
      .event = std::string(event), .user = user.id, .email = std::move(email), .locale = {}, .data = std::move(data)};
  return notices::outbox(fmt::format("{}_{}_{}", event, user.id.text(), at.ms), notice);
}

}  // namespace gh::identity
