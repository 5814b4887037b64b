// What comes from outside; parsing it is validating it.
#pragma once
#include <optional>

#include <boost/describe.hpp>

#include "base/time.h"
#include "contexts/identity/caller.h"
#include "contexts/identity/scopes.h"
#include "platform/json/fields.h"

namespace gh::identity {

// NIST SP 800-63B, section 5.1.1.2: length matters, composition rules do not; common ones are refused (passwords.h).
using NewPassword = json::Password<10, 200>;
using GivenPassword = json::Password<1, 200>;
using PersonName = json::Text<1, 80>;
using Code = json::Text<6, 20>;  // of an authenticator, or a recovery code
using MailToken = json::Text<1, 200>;

struct Registration {
  json::Email email;
  NewPassword password;
  PersonName name;
};
BOOST_DESCRIBE_STRUCT(Registration, (), (email, password, name))

struct Credentials {
  json::Email email;
  GivenPassword password;
  std::optional<Code> code;  // of the second factor, where there is one
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (email, password, code))

// The second step of a sign-in.
struct ChallengeAnswer {
  json::Text<1, 200> challenge;
  Code code;
};
BOOST_DESCRIBE_STRUCT(ChallengeAnswer, (), (challenge, code))

struct RefreshRequest {
  json::Text<1, 200> refresh_token;
};
BOOST_DESCRIBE_STRUCT(RefreshRequest, (), (refresh_token))

struct EmailProof {
  MailToken token;
};
BOOST_DESCRIBE_STRUCT(EmailProof, (), (token))

struct ForgottenPassword {
  json::Email email;
};
BOOST_DESCRIBE_STRUCT(ForgottenPassword, (), (email))

struct PasswordReset {
  MailToken token;
  NewPassword password;
};
BOOST_DESCRIBE_STRUCT(PasswordReset, (), (token, password))

struct PasswordChange {
  GivenPassword current_password;
  NewPassword new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current_password, new_password))

struct EmailChange {
  json::Email email;
  GivenPassword password;
};
BOOST_DESCRIBE_STRUCT(EmailChange, (), (email, password))

struct AccountChange {
  PersonName name;
};
BOOST_DESCRIBE_STRUCT(AccountChange, (), (name))

struct FactorStart {
  GivenPassword password;
};
BOOST_DESCRIBE_STRUCT(FactorStart, (), (password))

struct FactorProof {
  Code code;
};
BOOST_DESCRIBE_STRUCT(FactorProof, (), (code))

struct FactorChange {
  GivenPassword password;
  Code code;
};
BOOST_DESCRIBE_STRUCT(FactorChange, (), (password, code))

struct NewApiKey {
  json::Text<1, 60> name;
  json::List<Scope, 1, 20> scopes;
  std::optional<Timestamp> expires;  // absent: never
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (), (name, scopes, expires))

struct AddressEntry {
  std::optional<json::Text<1, 40>> label;
  json::Text<1, 100> name;
  json::Text<1, 200> street;
  json::Text<1, 100> city;
  std::optional<json::Text<1, 60>> state;
  json::Text<2, 10> zip;
  json::CountryCode country;
  std::optional<json::Text<3, 30>> phone;
  std::optional<bool> is_default;  // absent: not
};
BOOST_DESCRIBE_STRUCT(AddressEntry, (), (label, name, street, city, state, zip, country, phone, is_default))

enum class GivenRole : std::uint8_t { customer, farmer, admin };
BOOST_DESCRIBE_ENUM(GivenRole, customer, farmer, admin)

struct RoleChange {
  GivenRole role = GivenRole::customer;
};
BOOST_DESCRIBE_STRUCT(RoleChange, (), (role))

struct Disabling {
  json::Text<3, 200> reason;
};
BOOST_DESCRIBE_STRUCT(Disabling, (), (reason))

}  // namespace gh::identity
