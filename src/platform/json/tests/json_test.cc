#include <gtest/gtest.h>

#include "platform/json/fields.h"
#include "platform/json/json.h"
#include "platform/json/schema.h"

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

struct Base {
  OrderId id;
  bool operator==(const Base&) const = default;
};
BOOST_DESCRIBE_STRUCT(Base, (), (id))

struct Order : Base {
  std::int64_t version = 0;
  Colour colour = Colour::red;
  std::optional<std::string> note;
  std::vector<Line> lines;
  Money total;
  Timestamp placed;
  Date day;
  std::map<std::string, int> counts;
  double ratio = 0;
  bool paid = false;
  bool operator==(const Order&) const = default;
};
BOOST_DESCRIBE_STRUCT(Order, (Base), (version, colour, note, lines, total, placed, day, counts, ratio, paid))

TEST(Json, RoundTrip) {
  Order order;
  order.id = OrderId::derive(1, 2);
  order.version = 3;
  order.colour = Colour::delete_;
  order.lines = {{Sku::of(ProductId::derive(3, 4), 5), {1500}}};
  order.counts = {{"a\"b", 1}};
  order.ratio = 0.1;
  const auto text = to_string(order);
  const auto back = parse<Order>(text);
  ASSERT_TRUE(back) << back.error().detail() << back.error().fields()[0].pointer;
  EXPECT_EQ(*back, order);
  SchemaSet set;
  EXPECT_EQ(schema<Order>(set), R"({"$ref":"#/components/schemas/Order"})");
}

struct Register {
  Email email;
  Password<10, 200> password;
  Text<1, 5> name;
  List<Slug, 1, 2> tags;
  Latitude latitude;
};
BOOST_DESCRIBE_STRUCT(Register, (), (email, password, name, tags, latitude))

TEST(Json, Problems) {
  const auto r = parse<Register>(R"({"email":"x","password":1,"name":"abcdef","tags":["A"],"latitude":91,"z":{"a":[1]}})");
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().fields().size(), 6u);
}

}  // namespace
}  // namespace gh::json
