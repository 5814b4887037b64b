#include "gateway/route_table.h"

#include <gtest/gtest.h>

#include <regex>
#include <stdexcept>

#include "base/id.h"
#include "gateway/openapi.h"

namespace gh::gateway {

struct ThingPath {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ThingPath, (), (name))
struct SkuPath {
  Sku sku;
};
BOOST_DESCRIBE_STRUCT(SkuPath, (), (sku))
struct ProductPath {
  ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))
struct Thing {
  std::string name;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (name, count))

namespace {

auto nothing = [](const Call&, Input<>) -> Task<Result<Reply<json::None>>> { co_return json::None{}; };
auto thing = [](const Call&, Input<ThingPath> in) -> Task<Result<Reply<Thing>>> { co_return Thing{in.path.name, 1}; };

RouteSpec spec(net::Method method, std::string path, std::string id) {
  return {.method = method, .path = std::move(path), .operation_id = std::move(id), .summary = "s", .context = "c"};
}

TEST(RouteTable, FindsTheMostLiteralRoute) {
  RouteTable table;
  table.add<Input<ThingPath>, Thing>(spec(net::Method::get, "/api/v1/things/{name}", "getThing"), thing);
  table.add<Input<>, json::None>(spec(net::Method::get, "/api/v1/things/mine", "mine"), nothing);
  table.add<Input<ThingPath>, Thing>(spec(net::Method::put, "/api/v1/things/{name}", "putThing"), thing);

  EXPECT_EQ(table.match(net::Method::get, "/api/v1/things/mine").route->spec.operation_id, "mine");
  const auto match = table.match(net::Method::head, "/api/v1/things/a%20b");
  EXPECT_EQ(match.route->spec.operation_id, "getThing");
  EXPECT_EQ(match.values, std::vector<std::string>{"a%20b"});
  EXPECT_EQ(table.match(net::Method::post, "/api/v1/things/x").route, nullptr);
  EXPECT_EQ(table.match(net::Method::post, "/api/v1/things/x").allowed.size(), 2U);
  // What stands there for itself is asked for, also with a method that only the template has.
  EXPECT_EQ(table.match(net::Method::put, "/api/v1/things/mine").route, nullptr);
  EXPECT_EQ(table.match(net::Method::put, "/api/v1/things/mine").allowed, std::vector{net::Method::get});
  for (const char* path : {"/api/v1/things", "/api/v1/things/", "/api/v1/things/a/", "/api/v1//things/a", "/", "", "*"}) {
    EXPECT_TRUE(table.match(net::Method::get, path).allowed.empty()) << path;
  }
}

TEST(RouteTable, RefusesDeclarationsThatContradict) {
  RouteTable table;
  table.add<Input<>, json::None>(spec(net::Method::get, "/a", "a"), nothing);
  const auto add = [&](RouteSpec bad) { table.add<Input<>, json::None>(std::move(bad), nothing); };
  EXPECT_THROW(add(spec(net::Method::get, "/a", "b")), std::logic_error);
  EXPECT_THROW(add(spec(net::Method::get, "/b", "a")), std::logic_error);
  EXPECT_THROW(add(spec(net::Method::get, "/b/{id}", "b")), std::logic_error);
  table.add<Input<ThingPath>, Thing>(spec(net::Method::get, "/d/{name}/e", "d"), thing);
  EXPECT_THROW((table.add<Input<ProductPath>, json::None>(
                   spec(net::Method::put, "/d/{product}/e", "e"),
                   [](const Call&, Input<ProductPath>) -> Task<Result<Reply<json::None>>> { co_return json::None{}; })),
               std::logic_error);
  auto cached = spec(net::Method::get, "/c", "c");
  cached.cached = CacheFamily::products;
  cached.roles = admins;
  EXPECT_THROW(add(std::move(cached)), std::logic_error);
}

// The pattern that the document gives for the one path parameter of Path.
template <class Path>
std::regex described_pattern() {
  json::SchemaSet set;
  const std::string text = json::parameters<Path>(set, "path");
  std::smatch found;
  EXPECT_TRUE(std::regex_search(text, found, std::regex("\"pattern\":\"([^\"]*)\""))) << text;
  return std::regex(found[1].str());
}

// What a path may hold is said twice, by the type's parser and by the described pattern: both must say the same.
template <class Path>
void expect_read_as_described(const std::vector<std::string>& good, const std::vector<std::string>& bad) {
  const auto pattern = described_pattern<Path>();
  for (const auto& text : good) {
    EXPECT_TRUE(std::regex_search(text, pattern)) << text;
    EXPECT_TRUE(detail::read_path<Path>({text})) << text;
  }
  for (const auto& text : bad) {
    EXPECT_FALSE(std::regex_search(text, pattern)) << text;
    const auto read = detail::read_path<Path>({text});
    ASSERT_FALSE(read) << text;
    EXPECT_TRUE(read.error().is(gh::errors::not_found)) << text;
  }
}

TEST(RouteTable, APathHoldsWhatItsDescriptionAllows) {
  const std::string zeros(26, '0'), most = "7" + std::string(25, 'Z');
  expect_read_as_described<SkuPath>(
      {"sku_" + zeros + "_01", "sku_" + zeros + "_10", "sku_" + zeros + "_99", "sku_" + most + "_42"},
      {"", "sku_", "sku_" + zeros, "sku_" + zeros + "_00", "sku_" + zeros + "_1", "sku_" + zeros + "_100", "sku_" + zeros + "-01",
       "sku_" + zeros + "_0a", "prd_" + zeros + "_01", "SKU_" + zeros + "_01", "sku_8" + std::string(25, '0') + "_01",
       "sku_I" + std::string(25, '0') + "_01", "xsku_" + zeros + "_01"});
  expect_read_as_described<ProductPath>({"prd_" + zeros, "prd_" + most},
                                        {"", "prd_", "prd_8" + std::string(25, '0'), "prd_U" + std::string(25, '0'), "prd_" + zeros + "0",
                                         "prd_" + std::string(25, '0'), "prd_" + zeros + "_01", "sku_" + zeros});
}

TEST(OpenApi, NamesTypesRolesAndErrors) {
  RouteTable table;
  auto declared = spec(net::Method::get, "/api/v1/things/{name}", "getThing");
  declared.roles = farmers;
  table.add<Input<ThingPath>, Thing>(std::move(declared), thing);
  const auto document = openapi(table, "1");
  for (const char* part : {"\"/api/v1/things/{name}\"", "\"operationId\": \"getThing\"", "\"#/components/schemas/Thing\"",
                           "\"in\": \"path\"", "\"401\"", "\"403\"", "\"404\""}) {
    EXPECT_NE(document.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(document, openapi(table, "1"));
}

}  // namespace
}  // namespace gh::gateway
