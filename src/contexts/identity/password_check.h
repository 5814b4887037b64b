// PasswordCheck: whether a password is somebody's, with the back-off for those who guess. One per process, any thread.
//
// What a failed check says and how long it takes is the same for an unknown address and for a wrong password: one hash either way. The
// back-off is counted behind a port, for all nodes together where they share one.
#pragma once
#include "contexts/identity/inputs.h"
#include "contexts/identity/store.h"
#include "platform/crypto/password_hasher.h"
#include "platform/ports/attempts.h"

namespace gh::identity {

class PasswordCheck {
 public:
  static constexpr ports::AttemptRules account_rules{.table = "account", .free = 10};
  static constexpr ports::AttemptRules address_rules{.table = "address", .free = 50};  // an office or a mobile network behind one address

  PasswordCheck(const Store& store, crypto::PasswordHasher& hasher, ports::Attempts& attempts)
      : store_(store), hasher_(hasher), attempts_(attempts) {}

  // An attempt that has begun: counts as failed until it is told otherwise.
  struct Attempt {
    std::string account;  // the key of the table
    std::string address;
  };
  // too_many_attempts with the extension retry_after_s, and nothing was begun. An empty address is not counted.
  Task<Result<Attempt>> begin(std::string email, std::string address);
  // It was nobody's failure; forget: nor were those before it.
  void forgive(const Attempt& attempt, bool forget);

  // wrong_credentials; other errors say that it could not be checked, and the attempt is forgiven.
  Task<Result<User>> check(const Attempt& attempt, std::string email, std::string password);
  // Of somebody who is signed in and confirms that it is them: wrong_password, too_many_attempts.
  Task<Result<User>> confirm(UserId id, std::string password);

  Task<Result<std::string>> hash(std::string password) { return hasher_.hash(std::move(password)); }

 private:
  Task<Result<User>> compare(std::string email, std::string password);

  const Store& store_;
  crypto::PasswordHasher& hasher_;
  ports::Attempts& attempts_;
};

}  // namespace gh::identity
