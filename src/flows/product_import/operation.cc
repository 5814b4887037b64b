#include "flows/product_import/operation.h"

#include "platform/json/json.h"

namespace gh::product_import {
namespace {

constexpr std::size_t value_bytes_told_max = 100;

operations::RowError row_error(const catalog::RowIssue& issue) {
  auto detail = issue.reason;
  if (!issue.value.empty() && issue.value.size() <= value_bytes_told_max) detail += fmt::format(" It is {}.", json::escape(issue.value));
  return {issue.line, issue.column, issue.code, std::move(detail)};
}

Task<Result<operations::Outcome>> take_rows(const ProductImport& import, farmers::Service& farms, FarmId id,
                                            std::vector<operations::Row> rows) {
  GH_CO_TRY(const auto farm, co_await farms.get(std::move(id)));
  std::vector<catalog::TablePiece> pieces;
  for (const auto& row : rows) {
    GH_CO_TRY(auto piece, json::parse_stored<catalog::TablePiece>(row.body));
    pieces.push_back(std::move(piece));
  }
  GH_CO_TRY(const auto taken, co_await import.take(farm, std::move(pieces), Mode::run));
  operations::Outcome outcome;
  for (const auto& one : taken) {
    ++outcome.counts[std::string(json::enum_name(one.outcome))];
    for (const auto& issue : one.issues) outcome.errors.push_back(row_error(issue));
  }
  co_return outcome;
}

}  // namespace

operations::NewOperation operation_of(std::vector<catalog::TablePiece> pieces, FarmId farm, UserId by) {
  operations::NewOperation operation{
      .kind = std::string(operation_kind), .parameters = {}, .rows = {}, .created_by = std::move(by), .farm = std::move(farm)};
  for (const auto& piece : pieces) {
    const auto line = piece.product.rows.empty() ? piece.issues.front().line : piece.product.rows.front().line;
    operation.rows.push_back({line, json::to_string(piece)});
  }
  return operation;
}

operations::Runner::Work work(const ProductImport& import, farmers::Service& farms) {
  static_assert(operations::chunk_rows_max <= ProductImport::together_max);
  return [&import, &farms](const operations::Operation& operation, const std::vector<operations::Row>& rows) {
    return take_rows(import, farms, operation.farm.value_or(FarmId()), rows);
  };
}

}  // namespace gh::product_import
