// TableReader: a file of products, product by product, as its bytes come in. Holds one product, and the keys of those that were there.
#pragma once
#include <set>

#include "contexts/catalog/product_table.h"
#include "platform/csv/parser.h"

namespace gh::catalog {

inline constexpr std::size_t table_rows_max = 20'000;              // of one file
inline constexpr std::size_t product_rows_max = variants_max * 2;  // of one product: what it sells, and some that are taken in turn

// A product of the file, or what was wrong with rows that cannot be read as one.
struct TablePiece {
  TableProduct product;  // without rows: there is none
  std::vector<RowIssue> issues;
};
BOOST_DESCRIBE_STRUCT(TablePiece, (), (product, issues))

class TableReader {
 public:
  void feed(std::string_view bytes) { parser_.feed(bytes); }
  void end() {
    parser_.end();
    ended_ = true;
  }
  // The next piece; nothing: feed() more, or the end. Fails with invalid_input if the header cannot be used, table_too_large after
  // table_rows_max rows.
  Result<std::optional<TablePiece>> next();
  std::size_t rows() const { return rows_; }  // that were read, the header not counted

 private:
  Result<bool> read_header();
  TablePiece finish();

  csv::Parser parser_;
  std::optional<TableHeader> header_;
  TableProduct product_;
  std::set<std::string> keys_;
  std::size_t rows_ = 0;
  bool ended_ = false;
};

}  // namespace gh::catalog
