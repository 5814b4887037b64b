#include "platform/crypto/secret_token.h"

#include <array>
#include <bit>

#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::crypto {

std::string make_secret_token(Random& random) {
  std::array<std::uint64_t, 4> bits;
  for (auto& part : bits) part = random.next();
  return base64url(std::as_bytes(std::span(bits)));
}

std::string stored_form(std::string_view secret_token) { return base64url(sha256(secret_token)); }

}  // namespace gh::crypto
