// What JSON costs: an order of about 2 KiB (six lines, four events) written, read strictly and read back from the store.
//   ./dev bench json
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
    made.lines.push_back({Sku::of(ProductId::derive(n, 7), 1),
                          "Heirloom carrots \"Purple Haze\", bunch",
                          {1500 * (i + 1)},
                          {349, {}},
                          {524 * (i + 1), {}},
                          {LotId::derive(n, 9)}});
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

// Nanoseconds of CPU; goals leave room for a busy machine: what they guard is the order of magnitude.
struct Goal {
  std::string_view name;
  double ns;
};
constexpr Goal goals[] = {
    {"write_order", 2'000}, {"read_strictly", 8'000}, {"read_stored", 8'000}, {"read_without_types", 4'000}, {"read_query", 1'000}};

// One JSON line per figure, as every program in bench/.
class Lines : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      const auto name = run.benchmark_name();
      const auto goal = std::find_if(std::begin(goals), std::end(goals), [&](const Goal& g) { return g.name == name; });
      const double ns = run.GetAdjustedCPUTime();
      fmt::print(R"({{"bench":"json.{}","value":{:.0f},"unit":"ns","goal":{:.0f},"met":{}}}{})", name, ns, goal->ns, ns <= goal->ns, '\n');
    }
  }
};

}  // namespace
}  // namespace gh

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  gh::Lines lines;
  benchmark::RunSpecifiedBenchmarks(&lines);
}
