// Telling over memory adapters: once, in the recipient's language, by their choices.
#include <gtest/gtest.h>

#include <map>

#include "base/errors.h"
#include "contexts/notifications/errors.h"
#include "contexts/notifications/service.h"
#include "stage/world.h"
#include "stage/yielding_documents.h"

namespace gh::notifications {
namespace {

struct KeptMail : ports::Mail {
  std::map<std::string, ports::Message> messages;
  bool broken = false;
  const ErrorKind* refusal = nullptr;
  Task<Result<void>> send(ports::Message message) override {
    if (broken) co_return fail(gh::errors::unavailable);
    if (refusal != nullptr) co_return fail(*refusal, "550 5.1.1");
    messages.emplace(message.id, message);
    co_return Result<void>{};
  }
};

constexpr auto by_choice = "farmers.person_joined";
constexpr auto always = "farmers.certificate_lapsed";

struct NotificationsTest : testing::Test, stage::World<stage::ManualClock> {
  KeptMail mail;
  Service service{documents, mail, clock, {.shop = {"GreenHarvest", "https://shop.example", Locale::en}, .secret = std::string(32, 's')}};
  const UserId ann = UserId::make(clock.now(), random);
  const std::vector<Audience> all{Audience::user, Audience::customer, Audience::farmer};

