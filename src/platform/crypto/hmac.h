// HmacKey: a secret that signs (HMAC-SHA-256, RFC 2104). Immutable, callable from any thread: each thread keeps a prepared state
// of the few keys that it uses, because setting one up costs three times a signature.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/crypto/sha256.h"

namespace gh::crypto {

class HmacKey {
 public:
  explicit HmacKey(std::string secret);

  Sha256 sign(std::string_view data) const;

 private:
  std::string secret_;
  std::uint64_t number_;  // never reused in this process: what a thread prepared for a key that is gone fits no other
};

// For the rare use of a key; slower than an HmacKey that is kept.
Sha256 hmac_sha256(std::string_view secret, std::string_view data);

}  // namespace gh::crypto
