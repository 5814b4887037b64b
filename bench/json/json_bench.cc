// What JSON costs: an order of about 2 KiB (six lines, four events) written, read strictly and read back from the store.
//   build/release/bench/json/bench_json
#include <benchmark/benchmark.h>

#include "platform/json/fields.h"
#include "platform/json/json.h"

namespace gh {
namespace {

enum class State { pending_payment, paid, cancelled };
BOOST_DESCRIBE_ENUM(State, pending_payment, paid, cancelled)

struct Line {
  Sku sku;
  std::string name;
  Quantity quantity;
  Money unit_price;
  Money total;
  std::vector<LotId> lots;
};
BOOST_DESCRIBE_STRUCT(Line, (), (sku, name, quantity, unit_price, total, lots))

struct Event {
  std::int64_t number = 0;
  std::string kind;
  UserId actor;
  Timestamp at;
  std::string previous_hash;
};
BOOST_DESCRIBE_STRUCT(Event, (), (number, kind, actor, at, previous_hash))

struct Order {
  OrderId id;
  UserId buyer;
  State state = State::paid;
  Timestamp placed;
  Timestamp deadline;
  std::vector<Line> lines;
  Money total;
  std::optional<std::string> note;
  std::vector<Event> events;
};
BOOST_DESCRIBE_STRUCT(Order, (), (id, buyer, state, placed, deadline, lines, total, note, events))

Order order() {
  Order made{OrderId::derive(1, 2), UserId::derive(3, 4), State::paid, {1'777'878'729'250}, {1'777'879'629'250}, {}, {15'894, {}}, {}, {}};
  for (int i = 0; i < 6; ++i) {
    const auto n = static_cast<std::uint64_t>(i);
    made.lines.push_back({Sku::of(ProductId::derive(n, 7), 1), "Heirloom carrots \"Purple Haze\", bunch", {1500 * (i + 1)}, {349, {}}, {524 * (i + 1), {}}, {LotId::derive(n, 9)}});
  }
  for (int i = 0; i < 4; ++i) made.events.push_back({i + 1, "order.paid", made.buyer, {1'777'878'729'250 + i}, std::string(43, 'x')});
  return made;
}

void write_order(benchmark::State& state) {
  const auto value = order();
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto text = json::to_string(value);
    bytes = text.size();
    benchmark::DoNotOptimize(text.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(write_order);

void read_strictly(benchmark::State& state) {
  const auto text = json::to_string(order());
  for (auto _ : state) benchmark::DoNotOptimize(json::parse<Order>(text).has_value());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_strictly);

void read_stored(benchmark::State& state) {
  const auto text = json::to_string(order());
  for (auto _ : state) benchmark::DoNotOptimize(json::parse_stored<Order>(text).has_value());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_stored);

// The first of the two steps of reading alone: what simdjson and the list of nodes cost.
void read_without_types(benchmark::State& state) {
  const auto text = json::to_string(order());
  for (auto _ : state) {
    json::Reader reader(text, json::Mode::strict);
    benchmark::DoNotOptimize(reader.malformed());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_without_types);

struct Search {
  std::optional<json::Text<1, 100>> q;
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(Search, (), (q, limit, cursor))

void read_query(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(json::from_query<Search>("q=purple+carrots&limit=20").has_value());
}
BENCHMARK(read_query);

}  // namespace
}  // namespace gh

BENCHMARK_MAIN();
