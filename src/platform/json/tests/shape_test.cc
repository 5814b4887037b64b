#include "platform/json/shape.h"

#include <gtest/gtest.h>

namespace gh::json::shapes {
namespace {

enum class State { open, closed };
BOOST_DESCRIBE_ENUM(State, open, closed)

struct Line {
  std::int32_t count = 0;
  double weight = 0;
};
BOOST_DESCRIBE_STRUCT(Line, (), (count, weight))

struct Base {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Base, (), (name))

struct Order : Base {
  State state = State::open;
  std::vector<Line> lines;
  List<Line, 1, 3> bounded;
  std::map<std::string, bool> flags;
  std::optional<std::string> note;
  Raw anything;
};
BOOST_DESCRIBE_STRUCT(Order, (Base), (state, lines, bounded, flags, note, anything))

struct Tree {
  std::vector<Tree> under;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (under))

constexpr std::string_view line =
    R"({"type":"object","properties":{"count":{"type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647},)"
    R"("weight":{"type":"number"}}})";

TEST(Shape, HoldsEverythingInPlace) {
  const auto list = R"({"type":"array","items":)" + std::string(line) + "}";
  EXPECT_EQ(shape<Order>(), R"({"type":"object","properties":{"name":{"type":"string"},"state":{"type":"string","enum":["open","closed"]},)"
                            R"("lines":)" +
                                list + R"(,"bounded":)" + list +
                                R"(,"flags":{"type":"object","additionalProperties":{"type":"boolean"}},)"
                                R"("note":{"anyOf":[{"type":"string"},{"type":"null"}]},"anything":{}}})");
}

TEST(Shape, EndsWhereAStructHoldsItsOwnKind) {
  const auto text = shape<Tree>();
  EXPECT_TRUE(text.starts_with(R"({"type":"object","properties":{"under":{"type":"array","items":{"type":"object")"));
  EXPECT_NE(text.find(R"("items":{})"), std::string::npos);
  EXPECT_LT(text.size(), 4'096U);
}

}  // namespace
}  // namespace gh::json::shapes
