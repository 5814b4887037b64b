// SecretBox: what the program must read again but nobody else may (authenticators' secrets), sealed for the store with a key that is not
// in it (XSalsa20-Poly1305 of libsodium). Pure but for the nonces; copied freely, any thread.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace gh::crypto {

class SecretBox {
 public:
  static constexpr std::size_t key_bytes = 32;

  // key: key_bytes as base64url (43 characters, the form of make_secret_token); nothing otherwise.
  static std::optional<SecretBox> make(std::string_view key);

  // "box1." and base64url of nonce and sealed bytes; another text each time.
  std::string seal(std::string_view secret, Random& random) const;
  // Nothing: it was not sealed with this key, or was changed since.
  std::optional<std::string> open(std::string_view sealed) const;
  static bool is_sealed(std::string_view text) { return text.starts_with(prefix); }

 private:
  static constexpr std::string_view prefix = "box1.";
  std::array<unsigned char, key_bytes> key_{};
};

}  // namespace gh::crypto
