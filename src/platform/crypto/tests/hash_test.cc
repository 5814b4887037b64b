#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "base/id.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hmac.h"
#include "platform/crypto/secret_token.h"
#include "platform/crypto/sha256.h"

namespace gh::crypto {
namespace {

// FIPS 180-4, the examples that NIST publishes with it.
TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, AStreamGivesTheSame) {
  Sha256Stream stream;
  stream.add("a");
  stream.add("bc");
  EXPECT_EQ(stream.finish(), sha256("abc"));
}

TEST(Sha256, PartsDoNotRunIntoEachOther) {
  EXPECT_NE(sha256_of_parts({"ab", "c"}), sha256_of_parts({"a", "bc"}));
  EXPECT_NE(sha256_of_parts({"ab"}), sha256_of_parts({"ab", ""}));
  EXPECT_EQ(hex(sha256_of_parts({"a"})), hex(sha256(std::string_view("\1\0\0\0\0\0\0\0a", 9))));
}

TEST(DeriveId, SamePartsSameId) {
  const auto id = derive_id<OrderId>("order", std::string("usr_1"), "key");
  EXPECT_EQ(id, derive_id<OrderId>("order", "usr_1", "key"));
  EXPECT_NE(id, derive_id<OrderId>("order", "usr_1k", "ey"));
  EXPECT_EQ(OrderId::parse(id.text()), id);
}

// RFC 4231, test cases 1, 2 and 6 (a secret longer than a block).
TEST(Hmac, KnownAnswers) {
  struct Case {
    std::string secret, data, mac;
  };
  const Case cases[] = {
      {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
  };
  for (const auto& c : cases) {
    const HmacKey key(c.secret);
    EXPECT_EQ(hex(key.sign(c.data)), c.mac);
    EXPECT_EQ(hex(key.sign(c.data)), c.mac) << "the second time, from the prepared state";
    EXPECT_EQ(hex(hmac_sha256(c.secret, c.data)), c.mac);
  }
}

TEST(Hmac, MoreKeysThanAThreadPreparesOnManyThreads) {
  std::vector<HmacKey> keys;
  std::vector<Sha256> macs;
  for (int i = 0; i < 9; ++i) {
    keys.emplace_back("secret " + std::to_string(i));
    macs.push_back(hmac_sha256("secret " + std::to_string(i), "data"));
  }
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < 900; ++i) wrong += keys[i * 7 % 9].sign("data") != macs[i * 7 % 9];
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

// RFC 4648, section 10.
TEST(Base64url, KnownAnswersAndBack) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"}};
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(base64url(bytes_of(bytes)), text);
    EXPECT_EQ(from_base64url(text), bytes);
  }
}

TEST(Base64url, OneTextForEachByteString) {
  for (const char* text : {"Zg==", "Zh", "Zm9", "Z", "Zm9vY", "Zm 8", "Zm+v", "Zm/v", "Zm9v\n"}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

TEST(Hex, BothWays) {
  EXPECT_EQ(hex(bytes_of("\x01\xfe")), "01fe");
  EXPECT_EQ(from_hex("01fe"), "\x01\xfe");
  for (const char* text : {"0", "0g", "FE"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(EqualConstantTime, ComparesEverything) {
  EXPECT_TRUE(equal_constant_time("same", "same"));
  for (const char* other : {"tame", "samf", "sam", "same ", ""}) EXPECT_FALSE(equal_constant_time("same", other)) << other;
}

TEST(SecretToken, CarriesAllBitsAndIsStoredAsItsHash) {
  struct Counter final : Random {
    std::uint64_t n = 0;
    std::uint64_t next() override { return ++n; }
  } random;
  const auto token = make_secret_token(random);
  EXPECT_EQ(random.n, 4u);
  EXPECT_EQ(token.size(), secret_token_length);
  EXPECT_NE(token, make_secret_token(random));
  EXPECT_EQ(stored_form(token), base64url(sha256(token)));
}

}  // namespace
}  // namespace gh::crypto
