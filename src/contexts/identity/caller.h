// Caller: who a request comes from, as every route sees it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"

namespace gh::identity {

enum class Role : std::uint8_t { guest, customer, farmer, admin };
BOOST_DESCRIBE_ENUM(Role, guest, customer, farmer, admin)

struct Caller {
  std::optional<UserId> user;  // none: a guest
  Role role = Role::guest;
  std::string session;      // the family of refresh tokens that the access token came from, or the cookie's; empty for guests and keys
  bool browser = false;     // came with a browser's cookie
  bool must_enrol = false;  // an admin who needs a second factor and has none: may do nothing but get one
  // A farm's own system: role farmer, and user is the one who made the key. Only routes with one of its scopes are open to it.
  std::optional<ApiKeyId> api_key;
  std::optional<FarmId> farm;
  std::vector<std::string> scopes;
};

}  // namespace gh::identity
