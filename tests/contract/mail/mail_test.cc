// The contract of the mail port (src/platform/ports/mail.h) over every adapter, by what a receiver would get.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "adapters/files/mail.h"
#include "adapters/smtp/mail.h"
#include "base/errors.h"
#include "platform/executors/event_loop.h"
#include "tests/support/tool_server.h"

namespace gh::contract {
namespace {

class FixedClock final : public Clock {
 public:
  Timestamp now() const override { return *parse_timestamp("2026-11-23T09:27:23.000Z"); }
};

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A transport under test and its receiving end.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual ports::Mail& mail() = 0;
  virtual std::vector<std::string> received() = 0;  // whole messages
  virtual std::string sent(const std::string& id) = 0;
};

class Files final : public Subject {
 public:
  Files() {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-mail-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    mail_ = std::make_unique<files::FilesMail>(folder_ / "outbox", "shop@greenharvest.example", clock_);
  }
  ~Files() override { std::filesystem::remove_all(folder_); }
  ports::Mail& mail() override { return *mail_; }
  std::vector<std::string> received() override {
    std::vector<std::string> all;
    if (!std::filesystem::exists(folder_ / "outbox")) return all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "outbox")) {
      EXPECT_EQ(entry.path().extension(), ".eml") << "something else was left behind";
      all.push_back(read(entry.path()));
    }
    return all;
  }
  std::string sent(const std::string& id) override { return read(mail_->file_of(id)); }

 private:
  FixedClock clock_;
  std::filesystem::path folder_;
  std::unique_ptr<files::FilesMail> mail_;
};

class Smtp final : public Subject {
 public:
  Smtp()
      : mail_(smtp::SmtpMail::open(
                  {.address = smtp::Address::make(server_.url(), "", "", smtp::Security::off).value(), .from = "shop@greenharvest.example"},
                  clock_)
                  .value()) {}
  ports::Mail& mail() override { return *mail_; }
  std::vector<std::string> received() override {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(server_.folder() + "/mail"))
      if (entry.path().extension() == ".eml") all.push_back(read(entry.path()));
    return all;
  }
  std::string sent(const std::string& id) override {
    for (auto& eml : received())
      if (eml.contains("\r\nMessage-ID: <" + id + "@greenharvest.example>\r\n")) return std::move(eml);
    return {};
  }

 private:
  FixedClock clock_;
  support::ToolServer server_{"smtp"};
  std::unique_ptr<smtp::SmtpMail> mail_;
};

struct MailKind {
  std::string name;
  std::unique_ptr<Subject> (*make)();
};

class MailContract : public testing::TestWithParam<MailKind> {
 protected:
  Result<void> send(ports::Message message) { return loop.run_until_complete(subject->mail().send(std::move(message))); }
  std::string only() {
    const auto all = subject->received();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? "" : all.front();
  }
  static std::string headers(const std::string& eml) { return eml.substr(0, eml.find("\r\n\r\n") + 2); }
  static std::string body(const std::string& eml) { return eml.substr(eml.find("\r\n\r\n") + 4); }
  // Names of the header lines, unfolded.
  static std::vector<std::string> names(const std::string& eml) {
    std::vector<std::string> all;
    std::istringstream lines(headers(eml));
    for (std::string line; std::getline(lines, line);) {
      if (line.front() != ' ') all.push_back(line.substr(0, line.find(':')));
    }
    return all;
  }

  std::unique_ptr<Subject> subject = GetParam().make();
  executors::EventLoop loop;
};

const std::vector<std::string> expected_names{"From",       "To",           "Subject",      "Date",
                                              "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"};

TEST_P(MailContract, AMessageArrivesAsItWasGiven) {
  ASSERT_TRUE(send({"ord_1-paid", "ann@example.org", "Your order", "Hello Ann,\nit is paid.\n"}));
  const auto eml = only();
  EXPECT_EQ(names(eml), expected_names);
  EXPECT_TRUE(eml.contains("From: shop@greenharvest.example\r\nTo: ann@example.org\r\nSubject: Your order\r\n"));
  EXPECT_TRUE(eml.contains("\r\nDate: Mon, 23 Nov 2026 09:27:23 +0000\r\n"));
  EXPECT_TRUE(eml.contains("\r\nMessage-ID: <ord_1-paid@greenharvest.example>\r\n"));
  EXPECT_EQ(body(eml), "Hello Ann,\r\nit is paid.\r\n");
}

