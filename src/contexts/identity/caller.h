// Caller: who a request comes from, as every route sees it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/id.h"

namespace gh::identity {

enum class Role : std::uint8_t { guest, customer, farmer, admin };
BOOST_DESCRIBE_ENUM(Role, guest, customer, farmer, admin)

struct Caller {
  std::optional<UserId> user;  // none: a guest
  Role role = Role::guest;
  std::string session;  // the family of refresh tokens that the access token came from; empty for a guest
};

}  // namespace gh::identity
