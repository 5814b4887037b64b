#include "platform/csv/table.h"

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::csv {

Result<void> Table::read_header(const Row& header) {
  if (header.problem) return fail(errors::invalid, fmt::format("line {}, the header: {}", header.line, header.problem->detail));
  for (const auto& column : columns_) {
    const auto found = std::ranges::find(header.fields, column);
    if (found == header.fields.end())
      return fail(errors::invalid, fmt::format("line {}, the header has no column {}", header.line, column));
    if (std::ranges::count(header.fields, column) > 1)
      return fail(errors::invalid, fmt::format("line {}, the header has the column {} twice", header.line, column));
    positions_.push_back(static_cast<std::size_t>(found - header.fields.begin()));
  }
  width_ = header.fields.size();
  return {};
}

Result<std::optional<Row>> Table::next() {
  if (width_ == 0) {
    const auto header = parser_.next();
    if (!header) return std::nullopt;
    GH_CHECK(read_header(*header));
  }
  auto row = parser_.next();
  if (!row || row->problem) return row;
  if (row->fields.size() != width_) {
    row->problem = Problem{"field_count", fmt::format("the row has {} fields and the header {}", row->fields.size(), width_)};
    return row;
  }
  std::vector<std::string> ordered;
  ordered.reserve(positions_.size());
  for (const auto position : positions_) ordered.push_back(row->fields[position]);
  row->fields = std::move(ordered);
  return row;
}

}  // namespace gh::csv
