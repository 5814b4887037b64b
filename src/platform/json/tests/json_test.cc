#include "platform/json/json.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "platform/json/fields.h"
#include "platform/json/unicode.h"

namespace gh::json {
namespace {

enum class Colour { red, delete_, blue = 7 };
BOOST_DESCRIBE_ENUM(Colour, red, delete_, blue)

struct Line {
  Sku sku;
  Quantity quantity;
  bool operator==(const Line&) const = default;
};
BOOST_DESCRIBE_STRUCT(Line, (), (sku, quantity))

struct Identified {
  OrderId id;
  bool operator==(const Identified&) const = default;
};
BOOST_DESCRIBE_STRUCT(Identified, (), (id))

struct Order : Identified {
  std::int64_t version = 0;
  Colour colour = Colour::red;
  std::optional<std::string> note;
  std::vector<Line> lines;
  Money total;
  Currency currency;
  Timestamp placed;
  Date day;
  std::map<std::string, int> counts;
  double ratio = 0;
  bool paid = false;
  std::vector<std::int32_t> flags;
  std::uint64_t hash = 0;
  Raw raw;
  bool operator==(const Order&) const = default;
};
BOOST_DESCRIBE_STRUCT(Order, (Identified),
                      (version, colour, note, lines, total, currency, placed, day, counts, ratio, paid, flags, hash, raw))

Order full_order() {
  Order order;
  order.id = OrderId::derive(1, 2);
  order.version = 3;
  order.colour = Colour::delete_;
  order.note = "two\nlines, \"quoted\", \\, \u00e9 \U0001F955";
  order.lines = {{Sku::of(ProductId::derive(3, 4), 5), {1500}}, {Sku::of(ProductId::derive(5, 6), 99), {-1}}};
  order.total = {-1234, *parse_currency("EUR")};
  order.placed = {1'777'878'729'250};
  order.day = {20'577};
  order.counts = {{"", 0}, {"a\"b", 1}, {"\u2028", -2}};
  order.ratio = 0.1;
  order.paid = true;
  order.flags = {1, 0};
  order.hash = 9'007'199'254'740'991;
  order.raw.text = R"({"a":[1.50,null,"x"]})";
  return order;
}

TEST(Json, WritesMembersInTheirOrderBasesFirst) {
  EXPECT_EQ(
      to_string(full_order()),
      R"({"id":"ord_0000000000000G000000000002","version":3,"colour":"delete",)"
      "\"note\":\"two\\nlines, \\\"quoted\\\", \\\\, \u00e9 \U0001F955\","
      R"("lines":[{"sku":"sku_0000000000001G000000000004_05","quantity":1.5},{"sku":"sku_0000000000002G000000000006_99","quantity":-0.001}],)"
      R"("total":{"amount":-1234,"currency":"EUR"},"currency":"USD","placed":"2026-05-04T07:12:09.250Z","day":"2026-05-04",)"
      R"("counts":{"":0,"a\"b":1,"\u2028":-2},"ratio":0.1,"paid":true,"flags":[1,0],"hash":9007199254740991,)"
      R"("raw":{"a":[1.50,null,"x"]}})");
}

TEST(Json, ReadsWhatItWrites) {
  const auto order = full_order();
  const auto strict = parse<Order>(to_string(order));
  ASSERT_TRUE(strict) << strict.error().detail();
  EXPECT_EQ(*strict, order);
  const auto stored = parse_stored<Order>(to_string(order));
  ASSERT_TRUE(stored) << stored.error().detail();
  EXPECT_EQ(*stored, order);
}

TEST(Json, StoredFormsOfDefaultsComeBack) {
  const auto back = parse_stored<Order>(to_string(Order{}));  // empty ids, empty raw
  ASSERT_TRUE(back) << back.error().detail();
  EXPECT_EQ(back->id, OrderId());
  EXPECT_EQ(back->raw.text, "null");
  Order order;
  order.hash = UINT64_MAX;
  order.version = INT64_MIN;
  const auto extreme = parse_stored<Order>(to_string(order));
  ASSERT_TRUE(extreme) << extreme.error().detail();
  EXPECT_EQ(extreme->hash, UINT64_MAX);
  EXPECT_EQ(extreme->version, INT64_MIN);
  EXPECT_FALSE(parse<Order>(to_string(order)));
}

TEST(Json, StoredTextsMayHaveMoreOrLess) {
  const auto order = parse_stored<Order>(R"({"version":7,"gone":{"x":[1,{"y":2}]},"paid":true})");
  ASSERT_TRUE(order) << order.error().detail();
  EXPECT_EQ(order->version, 7);
  EXPECT_TRUE(order->paid);
  const auto wrong = parse_stored<Order>(R"({"lines":[{"sku":"sku_x"}]})");
  ASSERT_FALSE(wrong);
  EXPECT_TRUE(wrong.error().detail().starts_with("/lines/0/sku: ")) << wrong.error().detail();
  EXPECT_FALSE(parse_stored<Order>(R"({"counts":{"a":4294967296}})")) << "a stored value must still fit its type";
}

TEST(Json, TimestampsAsInBase) {
  for (const std::int64_t ms :
       {INT64_C(0), INT64_C(1), INT64_C(951'782'399'999), INT64_C(253'402'300'799'999), INT64_C(-1), INT64_C(4'102'444'800'001)}) {
    EXPECT_EQ(json::to_string(Timestamp{ms}), '"' + gh::to_string(Timestamp{ms}) + '"');
  }
}

TEST(Json, NumbersReadBack) {
  for (const double value : {0.0, -0.0, 0.1, 1e300, 5e-324, -123.456, std::numeric_limits<double>::max()}) {
    const auto back = parse<double>(to_string(value));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, value);
  }
  EXPECT_EQ(to_string(std::nan("")), "null");
  EXPECT_EQ(to_string(INT64_MIN), "-9223372036854775808");
}

struct EdgeString {
  std::string_view value;
  std::string_view json;
};
const EdgeString edge_strings[] = {
    {"", R"("")"},
    {std::string_view("\0", 1), R"("\u0000")"},
    {"\x1f\x7f", "\"\\u001f\x7f\""},
    {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
    {"\"\\/", R"("\"\\/")"},
    {"seven77\"", R"("seven77\"")"},
    {"exactly8", R"("exactly8")"},
    {"exactly8\n", R"("exactly8\n")"},
    {"12345678\x01"
     "12345678",
     R"("12345678\u000112345678")"},
    {"\u2028\u2029", R"("\u2028\u2029")"},
    {"\u00e9\u20ac\U0001F955\U0010FFFF", "\"\u00e9\u20ac\U0001F955\U0010FFFF\""},
    {"\uFFFE\uFFFF", "\"\uFFFE\uFFFF\""},
};

TEST(Json, EdgeStringsThereAndBack) {
  for (const auto& [value, json] : edge_strings) {
    EXPECT_EQ(escape(value), json);
    const auto back = parse<std::string>(json);
    ASSERT_TRUE(back) << json;
    EXPECT_EQ(*back, value);
  }
}

TEST(Json, EveryByteAtEveryPositionOfAWord) {
  for (int byte = 0; byte < 128; ++byte) {
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'a');
      text[at] = static_cast<char>(byte);
      const auto back = parse<std::string>(escape(text));
      ASSERT_TRUE(back) << byte << " at " << at;
      ASSERT_EQ(*back, text);
    }
  }
}

TEST(Json, WriterMendsWhatIsNoUtf8) {
  EXPECT_EQ(escape("a\xff"
                   "b"),
            "\"a\uFFFD"
            "b\"");
  EXPECT_EQ(escape("\xc3"), "\"\uFFFD\"");
  EXPECT_EQ(escape("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");  // a surrogate
  EXPECT_EQ(escape("\xc0\xaf"), "\"\uFFFD\uFFFD\"");            // overlong
}

TEST(Json, EscapesAreDecoded) { EXPECT_EQ(*parse<std::string>(R"("\u0041\u00e9\u20AC\ud83e\udd55\/")"), "A\u00e9\u20ac\U0001F955/"); }

// What the library does with surrogates has changed between its versions: each escape alone, and the pairs around their borders.
TEST(Json, EscapesAreCharactersOrRefused) {
  const auto unit = [](std::uint32_t code) { return fmt::format("\\u{:04x}", code); };
  const auto is_surrogate = [](std::uint32_t code) { return code >= 0xD800 && code < 0xE000; };
  for (std::uint32_t code = 0; code < 0x10000; ++code) {
    const auto text = parse<std::string>('"' + unit(code) + '"');
    ASSERT_EQ(text.has_value(), !is_surrogate(code)) << code;
    std::string expected;
    append_utf8(expected, code);
    if (text) ASSERT_EQ(*text, expected) << code;
    ASSERT_EQ(parse<Raw>("{\"" + unit(code) + "\":1}").has_value(), !is_surrogate(code)) << code;
  }
  for (const std::uint32_t first : {0x0041u, 0xD7FFu, 0xD800u, 0xDBFFu, 0xDC00u, 0xDFFFu, 0xE000u}) {
    for (const std::uint32_t second : {0x0041u, 0xD7FFu, 0xD800u, 0xDBFFu, 0xDC00u, 0xDFFFu, 0xE000u, 0xFFFFu}) {
      const bool pair = first >= 0xD800 && first < 0xDC00 && second >= 0xDC00 && second < 0xE000;
      const auto text = parse<std::string>('"' + unit(first) + unit(second) + '"');
      ASSERT_EQ(text.has_value(), pair || (!is_surrogate(first) && !is_surrogate(second))) << first << ' ' << second;
      std::string expected;
      if (pair) append_utf8(expected, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
      if (pair) ASSERT_EQ(*text, expected);
    }
  }
}

// A text that is no JSON, and the byte where that shows.
struct BadText {
  std::string_view name;
  std::string_view text;
  int byte;
};
const BadText bad_texts[] = {
    {"empty", "", 0},
    {"blank", " \n", -1},
    {"not JSON", "hello", 0},
    {"literal that goes on", "truex", 0},
    {"capital literal", R"({"a":True})", 5},
    {"NaN", "[NaN]", 1},
    {"two values", "1 2", -1},
    {"value behind an object", R"({"a":1} {})", 8},
    {"bracket behind an array", "[1]]", 3},
    {"comma at the end of an object", R"({"a":1,})", 7},
    {"comma at the end of an array", "[1,]", 3},
    {"comma at the start", "[,1]", 1},
    {"no comma", "[1 2]", 3},
    {"no colon", R"({"a" 1})", 5},
    {"no value", R"({"a":})", 5},
    {"name without quotes", "{a:1}", 1},
    {"name in single quotes", "{'a':1}", 1},
    {"name is a number", "{1:1}", 1},
    {"object without end", R"({"a":1)", -1},
    {"array without end", "[1", -1},
    {"wrong end", R"({"a":1])", 0},
    {"string without end", R"({"a":"x})", 5},
    {"raw newline in a string", "{\"a\":\"x\ny\"}", 7},
    {"raw NUL in a string", std::string_view("\"a\0b\"", 5), 2},
    {"NUL between values", std::string_view("[1,\0]", 5), 3},
    {"escape that does not exist", R"(["\x"])", 1},
    {"short unicode escape", R"(["\u12"])", 1},
    {"bad unicode escape", R"(["\u12g4"])", 1},
    {"lone high surrogate", R"(["\ud800"])", 1},
    {"lone low surrogate", R"(["\udc00"])", 1},
    {"high surrogate and a letter", R"(["\ud800\u0041"])", 1},
    {"two high surrogates", R"(["\ud800\ud800"])", 1},
    {"lone surrogate in a name", R"({"\udfff":1})", 1},
    {"overlong UTF-8", "[\"\xc0\xaf\"]", 2},
    {"surrogate as UTF-8", "[\"\xed\xa0\x80\"]", 2},
    {"cut UTF-8", "[\"\xe2\x82\"]", 2},
    {"beyond Unicode", "[\"\xf4\x90\x80\x80\"]", 2},
    {"byte order mark", "\xef\xbb\xbf{}", 0},
    {"leading zero", "[01]", 1},
    {"plus sign", "[+1]", 1},
    {"only a minus", "[-]", 1},
    {"no digit before the point", "[.5]", 1},
    {"no digit behind the point", "[1.]", 1},
    {"no exponent", "[1e]", 1},
    {"hexadecimal", "[0x10]", 1},
    {"comment", "[1/**/]", -1},
};

TEST(Json, WhatIsNoJsonIsRefusedWithItsPlace) {
  for (const auto& [name, text, byte] : bad_texts) {
    const auto result = parse<Raw>(text);
    ASSERT_FALSE(result) << name;
    EXPECT_TRUE(result.error().is(errors::malformed_json)) << name;
    ASSERT_EQ(result.error().fields().size(), 1u) << name;
    const auto& detail = result.error().fields()[0].detail;
    if (byte >= 0) EXPECT_NE(detail.find("(byte " + std::to_string(byte) + ")"), std::string::npos) << name << ": " << detail;
    EXPECT_FALSE(parse_stored<Raw>(text)) << name;
  }
}

TEST(Json, PlacesCountLinesAndCharacters) {
  const auto result = parse<Raw>("{\n  \"\u00e9\": nul\n}");
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().detail().find("line 2, column 8 (byte 10)"), std::string::npos) << result.error().detail();
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, DepthIsLimited) {
  EXPECT_TRUE(parse<Raw>(nested(depth_max)));
  EXPECT_FALSE(parse<Raw>(nested(depth_max + 1)));
  EXPECT_FALSE(parse<Raw>(nested(1'000'000)));
  EXPECT_FALSE(parse<Raw>(std::string(1'000'000, '[')));
}

// An input that is JSON, and what is said about it.
struct BadInput {
  std::string_view name;
  std::string_view text;
  const ErrorKind* kind;
  std::string_view code;
  std::string_view pointer;
};

struct Place {
  Latitude latitude;
  Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(Place, (), (latitude, longitude))

struct Everything {
  std::optional<bool> flag;
  std::optional<std::int32_t> small;
  std::optional<std::uint8_t> byte;
  std::optional<std::int64_t> large;
  std::optional<double> real;
  std::optional<std::string> text;
  std::optional<OrderId> id;
  std::optional<Sku> sku;
  std::optional<Timestamp> time;
  std::optional<Date> day;
  std::optional<Money> money;
  std::optional<Quantity> quantity;
  std::optional<Colour> colour;
  std::optional<std::vector<Line>> lines;
  std::optional<std::map<std::string, int>> counts;
  std::optional<Place> place;
  std::optional<List<Text<1, 3>, 1, 2>> tags;
  std::optional<Bounded<int, -5, 5>> bounded;
  std::optional<Raw> raw;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (flag, small, byte, large, real, text, id, sku, time, day, money, quantity, colour, lines, counts, place, tags,
                       bounded, raw))

using errors::invalid;
using errors::malformed_json;
using errors::unknown_field;

const BadInput bad_inputs[] = {
    {"not an object", "[]", &invalid, "wrong_type", ""},
    {"unknown field", R"({"flags":true})", &unknown_field, "unknown_field", "/flags"},
    {"unknown field deep inside", R"({"lines":[{"sku":"sku_0000000000001G000000000004_05","quantity":1,"price":0}]})", &unknown_field,
     "unknown_field", "/lines/0/price"},
    {"names are case-sensitive", R"({"Flag":true})", &unknown_field, "unknown_field", "/Flag"},
    {"name with a slash and a tilde", R"({"a/b~c":1})", &unknown_field, "unknown_field", "/a~1b~0c"},
    {"a field twice", R"({"flag":true,"flag":true})", &malformed_json, "duplicate_field", "/flag"},
    {"a field twice, once escaped", R"({"flag":true,"fl\u0061g":true})", &malformed_json, "duplicate_field", "/flag"},
    {"a name twice in a map", R"({"counts":{"a":1,"a":1}})", &malformed_json, "duplicate_field", "/counts/a"},
    {"a name twice in a raw value", R"({"raw":[{"a":1,"b":2,"a":1}]})", &malformed_json, "duplicate_field", "/raw"},
    {"bool from a number", R"({"flag":1})", &invalid, "wrong_type", "/flag"},
    {"bool from a string", R"({"flag":"true"})", &invalid, "wrong_type", "/flag"},
    {"integer from a string", R"({"small":"1"})", &invalid, "wrong_type", "/small"},
    {"integer from a float", R"({"small":1.5})", &invalid, "wrong_type", "/small"},
    {"integer from a whole float", R"({"small":1.0})", &invalid, "wrong_type", "/small"},
    {"integer with an exponent", R"({"small":1e2})", &invalid, "wrong_type", "/small"},
    {"32 bits too small", R"({"small":2147483648})", &invalid, "out_of_range", "/small"},
    {"negative byte", R"({"byte":-1})", &invalid, "out_of_range", "/byte"},
    {"byte too large", R"({"byte":256})", &invalid, "out_of_range", "/byte"},
    {"beyond what every client keeps", R"({"large":9007199254740992})", &invalid, "out_of_range", "/large"},
    {"beyond 64 bits", R"({"large":99999999999999999999})", &invalid, "out_of_range", "/large"},
    {"float too large", R"({"real":1e400})", &invalid, "out_of_range", "/real"},
    {"string from a number", R"({"text":1})", &invalid, "wrong_type", "/text"},
    {"id of another kind", R"({"id":"usr_0000000000000G000000000002"})", &invalid, "bad_format", "/id"},
    {"empty id", R"({"id":""})", &invalid, "bad_format", "/id"},
    {"sku without its number", R"({"sku":"sku_0000000000001G000000000004"})", &invalid, "bad_format", "/sku"},
    {"time without a zone", R"({"time":"2026-05-04T07:12:09"})", &invalid, "bad_format", "/time"},
    {"time as a number", R"({"time":0})", &invalid, "wrong_type", "/time"},
    {"day that does not exist", R"({"day":"2026-02-29"})", &invalid, "bad_format", "/day"},
    {"money as a number", R"({"money":1})", &invalid, "wrong_type", "/money"},
    {"money without a currency", R"({"money":{"amount":1}})", &invalid, "required", "/money/currency"},
    {"money with cents as a fraction", R"({"money":{"amount":1.5,"currency":"USD"}})", &invalid, "wrong_type", "/money/amount"},
    {"small currency", R"({"money":{"amount":1,"currency":"usd"}})", &invalid, "bad_format", "/money/currency"},
    {"too much money", R"({"money":{"amount":1000000000001,"currency":"USD"}})", &invalid, "out_of_range", "/money"},
    {"quantity with four decimals", R"({"quantity":1.0001})", &invalid, "bad_format", "/quantity"},
    {"quantity that a double would round", R"({"quantity":1.50000000000000000001})", &invalid, "bad_format", "/quantity"},
    {"quantity too large", R"({"quantity":1000000000.001})", &invalid, "out_of_range", "/quantity"},
    {"quantity beyond 64 bits", R"({"quantity":1e300})", &invalid, "out_of_range", "/quantity"},
    {"quantity as a string", R"({"quantity":"1"})", &invalid, "wrong_type", "/quantity"},
    {"enum of another name", R"({"colour":"green"})", &invalid, "not_allowed", "/colour"},
    {"enum with the C++ name", R"({"colour":"delete_"})", &invalid, "not_allowed", "/colour"},
    {"enum by number", R"({"colour":0})", &invalid, "wrong_type", "/colour"},
    {"null in an array", R"({"lines":[null]})", &invalid, "wrong_type", "/lines/0"},
    {"missing member", R"({"lines":[{"quantity":1}]})", &invalid, "required", "/lines/0/sku"},
    {"null member", R"({"place":{"latitude":null,"longitude":1}})", &invalid, "wrong_type", "/place/latitude"},
    {"latitude beyond the pole", R"({"place":{"latitude":90.000001,"longitude":1}})", &invalid, "out_of_range", "/place/latitude"},
    {"longitude around the world", R"({"place":{"latitude":1,"longitude":-180.1}})", &invalid, "out_of_range", "/place/longitude"},
    {"map value", R"({"counts":{"a/b":"x"}})", &invalid, "wrong_type", "/counts/a~1b"},
    {"no item", R"({"tags":[]})", &invalid, "too_few", "/tags"},
    {"an item too many", R"({"tags":["a","b","c"]})", &invalid, "too_many", "/tags"},
    {"item too long", R"({"tags":["a","bcde"]})", &invalid, "too_long", "/tags/1"},
    {"object for an array", R"({"tags":{}})", &invalid, "wrong_type", "/tags"},
    {"below the bound", R"({"bounded":-6})", &invalid, "out_of_range", "/bounded"},
    {"above the bound", R"({"bounded":6})", &invalid, "out_of_range", "/bounded"},
};

TEST(Json, BadInputsAreNamed) {
  for (const auto& [name, text, kind, code, pointer] : bad_inputs) {
    const auto result = parse<Everything>(text);
    ASSERT_FALSE(result) << name;
    EXPECT_TRUE(result.error().is(*kind)) << name << ": " << result.error().kind().code;
    ASSERT_EQ(result.error().fields().size(), 1u) << name;
    EXPECT_EQ(result.error().fields()[0].code, code) << name;
    EXPECT_EQ(result.error().fields()[0].pointer, pointer) << name;
  }
}

TEST(Json, NullAndAbsentAreNone) {
  const auto input = parse<Everything>(R"({"flag":null,"lines":null})");
  ASSERT_TRUE(input);
  EXPECT_FALSE(input->flag || input->lines || input->id);
  EXPECT_EQ(to_string(*input), "{}");
}

TEST(Json, AllProblemsAtOnceTheGravestNamesThem) {
  const auto result = parse<Everything>(R"({"flag":1,"small":"x","lines":[{}],"extra":1,"place":{"latitude":91,"longitude":"1"}})");
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().is(errors::unknown_field));
  std::vector<std::string> pointers;
  for (const auto& field : result.error().fields()) pointers.push_back(field.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/flag", "/small", "/lines/0/sku", "/lines/0/quantity", "/extra", "/place/latitude",
                                                "/place/longitude"}));
}

