// Jwt: signs and checks access tokens (RFC 7519, HS256 with a key id). Immutable, callable from any thread.
//
// The program is the only issuer, so that there is exactly one text for a set of claims: a token whose header is not, byte by byte,
// the header of one of the keys is refused before anything in it is looked at (RFC 8725, section 3.1: no choice of algorithm for
// the sender). Keys are rotated by adding a new one at the front and removing the old one when the last token it signed has ended.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "platform/crypto/hmac.h"

namespace gh::crypto {

// Texts: 1 .. claim_length_max characters of A-Z a-z 0-9 and "-._~:/,@+" (nothing that JSON would escape); `family` may be empty.
struct Claims {
  std::string subject;  // sub: the user
  std::string roles;    // comma separated
  std::string family;   // sid: the family of refresh tokens that the token belongs to
  std::string id;       // jti
  Timestamp issued;     // iat and exp count seconds: rounded down
  Timestamp expires;

  bool operator==(const Claims&) const = default;
};

class Jwt {
 public:
  static constexpr std::size_t token_length_max = 2048;
  static constexpr std::size_t claim_length_max = 128;
  static constexpr std::size_t secret_bytes_min = 32;  // RFC 7518, section 3.2
  static constexpr std::size_t keys_max = 4;
  static constexpr Milliseconds clock_skew_max{60'000};  // of a node that issues a token: iat may lie this far ahead

  struct Key {
    std::string id;  // kid; as a claim's text
    std::string secret;
  };
  struct Options {
    std::string issuer;
    std::string audience;
    std::vector<Key> keys;  // the first one signs, all of them verify
  };

  // Fails with errors::invalid if a key is short, an id is used twice, or there are none or too many.
  static Result<Jwt> make(Options);

  // Fails with errors::invalid if a claim's text is not one, or the token would not end after its start.
  Result<std::string> sign(const Claims&) const;
  // Every failure is errors::unauthenticated; the detail tells why and holds nothing of the token.
  Result<Claims> verify(std::string_view token, Timestamp now) const;

 private:
  struct Signer {
    std::string header;  // encoded, with the dot behind it
    HmacKey key;
  };
  Jwt() = default;
  const Signer* signer_of(std::string_view token) const;

  std::vector<Signer> signers_;
  std::string payload_start_;  // {"iss":"…","aud":"…"
};

// The payload in its one form, without the start that is the same in every token. For Jwt and its fuzzer.
std::string write_claims(const Claims&);
Result<Claims> read_claims(std::string_view payload);

}  // namespace gh::crypto
