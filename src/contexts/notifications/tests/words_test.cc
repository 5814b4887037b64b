// The table of events, its words in every language, templates and how languages write values.
#include <gtest/gtest.h>

#include "contexts/notifications/errors.h"
#include "contexts/notifications/message.h"
#include "contexts/notifications/template.h"
#include "contexts/notifications/words.h"
#include "platform/json/json.h"

namespace gh::notifications {
namespace {

TEST(Words, EveryEventHasWordsInEveryLanguageThatFitItsData) {
  for (const auto& event : events()) {
    for (const auto locale : locales) {
      const auto* words = words_of(event.name, locale);
      ASSERT_NE(words, nullptr) << event.name << " has no words in " << json::enum_name(locale);
      EXPECT_FALSE(words->label.empty()) << event.name;
      const auto checked = check_words(event, words->subject, words->text);
      EXPECT_TRUE(checked) << event.name << " " << json::enum_name(locale) << ": "
                           << (checked ? "" : checked.error().fields().front().pointer + ": " + checked.error().fields().front().detail);
      const auto mail = render(event, locale, {std::string(words->subject), std::string(words->text)}, sample_data(event),
                               {"GreenHarvest", "https://shop.example", Locale::en}, event.mandatory ? "" : "https://shop.example/u");
      EXPECT_EQ(mail.text.find('{'), std::string::npos) << mail.text;
      EXPECT_EQ(mail.text.find("https://shop.example/u") != std::string::npos, !event.mandatory) << mail.text;
    }
  }
  EXPECT_EQ(words_en().size(), events().size()) << "words without an event, or twice";
  EXPECT_EQ(words_es().size(), events().size()) << "words without an event, or twice";
}

TEST(Words, EverySampleHasTheFormatOfItsKey) {
  for (const auto& event : events()) {
    EXPECT_FALSE(event.channels.empty()) << event.name;
    EXPECT_TRUE(Template::parse(event.link)) << event.name;
    for (const auto& key : event.keys) EXPECT_TRUE(formatted(Locale::en, key.format, key.sample)) << event.name << " " << key.name;
  }
}

TEST(Words, ASecretIsInNoList) {
  const Event event{"test.secret",  Audience::user,
                    true,           {Channel::email, Channel::in_app},
                    "/x?t={token}", {{"token", "t0p", Format::text, false, true}}};
  const Shop shop{"GreenHarvest", "https://shop.example", Locale::en};
  EXPECT_NE(render(event, Locale::en, {"a", "see {token}"}, sample_data(event), shop, "").text.find("t0p"), std::string::npos);
  const auto listed = list_form(event, Locale::en, {"a {token}", "see {token}"}, sample_data(event), shop);
  EXPECT_EQ((listed.title + listed.text + listed.link).find("t0p"), std::string::npos);
}

const Event checked_event{
    "test.event", Audience::user, false, {Channel::email}, "", {{"total", "1.00 USD", Format::money}, {"note", "", Format::text, true}}};

TEST(Templates, AreCheckedAgainstTheEvent) {
  const auto refused = [](std::string_view text) {
    const auto checked = check_words(checked_event, "fine", text);
    if (checked) return std::string();
    EXPECT_TRUE(checked.error().is(errors::template_invalid));
    EXPECT_EQ(checked.error().fields().front().pointer, "/text");
    return checked.error().fields().front().detail;
  };
  EXPECT_EQ(refused("{total|money} {name} {?note}{note}{/note}"), "\"name\" may be missing; it must stand between {?name} and {/name}.");
  EXPECT_EQ(refused("{total|money} {?name}{name}{/name} {?note}{note}{/note}"), "");
  EXPECT_EQ(refused("{total}"), "\"total\" is shown as {total|money}.");
  EXPECT_EQ(refused("{totl|money}"), "The event has no \"totl\".");
  EXPECT_EQ(refused("{?nothing}x{/nothing}"), "The event has no \"nothing\".");
  EXPECT_EQ(refused("{total|cash}"), "There is no format \"cash\".");
  EXPECT_EQ(refused("{note}"), "\"note\" may be missing; it must stand between {?note} and {/note}.");
  for (const auto* broken :
       {"{", "}", "a } b", "{total|money", "{Total|money}", "{?note}x", "{/note}", "{?note}{?total}x{/total}{/note}", "{}"})
    EXPECT_NE(refused(broken), "") << broken;
  EXPECT_FALSE(check_words(checked_event, "{what}", "fine"));
}

TEST(Templates, ShowWhatIsThereAndLeaveOutWhatIsNot) {
  const auto text = Template::parse("Total {total|money}.{?note} Note: {note}{/note}");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->render(Locale::en, {{"total", "12.30 USD"}, {"note", "{total}"}}), "Total $12.30. Note: {total}");
  EXPECT_EQ(text->render(Locale::es, {{"total", "12.30 USD"}}), "Total 12,30 US$.");
  EXPECT_EQ(text->render(Locale::en, {{"total", "much"}}), "Total much.") << "better than nothing";
  EXPECT_EQ(text->render(Locale::en, {}), "Total .");
}

TEST(Templates, HtmlShowsWhatTheTextSaysAndRunsNothing) {
  const auto html = html_of("Hello <script>,\n\nsee https://shop.example/a?b=1&c=2\nnow");
  EXPECT_NE(html.find("Hello &lt;script&gt;,</p>\n<p>see <a href=\"https://shop.example/a?b=1&amp;c=2\">"), std::string::npos) << html;
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  EXPECT_EQ(html_of("https://x/\"onclick=alert(1)").find("\"onclick"), std::string::npos);
}

TEST(Locales, WriteValuesInTheirOwnWay) {
  struct Row {
    Format format;
    std::string_view value, en, es;
  };
  const Row rows[] = {{Format::money, "12.34 USD", "$12.34", "12,34 US$"},
                      {Format::money, "-1234.50 USD", "-$1,234.50", "-1234,50 US$"},
                      {Format::money, "1234567.00 EUR", "€1,234,567.00", "1.234.567,00 €"},
                      {Format::money, "5.00 CHF", "CHF 5.00", "5,00 CHF"},
                      {Format::date, "2028-02-29", "February 29, 2028", "29 de febrero de 2028"},
                      {Format::time, "2026-05-04T00:07:09.250Z", "May 4, 2026, 12:07 AM UTC", "4 de mayo de 2026, 0:07 UTC"},
                      {Format::time, "2026-05-04T12:30:00.000Z", "May 4, 2026, 12:30 PM UTC", "4 de mayo de 2026, 12:30 UTC"},
                      {Format::time, "2026-12-31T23:59:00.000Z", "December 31, 2026, 11:59 PM UTC", "31 de diciembre de 2026, 23:59 UTC"},
                      {Format::quantity, "1.5", "1.5", "1,5"},
                      {Format::quantity, "12345", "12,345", "12.345"}};
  for (const auto& row : rows) {
    EXPECT_EQ(formatted(Locale::en, row.format, row.value), row.en);
    EXPECT_EQ(formatted(Locale::es, row.format, row.value), row.es);
  }
  for (const auto* bad : {"", "12", "12.34", "12.34USD", "x USD", "1.2.3 USD", ". USD", "1. USD"})
    EXPECT_FALSE(formatted(Locale::en, Format::money, bad)) << bad;
  EXPECT_FALSE(formatted(Locale::en, Format::date, "2026-02-29"));
}

TEST(Locales, AreChosenByTheHeader) {
  EXPECT_EQ(accepted_locale("es-MX,es;q=0.9,en;q=0.8"), Locale::es);
  EXPECT_EQ(accepted_locale("fr, en;q=0.5, es;q=0.6"), Locale::es);
  EXPECT_EQ(accepted_locale("EN-us"), Locale::en);
  EXPECT_EQ(accepted_locale("es;q=0"), std::nullopt);
  EXPECT_EQ(accepted_locale("fr, de"), std::nullopt);
  EXPECT_EQ(accepted_locale(",,;q=,=x"), std::nullopt);
}

}  // namespace
}  // namespace gh::notifications
