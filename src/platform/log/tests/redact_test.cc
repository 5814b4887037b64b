#include <gtest/gtest.h>

#include "platform/log/redact.h"

namespace gh::log {
namespace {

TEST(Redact, TellingNames) {
  for (const char* name : {"password", "Password", "access_token", "refresh-token", "Authorization", "set-cookie", "userEmail", "EMAIL",
                           "card_number", "client_secret"}) {
    EXPECT_TRUE(is_telling_name(name)) << name;
  }
  for (const char* name : {"order_id", "passenger", "tokens_left", "cardinality", "company", "emailed", "", "_"})
    EXPECT_FALSE(is_telling_name(name)) << name;
}

TEST(Redact, InsideOfTexts) {
  struct Case {
    std::string text, expected;
  };
  const Case cases[] = {
      {"mail to ann.b+x@example.org failed", "mail to [redacted] failed"},
      {"<a@b.c>", "<[redacted]>"},
      {"jürgen@höfe.example", "[redacted]"},
      {"/users?q=ann%40example.org&x=1", "/users?q=[redacted]&x=1"},
      {"a@b c@d", "[redacted] [redacted]"},
      {"card 4111111111111111 refused", "card [redacted] refused"},
      {"4111 1111 1111 1111", "[redacted]"},
      {"4111-1111-1111-1111.", "[redacted]."},
      {"3782 822463 10005", "[redacted]"},
      {"qty 7 4111111111111111", "qty 7 [redacted]"},
      {"x4111111111111111y", "x[redacted]y"},
      {"00004111111111111111", "[redacted]"},
      {"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1In0.AAAA ok", "Bearer [redacted] ok"},
  };
  for (const auto& c : cases) EXPECT_EQ(redacted(c.text).value_or(c.text), c.expected);
}

TEST(Redact, OrdinaryTextsStay) {
  for (const char* text : {"order placed", "4111111111111112", "123456789012", "2026-05-04T07:12:09.250Z", "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W",
                           "a @ b", "@home", "eyJ", "10.0.0.1:8080"}) {
    EXPECT_FALSE(redacted(text)) << text;
  }
}

}  // namespace
}  // namespace gh::log
