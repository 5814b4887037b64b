// Products as a table: the columns that an import reads and an export writes, and how a row becomes a change. Pure.
//
// A row is a variant; rows of one product follow each other. What belongs to the product stands in its first row, further rows leave those
// cells empty or repeat them. A product is known by `reference`, the farm's own number, or by the `sku` of one of its variants; a variant
// by its sku, else by its title. A column that is not there leaves things as they are. An empty cell of one that is there empties them:
// text, lists, field, harvest, storage class, allergens (not declared; "none" is an empty list), certificate (undeclared), sale and content
// are gone. Where a product cannot be without (title, category, status, tax category, and of a variant title, unit, pack, step, price,
// currency) an empty cell says nothing. What is not in the file is not touched.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contexts/catalog/product.h"

namespace gh::catalog {

inline constexpr std::size_t preview_rows_max = 2'000;  // a preview is one answer; an import takes table_rows_max as an operation

struct TableColumn {
  std::string_view name;
  bool of_variant = false;
  std::string_view help;
  std::string_view example;
};
std::span<const TableColumn> table_columns();

// A row of the file: a cell per table_columns(); nothing where the file has no such column.
struct TableRow {
  std::int64_t line = 0;
  std::vector<std::optional<std::string>> cells;

  std::string_view cell(std::string_view column) const;  // "" if there is none
};
BOOST_DESCRIBE_STRUCT(TableRow, (), (line, cells))

// Where the file's columns are. Unknown columns, columns twice, and a table with neither reference nor sku are invalid_input.
class TableHeader {
 public:
  static Result<TableHeader> read(const std::vector<std::string>& names);
  std::size_t width() const { return columns_.size(); }
  // fields: as many as the header has, as they stand in the file.
  TableRow row(std::int64_t line, const std::vector<std::string>& fields) const;

 private:
  std::vector<std::size_t> columns_;  // of table_columns(), for each field
};

// One product of the file: its rows, next to each other.
struct TableProduct {
  std::vector<TableRow> rows;
};
BOOST_DESCRIBE_STRUCT(TableProduct, (), (rows))

// Whether the row belongs to the product of the rows above it.
bool continues(const TableProduct&, const TableRow&);
// What the product is known by, if its first row says: for finding it.
struct TableKey {
  std::string reference;
  std::optional<Sku> sku;
};
TableKey key_of(const TableProduct&);

enum class RowOutcome { new_, changed, same, error };
BOOST_DESCRIBE_ENUM(RowOutcome, new_, changed, same, error)

struct RowIssue {
  std::int64_t line = 0;
  std::string column;  // empty: the row as a whole
  std::string code;
  std::string reason;
  std::string value;  // of the cell
};
BOOST_DESCRIBE_STRUCT(RowIssue, (), (line, column, code, reason, value))

// What an import would do to one product.
struct TablePlan {
  RowOutcome outcome = RowOutcome::error;
  std::optional<Draft> draft;    // new_
  std::optional<Edit> edit;      // changed, unless only the status is
  std::optional<Status> status;  // wanted, if it is another one
  std::vector<RowIssue> issues;
};
// existing: the farm's product that the key names, if there is one.
TablePlan plan(const TableProduct&, const std::optional<Product>& existing, const Facts&, Timestamp now);
// What a service said about the product, at the cells that it is about.
std::vector<RowIssue> issues_of(const TableProduct&, const std::optional<Product>& existing, const Error&);

// The header, and the rows of a product, as CSV lines. What plan() calls the same when it is read again.
std::string table_header();
std::string table_rows(const Product&);

}  // namespace gh::catalog
