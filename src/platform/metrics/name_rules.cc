#include "platform/metrics/name_rules.h"

#include <algorithm>

namespace gh::metrics {
namespace {

bool is_name(std::string_view name) {
  const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  return !name.empty() && lower(name.front()) && std::ranges::all_of(name, [&](char c) { return lower(c) || (c >= '0' && c <= '9'); });
}

// Units that are not base units: seconds, bytes, ratio, celsius and so on are.
constexpr std::string_view foreign_units[] = {"ms",          "millis",    "milliseconds", "us",   "micros",  "microseconds", "ns",
                                              "nanoseconds", "minutes",   "hours",        "days", "kb",      "kib",          "mb",
                                              "mib",         "kilobytes", "megabytes",    "bits", "percent", "percentage"};
constexpr std::string_view reserved_endings[] = {"_count", "_sum", "_bucket"};
constexpr std::string_view reserved_labels[] = {"le", "quantile"};

bool has_word(std::string_view name, std::string_view word) {
  for (std::size_t at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || name[at - 1] == '_') && (end == name.size() || name[end] == '_')) return true;
  }
  return false;
}

}  // namespace

std::string broken_rule(Type type, std::string_view name, std::string_view help, const std::vector<std::string>& labels) {
  if (!is_name(name)) return "a name has lower case letters, digits and underscores";
  if (help.empty()) return "there is no help text";
  if (name.ends_with("_total") != (type == Type::counter)) return "counters and only counters end in _total";
  if (has_word(name, name_of(type))) return "the type does not belong into the name";
  for (const auto unit : foreign_units) {
    if (has_word(name, unit)) return "not in a base unit";
  }
  for (const auto ending : reserved_endings) {
    if (name.ends_with(ending)) return "the ending belongs to histograms' own series";
  }
  for (const auto& label : labels) {
    if (!is_name(label) || label.starts_with("__") || std::ranges::find(reserved_labels, label) != std::end(reserved_labels))
      return "a label has a bad name";
  }
  return {};
}

}  // namespace gh::metrics
