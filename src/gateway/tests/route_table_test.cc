#include "gateway/route_table.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "gateway/openapi.h"

namespace gh::gateway {

struct ThingPath {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ThingPath, (), (name))
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
  auto cached = spec(net::Method::get, "/c", "c");
  cached.cached = true;
  cached.roles = admins;
  EXPECT_THROW(add(std::move(cached)), std::logic_error);
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