  NotificationsTest() { EXPECT_TRUE(service.opened()); }
  Result<void> tell(const char* name, std::string fact, std::string locale = "") {
    const auto* event = find_event(name);
    auto data = event == nullptr ? std::map<std::string, std::string>{} : sample_data(*event);
    data.erase("name");
    return run(service.tell({.event = name, .user = ann, .email = {}, .locale = std::move(locale), .data = std::move(data)},
                            std::move(fact), {ann, "ann@farm.example", "Ann"}));
  }
  InboxPage inbox(int limit = 100, std::string cursor = "") { return run(service.inbox(ann, limit, std::move(cursor))).value(); }
  std::string token_of(const std::string& fact) {
    const auto link = mail.messages.at(fact).unsubscribe;
    return link.substr(link.rfind('/') + 1);
  }
};

TEST_F(NotificationsTest, AFactIsToldOnce) {
  mail.broken = true;
  EXPECT_FALSE(tell(always, "fact"));
  mail.broken = false;
  EXPECT_TRUE(tell(always, "fact"));
  EXPECT_TRUE(tell(always, "fact"));
  ASSERT_EQ(mail.messages.size(), 1U);
  EXPECT_EQ(inbox().items.size(), 1U);
  const auto& message = mail.messages.at("fact");
  EXPECT_EQ(message.to, "ann@farm.example");
  EXPECT_TRUE(message.text.starts_with("Hello Ann,\n\n")) << message.text;
  EXPECT_NE(message.html.find("<html>"), std::string::npos);
  EXPECT_EQ(message.unsubscribe, "") << "what is mandatory offers no way out";
  EXPECT_TRUE(tell(always, std::string(300, 'f')));
  for (const auto& [id, sent] : mail.messages) EXPECT_LE(id.size(), 128U);
}

TEST_F(NotificationsTest, AnUnknownEventIsHopeless) { EXPECT_EQ(tell("nobody.knows", "fact").error().kind().http_status(), 422); }

TEST_F(NotificationsTest, TheLanguageIsTheNoticesThenTheUsersThenTheShops) {
  ASSERT_TRUE(run(service.learn_locale(ann, Locale::es)));
  tell(always, "theirs");
  tell(always, "notices", "en");
  EXPECT_TRUE(mail.messages.at("theirs").text.starts_with("Hola Ann:"));
  EXPECT_TRUE(mail.messages.at("notices").text.starts_with("Hello Ann,"));
  ASSERT_TRUE(run(service.choose({ann, ""}, all, Locale::en, {})));
  ASSERT_TRUE(run(service.learn_locale(ann, Locale::es)));
  EXPECT_EQ(run(service.choices({ann, ""}, all))->locale, Locale::en) << "what was chosen stays";
}

TEST_F(NotificationsTest, WhatIsSwitchedOffIsInTheListOnly) {
  const auto chosen = run(service.choose({ann, ""}, all, std::nullopt, {by_choice}));
  ASSERT_TRUE(chosen);
  const auto found = std::ranges::find(chosen->events, by_choice, &Choice::event);
  ASSERT_NE(found, chosen->events.end());
  EXPECT_FALSE(found->on);
  tell(by_choice, "fact");
  EXPECT_TRUE(mail.messages.empty());
  EXPECT_EQ(inbox().items.size(), 1U);
  const auto refused = run(service.choose({ann, ""}, all, std::nullopt, {by_choice, always}));
  EXPECT_TRUE(refused.error().is(errors::mandatory_notice));
  EXPECT_EQ(refused.error().fields().front().pointer, "/off/1");
  EXPECT_EQ(run(service.choose({ann, ""}, all, std::nullopt, {"x"})).error().fields().front().pointer, "/off/0");
}

TEST_F(NotificationsTest, ALinkUnsubscribesFromItsEventAndNothingElse) {
  tell(by_choice, "first");
  const auto token = token_of("first");
  const auto& message = mail.messages.at("first");
  EXPECT_TRUE(message.unsubscribe.ends_with("/api/v1/notifications/unsubscribe/" + token)) << "asked by the mail program, by POST";
  EXPECT_NE(message.text.find("/unsubscribe/" + token), std::string::npos) << "a page for people";
  EXPECT_EQ(message.text.find("/api/"), std::string::npos) << message.text;
  EXPECT_TRUE(run(service.subscription(token))->on);
  EXPECT_FALSE(run(service.unsubscribe(token))->on);
  EXPECT_FALSE(run(service.unsubscribe(token))->on);
  tell(by_choice, "second");
  tell(always, "third");
  EXPECT_FALSE(mail.messages.contains("second"));
  EXPECT_TRUE(mail.messages.contains("third"));
  auto forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  for (const auto& bad : {forged, std::string("x.y"), std::string(), std::string(1000, 'x')})
    EXPECT_TRUE(run(service.unsubscribe(bad)).error().is(errors::unsubscribe_link)) << bad;
}

TEST_F(NotificationsTest, AGuestsLinkHoldsForTheirAddress) {
  const auto tell_guest = [&](std::string fact, std::string email) {
    return run(service.tell({.event = by_choice, .user = {}, .email = email, .locale = {}, .data = sample_data(*find_event(by_choice))},
                            std::move(fact), {std::nullopt, email, ""}));
  };
  ASSERT_TRUE(tell_guest("first", "guest@example.org"));
  ASSERT_TRUE(run(service.unsubscribe(token_of("first"))));
  ASSERT_TRUE(tell_guest("second", "Guest@example.org"));
  ASSERT_TRUE(tell_guest("third", "other@example.org"));
  EXPECT_EQ(mail.messages.size(), 2U);
}

TEST_F(NotificationsTest, ASuppressedAddressGetsNoMail) {
  const auto suppressed = run(service.suppress("ANN@farm.example", "bounced"));
  ASSERT_TRUE(suppressed);
  EXPECT_EQ(run(service.suppress("ann@farm.example", "again"))->reason, "bounced");
  tell(always, "first");
  EXPECT_TRUE(mail.messages.empty());
  EXPECT_EQ(run(service.suppressions(10, ""))->first.size(), 1U);
  ASSERT_TRUE(run(service.unsuppress(suppressed->id)));
  EXPECT_TRUE(run(service.unsuppress(suppressed->id)).error().is(gh::errors::not_found));
  tell(always, "second");
  EXPECT_EQ(mail.messages.size(), 1U);
}

TEST_F(NotificationsTest, AnAddressThatIsRefusedForGoodIsSuppressed) {
  const auto told = [&](std::string fact) {
    return run(service.tell({.event = always, .user = ann, .email = {}, .locale = {}, .data = sample_data(*find_event(always))}, std::move(fact),
                            {ann, "ann@farm.example", "Ann"}));
  };
  mail.refusal = &ports::errors::mail_refused;
  EXPECT_TRUE(told("first").error().is(ports::errors::mail_refused)) << "it may be the words";
  EXPECT_TRUE(run(service.suppressions(10, ""))->first.empty());
  mail.refusal = &ports::errors::recipient_refused;
  EXPECT_TRUE(told("second")) << "there is nothing to try again";
  const auto suppressed = run(service.suppressions(10, ""))->first;
  ASSERT_EQ(suppressed.size(), 1U);
  EXPECT_EQ(suppressed[0].email, "ann@farm.example");
  EXPECT_EQ(suppressed[0].reason, "The mail server refused it: 550 5.1.1");
  mail.refusal = nullptr;
  EXPECT_TRUE(told("third"));
  EXPECT_TRUE(mail.messages.empty());
}

Task<int> tell_at_once(Service& service, UserId user, int times) {
  std::vector<Task<Result<void>>> all;
  for (int i = 0; i < times; ++i) {
    auto data = sample_data(*find_event(by_choice));
    data.erase("name");
    all.push_back(service.tell({.event = by_choice, .user = user, .email = {}, .locale = {}, .data = std::move(data)},
                               "fact " + std::to_string(i), {user, "ann@farm.example", "Ann"}));
  }
  const auto outcomes = co_await when_all(std::move(all));
  co_return static_cast<int>(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }));
}

