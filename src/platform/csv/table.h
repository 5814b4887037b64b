// Table: rows with named columns. The first row is the header; columns are found by name in any order, others are ignored.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "platform/csv/parser.h"

namespace gh::csv {

class Table {
 public:
  // columns: the names that must be there; a row's fields come in this order.
  explicit Table(std::vector<std::string> columns, Limits limits = {}) : columns_(std::move(columns)), parser_(limits) {}

  void feed(std::string_view bytes) { parser_.feed(bytes); }
  void end() { parser_.end(); }
  // The next row below the header; nothing: feed() more, or the end. A row whose number of fields is not the header's has the
  // problem "field_count". Fails with `invalid` if the header is broken, lacks a column or names one twice; then nothing follows.
  Result<std::optional<Row>> next();

 private:
  Result<void> read_header(const Row&);

  std::vector<std::string> columns_;
  Parser parser_;
  std::vector<std::size_t> positions_;  // of columns_ in the header
  std::size_t width_ = 0;               // 0: no header yet
};

}  // namespace gh::csv
