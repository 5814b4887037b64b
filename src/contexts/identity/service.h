// What others may ask of the identity context. One per process, callable from any thread; outlives its calls.
//
// Passwords are hashed on the hasher's own pool. What a failed sign-in says and how long it takes is the same for an unknown address and
// for a wrong password. Back-off and revocations are this process's own: with several processes each counts for itself, and an
// access token that another one ended is good here until it expires (at most access_ms).
#pragma once
#include "base/random.h"
#include "contexts/identity/attempts.h"
#include "contexts/identity/revocations.h"
#include "contexts/identity/store.h"
#include "platform/crypto/jwt.h"
#include "platform/crypto/password_hasher.h"

namespace gh::identity {

struct NewUser {
  std::string email;
  std::string password;
  std::string name;
  Role role = Role::customer;
};

class Service {
 public:
  static constexpr Attempts::Rules account_rules{.free = 10};
  static constexpr Attempts::Rules address_rules{.free = 50};  // an office or a mobile network behind one address

  Service(ports::Documents& documents, crypto::PasswordHasher& hasher, const crypto::Jwt& jwt, const Clock& clock, Random& random);

  // Opens the collections and learns which sessions and roles were ended so lately that tokens of theirs still live. Once, before serving.
  Task<Result<void>> start();

  // A new customer, signed in. email_taken.
  Task<Result<Tokens>> register_customer(Registration registration);
  // address: of the client, for the back-off. wrong_credentials; too_many_attempts with the extension retry_after_s.
  Task<Result<Tokens>> login(Credentials credentials, std::string address);
  // The next pair of tokens. refresh_refused; a token that was used before also ends its session: one of two who hold it is a thief.
  // There is no grace for clients that use one token twice at the same time: they cannot be told from a thief.
  Task<Result<Tokens>> refresh(std::string refresh_token);
  // Ends the caller's session. Again: nothing.
  Task<Result<void>> logout(Caller caller);
  Task<Result<Account>> account(UserId id);

  // For `admin user create`. Checks nothing but the role (not guest) and email_taken.
  Task<Result<Account>> create_user(NewUser user);
  // The user's access tokens of the old role end. Again: nothing.
  Task<Result<Account>> set_role(UserId id, Role role);
  // Who begins to work for a farm: a customer becomes a farmer; farmers and admins stay what they are.
  Task<Result<void>> make_farmer(UserId id);
  // Who ceases to: a farmer becomes a customer.
  Task<Result<void>> make_customer(UserId id);

  // Removes sessions that ended by themselves, at most `limit`; says how many. Called from time to time.
  Task<Result<int>> remove_expired_sessions(int limit);

  // Who holds this access token: a signature and two look-ups in memory, nothing is read from the store. unauthenticated.
  Result<Caller> authenticate(std::string_view access_token) const;

 private:
  Task<Result<User>> insert_user(NewUser user);
  Task<Result<Tokens>> open_session(User user);
  Task<Result<User>> check_password(Credentials credentials);
  Task<Result<void>> end_session(SessionId id, SessionEnd why);
  Result<Tokens> make_tokens(const User& user, const Session& session, std::string secret, Timestamp now) const;
  Result<void> begin_attempt(const std::string& account, const std::string& address);
  Task<Result<void>> learn_ended_sessions(Timestamp since);
  Task<Result<void>> learn_changed_roles(Timestamp since);

  UserCollection users_;
  SessionCollection sessions_;
  crypto::PasswordHasher& hasher_;
  const crypto::Jwt& jwt_;
  const Clock& clock_;
  Random& random_;
  Revocations revocations_;
  Attempts accounts_{account_rules};
  Attempts addresses_{address_rules};
};

}  // namespace gh::identity
