#include "platform/crypto/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>

#include <atomic>
#include <exception>

namespace gh::crypto {
namespace {

// Of one thread. More keys in use than this work too, each turn with the price of a new state.
constexpr std::size_t prepared_keys_max = 4;

void require(bool ok) {
  if (!ok) std::terminate();  // no memory, or an OpenSSL without HMAC
}

struct Prepared {
  std::uint64_t key = 0;
  EVP_MAC_CTX* context = nullptr;
};

struct PreparedKeys {
  std::array<Prepared, prepared_keys_max> slots;
  std::size_t next = 0;

  PreparedKeys() = default;
  PreparedKeys(const PreparedKeys&) = delete;
  PreparedKeys& operator=(const PreparedKeys&) = delete;
  ~PreparedKeys() {
    for (auto& slot : slots) EVP_MAC_CTX_free(slot.context);
  }

  EVP_MAC_CTX* of(std::uint64_t key, std::string_view secret) {
    for (auto& slot : slots) {
      if (slot.key == key) {
        require(EVP_MAC_init(slot.context, nullptr, 0, nullptr) == 1);
        return slot.context;
      }
    }
    Prepared& slot = slots[next++ % slots.size()];
    EVP_MAC_CTX_free(slot.context);
    slot = {key, prepare(secret)};
    return slot.context;
  }

  static EVP_MAC_CTX* prepare(std::string_view secret) {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    EVP_MAC_CTX* const context = EVP_MAC_CTX_new(algorithm);
    require(context != nullptr);
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
    require(EVP_MAC_init(context, reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), params) == 1);
    return context;
  }
};

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

}  // namespace

HmacKey::HmacKey(std::string secret) : secret_(std::move(secret)), number_(next_number()) {}

Sha256 HmacKey::sign(std::string_view data) const {
  thread_local PreparedKeys prepared;
  EVP_MAC_CTX* const context = prepared.of(number_, secret_);
  Sha256 mac;
  std::size_t size = 0;
  require(EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(data.data()), data.size()) == 1);
  require(EVP_MAC_final(context, reinterpret_cast<unsigned char*>(mac.data()), &size, mac.size()) == 1);
  return mac;
}

Sha256 hmac_sha256(std::string_view secret, std::string_view data) {
  Sha256 mac;
  require(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(data.data()),
               data.size(), reinterpret_cast<unsigned char*>(mac.data()), nullptr) != nullptr);
  return mac;
}

}  // namespace gh::crypto
