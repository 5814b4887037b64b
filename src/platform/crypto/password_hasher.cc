#include "platform/crypto/password_hasher.h"

#include <sodium.h>

#include <array>
#include <exception>

#include "base/errors.h"

namespace gh::crypto {
namespace {

// Argon2id with the memory of crypto_pwhash; blocks for as long as the cost says.
Result<std::string> hash_now(const std::string& password, Argon2idHasher::Cost cost) {
  std::array<char, crypto_pwhash_STRBYTES> stored{};
  if (crypto_pwhash_str_alg(stored.data(), password.data(), password.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(errors::unavailable, "there is no memory for hashing a password");
  }
  return std::string(stored.data());
}

Result<bool> verify_now(const std::string& password, const std::string& stored, Argon2idHasher::Cost cost) {
  if (stored.empty()) {
    GH_CHECK(hash_now(password, cost));
    return false;
  }
  return crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

void wipe(std::string& secret) { sodium_memzero(secret.data(), secret.size()); }

}  // namespace

Argon2idHasher::Argon2idHasher(executors::WorkerPool& pool, Cost cost) : pool_(pool), cost_(cost) {
  if (sodium_init() < 0) std::terminate();
}

Task<Result<std::string>> Argon2idHasher::hash(std::string password) {
  if (password.size() > password_bytes_max) co_return fail(errors::invalid, "the password is too long");
  co_return co_await pool_.run([password = std::move(password), cost = cost_]() mutable {
    auto stored = hash_now(password, cost);
    wipe(password);
    return stored;
  });
}

Task<Result<bool>> Argon2idHasher::verify(std::string password, std::string stored) {
  if (password.size() > password_bytes_max) co_return fail(errors::invalid, "the password is too long");
  co_return co_await pool_.run([password = std::move(password), stored = std::move(stored), cost = cost_]() mutable {
    auto right = verify_now(password, stored, cost);
    wipe(password);
    return right;
  });
}

bool Argon2idHasher::needs_rehash(const std::string& stored) const {
  return crypto_pwhash_str_needs_rehash(stored.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace gh::crypto
