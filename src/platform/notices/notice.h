// Notice: something that a person is to be told, as the context that knows it leaves it in the outbox of the write that made it true.
// It names what happened, never how it is said: words, language and channel are contexts/notifications'.
#pragma once
#include <map>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/id.h"
#include "platform/json/json.h"
#include "platform/ports/documents.h"

namespace gh::notices {

inline constexpr std::string_view task = "notifications.tell";

struct Notice {
  std::string event;                        // "farmers.farm_verified": one of the list of contexts/notifications
  std::optional<UserId> user;               // their choices and language decide; none: `email` says who
  std::string email;                        // empty: the user's own
  std::string locale;                       // "en", "es"; empty: the user's, else the shop's
  std::map<std::string, std::string> data;  // what the template may show; no secret but the one that it is sent for
};
BOOST_DESCRIBE_STRUCT(Notice, (), (event, user, email, locale, data))

// id: of the fact, unique and the same in a retry ("farm_verified_<farm>_<version>"): one fact is told once.
inline ports::OutboxEntry outbox(std::string id, const Notice& notice, Timestamp not_before = {}) {
  return {std::string(task), std::move(id), json::to_string(notice), not_before};
}

}  // namespace gh::notices
