// One hot product on PostgreSQL with full durability, 64 buyers: the stock desk's combined holds, each held and posted, against what shops
// do, one row lock for each order. The row lock has the best case that there is: one statement on a connection of its own, UPDATE … SET
// available = available - 1 WHERE available >= 1, committed by itself. Both in turn, twice, on one server. Then two and three nodes that
// sell the item, each as it can and in turns by a lock in Redis.
//
//   bench_hot_item [seconds of each, default 3]
#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <deque>
#include <thread>

#include "adapters/postgres/documents.h"
#include "adapters/redis/client.h"
#include "adapters/redis/locks.h"
#include "contexts/inventory/service.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/support/postgres_server.h"
#include "tests/support/redis_server.h"

namespace gh {
namespace {

using inventory::HoldKey;
using Instant = std::chrono::steady_clock::time_point;

constexpr int buyers = 64;
constexpr double ratio_goal = 10;
constexpr int turns = 2;
constexpr int comparisons = 3;  // the middle one counts

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

// One process's part of a shop: a store of its own over the shared schema, a desk and its share of the buyers on a thread.
class Node {
 public:
  Node(const std::string& schema, ports::Locks* locks)
      : store_(open(schema, clock_)), documents_(*store_), stock(documents_, clock_, random_, &seen, locks) {
    loop.start("node");
  }
  ~Node() { loop.stop(); }

  struct Seen final : inventory::DeskObserver {
    void conflict() override { ++conflicts; }
    void batch_written(std::size_t) override { ++writes; }
    std::atomic<std::int64_t> conflicts{0}, writes{0};
  } seen;

  executors::EventLoop loop;  // before the store, which may still answer somebody when nobody waits any more

 private:
  static std::unique_ptr<postgres::Store> open(const std::string& schema, const Clock& clock) {
    auto store = postgres::Store::open(
        {.address = {.url = support::PostgresServer::shared().url(), .schema = schema}, .limits = {}, .observe = {}}, clock);
    if (!store) throw std::runtime_error(store.error().detail());
    return *std::move(store);
  }

  executors::SystemClock clock_;
  executors::SystemRandom random_;
  std::unique_ptr<postgres::Store> store_;
  postgres::PostgresDocuments documents_;

 public:
  inventory::Service stock;
};

struct Figures {
  double rate = 0;       // orders a second, of all nodes
  double conflicts = 0;  // of all tries to write
};

// Orders a second, each held and posted at the desk of one of the nodes, and recounted.
Figures combined(double seconds, int nodes, bool turns_taken) {
  const auto schema = support::PostgresServer::fresh_schema();
  executors::SystemClock clock;
  executors::SystemRandom random;
  redis::ClientObserver nobody;
  std::deque<redis::Client> clients;
  std::deque<redis::RedisLocks> locks;
  std::deque<Node> shop;
  for (int i = 0; i < nodes; ++i) {
    if (turns_taken) {
      clients.emplace_back(redis::ClientOptions{.address = *redis::Address::parse(support::RedisServer::shared().url())}, nobody);
      locks.emplace_back(std::vector<redis::Commands*>{&clients.back()}, schema + ":", random);
    }
    shop.emplace_back(schema, turns_taken ? &locks.back() : nullptr);
  }
  const auto sku = Sku::of(ProductId::make(clock.now(), random), 1);
  const Date today = date_of(clock.now());
  inventory::NewLot lot{.lot_code = "L1",
                        .harvested = today,
                        .best_before = Date{today.days + 9},
                        .field = FieldId::derive(1, 1),
                        .quantity = Quantity{Quantity::max_milli}};
  auto& first = shop.front();
  const inventory::Farmer farmer{FarmId::derive(1, 1), UserId::derive(1, 1)};
  if (const auto added = first.loop.run_until_complete(first.stock.add_lot(farmer, sku, lot)); !added)
    throw std::runtime_error(added.error().detail());
  const auto end = end_after(seconds);
  std::vector<std::thread> threads;
  std::atomic<int> orders{0};
  for (int n = 0; n < nodes; ++n) {
    threads.emplace_back([&, n] {
      auto& node = shop[static_cast<std::size_t>(n)];
      std::vector<Task<int>> all;
      for (int i = 0; i < buyers / nodes; ++i) all.push_back(buy_until(node.stock, sku, static_cast<std::uint64_t>(n * buyers + i), end));
      for (const int each : node.loop.run_until_complete(when_all(std::move(all)))) orders += each;
    });
  }
  for (auto& thread : threads) thread.join();
  if (const auto audited = first.loop.run_until_complete(first.stock.audit(sku)); !audited)
    throw std::runtime_error(audited.error().detail());
  double conflicts = 0, writes = 0;
  for (const auto& node : shop) {
    conflicts += static_cast<double>(node.seen.conflicts);
    writes += static_cast<double>(node.seen.writes);
  }
  shop.clear();
  support::PostgresServer::shared().drop(schema);
  return {orders / seconds, conflicts / (conflicts + writes)};
}

// What taking turns brings to nodes that sell one item: both ways in turn, in one run.
void compare_turns(double seconds, int nodes) {
  std::vector<double> with, without;
  Figures last_with, last_without;
  for (int turn = 0; turn < comparisons; ++turn) {
    without.push_back((last_without = combined(seconds, nodes, false)).rate);
    with.push_back((last_with = combined(seconds, nodes, true)).rate);
  }
  std::ranges::sort(with);
  std::ranges::sort(without);
  const auto a = without[without.size() / 2], b = with[with.size() / 2];
  std::fputs(
      fmt::format(
          "{{\"bench\":\"hot item, {0} nodes, each as it can\",\"value\":{1:.0f},\"unit\":\"orders/s\",\"writes_in_vain\":{2:.2f}}}\n"
          "{{\"bench\":\"hot item, {0} nodes in turns\",\"value\":{3:.0f},\"unit\":\"orders/s\",\"writes_in_vain\":{4:.2f}}}\n"
          "{{\"bench\":\"hot item, {0} nodes, turns over none\",\"value\":{5:.2f},\"unit\":\"times\"}}\n",
          nodes, a, last_without.conflicts, b, last_with.conflicts, b / a)
          .c_str(),
      stdout);
  std::fflush(stdout);
}

}  // namespace
}  // namespace gh

int main(int count, char** arguments) {
  const double seconds = count > 1 ? std::atof(arguments[1]) : 3;
  double best_lock = 0, best_combined = 0;
  for (int turn = 0; turn < gh::turns; ++turn) {
    best_lock = std::max(best_lock, gh::row_locks(seconds));
    best_combined = std::max(best_combined, gh::combined(seconds, 1, false).rate);
  }
  const double ratio = best_combined / best_lock;
  std::fputs(
      fmt::format("{{\"bench\":\"hot item, one row lock an order\",\"value\":{:.0f},\"unit\":\"orders/s\"}}\n"
                  "{{\"bench\":\"hot item, combined at the desk\",\"value\":{:.0f},\"unit\":\"orders/s\"}}\n"
                  "{{\"bench\":\"hot item, combined over row locks\",\"value\":{:.1f},\"unit\":\"times\",\"goal\":{:.0f},\"met\":{}}}\n",
                  best_lock, best_combined, ratio, gh::ratio_goal, ratio >= gh::ratio_goal)
          .c_str(),
      stdout);
  for (const int nodes : {2, 3}) gh::compare_turns(seconds, nodes);
  return ratio >= gh::ratio_goal ? 0 : 1;
}