TEST_F(NotificationsTest, WhatIsToldAtOnceIsWrittenAtOnce) {
  stage::YieldingDocuments yielding(documents);
  Service slow{yielding, mail, clock, {.shop = {"GreenHarvest", "https://shop.example", Locale::en}, .secret = std::string(32, 's')}};
  constexpr int told = 64;
  EXPECT_EQ(run(tell_at_once(slow, ann, told)), told);
  EXPECT_EQ(inbox().items.size(), static_cast<std::size_t>(told));
  const auto stored = run(documents.get("notification_inboxes", ann.text()));
  ASSERT_TRUE(stored && *stored);
  EXPECT_LE((*stored)->version, 3) << "the first one, and those who came while it was written";
}

TEST_F(NotificationsTest, TheListIsBoundedAndReadAPageAtATime) {
  for (std::size_t i = 0; i < inbox_max + 5; ++i) tell(by_choice, "fact " + std::to_string(i));
  std::size_t seen = 0;
  std::string cursor;
  do {
    const auto page = inbox(7, cursor);
    EXPECT_EQ(page.unread, static_cast<std::int64_t>(inbox_max));
    seen += page.items.size();
    cursor = page.next_cursor;
  } while (!cursor.empty());
  EXPECT_EQ(seen, inbox_max);
  const auto newest = inbox().items.front().id;
  EXPECT_TRUE(run(service.mark_read(ann, newest))->read);
  EXPECT_EQ(inbox().unread, static_cast<std::int64_t>(inbox_max) - 1);
  EXPECT_TRUE(run(service.mark_read(ann, NoticeId::make(clock.now(), random))).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.mark_all_read(ann)));
  EXPECT_EQ(inbox().unread, 0);
  EXPECT_TRUE(run(service.inbox(ann, 7, "x")).error().is(gh::errors::bad_cursor));
}

TEST_F(NotificationsTest, AnAdminsWordsComeBeforeTheBuiltInOnes) {
  const WordsInput words{"Thanks", "Thanks, {name}."};
  EXPECT_TRUE(run(service.edit_template(ann, always, Locale::en, words, 0)).error().is(errors::template_invalid));
  const WordsInput good{"Thanks", "Thanks{?name}, {name}{/name}."};
  EXPECT_EQ(run(service.edit_template(ann, always, Locale::en, good, 0))->version, 1);
  EXPECT_TRUE(run(service.edit_template(ann, always, Locale::en, good, 0)).error().is(ports::errors::version_conflict));
  EXPECT_EQ(run(service.edit_template(ann, always, Locale::en, good, 1))->version, 2);
  tell(always, "first");
  EXPECT_EQ(mail.messages.at("first").subject, "Thanks");
  EXPECT_TRUE(run(service.find_template(always, Locale::en))->edited);
  EXPECT_FALSE(run(service.reset_template(always, Locale::en))->edited);
  tell(always, "second");
  EXPECT_NE(mail.messages.at("second").subject, "Thanks");
  EXPECT_EQ(run(service.templates())->size(), events().size() * 2);
  EXPECT_TRUE(run(service.find_template("x", Locale::en)).error().is(gh::errors::not_found));
  EXPECT_EQ(run(service.preview(always, Locale::en, "Now", std::nullopt))->subject, "Now");
  EXPECT_TRUE(run(service.preview(always, Locale::en, "{x}", std::nullopt)).error().is(errors::template_invalid));
}

}  // namespace
}  // namespace gh::notifications
