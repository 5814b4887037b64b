// What the contract (tests/contract/mail) does not ask: a server that wants TLS and a user, its refusals, and one that is slow or away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/smtp/mail.h"
#include "base/errors.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/support/tool_server.h"

namespace gh::smtp {
namespace {

using support::ToolServer;

constexpr Milliseconds patient{10'000};  // a deadline for a busy machine

struct AddressCase {
  const char* text;
  const char* becomes;  // or what the refusal says
};

TEST(Address, IsReadOrRefusedWithTheReason) {
  const AddressCase good[] = {{"smtp://relay.example.net", "smtp://relay.example.net:587"},
                              {"smtps://relay.example.net/", "smtps://relay.example.net:465"},
                              {"smtp://localhost:2525", "smtp://localhost:2525"}};
  for (const auto& one : good) EXPECT_EQ(Address::make(one.text, "", "", Security::required)->url, one.becomes);
  const AddressCase bad[] = {{"http://relay.example.net", "does not begin"},
                             {"smtp://", "host is missing"},
                             {"smtp://a:0", "port"},
                             {"smtp://a:70000", "port"},
                             {"smtp://a:1x", "port"},
                             {"smtp://ann:s3cret@a", "settings of their own"},
                             {"smtp://a/b", "no host has"}};
  for (const auto& one : bad) {
    const auto refused = Address::make(one.text, "", "", Security::required);
    ASSERT_FALSE(refused) << one.text;
    EXPECT_THAT(refused.error().detail(), testing::AllOf(testing::HasSubstr(one.becomes), testing::Not(testing::HasSubstr("s3cret"))));
  }
  EXPECT_FALSE(Address::make("smtp://a", "shop", "", Security::required));
  EXPECT_FALSE(Address::make("smtp://a", "", "s3cret", Security::required));
  EXPECT_FALSE(Address::make("smtp://a", "shop", "s3cret\r\nQUIT", Security::required));
  EXPECT_FALSE(Address::make("smtp://a", "shop", "s3cret", Security::off)) << "for all to read";
  EXPECT_FALSE(Address::make("smtp://a", "shop", "s3cret", Security::offered)) << "for whoever says that there is no TLS";
  EXPECT_TRUE(Address::make("smtps://a", "shop", "s3cret", Security::off)) << "this one is TLS all the same";
}

TEST(Status, IsReadFromAnAnswer) {
  EXPECT_EQ(status_of("550 5.1.1 no such user\r\n"), "5.1.1");
  EXPECT_EQ(status_of("550-5.1.10 more follows\r\n"), "5.1.10");
  for (const auto* none : {"", "550", "550 ", "550 no\r\n", "550 5.1 x", "550 5.1.1.1 x", "550 5.1.x y", "550 5.1.1234567 x"})
    EXPECT_EQ(status_of(none), "") << none;
}

// A shop that sends to a server of its own.
class Shop {
 public:
  explicit Shop(const std::string& words, const std::function<void(Options&)>& change = {}) : server_("smtp", words) {
    const bool tls = words.contains("tls");
    Options options{.address = Address::make(server_.url(), "", "", tls ? Security::required : Security::off).value(),
                    .from = "shop@greenharvest.example",
                    .observe = [this](const Error* why) { observed_.emplace_back(why == nullptr ? "taken" : why->kind().code); }};
    if (tls) options.address.authorities = server_.folder() + "/authority.pem";
    if (change) change(options);
    mail_ = SmtpMail::open(std::move(options), clock_).value();
  }

  // The code of the error; empty: it was taken.
  std::string send(const std::string& id, const std::string& to) {
    const auto sent = loop_.run_until_complete(
        mail_->send({.id = id, .to = to, .subject = "Your order", .text = "It is paid.\n", .html = {}, .unsubscribe = {}}));
    last_ = sent ? "" : sent.error().detail();
    return sent ? "" : std::string(sent.error().kind().code);
  }
  std::string file(const std::string& name) const {
    std::ifstream file(server_.folder() + "/mail/" + name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  std::size_t kept() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(server_.folder() + "/mail")) count += entry.path().extension() == ".eml";
    return count;
  }
  const std::string& last() const { return last_; }
  const std::vector<std::string>& observed() const { return observed_; }
  const ToolServer& server() const { return server_; }

 private:
  ToolServer server_;
  executors::SystemClock clock_;
  executors::EventLoop loop_;
  std::vector<std::string> observed_;
  std::string last_;
  std::unique_ptr<SmtpMail> mail_;
};

TEST(SmtpMail, TheEnvelopeIsTheShopsAndTheBuyers) {
  Shop shop("");
  EXPECT_EQ(shop.send("a", "ann@example.org"), "");
  EXPECT_EQ(shop.send("b", "bob@example.org"), "");
  EXPECT_EQ(shop.file("1.envelope"), "greenharvest.example shop@greenharvest.example ann@example.org\n");
  EXPECT_EQ(shop.file("2.envelope"), "greenharvest.example shop@greenharvest.example bob@example.org\n");
  EXPECT_THAT(shop.file("1.eml"), testing::HasSubstr("\r\nMessage-ID: <a@greenharvest.example>\r\n"));
}

TEST(SmtpMail, SaysWhatIsForGoodAndWhatIsNot) {
  Shop shop("");
  EXPECT_EQ(shop.send("a", "unknown@example.org"), "recipient_refused");
  EXPECT_THAT(shop.last(), testing::AllOf(testing::HasSubstr("550 5.1.1"), testing::Not(testing::HasSubstr("example.org"))));
  EXPECT_EQ(shop.send("b", "spam@example.org"), "mail_refused") << "what was written, or who we are";
  EXPECT_EQ(shop.send("c", "bare@example.org"), "mail_refused") << "it may be the sender whom it does not want";
  EXPECT_EQ(shop.send("d", "full@example.org"), "unavailable");
  EXPECT_EQ(shop.send("e", "ann@example.org"), "") << "behind refusals";
  EXPECT_EQ(shop.send("a", "unknown@example.org"), "recipient_refused") << "it was not taken, so it is not known";
  EXPECT_THAT(shop.observed(),
              testing::ElementsAre("recipient_refused", "mail_refused", "mail_refused", "unavailable", "taken", "recipient_refused"));
}

TEST(SmtpMail, SignsInOverTlsOnly) {
  Shop shop("starttls login", [](Options& options) {
    options.address.user = "shop";
    options.address.password = "only-for-tests";
  });
  EXPECT_EQ(shop.send("a", "ann@example.org"), "") << shop.last();
  Shop implicit("tls login", [](Options& options) {
    options.address.user = "shop";
    options.address.password = "only-for-tests";
  });
  EXPECT_EQ(implicit.send("a", "ann@example.org"), "") << implicit.last();
}

TEST(SmtpMail, WhoMayNotSendLosesNothingByIt) {
  Shop nobody("starttls login");
  EXPECT_EQ(nobody.send("a", "ann@example.org"), "unavailable") << "530";
  Shop wrong("starttls login", [](Options& options) {
    options.address.user = "shop";
    options.address.password = "s3cret";
  });
  EXPECT_EQ(wrong.send("a", "ann@example.org"), "unavailable") << "535";
  EXPECT_THAT(wrong.last(), testing::Not(testing::HasSubstr("s3cret")));
}

TEST(SmtpMail, SendsNothingWithoutTheTlsThatItWants) {
  Shop plain("", [](Options& options) { options.address.security = Security::required; });
  EXPECT_EQ(plain.send("a", "ann@example.org"), "unavailable");
  EXPECT_EQ(plain.kept(), 0U);
  Shop stranger("starttls", [](Options& options) { options.address.authorities.clear(); });
  EXPECT_EQ(stranger.send("a", "ann@example.org"), "unavailable") << "nobody knows who signed its certificate";
  EXPECT_EQ(stranger.kept(), 0U);
  Shop offered("", [](Options& options) { options.address.security = Security::offered; });
  EXPECT_EQ(offered.send("a", "ann@example.org"), "");
}

TEST(SmtpMail, KeepsNobodyWaitingForOneThatHangsOrIsGone) {
  static constexpr Milliseconds patience{1'500};
  Shop shop("", [](Options& options) { options.deadline = patience; });
  ASSERT_EQ(shop.send("a", "ann@example.org"), "");
  const auto timed = [&](const std::string& id) {
    const auto asked = std::chrono::steady_clock::now();
    EXPECT_EQ(shop.send(id, "ann@example.org"), "unavailable");
    return std::chrono::steady_clock::now() - asked;
  };
  ASSERT_EQ(kill(shop.server().process(), SIGSTOP), 0);
  const auto took = timed("b");
  EXPECT_GE(took, patience / 3 - Milliseconds(10)) << "the rest is for QUIT";
  EXPECT_LT(took, patient);
  ASSERT_EQ(kill(shop.server().process(), SIGCONT), 0);
  EXPECT_EQ(shop.send("c", "ann@example.org"), "") << "it is back";
  ASSERT_EQ(kill(shop.server().process(), SIGKILL), 0);
  EXPECT_LT(timed("d"), patient);
}

TEST(SmtpMail, WaitsNoLongerForAnAnswerThanItsDeadline) {
  Shop slow("slow", [](Options& options) { options.deadline = Milliseconds(500); });
  const auto asked = std::chrono::steady_clock::now();
  EXPECT_EQ(slow.send("a", "ann@example.org"), "unavailable");
  EXPECT_LT(std::chrono::steady_clock::now() - asked, patient) << "it says QUIT, too, and gets no answer";
}

}  // namespace
}  // namespace gh::smtp
