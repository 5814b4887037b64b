// How many carts are priced in a second on one core: 20 lines of three farms with sales and volume breaks, three coupons, delivery, VAT.
//   ./dev bench pricing
#include <benchmark/benchmark.h>

#include "contexts/pricing/engine.h"

namespace gh::pricing {
namespace {

constexpr Timestamp now{1'777'878'729'250};
constexpr double goal_per_second = 50'000;

Question cart() {
  Question question;
  question.at = now;
  question.tax_included = true;
  question.destination = {"DE", "", "10115"};
  for (int i = 0; i < 20; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    auto& line = question.lines.emplace_back();
    line.sku = Sku::of(ProductId::derive(number * 7919, number), 1);
    line.farm = FarmId::derive(number % 3, 1);
    line.categories = {"food", i % 2 != 0 ? "vegetables" : "fruit"};
    line.quantity = {1000 * (1 + i % 4)};
    line.price = {199 + 37 * i, {}};
    line.grams = 500;
    if (i % 4 == 0) line.sale = Sale{{149 + 37 * i, {}}, now - Milliseconds(1), now + Milliseconds(1)};
    if (i % 5 == 0) line.breaks = {{{3000}, {189 + 37 * i, {}}}, {{10'000}, {150 + 37 * i, {}}}};
  }
  CouponTerms tenth{.code = "TENTH", .percent_ppm = 100'000, .amount = {}, .of = {}, .funded_by = {}, .combinable = true};
  CouponTerms greens{.code = "GREENS",
                     .percent_ppm = 50'000,
                     .amount = {},
                     .scope = CouponScope::category,
                     .of = "vegetables",
                     .funded_by = {},
                     .combinable = true};
  CouponTerms five{.code = "FIVE", .amount = Money{500, {}}, .of = {}, .funded_by = {}, .combinable = true};
  question.coupons = {tenth, greens, five};
  for (std::uint64_t i = 0; i < 3; ++i) {
    FeeTerms fee{
        .zone = "A", .fee = {490, {}}, .by_weight = {{5'000, {490, {}}}, {20'000, {890, {}}}}, .by_value = {{{5'000, {}}, {0, {}}}}};
    question.farms.push_back({FarmId::derive(i, 1), Money{1'000, {}}, std::move(fee)});
  }
  return question;
}

void carts_priced(benchmark::State& state) {
  std::vector<TaxRate> rates;
  for (const auto& line : default_tax_rates()) rates.push_back(*parse_tax_rate(line));
  const TaxTable taxes(std::move(rates));
  const auto question = cart();
  for (auto _ : state) benchmark::DoNotOptimize(price(question, taxes));
}
BENCHMARK(carts_priced);

// One JSON line per figure, as every program in bench/.
class Lines : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      const double per_second = 1e9 / run.GetAdjustedCPUTime();
      fmt::print(R"({{"bench":"pricing.{}","value":{:.0f},"unit":"carts/s","goal":{:.0f},"met":{}}}{})", run.benchmark_name(), per_second,
                 goal_per_second, per_second >= goal_per_second, '\n');
    }
  }
};

}  // namespace
}  // namespace gh::pricing

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  gh::pricing::Lines lines;
  benchmark::RunSpecifiedBenchmarks(&lines);
}
