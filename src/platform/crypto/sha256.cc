#include "platform/crypto/sha256.h"

#include <openssl/evp.h>

#include <exception>

namespace gh::crypto {
namespace {

// Fetched once: a fetch per digest costs three times the digest of a short text.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

void require(int ok) {
  if (ok != 1) std::terminate();  // no memory, or an OpenSSL without SHA-256
}

struct Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
  Context() = default;
  ~Context() { EVP_MD_CTX_free(handle); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

EVP_MD_CTX* begin() {
  thread_local const Context context;
  require(EVP_DigestInit_ex2(context.handle, algorithm(), nullptr));
  return context.handle;
}

Sha256 end(EVP_MD_CTX* context) {
  Sha256 hash;
  unsigned int size = 0;
  require(EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(hash.data()), &size));
  return hash;
}

}  // namespace

Sha256 sha256(std::string_view data) {
  EVP_MD_CTX* const context = begin();
  require(EVP_DigestUpdate(context, data.data(), data.size()));
  return end(context);
}

Sha256 sha256_of_parts(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* const context = begin();
  for (const auto part : parts) {
    std::array<unsigned char, 8> length;
    for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<unsigned char>(part.size() >> (8 * i) & 0xff);
    require(EVP_DigestUpdate(context, length.data(), length.size()));
    require(EVP_DigestUpdate(context, part.data(), part.size()));
  }
  return end(context);
}

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  require(EVP_DigestInit_ex2(static_cast<EVP_MD_CTX*>(context_), algorithm(), nullptr));
}
Sha256Stream::~Sha256Stream() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }
void Sha256Stream::add(std::string_view data) { require(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), data.data(), data.size())); }
Sha256 Sha256Stream::finish() { return end(static_cast<EVP_MD_CTX*>(context_)); }

}  // namespace gh::crypto
