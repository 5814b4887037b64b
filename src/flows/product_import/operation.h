// An import as an operation: a row of it is a product of the table, so that what belongs together is worked on together.
#pragma once
#include "contexts/operations/runner.h"
#include "flows/product_import/product_import.h"

namespace gh::product_import {

inline constexpr std::string_view operation_kind = "products.import";

operations::NewOperation operation_of(std::vector<catalog::TablePiece> pieces, FarmId farm, UserId by);

// The work of the kind. Counts products by outcome; an error names its line, its column and what stood there.
operations::Runner::Work work(const ProductImport& import, farmers::Service& farms);

}  // namespace gh::product_import
