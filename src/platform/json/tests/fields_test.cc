#include "platform/json/fields.h"

#include <gtest/gtest.h>

#include "platform/json/json.h"

namespace gh::json {
namespace {

std::string repeated(std::size_t times, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// What a field makes of a text: the value it has then, or the code of the problem in capitals.
template <class Field>
std::string made_of(std::string_view text) {
  const auto field = parse<Field>(escape(text));
  if (field) return field->value();
  std::string code = field.error().fields().at(0).code;
  for (char& c : code) c = c == '_' ? '_' : static_cast<char>(c & ~0x20);
  return code;
}

TEST(Text, CountsCharactersAfterTrimming) {
  using Name = Text<2, 4>;
  EXPECT_EQ(made_of<Name>("  ab \t\n"), "ab");
  EXPECT_EQ(made_of<Name>("\u00a0\u3000ab\u2003"), "ab");
  EXPECT_EQ(made_of<Name>("\U0001F955\U0001F955\U0001F955\U0001F955"), "\U0001F955\U0001F955\U0001F955\U0001F955");
  EXPECT_EQ(made_of<Name>("\u00e9\u00e9\u00e9\u00e9\u00e9"), "TOO_LONG");
  EXPECT_EQ(made_of<Name>("a"), "TOO_SHORT");
  EXPECT_EQ(made_of<Name>(""), "EMPTY");
  EXPECT_EQ(made_of<Name>("    "), "EMPTY");
  EXPECT_EQ((made_of<Text<0, 4>>("    ")), "");
}

TEST(Text, RefusesWhatNobodyTypes) {
  using Name = Text<0, 20>;
  for (const std::string_view bad : {"a\nb", "a\tb", "a\x1b[1mb",
                                     "a\x7f"
                                     "b",
                                     "a\u0085b", "a\u2028b", "a\u202eb", "a\u2066b", "\u0001"}) {
    EXPECT_EQ(made_of<Name>(bad), "BAD_CHARACTERS") << bad;
  }
  EXPECT_EQ(made_of<Name>(std::string_view("a\0b", 3)), "BAD_CHARACTERS");
  EXPECT_EQ(made_of<Name>("a\u200db"), "a\u200db");  // joins emoji
}

TEST(LongText, HasLines) {
  using Story = LongText<1, 10>;
  EXPECT_EQ(made_of<Story>(" a\r\nb\rc\td\n"), "a\nb\nc\td");
  EXPECT_EQ(made_of<Story>("a\x0c"
                           "b"),
            "BAD_CHARACTERS");
  EXPECT_EQ(made_of<Story>("12345\r\n7890"), "12345\n7890");
  EXPECT_EQ(made_of<Story>("12345\n\n78901"), "TOO_LONG");
}

TEST(Email, Pragmatic) {
  EXPECT_EQ(made_of<Email>(" Ann.Lee+farm@Example.COM "), "Ann.Lee+farm@example.com");
  EXPECT_EQ(made_of<Email>("a@b.co"), "a@b.co");
  EXPECT_EQ(made_of<Email>("o'neil@sub.domain-with-hyphen.example"), "o'neil@sub.domain-with-hyphen.example");
  const std::string local64(64, 'a');
  EXPECT_EQ(made_of<Email>(local64 + "@b.co"), local64 + "@b.co");
  EXPECT_EQ(made_of<Email>(local64 + "a@b.co"), "BAD_FORMAT");
  const auto domain = [](std::size_t bytes) { return repeated((bytes - 3) / 2, "a.") + std::string((bytes - 3) % 2, 'a') + "com"; };
  ASSERT_EQ(domain(189).size(), 189u);
  EXPECT_EQ(made_of<Email>(local64 + "@" + domain(189)).size(), 254u);
  EXPECT_EQ(made_of<Email>(local64 + "@" + domain(191)), "TOO_LONG");
  for (const std::string_view bad : {"",
                                     "@",
                                     "a@",
                                     "@b.co",
                                     "a@b",
                                     "a b@c.co",
                                     "a@b..co",
                                     "a@.co",
                                     "a@b.co.",
                                     ".a@b.co",
                                     "a.@b.co",
                                     "a..b@c.co",
                                     "a@-b.co",
                                     "a@b-.co",
                                     "a@b_c.co",
                                     "a@@b.co",
                                     "a@b.co\r\nBcc: x@y.zz",
                                     "\"a\"@b.co",
                                     "a@[127.0.0.1]",
                                     "\u00e9@b.co",
                                     "a@\u00e9.co",
                                     "<a@b.co>",
                                     "a@b.co,c@d.ee"}) {
    EXPECT_EQ(made_of<Email>(bad), "BAD_FORMAT") << bad;
  }
  EXPECT_EQ(made_of<Email>("a@" + std::string(63, 'b') + ".co").size(), 68u);
  EXPECT_EQ(made_of<Email>("a@" + std::string(64, 'b') + ".co"), "BAD_FORMAT");
}

TEST(PictureAddress, AUrlOrAnUploadedPicture) {
  EXPECT_EQ(made_of<PictureAddress>("/media/pic_01JB2R6T3Q0V8Y5N7K4M9P2S6W"), "/media/pic_01JB2R6T3Q0V8Y5N7K4M9P2S6W");
  EXPECT_EQ(made_of<PictureAddress>("https://example.com/a.jpg"), "https://example.com/a.jpg");
  for (const char* bad : {"", "/media/pic_1", "/media/prd_01JB2R6T3Q0V8Y5N7K4M9P2S6W", "/media/pic_01JB2R6T3Q0V8Y5N7K4M9P2S6W/small",
                          "/api/v1/me", "//example.com/a.jpg", "javascript:alert(1)"})
    EXPECT_EQ(made_of<PictureAddress>(bad), "BAD_FORMAT") << bad;
}

TEST(CountryCode, TwoLettersInCapitals) {
  EXPECT_EQ(made_of<CountryCode>("us"), "US");
  EXPECT_EQ(made_of<CountryCode>(" De "), "DE");
  for (const char* bad : {"", "u", "USA", "u1", "ñ"}) EXPECT_EQ(made_of<CountryCode>(bad), "BAD_COUNTRY") << bad;
}

TEST(Slug, WordsAndHyphens) {
  EXPECT_EQ(made_of<Slug>("red-beets-2"), "red-beets-2");
  EXPECT_EQ(made_of<Slug>(std::string(80, 'a')).size(), 80u);
  EXPECT_EQ(made_of<Slug>(std::string(81, 'a')), "TOO_LONG");
  EXPECT_EQ(made_of<Slug>(""), "EMPTY");
  for (const std::string_view bad : {"-", "a-", "-a", "a--b", "A", "a b", " a", "a_b", "\u00e9"})
    EXPECT_EQ(made_of<Slug>(bad), "BAD_FORMAT") << bad;
}

TEST(Url, HttpWithAHost) {
  for (const std::string_view good : {"http://a", "https://example.com/a/b?c=d&e=%20#f", "https://example.com:8443", "http://127.0.0.1:80/",
                                      "https://a.b?x", "https://a.b#(x)?/"}) {
    EXPECT_EQ(made_of<Url>(good), good);
  }
  for (const std::string_view bad : {"",
                                     "example.com",
                                     "ftp://a.b",
                                     "javascript:alert(1)",
                                     "HTTP://a.b",
                                     "https://",
                                     "https:///a",
                                     "https://user@a.b",
                                     "https://u:p@a.b",
                                     "https://a b",
                                     "https://a.b/\"x",
                                     "https://a.b/<",
                                     "https://a.b:0x50",
                                     "https://a.b:65536",
                                     "https://a.b:",
                                     "https://-a.b",
                                     "https://a..b",
                                     "https://\u00e9.b",
                                     "https://a.b/\x01",
                                     "https://a.b/%",
                                     "https://a.b/%2",
                                     "https://a.b/%2g",
                                     "https://a.b/[x]",
                                     "https://a.b?x=[",
                                     "https://a.b#x#y",
                                     "https://[::1]/"}) {
    EXPECT_EQ(made_of<Url>(bad), "BAD_FORMAT") << bad;
  }
  const std::string start = "https://a.b/";
  EXPECT_EQ(made_of<Url>(start + std::string(2048 - start.size(), 'x')).size(), 2048u);
  EXPECT_EQ(made_of<Url>(start + std::string(2049 - start.size(), 'x')), "TOO_LONG");
}

struct Login {
  Email email;
  Password<3, 5> password;
};
BOOST_DESCRIBE_STRUCT(Login, (), (email, password))

TEST(Password, IsReadAsItIsAndNeverWritten) {
  using Secret = Password<3, 5>;
  EXPECT_EQ(made_of<Secret>(" a "), " a ");
  EXPECT_EQ(made_of<Secret>("\u00e9\u00e9\u00e9\u00e9\u00e9"), "\u00e9\u00e9\u00e9\u00e9\u00e9");
  EXPECT_EQ(made_of<Secret>("ab"), "TOO_SHORT");
  EXPECT_EQ(made_of<Secret>("abcdef"), "TOO_LONG");
  EXPECT_EQ(to_string(Login{Email("a@b.co"), Secret("xyzzy")}), R"({"email":"a@b.co","password":"***"})");
  const auto wrong = parse<Login>(R"({"email":"a@b.co","password":"xyzzy-xyzzy"})");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().fields()[0].detail.find("xyzzy"), std::string::npos);
}

TEST(Fields, AreTheirValues) {
  const Text<1, 5> text("abc");
  const std::string& value = text;
  EXPECT_EQ(value, "abc");
  const int limit = PageLimit();
  EXPECT_EQ(limit, 20);
  const List<Slug, 0, 3> list({Slug("a"), Slug("b")});
  EXPECT_EQ(list.size(), 2u);
  EXPECT_EQ(to_string(list), R"(["a","b"])");
}

struct Listing {
  PageLimit limit;
  Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(Listing, (), (limit, cursor))

TEST(Fields, DefaultsWhenAbsent) {
  const auto listing = parse<Listing>("{}");
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->limit.value(), 20);
  EXPECT_EQ(made_of<Cursor>(std::string(512, 'x')).size(), 512u);
  EXPECT_EQ(made_of<Cursor>(std::string(513, 'x')), "BAD_FORMAT");
}

TEST(Fields, LimitsAreNotCheckedInWhatWasStored) {
  EXPECT_EQ((parse_stored<Text<1, 2>>("\"  abc \"")->value()), "  abc ");
  EXPECT_EQ((parse_stored<Bounded<int, 1, 2>>("3")->value()), 3);
  EXPECT_EQ((parse_stored<List<int, 1, 1>>("[1,2]")->size()), 2u);
  EXPECT_EQ(parse_stored<Email>("\"none\"")->value(), "none");
}

}  // namespace
}  // namespace gh::json
