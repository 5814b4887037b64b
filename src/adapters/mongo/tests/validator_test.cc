// What becomes of shapes, and what a server says of validators.
#include "adapters/mongo/validator.h"
#include "adapters/mongo/meta.h"
#include "platform/json/shape.h"
#include "tests/support/mongo_server.h"

#include <gtest/gtest.h>

namespace gh::mongo {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Crate {
  std::int64_t units = 0;
  double weight = 0;
  Colour colour = Colour::red;
  std::optional<Money> price;
};
BOOST_DESCRIBE_STRUCT(Crate, (), (units, weight, colour, price))

TEST(Validator, HoldsTypesAndNamesAndNoLimits) {
  const auto text = validator_of({.name = "crates", .indexes = {{"slug"}}, .shape = &json::shape<Crate>}).value();
  EXPECT_NE(text.find(R"("body":{"anyOf":[{"bsonType":"string"},{"bsonType":"object","properties":{"units":{"bsonType":["int","long"]},)"
                      R"("weight":{"bsonType":["int","long","double"]},"colour":{"bsonType":"string","enum":["red","green"]},)"
                      R"("price":{"anyOf":[{"bsonType":"object","properties":{"amount":{"bsonType":["int","long"]},)"
                      R"("currency":{"bsonType":"string"}}},{"bsonType":"null"}]}}}]})"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"("key_slug":{"bsonType":"string"})"), std::string::npos) << text;
}

TEST(Validator, WithoutAShapeTakesAnyObject) {
  const auto text = validator_of({.name = "things", .indexes = {}}).value();
  EXPECT_NE(text.find(R"("body":{"anyOf":[{"bsonType":"string"},{"bsonType":"object"}]})"), std::string::npos) << text;
}

// What a codec may come to say some day must be thought about, not be sent.
TEST(Validator, AnUnknownKeywordOrTypeIsAnError) {
  const auto refused = [](std::string (*shape)()) {
    const auto made = validator_of({.name = "things", .indexes = {}, .shape = shape});
    return made ? "it became " + *made : made.error().detail();
  };
  EXPECT_EQ(refused([]() -> std::string { return R"({"properties":{"a":{"oneOf":[{}]}}})"; }), "things: a shape has the keyword \"oneOf\"");
  EXPECT_EQ(refused([]() -> std::string { return R"({"properties":{"a":{"$ref":"#/a"}}})"; }), "things: a shape has the keyword \"$ref\"");
  EXPECT_EQ(refused([]() -> std::string { return R"({"items":{"type":"decimal"}})"; }), "things: a shape has the type \"decimal\"");
}

WriteOperation insert_of(const std::string& id, const Bson& body) {
  WriteOperation insert{.kind = WriteOperation::Kind::insert, .filter = is("_id", id), .change = {}};
  insert.filter.integer("version", 1).document("body", body);
  return insert;
}

// mongo-java-server has no collMod and takes what it is given: what a server does with a validator has been seen only if MONGODB_URI named
// one.
TEST(Validator, IsInForceAndNotedOrNeither) {
  const auto database = support::MongoServer::fresh_database();
  {
    const auto connections = Connections::open({.url = support::MongoServer::shared().url(), .database = database}, 1).value();
    auto session = connections->session();
    const ports::CollectionSpec spec{.name = "crates", .indexes = {}, .shape = &json::shape<Crate>};
    Bson make, change, right, wrong;
    make.text("create", "d_crates");
    change.text("collMod", "d_crates");
    right.integer("units", 1);
    wrong.text("units", "1");
    ASSERT_TRUE(session.command(make));
    const bool can = !session.attempt(change).value();
    EXPECT_EQ(prepare_validator(session, spec).value().empty(), can);
    EXPECT_EQ(read_meta(session, "validator_of_crates").value().has_value(), can);
    EXPECT_EQ(prepare_validator(session, spec).value().empty(), can);  // again: as noted, or refused once more
    const WriteOperation writes[] = {insert_of("a", right), insert_of("b", wrong)};
    const auto reply = session.write("d_crates", writes).value();
    EXPECT_EQ(reply.refusals.size(), can ? 1U : 0U);
  }
  support::MongoServer::shared().drop(database);
}

}  // namespace
}  // namespace gh::mongo
