#include "platform/metrics/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "platform/metrics/name_rules.h"

namespace gh::metrics {
namespace {

void append_escaped(std::string& out, std::string_view text, bool quotes) {
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || (quotes && c == '"')) out += '\\';
    out += c;
  }
}

// a="x",b="y"
std::string written(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (!text.empty()) text += ',';
    text += name;
    text += "=\"";
    append_escaped(text, value, true);
    text += '"';
  }
  return text;
}

std::vector<std::string> names_of(const Labels& labels) {
  std::vector<std::string> names;
  for (const auto& [name, value] : labels) names.push_back(name);
  return names;
}

std::string in_braces(const std::string& labels) { return labels.empty() ? labels : '{' + labels + '}'; }

void write_histogram(std::string& out, const std::string& name, const std::vector<double>& bounds, const std::string& labels,
                     const Histogram& histogram) {
  const auto snapshot = histogram.snapshot();
  const auto separator = labels.empty() ? "" : ",";
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, separator, bounds[i], snapshot.cumulative[i]);
  }
  const auto count = snapshot.cumulative.back();
  fmt::format_to(std::back_inserter(out), "{}_bucket{{{}{}le=\"+Inf\"}} {}\n", name, labels, separator, count);
  fmt::format_to(std::back_inserter(out), "{}_sum{} {}\n{}_count{} {}\n", name, in_braces(labels), snapshot.sum, name, in_braces(labels),
                 count);
}

}  // namespace

std::string_view name_of(Type type) {
  constexpr std::string_view names[] = {"counter", "gauge", "histogram"};
  return names[static_cast<std::size_t>(type)];
}

std::pair<Registry::Series&, bool> Registry::series(Type type, std::string_view name, std::string_view help, const Labels& labels) {
  const auto refuse = [&](std::string_view why) { throw std::logic_error(fmt::format("metric {}: {}", name, why)); };
  const auto label_names = names_of(labels);
  auto found = families_.find(name);
  if (found == families_.end()) {
    if (const auto broken = broken_rule(type, name, help, label_names); !broken.empty()) refuse(broken);
    found = families_.emplace(name, Family{type, std::string(help), label_names, {}, {}}).first;
  }
  auto& family = found->second;
  if (family.type != type || family.help != help || family.label_names != label_names) refuse("used with another type, help or labels");
  if (family.series.size() >= series_max) refuse("too many series");
  const auto [at, is_new] = family.series.try_emplace(written(labels));
  return {at->second, is_new};
}

Counter& Registry::counter(std::string_view name, std::string_view help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  const auto [made, is_new] = series(Type::counter, name, help, labels);
  if (is_new) made = std::make_unique<Counter>();
  return *std::get<std::unique_ptr<Counter>>(made);
}

Gauge& Registry::gauge(std::string_view name, std::string_view help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  const auto [made, is_new] = series(Type::gauge, name, help, labels);
  if (is_new) made = std::make_unique<Gauge>();
  return *std::get<std::unique_ptr<Gauge>>(made);
}

Histogram& Registry::histogram(std::string_view name, std::string_view help, Unit unit, const std::vector<double>& bounds,
                               const Labels& labels) {
  const std::lock_guard lock(mutex_);
  const auto [made, is_new] = series(Type::histogram, name, help, labels);
  auto& family = families_.find(name)->second;
  if (family.bounds.empty()) family.bounds = bounds;
  if (family.bounds != bounds || bounds.empty() || !std::ranges::is_sorted(bounds)) {
    throw std::logic_error(fmt::format("metric {}: the buckets of all series must be the same, ascending", name));
  }
  if (is_new) made = std::make_unique<Histogram>(unit, bounds);
  return *std::get<std::unique_ptr<Histogram>>(made);
}

void Registry::sampled_counter(std::string_view name, std::string_view help, std::function<double()> sample, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  series(Type::counter, name, help, labels).first = std::move(sample);
}

void Registry::sampled_gauge(std::string_view name, std::string_view help, std::function<double()> sample, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  series(Type::gauge, name, help, labels).first = std::move(sample);
}

void Registry::write(std::string& out, const std::string& name, const Family& family) {
  out += fmt::format("# HELP {} ", name);
  append_escaped(out, family.help, false);
  out += fmt::format("\n# TYPE {} {}\n", name, name_of(family.type));
  for (const auto& [labels, series] : family.series) {
    if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&series)) {
      write_histogram(out, name, family.bounds, labels, **histogram);
      continue;
    }
    out += name + in_braces(labels) + ' ';
    if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&series)) out += std::to_string((*counter)->value());
    if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&series)) out += std::to_string((*gauge)->value());
    if (const auto* sample = std::get_if<Sample>(&series)) out += fmt::format("{}", (*sample)());
    out += '\n';
  }
}

std::string Registry::text() const {
  std::string out;
  const std::lock_guard lock(mutex_);
  for (const auto& [name, family] : families_) write(out, name, family);
  return out;
}

std::vector<Description> Registry::descriptions() const {
  std::vector<Description> all;
  const std::lock_guard lock(mutex_);
  for (const auto& [name, family] : families_) all.push_back({name, family.type, family.label_names, family.help});
  return all;
}

}  // namespace gh::metrics
