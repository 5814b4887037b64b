#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <thread>

#include "platform/metrics/process.h"
#include "platform/metrics/registry.h"
#include "platform/metrics/requests.h"

namespace gh::metrics {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Registry, WritesTheTextFormat) {
  Registry registry;
  registry.counter("orders_total", "Orders \\ by\nstate.", {{"state", "pa\"id\n\\"}}).add(3);
  registry.gauge("queue_depth", "Waiting.").set(-2);
  auto& sizes = registry.histogram("batch_size", "Writes in a commit.", Unit::plain, {1, 8});
  for (const std::uint64_t value : {1u, 2u, 8u, 9u}) sizes.observe(value);
  EXPECT_EQ(registry.text(),
            "# HELP batch_size Writes in a commit.\n# TYPE batch_size histogram\n"
            "batch_size_bucket{le=\"1\"} 1\nbatch_size_bucket{le=\"8\"} 3\nbatch_size_bucket{le=\"+Inf\"} 4\nbatch_size_sum "
            "20\nbatch_size_count 4\n"
            "# HELP orders_total Orders \\\\ by\\nstate.\n# TYPE orders_total counter\norders_total{state=\"pa\\\"id\\n\\\\\"} 3\n"
            "# HELP queue_depth Waiting.\n# TYPE queue_depth gauge\nqueue_depth -2\n");
}

TEST(Registry, SameNameAndLabelsGiveTheSameObject) {
  Registry registry;
  auto& first = registry.counter("a_total", "A.", {{"x", "1"}});
  EXPECT_EQ(&first, &registry.counter("a_total", "A.", {{"x", "1"}}));
  EXPECT_NE(&first, &registry.counter("a_total", "A.", {{"x", "2"}}));
}

TEST(Registry, RefusesWhatPrometheusWouldComplainAbout) {
  Registry registry;
  registry.counter("a_total", "A.", {{"x", "1"}});
  EXPECT_THROW(registry.counter("a_total", "B.", {{"x", "1"}}), std::logic_error);
  EXPECT_THROW(registry.counter("a_total", "A.", {{"y", "1"}}), std::logic_error);
  EXPECT_THROW(registry.counter("a_total", "A."), std::logic_error);
  EXPECT_THROW(registry.counter("orders", "No _total."), std::logic_error);
  EXPECT_THROW(registry.counter("b_total", ""), std::logic_error);
  for (const char* name :
       {"x_total", "x_ms", "wait_milliseconds", "x_kb", "x_count", "x_sum", "x_bucket", "X", "a-b", "", "1a", "x_gauge", "x_percent"}) {
    EXPECT_THROW(registry.gauge(name, "Help."), std::logic_error) << name;
  }
  for (const char* label : {"le", "__x", "A", ""}) EXPECT_THROW(registry.gauge("good", "Help.", {{label, "1"}}), std::logic_error) << label;
  registry.histogram("h_seconds", "H.", Unit::seconds, {1, 2});
  EXPECT_THROW(registry.histogram("h_seconds", "H.", Unit::seconds, {1, 3}), std::logic_error);
  EXPECT_THROW(registry.histogram("i_seconds", "I.", Unit::seconds, {2, 1}), std::logic_error);
}

TEST(Registry, TooManySeriesAreRefused) {
  Registry registry;
  const auto flood = [&] {
    for (std::size_t i = 0; i <= Registry::series_max; ++i) registry.gauge("g", "G.", {{"user", std::to_string(i)}});
  };
  EXPECT_THROW(flood(), std::logic_error);
}

TEST(Registry, DescribesItself) {
  Registry registry;
  RequestTimes requests(registry);
  requests.route("GET", "/x").observe(200, 1ms);
  registry.gauge("a", "A.");
  const auto all = registry.descriptions();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "a");
  EXPECT_EQ(all[1].type, Type::histogram);
  EXPECT_EQ(all[1].labels, (std::vector<std::string>{"route", "method", "status"}));
}

// Every fourth thread shares a copy; only such ones work for long, so that they meet on a machine with few processors.
TEST(Counter, ThreadsThatShareACopyLoseNothing) {
  Registry registry;
  auto& counter = registry.counter("a_total", "A.");
  auto& histogram = registry.histogram("h_seconds", "H.", Unit::seconds, {0.001});
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 2 * detail::shards; ++t) {
    threads.emplace_back([&, rounds = t % detail::shards == 0 ? 500'000 : 1] {
      for (int i = 0; i < rounds; ++i) {
        counter.add();
        histogram.observe(1ms);
        histogram.observe(2ms);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  constexpr std::uint64_t rounds = 1'000'006;
  EXPECT_EQ(counter.value(), rounds);
  EXPECT_EQ(histogram.snapshot().cumulative, (std::vector<std::uint64_t>{rounds, 2 * rounds}));
  EXPECT_NEAR(histogram.snapshot().sum, 0.003 * rounds, 1e-6);
}

TEST(RequestTimes, ByRouteMethodAndStatusWithTheBucketOfThePromise) {
  Registry registry;
  RequestTimes requests(registry);
  auto& route = requests.route("GET", "/api/v1/products/{slug}");
  route.observe(200, 400ms);
  route.observe(200, 401ms);
  route.observe(404, 1us);
  route.observe(9999, -1ns);
  const auto text = registry.text();
  EXPECT_THAT(text, HasSubstr("{route=\"/api/v1/products/{slug}\",method=\"GET\",status=\"200\",le=\"0.4\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("{route=\"/api/v1/products/{slug}\",method=\"GET\",status=\"200\",le=\"0.8\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("_sum{route=\"/api/v1/products/{slug}\",method=\"GET\",status=\"200\"} 0.801\n"));
  EXPECT_THAT(text, HasSubstr("_count{route=\"/api/v1/products/{slug}\",method=\"GET\",status=\"404\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("_count{route=\"/api/v1/products/{slug}\",method=\"GET\",status=\"500\"} 1\n"));
}

double value_of(const std::string& text, const std::string& name) {
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

TEST(Process, FiguresFollowTheProcess) {
  Registry registry;
  add_process_figures(registry);
  const auto before = registry.text();
  EXPECT_GT(value_of(before, "process_resident_memory_bytes"), 1e6);
  EXPECT_NEAR(value_of(before, "process_start_time_seconds"), static_cast<double>(time(nullptr)), 120);
  std::vector<char> memory(32 << 20, 'x');
  asm volatile("" : : "r"(memory.data()) : "memory");  // the compiler may not do without it
  const int fd = open("/dev/null", O_RDONLY);
  std::atomic<bool> stop = false;
  std::thread thread([&] {
    while (!stop) {}
  });
  std::this_thread::sleep_for(30ms);
  const auto after = registry.text();
  stop = true;
  thread.join();
  close(fd);
  EXPECT_GT(value_of(after, "process_resident_memory_bytes"), value_of(before, "process_resident_memory_bytes") + (30 << 20));
  EXPECT_EQ(value_of(after, "process_open_fds"), value_of(before, "process_open_fds") + 1);
  EXPECT_EQ(value_of(after, "process_threads"), value_of(before, "process_threads") + 1);
  EXPECT_GT(value_of(after, "process_cpu_seconds_total"), value_of(before, "process_cpu_seconds_total"));
}

}  // namespace
}  // namespace gh::metrics