TEST(Json, ProblemsAndItemsAreLimited) {
  std::string many = "[0";
  for (int i = 0; i < 100'000; ++i) many += ",0";
  const auto problems = parse<List<Line, 0, items_max>>("[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]");
  ASSERT_FALSE(problems);
  EXPECT_EQ(problems.error().fields().size(), problems_max);
  const auto items = parse<std::vector<int>>(many + "]");
  ASSERT_FALSE(items);
  EXPECT_EQ(items.error().fields()[0].code, "too_many");
  EXPECT_TRUE(parse_stored<std::vector<int>>(many + "]"));
}

TEST(Json, LongNamesAreCutInPointers) {
  const auto result = parse<Everything>("{\"" + std::string(63, 'a') + "\u00e9\u00e9\":1}");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().fields()[0].pointer, "/" + std::string(63, 'a') + "\u00e9...");
}

struct Exact {
  std::string_view token;
  std::int64_t milli;
};

TEST(Json, QuantitiesAreExact) {
  for (const auto& [token, milli] :
       {Exact{"0", 0}, Exact{"-0", 0}, Exact{"1.5", 1500}, Exact{"0.001", 1}, Exact{"-0.001", -1}, Exact{"1.500000", 1500},
        Exact{"1.5e0", 1500}, Exact{"15e-1", 1500}, Exact{"0.15E+1", 1500}, Exact{"1e3", 1'000'000}, Exact{"0e999999999999", 0},
        Exact{"999999999.999", 999'999'999'999}, Exact{"1000000000", 1'000'000'000'000}, Exact{"0.000e-5", 0}}) {
    const auto quantity = parse<Quantity>(token);
    ASSERT_TRUE(quantity) << token;
    EXPECT_EQ(quantity->milli, milli) << token;
  }
  for (std::int64_t milli = -2'000; milli <= 2'000; ++milli) {
    ASSERT_EQ(json::to_string(Quantity{milli}), gh::to_string(Quantity{milli}));
    ASSERT_EQ(parse<Quantity>(json::to_string(Quantity{milli}))->milli, milli);
  }
}

TEST(Json, DegreesAreRoundedHalfEven) {
  for (const auto& [token, micro] :
       {Exact{"37.7749295", 37'774'930}, Exact{"0.0000005", 0}, Exact{"0.0000015", 2}, Exact{"0.00000050000001", 1},
        Exact{"-90", -90'000'000}, Exact{"-0.0000025", -2}, Exact{"1e-300", 0}, Exact{"90.0000004", 90'000'000}}) {
    const auto degrees = parse<Latitude>(token);
    ASSERT_TRUE(degrees) << token;
    EXPECT_EQ(degrees->value(), micro) << token;
  }
  EXPECT_EQ(to_string(Longitude(-122'419'400)), "-122.4194");
}

TEST(Json, RawKeepsItsMeaning) {
  const auto raw = parse<Raw>(" { \"a\" : [ 1.50 , true , null , \"\\u0041\\n\" ] , \"b\" : { } } ");
  ASSERT_TRUE(raw);
  EXPECT_EQ(raw->text, R"({"a":[1.50,true,null,"A\n"],"b":{}})");
}

TEST(Json, PrettyIsStable) {
  const std::string text = pretty(R"({"a":[1,{"b":[]}],"c":{},"d":"x"})");
  EXPECT_EQ(text, "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {},\n  \"d\": \"x\"\n}\n");
  EXPECT_EQ(pretty(text), text);
}

TEST(Json, EnumsHaveNames) {
  static_assert(enum_name(Colour::blue) == "blue");
  EXPECT_EQ(enum_name(Colour::delete_), "delete");
  EXPECT_EQ(enum_name(Colour{5}), "");
  EXPECT_EQ(enum_from_name<Colour>("delete"), Colour::delete_);
  EXPECT_EQ(enum_from_name<Colour>("delete_"), std::nullopt);
  EXPECT_EQ(enum_from_name<Colour>(""), std::nullopt);
}

TEST(Json, WritingInsideWritingKeepsBothTexts) {
  std::string out = "x";
  Out outer;
  outer.string("outer");
  write(out, std::vector<std::string>{"a", std::string(10'000, 'b')});
  EXPECT_EQ(outer.text(), "\"outer\"");
  EXPECT_EQ(out.size(), 1 + 10'000 + 8);
}

struct Search {
  std::optional<std::string> q;
  std::vector<std::string> tag;
  PageLimit limit;
  Cursor cursor;
  std::optional<bool> open;
  std::optional<Quantity> within;
};
BOOST_DESCRIBE_STRUCT(Search, (), (q, tag, limit, cursor, open, within))

struct Must {
  Text<1, 10> name;
};
BOOST_DESCRIBE_STRUCT(Must, (), (name))

TEST(Query, BecomesAStruct) {
  const auto search = from_query<Search>("q=a+b%26%C3%A9&tag=x&tag=y&limit=7&open=false&within=1.5&&");
  ASSERT_TRUE(search) << search.error().detail();
  EXPECT_EQ(search->q, "a b&\u00e9");
  EXPECT_EQ(search->tag, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(search->limit.value(), 7);
  EXPECT_EQ(search->open, false);
  EXPECT_EQ(search->within->milli, 1500);
  EXPECT_EQ(from_query<Search>("tag=1")->tag, std::vector<std::string>{"1"});
}

TEST(Query, AbsentKeysHaveTheirDefault) {
  const auto search = from_query<Search>("");
  ASSERT_TRUE(search) << search.error().detail();
  EXPECT_EQ(search->limit.value(), 20);
  EXPECT_EQ(search->cursor.value(), "");
  EXPECT_FALSE(search->q);
  EXPECT_TRUE(from_query<None>(""));
}

const BadInput bad_queries[] = {
    {"unknown key", "page=1", &errors::unknown_query_key, "unknown_query_key", "?page"},
    {"unknown key without value", "x", &errors::unknown_query_key, "unknown_query_key", "?x"},
    {"key twice", "limit=1&limit=1", &errors::bad_request, "repeated", "?limit"},
    {"optional key twice", "q=1&q=2", &errors::bad_request, "repeated", "?q"},
    {"not a number", "limit=ten", &invalid, "wrong_type", "?limit"},
    {"empty number", "limit=", &invalid, "wrong_type", "?limit"},
    {"zero", "limit=0", &invalid, "out_of_range", "?limit"},
    {"too large", "limit=101", &invalid, "out_of_range", "?limit"},
    {"blank number", "limit=+1", &invalid, "wrong_type", "?limit"},
    {"cut percent sign", "q=%4", &errors::bad_request, "bad_encoding", "?"},
    {"bad percent sign", "q=%zz", &errors::bad_request, "bad_encoding", "?"},
    {"not UTF-8", "q=%ff", &errors::bad_request, "bad_encoding", "?"},
    {"not a bool", "open=1", &invalid, "wrong_type", "?open"},
    {"cursor with strange characters", "cursor=%00", &invalid, "bad_format", "?cursor"},
};

TEST(Query, BadQueriesAreNamed) {
  for (const auto& [name, text, kind, code, pointer] : bad_queries) {
    const auto result = from_query<Search>(text);
    ASSERT_FALSE(result) << name;
    EXPECT_TRUE(result.error().is(*kind)) << name << ": " << result.error().kind().code;
    ASSERT_EQ(result.error().fields().size(), 1u) << name;
    EXPECT_EQ(result.error().fields()[0].code, code) << name;
    EXPECT_EQ(result.error().fields()[0].pointer, pointer) << name;
  }
  const auto missing = from_query<Must>("");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fields()[0].pointer, "?name");
  EXPECT_EQ(missing.error().fields()[0].code, "required");
}

TEST(Query, PairsAreLimited) {
  std::string query;
  for (std::size_t i = 0; i < query_pairs_max; ++i) query += "tag=x&";
  EXPECT_EQ(from_query<Search>(query)->tag.size(), query_pairs_max);
  EXPECT_FALSE(from_query<Search>(query + "tag=x"));
}

TEST(Path, OneParameter) {
  EXPECT_EQ(*from_text<OrderId>("ord_0000000000000G000000000002"), OrderId::derive(1, 2));
  EXPECT_FALSE(from_text<OrderId>("ord_1"));
  EXPECT_EQ(from_text<std::string>("a%2Fb+c")->c_str(), std::string("a/b+c"));
  EXPECT_EQ(from_text<Slug>("red-beets")->value(), "red-beets");
  EXPECT_EQ((from_text<Bounded<int, 1, 99>>("42")->value()), 42);
  EXPECT_EQ(from_text<Slug>("%ff").error().kind().http_status(), 400);
  EXPECT_EQ(from_text<Slug>("Red").error().kind().http_status(), 422);
}

}  // namespace
}  // namespace gh::json
