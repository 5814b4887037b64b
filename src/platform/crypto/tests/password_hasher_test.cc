#include <gtest/gtest.h>

#include "platform/crypto/password_hasher.h"
#include "platform/executors/event_loop.h"

namespace gh::crypto {
namespace {

constexpr Argon2idHasher::Cost cheap{64 * 1024, 1};

class PasswordHasherTest : public testing::Test {
 protected:
  executors::WorkerPool pool{{"argon2", 1, 4}};
  executors::EventLoop loop;
  Argon2idHasher hasher{pool, cheap};

  bool verify(std::string password, std::string stored) {
    return *loop.run_until_complete(hasher.verify(std::move(password), std::move(stored)));
  }
  std::string hash(std::string password) { return *loop.run_until_complete(hasher.hash(std::move(password))); }
};

TEST_F(PasswordHasherTest, RightAndWrong) {
  const auto stored = hash("correct horse");
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$")) << stored;
  EXPECT_TRUE(verify("correct horse", stored));
  EXPECT_FALSE(verify("correct horsf", stored));
  EXPECT_FALSE(verify("correct horse", ""));
  EXPECT_FALSE(verify("correct horse", "no stored form"));
  EXPECT_NE(stored, hash("correct horse")) << "each has a salt of its own";
}

TEST_F(PasswordHasherTest, AHigherCostAsksForANewHash) {
  const auto stored = hash("correct horse");
  EXPECT_FALSE(hasher.needs_rehash(stored));
  const Argon2idHasher stronger(pool, {128 * 1024, 1});
  EXPECT_TRUE(stronger.needs_rehash(stored));
  EXPECT_TRUE(hasher.needs_rehash("no stored form"));
}

TEST_F(PasswordHasherTest, AnEndlessPasswordIsRefused) {
  EXPECT_FALSE(loop.run_until_complete(hasher.hash(std::string(Argon2idHasher::password_bytes_max + 1, 'x'))));
  EXPECT_FALSE(loop.run_until_complete(hasher.verify(std::string(Argon2idHasher::password_bytes_max + 1, 'x'), "")));
}

TEST_F(PasswordHasherTest, TheDefaultCostIsTheOneOfTheStandard) {
  Argon2idHasher standard(pool);
  const auto stored = *loop.run_until_complete(standard.hash("correct horse"));
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << stored;
}

}  // namespace
}  // namespace gh::crypto
