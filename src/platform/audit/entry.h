// AuditEntry: one change of one document by a person or a farm's own system. As it is stored, and as admins and farms see it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "platform/json/json.h"

namespace gh::audit {

inline constexpr std::string_view entries_collection = "audit_entries";
inline constexpr std::string_view append_task = "audit.append";

struct EntryTag {
  static constexpr std::string_view prefix = "aud";
};
using EntryId = Id<EntryTag>;

enum class Action : std::uint8_t { created, changed, removed };
BOOST_DESCRIBE_ENUM(Action, created, changed, removed)

struct AuditEntry {
  EntryId id;  // starts with `at`
  Timestamp at;
  std::optional<UserId> user;
  std::optional<ApiKeyId> api_key;
  std::string role;            // at that moment
  std::optional<FarmId> farm;  // whose the document is
  std::string collection;
  std::string subject;       // the document's id
  std::int64_t version = 0;  // that the change gave it; of a removed one its last
  Action action = Action::changed;
  std::string operation;  // of the API
  std::string request_id;
  std::string address;
  json::Raw before;  // an object with the members that changed
  json::Raw after;
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (),
                      (id, at, user, api_key, role, farm, collection, subject, version, action, operation, request_id, address, before,
                       after))

}  // namespace gh::audit
