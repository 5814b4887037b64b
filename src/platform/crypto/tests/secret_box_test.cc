#include "platform/crypto/secret_box.h"

#include <gtest/gtest.h>

#include "platform/crypto/secret_token.h"

namespace gh::crypto {
namespace {

struct Counter : Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

TEST(SecretBox, OpensWhatItSealedAndNothingElse) {
  Counter random;
  const auto box = *SecretBox::make(make_secret_token(random)), other = *SecretBox::make(make_secret_token(random));
  for (const std::string& secret : {std::string(), std::string("JBSWY3DPEHPK3PXP"), std::string(1000, 'x')}) {
    const auto sealed = box.seal(secret, random);
    EXPECT_TRUE(SecretBox::is_sealed(sealed));
    EXPECT_TRUE(secret.empty() || sealed.find(secret) == std::string::npos);
    EXPECT_EQ(box.open(sealed), secret);
    EXPECT_NE(box.seal(secret, random), sealed) << "another nonce each time";
    EXPECT_FALSE(other.open(sealed));
    auto changed = sealed;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(box.open(changed));
  }
  for (const auto* junk : {"", "box1.", "box1.AAAA", "box1.!!", "JBSWY3DPEHPK3PXP", "box2.AAAA"}) EXPECT_FALSE(box.open(junk)) << junk;
}

TEST(SecretBox, TakesKeysOfThirtyTwoBytesOnly) {
  EXPECT_TRUE(SecretBox::make(std::string(43, 'A')));
  for (const std::string& key : {std::string(), std::string(42, 'A'), std::string(44, 'A'), std::string(43, '!')})
    EXPECT_FALSE(SecretBox::make(key));
}

}  // namespace
}  // namespace gh::crypto
