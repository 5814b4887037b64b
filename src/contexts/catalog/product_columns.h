// The columns of the product table: how each is shown, and what its cells are in the JSON that the API reads, so that a table is checked
// by the same limits as a request. For product_table.cc.
#pragma once
#include "contexts/catalog/product_table.h"

namespace gh::catalog {

// What a cell holds.
enum class CellKind {
  text,       // "" is a text, too
  word,       // a text that cannot be empty: an empty cell is no value
  number,     // likewise
  count,      // a number; empty is 0
  amount,     // of money, with at most two decimals
  words,      // a list of texts
  numbers,    // a list of numbers
  allergens,  // as words; "none" for an empty list
  images,     // address, then what it shows: "https://… A crate of beets"
  options,    // name=value
  breaks,     // from_quantity@price
  field,      // a field of the farm, by its name; empty is none
  key,        // reference, sku and status: read by plan() itself
};

struct Column : TableColumn {
  CellKind kind = CellKind::text;
  std::string_view group;   // the object that it is a member of, or ""
  std::string_view member;  // in the JSON of a product, or of a variant
  std::string (*show)(const Product&, const Variant*) = nullptr;
};
std::span<const Column> columns();

// What cells need to know of the rest.
struct CellContext {
  Currency currency;
  const Facts& facts;
};
// The cell as JSON; nothing: it says nothing. Problems are added to the issues with code, reason and value.
std::optional<std::string> cell_json(const Column&, const std::string& cell, const CellContext&, std::vector<RowIssue>& issues);

// The column that a JSON pointer into a product or one of its variants is about; null: the whole row.
const Column* column_of(std::string_view pointer);

}  // namespace gh::catalog
