// greenharvest_load: shoppers against a running server on this machine; prints what they saw as one JSON object.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <sys/resource.h>
#include <CLI/CLI.hpp>

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
  app.add_option("--payment-methods", plan.payment_methods, "tokens; each order takes one of them by chance")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--cancel-percent", plan.cancel_percent, "of the paid orders, cancelled by their buyers")
      ->capture_default_str()
      ->check(CLI::Range(0, 100));
  app.add_option("--ledger", plan.ledger, "appends what the server acknowledged, a line each (buyers.h)");
  app.add_option("--history", plan.history, "appends when each purchase was asked for and answered (buyers.h)");
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
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  fmt::print(
      R"({{"placed":{},"pending":{},"cancelled":{},"sold_out":{},"told_what_is_left":{},"declined":{},"other":{},"broken":{},"requests":{},)",
      figures.placed, figures.pending, figures.cancelled, figures.sold_out, figures.told_what_is_left, figures.declined, figures.other,
      figures.broken, figures.requests);
  fmt::print(R"("seconds":{:.3f},"orders_per_second":{:.1f},"cpu_seconds":{:.3f},"order_p50_ms":{:.2f},"order_p99_ms":{:.2f},)",
             figures.seconds, static_cast<double>(figures.placed) / figures.seconds, seconds(used.ru_utime) + seconds(used.ru_stime),
             percentile(figures.order_ms, 0.5), percentile(figures.order_ms, 0.99));
  fmt::print(R"("purchase_p50_ms":{:.2f},"purchase_p99_ms":{:.2f},"strange":[{}]}})"
             "\n",
             percentile(figures.purchase_ms, 0.5), percentile(figures.purchase_ms, 0.99), strange);
  return 0;
}
