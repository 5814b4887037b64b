// greenharvest_load: shoppers against a running server on this machine; prints what they saw as one JSON object.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include "buyers.h"

namespace {

double percentile(std::vector<double>& values, double p) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(p * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
  return values[at];
}

}  // namespace

int main(int argc, char** argv) {
  gh::load::Plan plan;
  std::string sku_file;
  CLI::App app("Shoppers that buy over HTTP from a server on 127.0.0.1, each: cart, line, order.");
  app.add_option("--port", plan.port, "of the server")->required();
  app.add_option("--buyers", plan.buyers, "at once, each on a connection of its own")->capture_default_str()->check(CLI::Range(1, 20000));
  app.add_option("--orders", plan.orders_per_buyer, "purchases of each buyer; 0: until the time is over")->capture_default_str();
  app.add_option("--seconds", plan.seconds, "bound of the run")->capture_default_str()->check(CLI::Range(0.1, 600.0));
  app.add_option("--skus", sku_file, "file with a sku per line")->required()->check(CLI::ExistingFile);
  app.add_option("--payment-method", plan.payment_method)->capture_default_str();
  app.add_option("--ledger", plan.ledger, "appends `order key` for each acknowledged order");
  app.add_option("--seed", plan.seed, "of the idempotency keys")->capture_default_str();
  app.add_flag("--retry", plan.retry, "reconnect and repeat with the same key when the connection breaks");
  CLI11_PARSE(app, argc, argv);
  std::ifstream file(sku_file);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) plan.skus.push_back(line);
  }
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  auto figures = gh::load::run(plan);
  std::string strange;
  for (const auto& one : figures.strange) {
    strange += strange.empty() ? "\"" : ",\"";
    for (const char c : one) {
      if (c == '"' || c == '\\') strange += '\\';
      if (c >= ' ') strange += c;
    }
    strange += '"';
  }
  fmt::print(
      R"({{"placed":{},"sold_out":{},"declined":{},"other":{},"broken":{},"requests":{},"seconds":{:.3f},"orders_per_second":{:.1f},"order_p50_ms":{:.2f},"order_p99_ms":{:.2f},"purchase_p50_ms":{:.2f},"purchase_p99_ms":{:.2f},"strange":[{}]}})"
      "\n",
      figures.placed, figures.sold_out, figures.declined, figures.other, figures.broken, figures.requests, figures.seconds,
      static_cast<double>(figures.placed) / figures.seconds, percentile(figures.order_ms, 0.5), percentile(figures.order_ms, 0.99),
      percentile(figures.purchase_ms, 0.5), percentile(figures.purchase_ms, 0.99), strange);
  return 0;
}
