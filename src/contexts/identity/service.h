// What others may ask of the identity context. One per process, callable from any thread; outlives its calls. Who comes in and what
// everybody needs stands here; the rest in the parts.
#pragma once
#include "contexts/identity/accounts.h"
#include "contexts/identity/address_book.h"
#include "contexts/identity/api_keys.h"
#include "contexts/identity/people.h"
#include "contexts/identity/second_factors.h"

namespace gh::identity {

struct NewUser {
  std::string email;
  std::string password;
  std::string name;
  Role role = Role::customer;
  bool second_factor_waived = false;
};

struct Options {
  bool admins_need_second_factor = true;
  crypto::SecretBox factor_box{};  // of a key that is not in the store; as it is made by default it hides nothing
};

class Service {
 public:
  Service(ports::Documents& documents, ports::Tasks& tasks, crypto::PasswordHasher& hasher, const crypto::Jwt& jwt,
          ports::Revocations& revocations, ports::Attempts& attempts, const Clock& clock, Random& random, Options options);

  // Opens the collections and learns what ended lately. Once, before serving.
  Task<Result<void>> start();

  // A new customer, signed in; a link to prove the address is on its way. email_taken, weak_password.
  Task<Result<Tokens>> register_customer(Registration registration, Origin from);
  // wrong_credentials; too_many_attempts with the extension retry_after_s; second_factor_needed with the extensions challenge and
  // expires_in_s, for answer_challenge(); wrong_code; account_disabled.
  Task<Result<Tokens>> login(Credentials credentials, Origin from);
  // The second step of such a sign-in. challenge_refused, wrong_code; too_many_attempts, account_disabled.
  Task<Result<Tokens>> answer_challenge(ChallengeAnswer answer, Origin from);
  Task<Result<Account>> account(UserId id);

  // By who owns the data folder; the address counts as verified. email_taken; checks nothing else but the role (not guest).
  Task<Result<Account>> create_user(NewUser user);
  // Who begins to work for a farm: a customer becomes a farmer; farmers and admins stay what they are.
  Task<Result<void>> make_farmer(UserId id);
  // Who ceases to: a farmer becomes a customer.
  Task<Result<void>> make_customer(UserId id);

 private:
  Store store_;
  PasswordCheck passwords_;
  const Clock& clock_;
  Random& random_;

 public:
  const Sessions sessions;
  const Accounts accounts;
  const SecondFactors second_factors;
  const ApiKeys api_keys;
  const People people;
  const AddressBook addresses;

 private:
  Task<Result<User>> insert_user(NewUser user, bool verified);
  Task<Result<Tokens>> sign_in(PasswordCheck::Attempt attempt, User user, std::string code, std::string challenge, Origin from);
  Task<Result<Tokens>> ask_for_code(UserId id);
};

}  // namespace gh::identity
