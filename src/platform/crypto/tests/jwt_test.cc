#include <gtest/gtest.h>

#include "base/errors.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/jwt.h"

namespace gh::crypto {
namespace {

constexpr Timestamp now{1'760'000'000'000};
const std::string secret_a(32, 'a');
const std::string secret_b(32, 'b');

Jwt make(std::vector<Jwt::Key> keys, std::string issuer = "greenharvest", std::string audience = "api") {
  return *Jwt::make({std::move(issuer), std::move(audience), std::move(keys)});
}
Claims claims() {
  return {"usr_01JB2R6T3Q0V8Y5N7K4M9P2S6W", "customer,farmer", "fam_01JB2R6T3Q0V8Y5N7K4M9P2S6W", "jti1", now, now + Milliseconds(900'000)};
}
// A token of these texts, signed as we would.
std::string forge(std::string_view header, std::string_view payload, std::string_view secret = secret_a) {
  const auto signed_part = base64url(bytes_of(header)) + "." + base64url(bytes_of(payload));
  return signed_part + "." + base64url(hmac_sha256(secret, signed_part));
}
constexpr std::string_view good_header = R"({"alg":"HS256","typ":"JWT","kid":"k1"})";
const std::string good_payload =
    R"({"iss":"greenharvest","aud":"api","sub":"u","roles":"admin","sid":"","jti":"j","iat":1760000000,"exp":1760000900})";

TEST(Jwt, WhatWasSignedIsGivenBack) {
  const auto jwt = make({{"k1", secret_a}});
  const auto token = *jwt.sign(claims());
  const auto verified = jwt.verify(token, now);
  ASSERT_TRUE(verified) << verified.error().detail();
  EXPECT_EQ(*verified, claims());
}

TEST(Jwt, IsAnOrdinaryJwt) { EXPECT_TRUE(make({{"k1", secret_a}}).verify(forge(good_header, good_payload), now)); }

TEST(Jwt, EveryChangedCharacterIsRefused) {
  const auto jwt = make({{"k1", secret_a}});
  const auto token = *jwt.sign(claims());
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'B', '.', '=', '\0'}) {
      auto changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(jwt.verify(changed, now)) << i << " " << c;
    }
    EXPECT_FALSE(jwt.verify(token.substr(0, i), now)) << i;
    EXPECT_FALSE(jwt.verify(token.substr(i + 1), now)) << i;
  }
  EXPECT_FALSE(jwt.verify(token + "A", now));
  EXPECT_FALSE(jwt.verify(token + ".", now));
  EXPECT_FALSE(jwt.verify(token + "=", now));
}

// Signed with the right secret, so that only the rule in question can refuse them.
TEST(Jwt, RefusesWhatIsNotExactlyOurs) {
  const auto with = [](std::string_view from, std::string_view to) {
    auto changed = good_payload;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  struct Case {
    std::string_view name;
    std::string token;
  };
  const Case cases[] = {
      {"no algorithm", forge(R"({"alg":"none","typ":"JWT","kid":"k1"})", good_payload)},
      {"no algorithm, no signature", base64url(bytes_of(R"({"alg":"none"})")) + "." + base64url(bytes_of(good_payload)) + "."},
      {"another algorithm", forge(R"({"alg":"HS512","typ":"JWT","kid":"k1"})", good_payload)},
      {"unknown key", forge(R"({"alg":"HS256","typ":"JWT","kid":"k2"})", good_payload)},
      {"no key id", forge(R"({"alg":"HS256","typ":"JWT"})", good_payload)},
      {"secret of another key", forge(good_header, good_payload, secret_b)},
      {"another issuer", forge(good_header, with("greenharvest", "evil"))},
      {"another audience", forge(good_header, with("\"api\"", "\"web\""))},
      {"no subject", forge(good_header, with("\"sub\":\"u\",", ""))},
      {"empty subject", forge(good_header, with("\"sub\":\"u\"", "\"sub\":\"\""))},
      {"a subject with a quote", forge(good_header, with("\"sub\":\"u\"", "\"sub\":\"a\\\"b\""))},
      {"a repeated claim", forge(good_header, with("\"jti\":\"j\"", "\"jti\":\"j\",\"jti\":\"j\""))},
      {"a claim too many", forge(good_header, with("900}", "900,\"x\":1}"))},
      {"negative start", forge(good_header, with("\"iat\":1", "\"iat\":-1"))},
      {"start is minus zero", forge(good_header, with("\"iat\":1760000000", "\"iat\":-0"))},
      {"leading zero", forge(good_header, with("\"iat\":1", "\"iat\":01"))},
      {"fraction", forge(good_header, with("900}", "900.5}"))},
      {"a number without end", forge(good_header, with("1760000900}", std::string(400, '9') + "}"))},
      {"white space", forge(good_header, with("{\"iss\"", "{ \"iss\""))},
      {"too long", forge(good_header, with("\"sub\":\"u\"", "\"sub\":\"" + std::string(3000, 'u') + "\""))},
      {"long claim", forge(good_header, with("\"sub\":\"u\"", "\"sub\":\"" + std::string(Jwt::claim_length_max + 1, 'u') + "\""))},
      {"nothing", ""},
      {"dots", ".."},
  };
  const auto jwt = make({{"k1", secret_a}});
  for (const auto& c : cases) {
    const auto verified = jwt.verify(c.token, now);
    ASSERT_FALSE(verified) << c.name;
    EXPECT_TRUE(verified.error().is(errors::unauthenticated)) << c.name;
  }
}

TEST(Jwt, TimeIsChecked) {
  const auto jwt = make({{"k1", secret_a}});
  const auto token = *jwt.sign(claims());
  EXPECT_TRUE(jwt.verify(token, now + Milliseconds(899'999)));
  EXPECT_FALSE(jwt.verify(token, now + Milliseconds(900'000)));
  EXPECT_TRUE(jwt.verify(token, now - Jwt::clock_skew_max));
  EXPECT_FALSE(jwt.verify(token, now - Jwt::clock_skew_max - Milliseconds(1)));
}

TEST(Jwt, KeysRotate) {
  const auto before = make({{"k1", secret_a}});
  const auto during = make({{"k2", secret_b}, {"k1", secret_a}});
  const auto after = make({{"k2", secret_b}});
  const auto old_token = *before.sign(claims());
  const auto new_token = *during.sign(claims());
  EXPECT_TRUE(during.verify(old_token, now));
  EXPECT_FALSE(before.verify(new_token, now));
  EXPECT_TRUE(after.verify(new_token, now));
  EXPECT_FALSE(after.verify(old_token, now));
}

TEST(Jwt, RefusesBadKeysAndClaims) {
  EXPECT_FALSE(Jwt::make({"i", "a", {}}));
  EXPECT_FALSE(Jwt::make({"i", "a", {{"k1", "short"}}}));
  EXPECT_FALSE(Jwt::make({"i", "a", {{"k1", secret_a}, {"k1", secret_b}}}));
  EXPECT_FALSE(Jwt::make({"i\"", "a", {{"k1", secret_a}}}));
  EXPECT_FALSE(Jwt::make({"i", "a", std::vector<Jwt::Key>(Jwt::keys_max + 1, {"k1", secret_a})}));
  const auto jwt = make({{"k1", secret_a}});
  auto bad = claims();
  bad.subject = "a\",\"roles\":\"admin";
  EXPECT_FALSE(jwt.sign(bad));
  bad = claims();
  bad.expires = bad.issued;
  EXPECT_FALSE(jwt.sign(bad));
}

}  // namespace
}  // namespace gh::crypto
