// Fuzzes the access tokens. What must hold for any bytes:
// - verify accepts nothing but the very text that sign gave out, whatever is cut off, added or changed;
// - claims that are read are written as the same bytes again (one form), and survive a round through a token;
// - base64url has one text for each byte string.
// -DGREENHARVEST_PLANT=jwt must be found.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "platform/crypto/encoding.h"
#include "platform/crypto/jwt.h"

namespace {

using gh::crypto::Claims;
using gh::crypto::Jwt;

constexpr gh::Timestamp now{1'760'000'000'000};

void require(bool holds) {
  if (!holds) std::abort();
}

const Jwt& issuer() {
  static const Jwt jwt = *Jwt::make({"greenharvest", "api", {{"k2", std::string(32, 'b')}, {"k1", std::string(32, 'a')}}});
  return jwt;
}

const std::string& issued_token() {
  static const std::string token = *issuer().sign({"usr_1", "customer", "fam_1", "jti_1", now, now + gh::Milliseconds(900'000)});
  return token;
}

void accepts_only_the_issued(std::string_view token) { require(!issuer().verify(token, now) || token == issued_token()); }

// Replaces `length` bytes at `at` of the issued token by the rest of the input.
void check_changed(std::string_view input) {
  if (input.size() < 3) return;
  auto token = issued_token();
  const auto at = (static_cast<unsigned char>(input[0]) * 256u + static_cast<unsigned char>(input[1])) % (token.size() + 1);
  token.replace(at, static_cast<unsigned char>(input[2]), input.substr(3));
  accepts_only_the_issued(token);
}

void check_claims(std::string_view payload) {
  const auto claims = gh::crypto::read_claims(payload);
  if (!claims) return;
  require(gh::crypto::write_claims(*claims) == payload);
  const auto token = issuer().sign(*claims);
  if (!token) return;
  const auto verified = issuer().verify(*token, claims->issued);
  require(verified && *verified == *claims);
}

void check_base64url(std::string_view text) {
  if (const auto bytes = gh::crypto::from_base64url(text)) require(gh::crypto::base64url(gh::crypto::bytes_of(*bytes)) == text);
  require(gh::crypto::from_base64url(gh::crypto::base64url(gh::crypto::bytes_of(text))) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  accepts_only_the_issued(input);
  check_changed(input);
  check_claims(input);
  check_base64url(input);
  return 0;
}
