// Registry: all metrics of the program by name; gives them out at start and writes them in Prometheus' text format.
//
//   metrics::Counter& orders = registry.counter("orders_placed_total", "Orders that were paid.");
//
// The composition root owns it; it outlives everything that holds one of its metrics. Callable from any thread, but every call takes
// a lock: ask once, keep the reference. The same name and labels give the same object. A name that breaks Prometheus' conventions
// (base units, _total for counters only), or is used with another type, help or other label names, throws std::logic_error.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/metrics/metrics.h"

namespace gh::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

enum class Type { counter, gauge, histogram };
std::string_view name_of(Type type);

// One metric name, as the documentation lists it.
struct Description {
  std::string name;
  Type type;
  std::vector<std::string> labels;
  std::string help;
};

class Registry {
 public:
  // Series of one name; asking for more is a label with too many values and throws.
  static constexpr std::size_t series_max = 5000;

  Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, Unit unit, const std::vector<double>& bounds,
                       const Labels& labels = {});
  // Asked whenever the metrics are read, on the reader's thread; what it refers to outlives the last text().
  void sampled_counter(std::string_view name, std::string_view help, std::function<double()> sample, const Labels& labels = {});
  void sampled_gauge(std::string_view name, std::string_view help, std::function<double()> sample, const Labels& labels = {});

  // text/plain; version=0.0.4
  std::string text() const;
  std::vector<Description> descriptions() const;  // sorted by name

 private:
  using Sample = std::function<double()>;
  using Series = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>, Sample>;
  struct Family {
    Type type;
    std::string help;
    std::vector<std::string> label_names;
    std::vector<double> bounds;
    std::map<std::string, Series> series;  // by the labels as they are written
  };
  // The series and whether it is new, hence still empty.
  std::pair<Series&, bool> series(Type type, std::string_view name, std::string_view help, const Labels& labels);
  static void write(std::string& out, const std::string& name, const Family& family);

  mutable std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace gh::metrics
