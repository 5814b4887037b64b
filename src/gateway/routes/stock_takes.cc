#include "gateway/routes/stock_takes.h"

#include "base/errors.h"
#include "contexts/identity/scopes.h"
#include "gateway/routes/farm_desk.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using inventory::StockTake;
using json::None;

struct TakePath {
  inventory::StockTakeId id;
};
BOOST_DESCRIBE_STRUCT(TakePath, (), (id))

struct TakesQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(TakesQuery, (), (limit, cursor))

struct OpenTakeInput {
  std::optional<json::List<Sku, 0, 500>> skus;  // none: everything that the farm has
  std::optional<json::Text<0, 200>> note;
};
BOOST_DESCRIBE_STRUCT(OpenTakeInput, (), (skus, note))

struct CountInput {
  Sku sku;
  LotId lot;
  Quantity counted;
  std::optional<Timestamp> counted_at;  // absent: now
  std::optional<json::Text<0, 200>> note;
};
BOOST_DESCRIBE_STRUCT(CountInput, (), (sku, lot, counted, counted_at, note))

struct CountsInput {
  json::List<CountInput, 1, 500> counts;
};
BOOST_DESCRIBE_STRUCT(CountsInput, (), (counts))

// Without the lines: a list of takes stays small.
struct TakeSummary {
  inventory::StockTakeId id;
  inventory::StockTakeStatus status = inventory::StockTakeStatus::open;
  std::string note;
  UserId opened_by;
  Timestamp opened;
  std::optional<Timestamp> ended;
  std::int64_t lines = 0;
  std::int64_t counted = 0;
  std::int64_t differing = 0;  // that an applied take found to differ
};
BOOST_DESCRIBE_STRUCT(TakeSummary, (), (id, status, note, opened_by, opened, ended, lines, counted, differing))

struct TakeList {
  std::vector<TakeSummary> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(TakeList, (), (items, next_cursor))

TakeSummary summary_of(const StockTake& take) {
  TakeSummary summary{.id = take.id,
                      .status = take.status,
                      .note = take.note,
                      .opened_by = take.opened_by,
                      .opened = take.opened,
                      .ended = take.ended,
                      .lines = static_cast<std::int64_t>(take.lines.size())};
  for (const auto& line : take.lines) {
    summary.counted += line.counted ? 1 : 0;
    summary.differing += line.difference.milli != 0 ? 1 : 0;
  }
  return summary;
}

RouteSpec take_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors = {}) {
  errors.push_back(&gh::errors::not_found);
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "inventory",
          .roles = signed_in,
          .scope = std::string(method == net::Method::get ? identity::stock_read : identity::stock_write),
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .errors = std::move(errors)};
}

using TakeReply = Task<Result<Reply<StockTake>>>;

void view_routes(RouteTable& table, inventory::StockTakes& takes, const FarmDesk& desk) {
  table.add<Input<None, TakesQuery>, TakeList>(
      take_spec(net::Method::get, "/api/v1/stock-takes", "listStockTakes", "The stock takes of the caller's farm, newest first.",
                {&gh::errors::bad_cursor}),
      [&takes, desk](const Call& call, Input<None, TakesQuery> in) -> Task<Result<Reply<TakeList>>> {
        GH_CO_TRY(auto farmer, co_await desk.farmer(call));
        GH_CO_TRY(auto page, co_await takes.list(std::move(farmer.farm), in.query.limit.value(), in.query.cursor.value()));
        TakeList list;
        for (const auto& take : page.items) list.items.push_back(summary_of(take));
        if (!page.next.empty()) list.next_cursor = std::move(page.next);
        co_return list;
      });
  table.add<Input<TakePath>, StockTake>(
      take_spec(net::Method::get, "/api/v1/stock-takes/{id}", "getStockTake",
                "Lot by lot what was expected and counted; of an applied one what was changed: the difference report."),
      [&takes, desk](const Call& call, Input<TakePath> in) -> TakeReply {
        GH_CO_TRY(auto farmer, co_await desk.farmer(call));
        GH_CO_TRY(auto take, co_await takes.get(std::move(farmer.farm), in.path.id));
        co_return take;
      });
  table.add<Input<TakePath>, StockTake>(take_spec(net::Method::get, "/api/v1/stock-takes/{id}/differences", "previewStockTake",
                                                  "The take with what would be changed if it were applied now."),
                                        [&takes, desk](const Call& call, Input<TakePath> in) -> TakeReply {
                                          GH_CO_TRY(auto farmer, co_await desk.farmer(call));
                                          GH_CO_TRY(auto take, co_await takes.preview(std::move(farmer.farm), in.path.id));
                                          co_return take;
                                        });
}

