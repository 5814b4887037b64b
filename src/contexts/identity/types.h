// Users and their sessions as they are stored, and what the service gives of them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "contexts/identity/caller.h"
#include "platform/json/json.h"

namespace gh::identity {

struct SessionTag {
  static constexpr std::string_view prefix = "ses";
};
using SessionId = Id<SessionTag>;

// The last link that was sent for one purpose; a newer one takes its place, its use removes it.
struct MailTicket {
  std::string secret_hash;
  std::string email;  // that the link was sent to, and that its use proves
  Timestamp sent;
  Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(MailTicket, (), (secret_hash, email, sent, expires))

// Of a sign-in whose password was right and whose second factor is to come. A newer one takes its place, its use removes it.
struct ChallengeTicket {
  std::string secret_hash;
  Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(ChallengeTicket, (), (secret_hash, expires))

// TOTP (RFC 6238).
struct SecondFactor {
  std::string secret;                        // 20 bytes in base 32, sealed (crypto::SecretBox)
  Timestamp since;                           // 0: not confirmed by a first code, asked for nowhere
  std::int64_t last_step = 0;                // of the newest code that was used: it and older ones are good no more
  std::vector<std::string> recovery_hashes;  // of the codes that are left
};
BOOST_DESCRIBE_STRUCT(SecondFactor, (), (secret, since, last_step, recovery_hashes))

struct User {
  UserId id;
  std::string email;   // as it was typed, for mail
  Timestamp verified;  // when this address was proved to be theirs; 0: not yet
  std::string password_hash;
  Role role = Role::customer;
  std::int32_t token_generation = 1;    // +1 ends the access tokens that were made before
  Timestamp tokens_ended;               // by the last such step; 0: never
  std::int32_t session_generation = 1;  // +1 ends all sessions that are not carried over
  std::string name;
  Timestamp created;
  Timestamp disabled;  // since when nobody can sign in; 0: not so
  std::string disabled_reason;
  std::optional<MailTicket> verify_ticket;  // also of an address that is to take the place of `email`
  std::optional<MailTicket> reset_ticket;
  std::optional<ChallengeTicket> challenge_ticket;
  std::optional<SecondFactor> second_factor;
  bool second_factor_waived = false;  // by who owns the data folder: an admin who need not have one
};
BOOST_DESCRIBE_STRUCT(User, (),
                      (id, email, verified, password_hash, role, token_generation, tokens_ended, session_generation, name, created,
                       disabled, disabled_reason, verify_ticket, reset_ticket, challenge_ticket, second_factor, second_factor_waived))

inline bool has_second_factor(const User& user) { return user.second_factor && user.second_factor->since.ms != 0; }

enum class SessionEnd { logout, reuse, ended_by_user };
BOOST_DESCRIBE_ENUM(SessionEnd, logout, reuse, ended_by_user)

// What came from one sign-in: a family of refresh tokens, of which only the newest one is good, or one cookie of a browser.
struct Session {
  SessionId id;
  UserId user;
  std::string refresh_hash;             // of the newest token's secret; empty for a browser's
  std::string cookie_hash;              // of the cookie's secret; empty unless it is a browser's
  std::int32_t generation = 1;          // how many tokens the family has had
  std::int32_t session_generation = 1;  // of the user when it was opened or carried over; it lives while they are the same
  std::string device;                   // what the User-Agent said
  std::string address;                  // of the last use
  Timestamp created;
  Timestamp last_used;
  Timestamp expires;  // of the newest token; never beyond family_ms_max after created
  std::optional<SessionEnd> ended;
  Timestamp ended_at;  // 0: it lives
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (id, user, refresh_hash, cookie_hash, generation, session_generation, device, address, created, last_used, expires,
                       ended, ended_at))

// Where a sign-in comes from.
struct Origin {
  std::string address;
  std::string device;    // User-Agent
  bool browser = false;  // that keeps its session in a cookie and gets no tokens
};

// What others may know of a user; has no secret.
struct Account {
  UserId id;
  std::string email;
  std::string name;
  Role role = Role::customer;
  Timestamp created;
  bool email_verified = false;
  bool second_factor = false;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, email, name, role, created, email_verified, second_factor))

Account to_account(const User&);

struct Tokens {
  std::string access_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in_s = 0;        // of the access token
  std::string refresh_token;            // good for one use
  bool second_factor_required = false;  // the token opens nothing but the enrolment of a second factor; refresh after it
  Account account;
  std::string cookie;  // a browser's session: this instead of the two tokens, which are then empty. For Set-Cookie, in no body
};
BOOST_DESCRIBE_STRUCT(Tokens, (), (access_token, token_type, expires_in_s, refresh_token, second_factor_required, account))

// Who comes with a browser's cookie.
struct Visitor {
  Caller caller;       // a guest if the cookie is not good
  bool ended = false;  // its session is over: the browser may forget the cookie
};

// A session as its owner sees it.
struct SessionView {
  SessionId id;
  std::string device;
  std::string address;
  Timestamp created;
  Timestamp last_used;
  Timestamp expires;
  bool current = false;  // the one that asks
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (id, device, address, created, last_used, expires, current))

struct SessionPage {
  std::vector<SessionView> items;
  std::string next_cursor;  // empty at the end
};

// A credential of a farm's own system. Its text is shown once, when it is made: "ghk_<id>.<secret>".
struct ApiKey {
  ApiKeyId id;
  FarmId farm;
  UserId made_by;  // the key may what this person may for this farm, as far as its scopes go
  std::string name;
  std::string secret_hash;
  std::vector<std::string> scopes;
  Timestamp created;
  Timestamp expires;    // 0: never
  Timestamp revoked;    // 0: not so
  Timestamp last_used;  // within last_used_grain_ms; 0: never
};
BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, farm, made_by, name, secret_hash, scopes, created, expires, revoked, last_used))

struct AddressTag {
  static constexpr std::string_view prefix = "adr";
};
using AddressId = Id<AddressTag>;

struct SavedAddress {
  AddressId id;
  std::string label;  // "Home"; may be empty
  std::string name;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
  std::string country;  // ISO 3166-1 alpha-2
  std::string phone;
  bool is_default = false;
};
BOOST_DESCRIBE_STRUCT(SavedAddress, (), (id, label, name, street, city, state, zip, country, phone, is_default))

// All addresses of an account, oldest first; one of them is the default.
struct StoredAddressBook {
  UserId id;
  std::vector<SavedAddress> addresses;
};
BOOST_DESCRIBE_STRUCT(StoredAddressBook, (), (id, addresses))

}  // namespace gh::identity
