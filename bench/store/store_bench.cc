// What one durable write of the SQLite adapter costs: writes per second, commit batch size and CPU per write at 1, 16, 64 and 512
// concurrent writers with documents of 1 KiB, then reads per second. One JSON line per figure.
//
//   bench_store [seconds per figure, default 2] [folder, default the system's one for temporary files]
#include <stdlib.h>
#include <sys/resource.h>

#include <charconv>
#include <cstdio>
#include <filesystem>

#include "adapters/sqlite/documents.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"

namespace gh {
namespace {

using Instant = std::chrono::steady_clock::time_point;

constexpr int documents_per_writer = 16;
constexpr std::size_t body_bytes = 1024;

struct Totals {
  std::int64_t writes = 0;
  std::int64_t slowest_us = 0;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print(const std::string& bench, double value, const char* unit) {
  std::fputs(fmt::format("{{\"bench\":\"{}\",\"value\":{:.2f},\"unit\":\"{}\"}}\n", bench, value, unit).c_str(), stdout);
}

// Inserts its documents, then replaces them in turn: what an order does to its own document and to the stock.
Task<Totals> write_until(ports::Documents& documents, std::string writer, Instant end) {
  const std::string body(body_bytes, 'x');
  Totals totals;
  for (std::int64_t n = 0; std::chrono::steady_clock::now() < end; ++n) {
    const auto start = std::chrono::steady_clock::now();
    const auto id = "doc_" + writer + "_" + std::to_string(n % documents_per_writer) + "_0123456789ABCDEF";
    const auto round = n / documents_per_writer;
    const auto written = round == 0 ? co_await documents.insert("bench", {id, body, std::vector<std::string>{id, "open"}, {}})
                                    : co_await documents.replace("bench", round, {id, body, std::nullopt, {}});
    if (!written) throw std::runtime_error(written.error().detail());
    ++totals.writes;
    totals.slowest_us = std::max(totals.slowest_us,
                                 std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count());
  }
  co_return totals;
}

void measure_writes(const std::filesystem::path& folder, int writers, double seconds) {
  executors::SystemClock clock;
  std::int64_t commits = 0;
  std::int64_t commands = 0;
  std::chrono::nanoseconds in_commit{0};
  std::chrono::nanoseconds in_apply{0};
  std::chrono::nanoseconds longest_checkpoint{0};
  auto store = sqlite::Store::open({.folder = folder,
                                    .limits = {},
                                    .observe =
                                        [&](const sqlite::CommitReport& report) {
                                          ++commits;
                                          commands += static_cast<std::int64_t>(report.commands);
                                          in_commit += report.commit;
                                          in_apply += report.apply;
                                          longest_checkpoint = std::max(longest_checkpoint, report.checkpoint);
                                        }},
                                   clock);
  if (!store) throw std::runtime_error(store.error().detail());
  Totals totals;
  double cpu = 0;
  const auto start = std::chrono::steady_clock::now();
  {
    sqlite::SqliteDocuments documents(**store);
    if (const auto opened = documents.open({"bench", {{"slug", true}, {"status"}}}); !opened)
      throw std::runtime_error(opened.error().detail());
    executors::EventLoop loop;
    std::vector<Task<Totals>> all;
    const auto end = start + std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
    for (int i = 0; i < writers; ++i) all.push_back(write_until(documents, std::to_string(i), end));
    const auto cpu_before = cpu_seconds();
    for (const auto& one : loop.run_until_complete(when_all(std::move(all)))) {
      totals.writes += one.writes;
      totals.slowest_us = std::max(totals.slowest_us, one.slowest_us);
    }
    cpu = cpu_seconds() - cpu_before;
  }
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  store->reset();
  const auto name = "store.write." + std::to_string(writers);
  const auto writes = static_cast<double>(totals.writes);
  print(name, writes / took, "writes/s");
  print(name + ".batch", static_cast<double>(commands) / static_cast<double>(commits), "writes/commit");
  print(name + ".cpu", cpu * 1e6 / writes, "us/write");
  print(name + ".apply", std::chrono::duration<double, std::micro>(in_apply).count() / writes, "us/write");
  print(name + ".commit", std::chrono::duration<double, std::milli>(in_commit).count() / static_cast<double>(commits), "ms/commit");
  print(name + ".checkpoint", std::chrono::duration<double, std::milli>(longest_checkpoint).count(), "ms at most");
  print(name + ".slowest", static_cast<double>(totals.slowest_us) / 1e3, "ms");
}

Task<std::int64_t> read_until(ports::Documents& documents, Instant end) {
  std::int64_t reads = 0;
  for (; std::chrono::steady_clock::now() < end; ++reads) {
    const auto id = "doc_0_" + std::to_string(reads % documents_per_writer) + "_0123456789ABCDEF";
    const auto read = co_await documents.get("bench", id);
    if (!read || !*read) throw std::runtime_error("a document is missing");
  }
  co_return reads;
}

void measure_reads(const std::filesystem::path& folder, double seconds) {
  executors::SystemClock clock;
  auto store = sqlite::Store::open({.folder = folder, .limits = {}, .observe = {}}, clock);
  if (!store) throw std::runtime_error(store.error().detail());
  sqlite::SqliteDocuments documents(**store);
  if (const auto opened = documents.open({"bench", {{"slug", true}, {"status"}}}); !opened)
    throw std::runtime_error(opened.error().detail());
  executors::EventLoop loop;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
  const auto cpu_before = cpu_seconds();
  const auto reads = static_cast<double>(loop.run_until_complete(read_until(documents, end)));
  print("store.read", reads / seconds, "reads/s");
  print("store.read.cpu", (cpu_seconds() - cpu_before) * 1e6 / reads, "us/read");
}

}  // namespace
}  // namespace gh

int main(int count, char** arguments) {
  const double seconds = count > 1 ? std::strtod(arguments[1], nullptr) : 2.0;
  const auto parent = count > 2 ? std::filesystem::path(arguments[2]) : std::filesystem::temp_directory_path();
  for (const int writers : {1, 16, 64, 512}) {
    auto pattern = (parent / "greenharvest-bench-XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(pattern.data());
    gh::measure_writes(folder, writers, seconds);
    if (writers == 512) gh::measure_reads(folder, seconds);
    std::filesystem::remove_all(folder);
  }
}
