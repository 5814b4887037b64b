// A list of three pages, as JSON and as CSV.
#include "gateway/list_export.h"

#include <gtest/gtest.h>

#include "gateway/openapi.h"
#include "gateway/route_table.h"
#include "platform/executors/event_loop.h"

namespace gh::gateway {

struct ExportedItem {
  std::int64_t number = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ExportedItem, (), (number, name))
struct ExportedList {
  std::vector<ExportedItem> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ExportedList, (), (items, next_cursor))
struct ExportedQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(ExportedQuery, (), (limit, cursor))

namespace {

struct ListExport : testing::Test {
  RouteTable table;
  executors::EventLoop loop;
  std::int64_t count = 250;
  std::vector<int> limits;

  ListExport() {
    table.add<Input<json::None, ExportedQuery>, ExportedList>(
        {.method = net::Method::get, .path = "/list", .operation_id = "listExported", .summary = "A list.", .context = "test"},
        [this](const Call&, Input<json::None, ExportedQuery> in) -> Task<Result<Reply<ExportedList>>> {
          limits.push_back(in.query.limit.value());
          const std::int64_t from = in.query.cursor.empty() ? 0 : std::stol(in.query.cursor.value());
          if (from < 0) co_return fail(gh::errors::bad_cursor);
          ExportedList out;
          for (auto at = from; at < std::min(count, from + in.query.limit.value()); ++at) out.items.push_back({at, "=item"});
          if (from + in.query.limit.value() < count) out.next_cursor = std::to_string(from + in.query.limit.value());
          co_return out;
        });
  }
  Result<Rendered> get(const std::string& query) {
    net::Request request{};
    request.query = query;
    const Call call{.http = request, .caller = {}, .request_id = {}, .idempotency_key = {}};
    return loop.run_until_complete(table.routes().front()->run(call, {}));
  }
};

TEST_F(ListExport, FollowsTheCursorToTheEnd) {
  const auto csv = get("format=csv");
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->content_type, csv_type);
  EXPECT_FALSE(csv->cacheable);
  EXPECT_EQ(std::ranges::count(csv->body, '\n'), 251);
  EXPECT_TRUE(csv->body.starts_with("number,name\r\n0,'=item\r\n")) << csv->body.substr(0, 60);
  EXPECT_EQ(limits, (std::vector<int>{100, 100, 100}));
  EXPECT_EQ(csv->head.text().find(csv_cut_header), std::string::npos);
}

TEST_F(ListExport, IsCutAtItsBoundAndSaysSo) {
  count = static_cast<std::int64_t>(csv_rows_max) + 1;
  const auto csv = get("format=csv&limit=1");
  ASSERT_TRUE(csv);
  EXPECT_EQ(std::ranges::count(csv->body, '\n'), static_cast<std::int64_t>(csv_rows_max) + 1);
  EXPECT_NE(csv->head.text().find("X-Csv-Truncated: true"), std::string::npos);
}

TEST_F(ListExport, JsonStaysAsItIs) {
  EXPECT_EQ(get("limit=2")->body, get("limit=2&format=json")->body);
  EXPECT_EQ(get("limit=2")->content_type, "application/json");
  EXPECT_EQ(get("format=xml").error().fields().front().pointer, "?format");
  EXPECT_TRUE(get("format=csv&cursor=-1").error().is(gh::errors::bad_cursor));
  EXPECT_TRUE(get("formats=csv").error().is(gh::errors::unknown_query_key));
}

TEST_F(ListExport, TheDocumentSaysSo) {
  const auto document = openapi(table, "1");
  EXPECT_NE(document.find("text/csv"), std::string::npos);
  EXPECT_NE(document.find("\"format\""), std::string::npos);
}

}  // namespace
}  // namespace gh::gateway
