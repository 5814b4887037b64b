// Puts the products of a table into a farm's catalog, or says what it would do. Every product is taken by itself: one that cannot be taken
// costs its rows. Taking the same table again changes nothing, and a run that was cut off goes on where it is run again: a new product's
// id comes from the farm and its reference. One object for the program, callable from any thread.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/catalog/table_reader.h"
#include "flows/publish/publish.h"

namespace gh::product_import {

enum class Mode { preview, run };  // preview writes nothing

// What became of a product of the table, or would.
struct Taken {
  catalog::TableProduct product;
  catalog::RowOutcome outcome = catalog::RowOutcome::error;
  std::vector<catalog::RowIssue> issues;  // none unless the outcome is an error
};

class ProductImport {
 public:
  static constexpr std::size_t together_max = 64;  // products whose writes share a commit

  ProductImport(catalog::Service& catalog, publish::Publisher& publisher, const Clock& clock)
      : catalog_(catalog), publisher_(publisher), clock_(clock) {}

  // In their order, at most together_max. Fails if the store does; what was written until then stays.
  Task<Result<std::vector<Taken>>> take(farmers::Farm farm, std::vector<catalog::TablePiece> pieces, Mode mode) const;

 private:
  Task<Result<std::optional<catalog::Product>>> known(FarmId farm, catalog::TableKey key) const;
  Task<Result<Taken>> take_one(farmers::Farm farm, catalog::Facts facts, catalog::TablePiece piece, Mode mode) const;
  Task<Result<void>> write(catalog::TablePlan plan, std::optional<catalog::Product> existing, catalog::Facts facts) const;

  catalog::Service& catalog_;
  publish::Publisher& publisher_;
  const Clock& clock_;
};

// All products of the farm that are not archived, as the table that an import reads, piece by piece: the header first, "" at the end.
class ProductExport {
 public:
  ProductExport(catalog::Service& catalog, FarmId farm) : catalog_(catalog), farm_(std::move(farm)) {}
  Task<Result<std::string>> next();

 private:
  catalog::Service& catalog_;
  FarmId farm_;
  bool begun_ = false;
  bool ended_ = false;
  std::string cursor_;
};

}  // namespace gh::product_import
