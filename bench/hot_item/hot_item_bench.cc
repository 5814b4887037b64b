// One hot product on PostgreSQL with full durability, 64 buyers: the stock desk's combined holds, each held and posted, against what shops
// do, one row lock for each order. The row lock has the best case that there is: one statement on a connection of its own, UPDATE … SET
// available = available - 1 WHERE available >= 1, committed by itself. Both in turn, twice, on one server.
//
//   bench_hot_item [seconds of each, default 3]
#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

#include "adapters/postgres/documents.h"
#include "contexts/inventory/service.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/support/postgres_server.h"

namespace gh {
namespace {

using inventory::HoldKey;
using Instant = std::chrono::steady_clock::time_point;

constexpr int buyers = 64;
constexpr double ratio_goal = 10;
constexpr int turns = 2;

Instant end_after(double seconds) {
  return std::chrono::steady_clock::now() + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

// Orders a second, each by one row lock.
double row_locks(double seconds) {
  const auto& server = support::PostgresServer::shared();
  server.execute(
      "DROP TABLE IF EXISTS public.stock; CREATE TABLE public.stock(sku text PRIMARY KEY, available bigint NOT NULL);"
      " INSERT INTO public.stock VALUES('hot', 1000000000)");
  std::atomic<std::int64_t> orders{0};
  const auto end = end_after(seconds);
  std::vector<std::thread> threads;
  for (int i = 0; i < buyers; ++i) {
    threads.emplace_back([&] {
      const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(server.url().c_str()), &PQfinish);
      PQclear(PQprepare(connection.get(), "buy", "UPDATE public.stock SET available = available - 1 WHERE sku = 'hot' AND available >= 1",
                        0, nullptr));
      while (std::chrono::steady_clock::now() < end) {
        const std::unique_ptr<PGresult, void (*)(PGresult*)> done(PQexecPrepared(connection.get(), "buy", 0, nullptr, nullptr, nullptr, 0),
                                                                  &PQclear);
        if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
        ++orders;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return static_cast<double>(orders) / seconds;
}

Task<int> buy_until(inventory::Service& stock, Sku sku, std::uint64_t buyer, Instant end) {
  executors::SystemClock clock;
  int orders = 0;
  while (std::chrono::steady_clock::now() < end) {
    const HoldKey key{sku, OrderId::derive(buyer, static_cast<std::uint64_t>(orders)), clock.now()};
    const auto held = co_await stock.hold(key, Quantity{1000});
    if (!held) throw std::runtime_error(std::string(held.error().kind().code) + ": " + held.error().detail());
    const auto posted = co_await stock.post_hold(key);
    if (!posted) throw std::runtime_error(std::string(posted.error().kind().code) + ": " + posted.error().detail());
    ++orders;
  }
  co_return orders;
}

// Orders a second, each held and posted at the desk, and recounted.
double combined(double seconds) {
  const auto schema = support::PostgresServer::fresh_schema();
  executors::SystemClock clock;
  executors::SystemRandom random;
  double rate = 0;
  {
    auto store = postgres::Store::open(
        {.address = {.url = support::PostgresServer::shared().url(), .schema = schema}, .limits = {}, .observe = {}}, clock);
    if (!store) throw std::runtime_error(store.error().detail());
    postgres::PostgresDocuments documents(**store);
    inventory::Service stock(documents, clock, random);
    executors::EventLoop loop;
    const auto sku = Sku::of(ProductId::make(clock.now(), random), 1);
    const Date today = date_of(clock.now());
    inventory::NewLot lot{.lot_code = "L1",
                          .harvested = today,
                          .best_before = Date{today.days + 9},
                          .field = FieldId::derive(1, 1),
                          .quantity = Quantity{Quantity::max_milli}};
    if (const auto added = loop.run_until_complete(stock.add_lot({FarmId::derive(1, 1), UserId::derive(1, 1)}, sku, lot)); !added)
      throw std::runtime_error(added.error().detail());
    std::vector<Task<int>> all;
    const auto end = end_after(seconds);
    for (std::uint64_t i = 0; i < buyers; ++i) all.push_back(buy_until(stock, sku, i, end));
    int orders = 0;
    for (const int each : loop.run_until_complete(when_all(std::move(all)))) orders += each;
    rate = orders / seconds;
    if (const auto audited = loop.run_until_complete(stock.audit(sku)); !audited) throw std::runtime_error(audited.error().detail());
  }
  support::PostgresServer::shared().drop(schema);
  return rate;
}

}  // namespace
}  // namespace gh

int main(int count, char** arguments) {
  const double seconds = count > 1 ? std::atof(arguments[1]) : 3;
  double best_lock = 0, best_combined = 0;
  for (int turn = 0; turn < gh::turns; ++turn) {
    best_lock = std::max(best_lock, gh::row_locks(seconds));
    best_combined = std::max(best_combined, gh::combined(seconds));
  }
  const double ratio = best_combined / best_lock;
  std::fputs(
      fmt::format("{{\"bench\":\"hot item, one row lock an order\",\"value\":{:.0f},\"unit\":\"orders/s\"}}\n"
                  "{{\"bench\":\"hot item, combined at the desk\",\"value\":{:.0f},\"unit\":\"orders/s\"}}\n"
                  "{{\"bench\":\"hot item, combined over row locks\",\"value\":{:.1f},\"unit\":\"times\",\"goal\":{:.0f},\"met\":{}}}\n",
                  best_lock, best_combined, ratio, gh::ratio_goal, ratio >= gh::ratio_goal)
          .c_str(),
      stdout);
  return ratio >= gh::ratio_goal ? 0 : 1;
}
