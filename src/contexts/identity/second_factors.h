// SecondFactors: a code of an authenticator (TOTP) besides the password, with recovery codes for the day that the device is lost.
// One per process, any thread.
#pragma once
#include <string>
#include <vector>

#include "contexts/identity/password_check.h"
#include "contexts/identity/sessions.h"
#include "platform/crypto/secret_box.h"

namespace gh::identity {

// For the authenticator; shown once.
struct FactorSecret {
  std::string secret;  // base 32
  std::string uri;     // otpauth://, for a QR code
};
BOOST_DESCRIBE_STRUCT(FactorSecret, (), (secret, uri))

// Each is good once, in place of a code. Shown once, stored hashed.
struct RecoveryCodes {
  std::vector<std::string> recovery_codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (recovery_codes))

class SecondFactors {
 public:
  static constexpr int recovery_codes = 10;
  static constexpr Milliseconds challenge_ms{5 * 60'000};

  // box: seals the secrets, so that who reads the store alone makes no codes.
  SecondFactors(const Store& store, PasswordCheck& passwords, const Sessions& sessions, const Clock& clock, Random& random,
                const crypto::SecretBox& box)
      : store_(store), passwords_(passwords), sessions_(sessions), clock_(clock), random_(random), box_(box) {}

  // A new secret, which counts from its confirmation on; again: another one. wrong_password, second_factor_on.
  Task<Result<FactorSecret>> begin(UserId id, std::string password) const;
  // wrong_code, second_factor_off (nothing was begun), second_factor_on.
  Task<Result<RecoveryCodes>> confirm(UserId id, std::string code) const;
  // New ones in place of all old ones. wrong_password, wrong_code, second_factor_off.
  Task<Result<RecoveryCodes>> renew_codes(UserId id, FactorChange proof) const;
  Task<Result<void>> remove(UserId id, FactorChange proof) const;
  // For an admin, when device and recovery codes are lost: removes it and ends all sessions.
  Task<Result<User>> reset(UserId id) const;

  // For a sign-in whose password was right: its second step answers with this within challenge_ms, once; a newer one takes its place.
  Task<Result<std::string>> challenge(UserId id) const;
  // The user of a challenge that is open. challenge_refused.
  Task<Result<User>> of_challenge(std::string challenge) const;
  // Uses the code up, and the challenge with it where there is one. wrong_code, and the challenge stays open; challenge_refused; internal:
  // the secret was sealed with another key.
  Task<Result<User>> use(UserId id, std::string code, std::string challenge = {}) const;

 private:
  Task<Result<User>> prove(UserId id, FactorChange proof) const;
  RecoveryCodes make_codes() const;
  Result<bool> use_up(SecondFactor& factor, std::string_view code, Timestamp now) const;

  const Store& store_;
  PasswordCheck& passwords_;
  const Sessions& sessions_;
  const Clock& clock_;
  Random& random_;
  const crypto::SecretBox box_;
};

}  // namespace gh::identity
