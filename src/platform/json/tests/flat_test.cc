#include "platform/json/flat.h"

#include <gtest/gtest.h>

namespace gh::json {

struct FlatInner {
  std::string name;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(FlatInner, (), (name, count))
enum class FlatKind { one, two };
BOOST_DESCRIBE_ENUM(FlatKind, one, two)
struct FlatBase {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(FlatBase, (), (id))
struct FlatOuter : FlatBase {
  Money price;
  std::optional<Money> before;
  std::optional<FlatInner> inner;
  std::vector<FlatInner> list;
  std::map<std::string, std::string> map;
  FlatKind kind = FlatKind::one;
  Quantity quantity;
  std::optional<Timestamp> at;
  Text<1, 10> note;
};
BOOST_DESCRIBE_STRUCT(FlatOuter, (FlatBase), (price, before, inner, list, map, kind, quantity, at, note))

namespace {

std::vector<std::string> texts(const FlatOuter& value) {
  std::vector<std::string> all;
  for (const auto& cell : cells(value)) all.push_back(cell.text);
  return all;
}

const std::vector<std::string> names{"id",
                                     "price.amount",
                                     "price.currency",
                                     "before.amount",
                                     "before.currency",
                                     "inner.name",
                                     "inner.count",
                                     "list",
                                     "map",
                                     "kind",
                                     "quantity",
                                     "at",
                                     "note"};

TEST(Flat, TheColumnsAreTheMembersAndThoseInsideThem) { EXPECT_EQ(columns<FlatOuter>(), names); }

TEST(Flat, WhatIsAbsentHasEmptyCells) {
  EXPECT_EQ(texts({}), (std::vector<std::string>{"", "0", "USD", "", "", "", "", "[]", "{}", "one", "0", "", ""}));
}

TEST(Flat, WhatIsThereIsShownAsInJson) {
  FlatOuter value;
  value.id = "a \"quoted\" id";
  value.price = {1234, {}};
  value.before = value.price;
  value.inner = FlatInner{"=x", -3};
  value.list = {{"a", 1}};
  value.map = {{"k", "v"}};
  value.kind = FlatKind::two;
  value.quantity = {1500};
  value.at = Timestamp{0};
  value.note = Text<1, 10>("n");
  EXPECT_EQ(texts(value),
            (std::vector<std::string>{"a \"quoted\" id", "1234", "USD", "1234", "USD", "=x", "-3", R"([{"name":"a","count":1}])",
                                      R"({"k":"v"})", "two", "1.5", "1970-01-01T00:00:00.000Z", "n"}));
  const auto row = cells(value);
  EXPECT_TRUE(row[5].words);
  EXPECT_FALSE(row[6].words) << "a negative number is no formula";
}

}  // namespace
}  // namespace gh::json
