// Users and their sessions as they are stored, and what the service takes and gives.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "contexts/identity/caller.h"
#include "platform/json/fields.h"

namespace gh::identity {

struct SessionTag {
  static constexpr std::string_view prefix = "ses";
};
using SessionId = Id<SessionTag>;

struct User {
  UserId id;
  std::string email;  // as it was typed, for mail
  std::string password_hash;
  Role role = Role::customer;
  std::int32_t role_generation = 1;  // +1 with each change of the role: older access tokens end
  Timestamp role_changed;            // 0: never
  std::string name;
  Timestamp created;
};
BOOST_DESCRIBE_STRUCT(User, (), (id, email, password_hash, role, role_generation, role_changed, name, created))

enum class SessionEnd { logout, reuse };
BOOST_DESCRIBE_ENUM(SessionEnd, logout, reuse)

// A family of refresh tokens: what came from one sign-in. Only the newest one is good.
struct Session {
  SessionId id;
  UserId user;
  std::string refresh_hash;     // of the newest token's secret
  std::int32_t generation = 1;  // how many tokens the family has had
  Timestamp created;
  Timestamp expires;  // of the newest token; never beyond family_ms_max after created
  std::optional<SessionEnd> ended;
  Timestamp ended_at;  // 0: it lives
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, user, refresh_hash, generation, created, expires, ended, ended_at))

// What others may know of a user; has no secret.
struct Account {
  UserId id;
  std::string email;
  std::string name;
  Role role = Role::customer;
  Timestamp created;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, email, name, role, created))

struct Tokens {
  std::string access_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in_s = 0;  // of the access token
  std::string refresh_token;      // good for one use
  Account account;
};
BOOST_DESCRIBE_STRUCT(Tokens, (), (access_token, token_type, expires_in_s, refresh_token, account))

// NIST SP 800-63B, section 5.1.1.2: length matters, composition rules do not.
using NewPassword = json::Password<10, 200>;

struct Registration {
  json::Email email;
  NewPassword password;
  json::Text<1, 80> name;
};
BOOST_DESCRIBE_STRUCT(Registration, (), (email, password, name))

struct Credentials {
  json::Email email;
  json::Password<1, 200> password;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (email, password))

struct RefreshRequest {
  json::Text<1, 200> refresh_token;
};
BOOST_DESCRIBE_STRUCT(RefreshRequest, (), (refresh_token))

}  // namespace gh::identity
