// JSON texts as BSON documents: which become one, and that those give their bytes back.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "adapters/mongo/driver.h"
#include "adapters/mongo/json_bson.h"
#include "platform/json/output.h"

namespace gh::mongo {
namespace {

class JsonBson : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(load_driver()); }
};

std::string nested(int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += R"({"a":)";
  return text + "1" + std::string(static_cast<std::size_t>(depth), '}');
}

TEST_F(JsonBson, GivesTheSameBytesAgain) {
  const std::string taken[] = {
      "{}",
      R"({"z":1,"a":2,"m":{"b":[],"a":{}}})",  // members in the order that they have
      R"({"a":9223372036854775807,"b":-9223372036854775808,"c":0,"d":-1})",
      R"({"a":0.001,"b":1.5,"c":1e+22,"d":-2.5e-07,"e":5e-324,"f":1.7976931348623157e+308})",
      R"({"a":"","b":"\u0000x\u0000","c":"\"\\\n\t\u001f","d":"\u2028","e":"Grüße 🥕"})",
      R"({"a":null,"b":true,"c":false,"d":[],"e":{},"f":[[],[{}],[1,"1",1.5,null]]})",
      R"({"list":[0,1,2,3,4,5,6,7,8,9,10,11]})",
      R"({"_id":1,"Grüße":2,"a b":3,"a$":4})",
      nested(document_depth_max),
  };
  for (const auto& text : taken) {
    const auto document = to_document(text);
    ASSERT_TRUE(document) << text;
    EXPECT_EQ(to_json(document->fields()).value(), text);
  }
}

TEST_F(JsonBson, WhatWouldNotComeBackStaysText) {
  const std::string left[] = {
      "",
      "1",
      "[]",
      R"("a")",
      "{",
      R"({"a":1} )",
      R"({"a": 1})",
      // Numbers in another form, or that BSON has not.
      R"({"a":1.0})",
      R"({"a":1e3})",
      R"({"a":1E22})",
      R"({"a":-0})",
      R"({"a":9223372036854775808})",
      R"({"a":0.1000000000000000055})",
      // Strings that are escaped otherwise.
      R"({"a":"\/"})",
      R"({"a":"\u0061"})",
      "{\"a\":\"\u2028\"}",
      "{\"a\":\"\xff\"}",
      // Names.
      R"({"":1})",
      R"({"$a":1})",
      R"({"a.b":1})",
      R"({"a\u0000":1})",
      R"({"a":1,"a":2})",
      R"({"a":[{"b":1,"c":2,"b":3}]})",
      nested(document_depth_max + 1),
      R"({"a":")" + std::string(document_text_bytes_max, 'x') + R"("})",
  };
  for (const auto& text : left) EXPECT_FALSE(to_document(text)) << text.substr(0, 80);
}

TEST_F(JsonBson, WhatOthersPutThereIsRefused) {
  Bson deep;
  for (int i = 1; i < document_depth_max; ++i) {
    Bson outer;
    outer.document("a", deep);
    deep = std::move(outer);
  }
  EXPECT_TRUE(to_json(deep.fields()));
  Bson deeper;
  deeper.document("a", deep);
  EXPECT_FALSE(to_json(deeper.fields()));
  const std::uint8_t date[] = {16, 0, 0, 0, 0x09, 'a', 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_FALSE(to_json({date, sizeof date}));
  const std::uint8_t cut[] = {16, 0, 0, 0, 0x12, 'a', 0, 1, 0, 0};
  EXPECT_FALSE(to_json({cut, sizeof cut}));
}

// Values as the program writes them, of all kinds, some levels deep.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string object() {
    json::Out out;
    write_object(out, 0);
    return std::string(out.text());
  }

 private:
  static constexpr int depth_max = 6, items_max = 5;

  int up_to(int max) { return static_cast<int>(random_() % static_cast<unsigned>(max + 1)); }
  std::uint64_t bits() { return std::uint64_t{random_()} << 32 | random_(); }

  void write_text(json::Out& out) {
    std::string text;
    for (int left = up_to(12); left > 0; --left) text += pieces[static_cast<std::size_t>(up_to(std::size(pieces) - 1))];
    out.string(text);
  }
  void write_object(json::Out& out, int depth) {
    out.byte('{');
    for (int i = 0, count = up_to(items_max); i < count; ++i) {
      if (i > 0) out.byte(',');
      out.string("n" + std::to_string(up_to(999)) + "_" + std::to_string(i));
      out.byte(':');
      write(out, depth + 1);
    }
    out.byte('}');
  }
  void write_array(json::Out& out, int depth) {
    out.byte('[');
    for (int i = 0, count = up_to(items_max); i < count; ++i) {
      if (i > 0) out.byte(',');
      write(out, depth + 1);
    }
    out.byte(']');
  }
  void write(json::Out& out, int depth) {
    switch (up_to(depth < depth_max ? 7 : 5)) {
      case 0:
        return out.raw("null");
      case 1:
        return out.boolean(up_to(1) == 0);
      case 2:
        return out.integer(static_cast<std::int64_t>(bits()) >> up_to(63));
      case 3:
        return out.decimal(static_cast<std::int64_t>(bits()) >> (20 + up_to(43)), 3);
      case 4: {
        // Any double that is not written as an integer is.
        const auto value = __builtin_bit_cast(double, bits());
        return out.number(std::isfinite(value) && value != std::trunc(value) ? value : 0.5);
      }
      case 5:
        return write_text(out);
      case 6:
        return write_array(out, depth);
      default:
        return write_object(out, depth);
    }
  }

  static constexpr std::string_view pieces[] = {"a", "\"", "\\", "\n", std::string_view("\0", 1), "é", "🥕", "\u2028", "$", ".", "/"};
  std::mt19937 random_;
};

TEST_F(JsonBson, WhateverTheProgramWritesComesBack) {
  constexpr int seed = 8, rounds = 20'000;
  Maker maker(seed);
  for (int round = 0; round < rounds; ++round) {
    const auto text = maker.object();
    const auto document = to_document(text);
    ASSERT_TRUE(document) << text;
    ASSERT_EQ(to_json(document->fields()).value(), text);
  }
}

}  // namespace
}  // namespace gh::mongo
