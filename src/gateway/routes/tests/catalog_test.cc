// The catalog's operations through the route table, over the memory store and the real index.
#include "gateway/routes/catalog.h"
#include "gateway/routes/product_desk.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "adapters/memory/objects.h"
#include "adapters/sqlite_search/search_index.h"
#include "base/errors.h"
#include "contexts/catalog/errors.h"
#include "flows/indexing/follower.h"
#include "gateway/routes/product_list.h"
#include "gateway/routes/search_query.h"
#include "platform/executors/worker_pool.h"
#include "stage/world.h"

namespace gh::gateway {
namespace {

struct CatalogRoutes : testing::Test, stage::World<stage::StepClock> {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("gh_catalog_routes_{}", getpid());
  catalog::Service catalog{documents, clock, random};
  farmers::Service farms{documents, clock, random};
  inventory::Service inventory{documents, clock, random};
  publish::Publisher publisher{catalog, farms, inventory, clock};
  memory::MemoryObjects objects;
  executors::WorkerPool pool{{.name = "pictures", .threads = 1, .queue_max = 8}};
  pictures::Service pictures{documents, objects, pool, clock, random};
  std::optional<sqlite_search::SearchIndex> search;
  std::optional<indexing::Follower> follower;
  RouteTable table;
  const UserId ann = UserId::derive(1, 1), bob = UserId::derive(2, 2);
  std::string last_id;

  CatalogRoutes() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    search.emplace((folder / "search.db").string());
    std::vector<std::unique_ptr<indexing::Source>> sources;
    sources.push_back(std::make_unique<indexing::FarmSource>(farms));
    sources.push_back(std::make_unique<indexing::ProductSource>(catalog, documents));
    follower.emplace(documents, *search, std::move(sources), [](const Error&) {});
    catalog_routes(table, catalog, inventory, farms);
    product_list_routes(table, catalog, farms, *search, clock);
    product_desk_routes(table, publisher, pictures);
  }
  ~CatalogRoutes() override {
    follower.reset();
    search.reset();
    std::filesystem::remove_all(folder);
  }
  Result<Rendered> call(net::Method method, const std::string& path, const std::string& query = "", const std::string& body = "",
                        std::optional<UserId> user = {}) {
    net::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    const auto match = table.match(method, path);
    if (match.route == nullptr) return fail(gh::errors::internal, "no route");
    const Call c{request, {std::move(user), identity::Role::farmer, ""}, "r1", ""};
    return run(match.route->run(c, match.values));
  }
  void follow() {
    for (std::size_t taken = 1; taken > 0;) taken = *run(follower->step(Milliseconds(0)));
  }
  FieldId farm_with_field(const UserId& owner, const std::string& name, std::int32_t latitude) {
    farmers::Application application{json::Text<1, 120>(name),  json::Email("a@farm.example"), json::Text<1, 120>("1 Mill Road"),
                                     json::Text<1, 80>("Troy"), json::Text<2, 40>("MI"),       json::Text<3, 12>("48083")};
    application.location = farmers::PointInput{json::Latitude(latitude), json::Longitude(-83'150'000)};
    const auto farm = run(farms.apply(owner, application));
    EXPECT_TRUE(run(farms.verify(farm->id)));
    return run(farms.add_field(owner, {json::Text<1, 80>("North plot")}))->fields[0].id;
  }
  std::string body(const std::string& title, const FieldId& field, const std::string& category = "vegetables", int cents = 450) {
    return fmt::format(
        R"({{"title":"{}","category":"{}","description":"Good.","tags":["organic"],"field":"{}","harvest":{{"date":"2026-05-01"}},"allergens":[],)"
        R"("certificate":{{"claim":"none_claimed"}},"variants":[{{"title":"Half","unit":"kg","pack":0.5,"price":{{"amount":{},"currency":"USD"}}}}]}})",
        title, category, field.text(), cents);
  }
  void sell(const UserId& owner, const std::string& json) {
    const auto made = call(net::Method::post, "/api/v1/products", "", json, owner);
    ASSERT_TRUE(made) << made.error().detail();
    EXPECT_EQ(made->status, 201);
    last_id = made->body.substr(made->body.find("prd_"), 30);
    const auto published = call(net::Method::post, "/api/v1/products/" + last_id + "/publish", "", "", owner);
    ASSERT_TRUE(published) << published.error().detail();
  }
  // The slugs of a list, in order.
  std::string slugs(const std::string& query) {
    const auto answer = call(net::Method::get, "/api/v1/products", query);
    if (!answer) return std::string(answer.error().kind().code);
    std::string all;
    static constexpr std::string_view key = "\"slug\":\"";
    for (std::size_t at = 0; (at = answer->body.find("\"id\":\"prd_", at)) != std::string::npos;) {
      at = answer->body.find(key, at) + key.size();
      all += (all.empty() ? "" : " ") + answer->body.substr(at, answer->body.find('"', at) - at);
    }
    return all;
  }
};

TEST_F(CatalogRoutes, FromDraftToSearchResult) {
  const auto field = farm_with_field(ann, "Green Meadow", 42'600'000);
  const auto far_field = farm_with_field(bob, "Oak Ridge", 44'600'000);
  const auto empty = call(net::Method::post, "/api/v1/products", "", R"({"title":"Kale","category":"vegetables"})", ann);
  ASSERT_TRUE(empty) << empty.error().detail();
  EXPECT_NE(empty->body.find("\"name\":\"origin_field\""), std::string::npos) << empty->body;
  const auto id = empty->body.substr(empty->body.find("prd_"), 30);
  const auto refused = call(net::Method::post, "/api/v1/products/" + id + "/publish", "", "", ann);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(catalog::errors::provenance_required));
  EXPECT_TRUE(call(net::Method::patch, "/api/v1/products/" + id, "", R"({"title":"Mine"})", bob).error().is(gh::errors::not_found));