void count_routes(RouteTable& table, inventory::StockTakes& takes, const FarmDesk& desk) {
  auto open = take_spec(net::Method::post, "/api/v1/stock-takes", "openStockTake",
                        "Notes what is expected of each lot. What is packed for paid orders is no longer stock and is not counted.",
                        {&inventory::errors::stock_take_state, &inventory::errors::stock_item_full});
  open.success_status = 201;
  table.add<Input<None, None, OpenTakeInput>, StockTake>(
      std::move(open), [&takes, desk](const Call& call, Input<None, None, OpenTakeInput> in) -> TakeReply {
        GH_CO_TRY(auto farmer, co_await desk.farmer(call));
        std::vector<Sku> skus;
        if (in.body.skus) skus = in.body.skus->value();
        GH_CO_TRY(auto take, co_await takes.open(std::move(farmer), std::move(skus), in.body.note ? in.body.note->value() : std::string()));
        Reply<StockTake> reply(std::move(take));
        reply.head.add("Location", "/api/v1/stock-takes/" + reply.value.id.text());
        co_return reply;
      });
  table.add<Input<TakePath, None, CountsInput>, StockTake>(
      take_spec(
          net::Method::put, "/api/v1/stock-takes/{id}/counts", "putCounts",
          "What was counted, and when: also later, from a list that was kept without a connection. Again for a lot replaces its count.",
          {&inventory::errors::stock_take_state}),
      [&takes, desk](const Call& call, Input<TakePath, None, CountsInput> in) -> TakeReply {
        GH_CO_TRY(auto farmer, co_await desk.farmer(call));
        std::vector<inventory::Count> counts;
        for (const auto& count : in.body.counts)
          counts.push_back({count.sku, count.lot, count.counted, count.counted_at, count.note ? count.note->value() : std::string()});
        GH_CO_TRY(auto take, co_await takes.count(std::move(farmer), in.path.id, std::move(counts)));
        co_return take;
      });
}

void end_routes(RouteTable& table, inventory::StockTakes& takes, const FarmDesk& desk) {
  table.add<Input<TakePath>, StockTake>(
      take_spec(net::Method::post, "/api/v1/stock-takes/{id}/apply", "applyStockTake",
                "Changes each counted lot by its difference; what open orders hold is refused, line by line. Again changes nothing more.",
                {&inventory::errors::stock_take_state, &ports::errors::version_conflict}),
      [&takes, desk](const Call& call, Input<TakePath> in) -> TakeReply {
        GH_CO_TRY(auto farmer, co_await desk.farmer(call));
        GH_CO_TRY(auto take, co_await takes.apply(std::move(farmer), in.path.id));
        co_return take;
      });
  table.add<Input<TakePath>, StockTake>(take_spec(net::Method::post, "/api/v1/stock-takes/{id}/cancel", "cancelStockTake",
                                                  "Ends it without changing anything.", {&inventory::errors::stock_take_state}),
                                        [&takes, desk](const Call& call, Input<TakePath> in) -> TakeReply {
                                          GH_CO_TRY(auto farmer, co_await desk.farmer(call));
                                          GH_CO_TRY(auto take, co_await takes.cancel(std::move(farmer), in.path.id));
                                          co_return take;
                                        });
}

}  // namespace

void stock_take_routes(RouteTable& table, inventory::StockTakes& takes, catalog::Service& catalog, farmers::Service& farms) {
  const FarmDesk desk(catalog, farms);
  view_routes(table, takes, desk);
  count_routes(table, takes, desk);
  end_routes(table, takes, desk);
}

}  // namespace gh::gateway