TEST_P(MailContract, TheSameIdIsAcceptedAndNotSentAgain) {
  ASSERT_TRUE(send({"a", "ann@example.org", "one", "first"}));
  ASSERT_TRUE(send({"a", "ann@example.org", "one", "second"}));
  EXPECT_EQ(body(only()), "first\r\n");
  ASSERT_TRUE(send({"b", "ann@example.org", "two", "third"}));
  EXPECT_EQ(subject->received().size(), 2U);
}

TEST_P(MailContract, RacingSendersOfOneIdSendOnce) {
  std::mutex mutex;
  std::set<std::string> seen;  // by the senders, each after its acknowledgement
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&, i] {
      executors::EventLoop own;
      EXPECT_TRUE(own.run_until_complete(subject->mail().send({"a", "ann@example.org", "one", "from " + std::to_string(i)})));
      const auto text = subject->sent("a");
      const std::lock_guard guard(mutex);
      seen.insert(text);
    });
  }
  for (auto& racer : racers) racer.join();
  EXPECT_EQ(seen, std::set<std::string>{only()}) << "what was sent was sent again";
}

TEST_P(MailContract, IdsThatDifferInOddCharactersAreDifferentMessages) {
  for (const auto* id : {"a/b", "a_b", "a%2fb", "../a", "A/B", "a b"}) EXPECT_TRUE(send({id, "ann@example.org", "s", "t"})) << id;
  EXPECT_EQ(subject->received().size(), 6U);
}

TEST_P(MailContract, NothingCanAddAHeaderLine) {
  ASSERT_TRUE(send({"a\r\nX-Id: 1", "ann@example.org", "Hi\r\nBcc: eve@example.org\r\n\r\nbody", "text"}));
  EXPECT_EQ(names(only()), expected_names);
  for (const auto* to : {"ann@example.org\r\nBcc: eve@example.org", "ann@example.org, eve@example.org", "Ann <ann@example.org>", "ann",
                         "@a", "a@", "", "a b@c", "a@b@c"}) {
    const auto refused = send({"b", to, "s", "t"});
    ASSERT_FALSE(refused) << to;
    EXPECT_TRUE(refused.error().is(errors::invalid));
  }
  EXPECT_FALSE(send({"", "ann@example.org", "s", "t"}));
  EXPECT_FALSE(send({"c", "ann@example.org", std::string(5000, 'x'), "t"}));
  only();
}

TEST_P(MailContract, OtherLettersAreEncodedInShortLines) {
  std::string subject_text, text;
  for (int i = 0; i < 20; ++i) subject_text += "Äpfel für ";
  for (int i = 0; i < 200; ++i) text += "Grüße aus dem Süden ";
  ASSERT_TRUE(send({"a", "ann@example.org", subject_text, text}));
  const auto eml = only();
  EXPECT_EQ(names(eml), expected_names);
  EXPECT_TRUE(eml.contains("\r\nSubject: =?UTF-8?B?"));
  EXPECT_TRUE(eml.contains("Content-Transfer-Encoding: base64\r\n"));
  std::istringstream lines(eml);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 77U);  // with its CR
    EXPECT_TRUE(line.ends_with('\r'));
    EXPECT_TRUE(std::ranges::all_of(line, [](char c) { return c == '\r' || (c >= 0x20 && c < 0x7f); }));
  }
}

TEST_P(MailContract, ALongPlainLineDoesNotBreakTheFormat) {
  ASSERT_TRUE(send({"a", "ann@example.org", "s", std::string(5000, 'x')}));
  EXPECT_TRUE(only().contains("Content-Transfer-Encoding: base64\r\n"));
}

INSTANTIATE_TEST_SUITE_P(All, MailContract,
                         testing::Values(MailKind{"files", []() -> std::unique_ptr<Subject> { return std::make_unique<Files>(); }},
                                         MailKind{"smtp", []() -> std::unique_ptr<Subject> { return std::make_unique<Smtp>(); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace gh::contract
