#include "platform/csv/cells.h"

namespace gh::csv {
namespace {

// What stands behind leading apostrophes is a formula.
bool reads_as_formula(std::string_view text) {
  const auto at = text.find_first_not_of('\'');
  return at != std::string_view::npos && std::string_view("=+-@\t\r").find(text[at]) != std::string_view::npos;
}

}  // namespace

std::string guarded(std::string_view text) { return (reads_as_formula(text) ? "'" : "") + std::string(text); }

std::string unguarded(std::string_view cell) {
  const bool has_guard = cell.starts_with('\'') && reads_as_formula(cell);
  return std::string(has_guard ? cell.substr(1) : cell);
}

std::string joined(const std::vector<std::string>& items) {
  std::string cell;
  for (const auto& item : items) {
    if (!cell.empty()) cell += '|';
    for (const char c : item) {
      if (c == '|' || c == '\\') cell += '\\';
      cell += c;
    }
  }
  return cell;
}

std::vector<std::string> split(std::string_view cell) {
  std::vector<std::string> items;
  if (cell.empty()) return items;
  items.emplace_back();
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '|') {
      items.emplace_back();
    } else {
      if (cell[i] == '\\' && i + 1 < cell.size()) ++i;
      items.back() += cell[i];
    }
  }
  return items;
}

}  // namespace gh::csv
