// 64 requesters at one stock item over SQLite with full durability, each in turn holding a unit and posting it: what combining gives.
// One JSON line per figure.
//
//   bench_inventory [seconds, default 3] [folder, default the system's one for temporary files]
#include <stdlib.h>

#include <charconv>
#include <cstdio>
#include <filesystem>

#include "adapters/sqlite/documents.h"
#include "contexts/inventory/service.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"

namespace gh {
namespace {

using inventory::HoldKey;
using Instant = std::chrono::steady_clock::time_point;

constexpr int requesters = 64;
constexpr double orders_goal = 1'200;  // of one hot sku a second: 60 % of the 2,000 of the checkout

struct Counter final : inventory::DeskObserver {
  std::uint64_t writes = 0, commands = 0;
  void batch_written(std::size_t count) override {
    ++writes;
    commands += count;
  }
};

void print(std::string_view bench, double value, std::string_view unit) {
  std::fputs(fmt::format("{{\"bench\":\"{}\",\"value\":{:.2f},\"unit\":\"{}\"}}\n", bench, value, unit).c_str(), stdout);
}

Task<int> buy_until(inventory::Service& stock, Sku sku, std::uint64_t buyer, Instant end, std::vector<double>& waits) {
  executors::SystemClock clock;
  int orders = 0;
  while (std::chrono::steady_clock::now() < end) {
    const HoldKey key{sku, OrderId::derive(buyer, static_cast<std::uint64_t>(orders)), clock.now()};
    const auto start = std::chrono::steady_clock::now();
    const auto held = co_await stock.hold(key, Quantity{1000});
    waits.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    if (!held) throw std::runtime_error(std::string(held.error().kind().code));
    const auto posted = co_await stock.post_hold(key);
    if (!posted) throw std::runtime_error(std::string(posted.error().kind().code));
    ++orders;
  }
  co_return orders;
}

int measure(double seconds, const std::filesystem::path& folder) {
  executors::SystemClock clock;
  executors::SystemRandom random;
  auto store = sqlite::Store::open({.folder = folder}, clock);
  if (!store) return std::fprintf(stderr, "%s\n", store.error().detail().c_str()), 1;
  sqlite::SqliteDocuments documents(**store);
  Counter counter;
  inventory::Service stock(documents, clock, random, &counter);
  executors::EventLoop loop;

  const auto sku = Sku::of(ProductId::make(clock.now(), random), 1);
  const Date today = date_of(clock.now());
  inventory::NewLot lot{.lot_code = "L1",
                        .harvested = today,
                        .best_before = Date{today.days + 9},
                        .field = FieldId::derive(1, 1),
                        .quantity = Quantity{Quantity::max_milli}};
  if (!loop.run_until_complete(stock.add_lot({FarmId::derive(1, 1), UserId::derive(1, 1)}, sku, lot))) return 1;

  const auto start = std::chrono::steady_clock::now();
  const auto end = start + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
  std::vector<double> waits;
  std::vector<Task<int>> buyers;
  for (std::uint64_t i = 0; i < requesters; ++i) buyers.push_back(buy_until(stock, sku, i, end, waits));
  int orders = 0;
  for (const int each : loop.run_until_complete(when_all(std::move(buyers)))) orders += each;
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::ranges::sort(waits);

  const auto audited = loop.run_until_complete(stock.audit(sku));
  if (!audited) return std::fprintf(stderr, "%s\n", audited.error().detail().c_str()), 1;
  const double rate = orders / took;
  std::fputs(
      fmt::format("{{\"bench\":\"inventory hot sku held and posted\",\"value\":{:.0f},\"unit\":\"orders/s\",\"goal\":{:.0f},\"met\":{}}}\n",
                  rate, orders_goal, rate >= orders_goal)
          .c_str(),
      stdout);
  print("inventory commands per durable write", static_cast<double>(counter.commands) / static_cast<double>(counter.writes), "commands");
  print("inventory hold wait p99", waits[waits.size() * 99 / 100], "ms");
  return 0;
}

}  // namespace
}  // namespace gh

int main(int count, char** arguments) {
  double seconds = 3;
  if (count > 1) seconds = std::atof(arguments[1]);
  std::string folder =
      (count > 2 ? std::filesystem::path(arguments[2]) : std::filesystem::temp_directory_path()) / "bench_inventory.XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  const int status = gh::measure(seconds, folder);
  std::filesystem::remove_all(folder);
  return status;
}
