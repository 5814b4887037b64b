// PasswordHasher: passwords to what may be stored, and back to yes or no. A simulation brings a cheap one of its own.
#pragma once
#include <cstddef>
#include <string>

#include "base/error.h"
#include "base/task.h"
#include "platform/executors/worker_pool.h"

namespace gh::crypto {

class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;
  // The stored form names algorithm, cost and salt.
  virtual Task<Result<std::string>> hash(std::string password) = 0;
  // An empty stored form (no such user) takes as long as any other and is never right: the time tells nobody who is registered.
  virtual Task<Result<bool>> verify(std::string password, std::string stored) = 0;
  // Whether the stored form was made at another cost than hash() would now.
  virtual bool needs_rehash(const std::string& stored) const = 0;
};

// Argon2id (RFC 9106) on a pool, never on the caller's thread. Fails with errors::unavailable when the pool's queue is full, with
// errors::invalid for a password of more than password_bytes_max. At the default cost (OWASP's first choice) one takes about 40 ms.
class Argon2idHasher final : public PasswordHasher {
 public:
  static constexpr std::size_t password_bytes_max = 1024;

  struct Cost {
    std::size_t memory_bytes = 19 * 1024 * 1024;  // at least 8192
    unsigned passes = 2;
  };

  // The pool outlives the hasher.
  explicit Argon2idHasher(executors::WorkerPool& pool) : Argon2idHasher(pool, Cost()) {}
  Argon2idHasher(executors::WorkerPool& pool, Cost cost);

  Task<Result<std::string>> hash(std::string password) override;
  Task<Result<bool>> verify(std::string password, std::string stored) override;
  bool needs_rehash(const std::string& stored) const override;

 private:
  executors::WorkerPool& pool_;
  const Cost cost_;
};

}  // namespace gh::crypto
