// The pure rules: one-time codes, passwords that are refused, scopes.
#include <gtest/gtest.h>

#include "contexts/identity/errors.h"
#include "contexts/identity/passwords.h"
#include "contexts/identity/scopes.h"
#include "contexts/identity/totp.h"

namespace gh::identity {
namespace {

const std::string rfc_key = "12345678901234567890";

TEST(Totp, GivesTheCodesOfRfc6238) {
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
                                                          {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [second, code] : vectors) EXPECT_EQ(hotp(rfc_key, totp_step(Timestamp{second * 1000}), 8), code);
  EXPECT_EQ(hotp(rfc_key, 0), "755224") << "RFC 4226, appendix D";
  EXPECT_EQ(hotp(rfc_key, 9), "520489");
}

TEST(Totp, ACodeIsGoodOneStepOffAndOnce) {
  const Timestamp now{1'780'000'000'000};
  const auto step = totp_step(now);
  for (const auto off : {-1, 0, 1}) EXPECT_EQ(match_totp(rfc_key, hotp(rfc_key, step + off), now, 0), step + off);
  for (const auto off : {-2, 2}) EXPECT_FALSE(match_totp(rfc_key, hotp(rfc_key, step + off), now, 0));
  EXPECT_FALSE(match_totp(rfc_key, hotp(rfc_key, step), now, step)) << "used";
  EXPECT_FALSE(match_totp(rfc_key, hotp(rfc_key, step - 1), now, step)) << "older than one that was used";
  EXPECT_TRUE(match_totp(rfc_key, hotp(rfc_key, step + 1), now, step));
  for (const auto* bad : {"", "000000", "12345", "1234567"}) EXPECT_FALSE(match_totp(rfc_key, bad, now, 0)) << bad;
}

TEST(Totp, SecretsInBase32AsInRfc4648) {
  const std::pair<const char*, const char*> vectors[] = {
      {"", ""}, {"f", "MY"}, {"fo", "MZXQ"}, {"foo", "MZXW6"}, {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  EXPECT_FALSE(from_base32("MZ1"));
  EXPECT_EQ(totp_uri("MZXW6", "a+b@c.example"),
            "otpauth://totp/GreenHarvest:a%2Bb%40c.example?secret=MZXW6&issuer=GreenHarvest&algorithm=SHA1&digits=6&period=30");
}

std::string why_refused(std::string_view password) {
  const auto checked = check_new_password(password, "Mary.Smith@farm.example", "Mary Ann Smith", "/password");
  if (checked) return "";
  EXPECT_TRUE(checked.error().is(errors::weak_password));
  EXPECT_EQ(checked.error().fields().front().pointer, "/password");
  return checked.error().fields().front().code;
}

TEST(Passwords, WhatEverybodyWouldTryIsRefused) {
  for (const auto* password : {"qwertyuiop", "1234567890", "PASSWORD123", "1QAZ2wsx3edc"})
    EXPECT_EQ(why_refused(password), "common") << password;
  for (const auto* password : {"mary.smith@farm.example", "mary.smith", "MaryAnnSmith", "mary ann smith"})
    EXPECT_EQ(why_refused(password), "own_name") << password;
  EXPECT_EQ(why_refused("abababababab"), "too_simple");
  for (const auto* password : {"check-the-carrots", "correct horse", "mary.smith.grows"}) EXPECT_EQ(why_refused(password), "") << password;
}

TEST(Scopes, AreThoseOfTheList) {
  for (const auto scope : all_scopes) {
    std::string text(scope);
    EXPECT_TRUE(Scope::check(text).code.empty());
  }
  std::string other = "products:*";
  EXPECT_EQ(Scope::check(other).code, "unknown_scope");
}

}  // namespace
}  // namespace gh::identity
