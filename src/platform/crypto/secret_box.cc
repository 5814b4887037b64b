#include "platform/crypto/secret_box.h"

#include <sodium.h>

#include <algorithm>

#include "platform/crypto/encoding.h"

namespace gh::crypto {
namespace {

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

static_assert(SecretBox::key_bytes == crypto_secretbox_KEYBYTES);

std::optional<SecretBox> SecretBox::make(std::string_view key) {
  const auto raw = from_base64url(key);
  if (!raw || raw->size() != key_bytes) return std::nullopt;
  SecretBox box;
  std::ranges::copy(*raw, reinterpret_cast<char*>(box.key_.data()));
  return box;
}

std::string SecretBox::seal(std::string_view secret, Random& random) const {
  std::string out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size(), '\0');
  for (std::size_t i = 0; i < crypto_secretbox_NONCEBYTES; i += sizeof(std::uint64_t)) {
    const auto part = random.next();
    std::copy_n(reinterpret_cast<const char*>(&part), sizeof part, out.data() + i);
  }
  static_assert(crypto_secretbox_NONCEBYTES % sizeof(std::uint64_t) == 0);
  crypto_secretbox_easy(bytes(out) + crypto_secretbox_NONCEBYTES, bytes(secret), secret.size(), bytes(out), key_.data());
  return std::string(prefix) + base64url(bytes_of(out));
}

std::optional<std::string> SecretBox::open(std::string_view sealed) const {
  if (!is_sealed(sealed)) return std::nullopt;
  const auto raw = from_base64url(sealed.substr(prefix.size()));
  constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (!raw || raw->size() < around) return std::nullopt;
  std::string secret(raw->size() - around, '\0');
  const auto* begin = bytes(std::string_view(*raw));
  const auto length = raw->size() - crypto_secretbox_NONCEBYTES;
  if (crypto_secretbox_open_easy(bytes(secret), begin + crypto_secretbox_NONCEBYTES, length, begin, key_.data()) != 0) return std::nullopt;
  return secret;
}

}  // namespace gh::crypto