  sell(ann, body("Heirloom Tomatoes", field));
  const auto tomatoes = last_id;
  sell(ann, body("Carrots", field, "vegetables", 200));
  sell(bob, body("Tomato Sauce", far_field, "pantry", 900));
  follow();

  const std::pair<const char*, const char*> table_of_queries[] = {
      {"", "tomato-sauce carrots heirloom-tomatoes"},
      {"sort=price", "carrots heirloom-tomatoes tomato-sauce"},
      {"sort=title", "carrots heirloom-tomatoes tomato-sauce"},
      {"category=vegetables", "carrots heirloom-tomatoes"},
      {"category=vegetables&sort=title", "carrots heirloom-tomatoes"},  // by the index
      {"farm=green-meadow", "carrots heirloom-tomatoes"},
      {"farm=green-meadow&category=pantry", ""},
      {"farm=no-such-farm", "invalid_input"},
      {"q=tomatos", "tomato-sauce heirloom-tomatoes"},
      {"q=carots", "carrots"},
      {"q=tomato&category=pantry", "tomato-sauce"},
      {"tag=organic&sort=price", "carrots heirloom-tomatoes tomato-sauce"},
      {"tag=organic,csa", ""},
      {"near=42.61,-83.15&within_km=20", "carrots heirloom-tomatoes"},
      {"near=44.6,-83.15&sort=distance&limit=1", "tomato-sauce"},
      {"near=91,0", "invalid_input"},
      {"near=1.5", "invalid_input"},
      {"within_km=5", "invalid_input"},
      {"sort=distance", "invalid_input"},
      {"cursor=zz", "bad_cursor"},
      {"q=tomato&cursor=zz", "bad_cursor"},
      {"limit=0", "invalid_input"},
      {"color=red", "unknown_query_key"},
      {"category=weapons", "invalid_input"},
  };
  for (const auto& [query, expected] : table_of_queries) {
    EXPECT_EQ(slugs(query), expected) << query;
  }
  const auto searched = call(net::Method::get, "/api/v1/products", "q=carots");
  EXPECT_NE(searched->body.find(R"("did_you_mean":"carrots")"), std::string::npos) << searched->body;
  EXPECT_NE(std::ranges::find(searched->tags, search_tag), searched->tags.end());

  const auto detail = call(net::Method::get, "/api/v1/products/heirloom-tomatoes");
  ASSERT_TRUE(detail) << detail.error().detail();
  EXPECT_NE(
      detail->body.find(
          R"("unit_prices":[{"price":{"amount":900,"currency":"USD"},"per":"kg"},{"price":{"amount":408,"currency":"USD"},"per":"lb"}])"),
      std::string::npos)
      << detail->body;
  EXPECT_NE(detail->body.find(R"("field_name":"North plot")"), std::string::npos);
  EXPECT_NE(std::ranges::find(detail->tags, "products/" + tomatoes), detail->tags.end());
  EXPECT_TRUE(call(net::Method::get, "/api/v1/products/kale").error().is(gh::errors::not_found));  // a draft
  EXPECT_TRUE(call(net::Method::get, "/api/v1/farms/mine/products/" + tomatoes, "", "", bob).error().is(gh::errors::not_found));

  ASSERT_TRUE(call(net::Method::post, "/api/v1/products/" + tomatoes + "/archive", "", "", ann));
  EXPECT_TRUE(call(net::Method::post, "/api/v1/products/" + tomatoes + "/publish", "", "", ann).error().is(catalog::errors::product_state));
  EXPECT_EQ(slugs("q=tomato"), "tomato-sauce");  // though the index does not know yet
}

TEST_F(CatalogRoutes, PagesGoOn) {
  const auto field = farm_with_field(ann, "Green Meadow", 42'600'000);
  for (int i = 0; i < 7; ++i) sell(ann, body(fmt::format("Kale {}", i), field));
  follow();
  for (const std::string query : {"limit=3", "limit=3&q=kale", "limit=3&category=vegetables", "limit=3&tag=organic"}) {
    std::set<std::string> seen;
    std::string cursor;
    for (int page = 0; page < 3; ++page) {
      const std::string with = query + (cursor.empty() ? "" : "&cursor=" + cursor);
      std::string found = slugs(with);
      for (std::size_t at = 0; at < found.size();) {
        const auto end = std::min(found.find(' ', at), found.size());
        EXPECT_TRUE(seen.insert(found.substr(at, end - at)).second) << query;
        at = end + 1;
      }
      const auto answer = call(net::Method::get, "/api/v1/products", with);
      static constexpr std::string_view key = "\"next_cursor\":\"";
      const auto at = answer->body.find(key);
      ASSERT_EQ(at == std::string::npos, page == 2) << query;
      if (page < 2) cursor = answer->body.substr(at + key.size(), answer->body.find('"', at + key.size()) - at - key.size());
    }
    EXPECT_EQ(seen.size(), 7U) << query;
  }
}

}  // namespace
}  // namespace gh::gateway
