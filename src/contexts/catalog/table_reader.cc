#include "contexts/catalog/table_reader.h"

#include "base/errors.h"
#include "contexts/catalog/errors.h"

namespace gh::catalog {
namespace {

std::string key_text(const TableProduct& product) {
  const auto key = key_of(product);
  if (!key.reference.empty()) return "reference " + key.reference;
  return key.sku ? "product " + key.sku->product().text() : "";
}

}  // namespace

Result<bool> TableReader::read_header() {
  if (header_) return true;
  const auto row = parser_.next();
  if (!row && !ended_) return false;
  if (!row) return fail(Error(gh::errors::invalid).field("/csv", "empty", "The file has no header."));
  if (row->problem)
    return fail(Error(gh::errors::invalid).field("/csv", std::string(row->problem->code), "In the header: " + row->problem->detail));
  GH_TRY(header_, TableHeader::read(row->fields));
  return true;
}

TablePiece TableReader::finish() {
  TablePiece piece{std::exchange(product_, {}), {}};
  const auto line = piece.product.rows.front().line;
  if (const auto key = key_text(piece.product); !key.empty() && !keys_.insert(key).second) {
    piece.issues.push_back({line, "", "apart", "Rows of this product stood further up; the rows of one product follow each other.", ""});
    piece.product.rows.clear();
  }
  return piece;
}

Result<std::optional<TablePiece>> TableReader::next() {
  GH_TRY(const bool begun, read_header());
  if (!begun) return std::nullopt;
  while (auto row = parser_.next()) {
    if (++rows_ > table_rows_max) return fail(Error(errors::table_too_large, fmt::format("A file has at most {} rows.", table_rows_max)));
    if (!row->problem && row->fields.size() != header_->width())
      row->problem =
          csv::Problem{"field_count", fmt::format("The row has {} cells and the header {}.", row->fields.size(), header_->width())};
    if (row->problem) {
      TablePiece bad;
      bad.issues.push_back({row->line, "", std::string(row->problem->code), row->problem->detail, ""});
      return std::optional(std::move(bad));
    }
    auto read = header_->row(row->line, row->fields);
    const bool more = !product_.rows.empty() && product_.rows.size() < product_rows_max && continues(product_, read);
    if (more || product_.rows.empty()) {
      product_.rows.push_back(std::move(read));
      continue;
    }
    auto piece = finish();
    product_.rows.push_back(std::move(read));
    return std::optional(std::move(piece));
  }
  if (ended_ && !product_.rows.empty()) return std::optional(finish());
  return std::nullopt;
}

}  // namespace gh::catalog
