#include "gateway/routes/product_import.h"

#include "contexts/catalog/errors.h"
#include "contexts/identity/scopes.h"
#include "contexts/operations/errors.h"
#include "flows/product_import/operation.h"
#include "gateway/routes/operations.h"

namespace gh::gateway {

inline constexpr std::size_t table_bytes_max = std::size_t{4} * 1024 * 1024;

struct ProductTable {
  std::string csv;  // the file's text
};
BOOST_DESCRIBE_STRUCT(ProductTable, (), (csv))

struct PreviewIssue {
  std::string column;
  std::string code;
  std::string reason;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(PreviewIssue, (), (column, code, reason, value))

struct PreviewRow {
  std::int64_t line = 0;
  std::string reference;
  std::string sku;
  std::string variant;
  catalog::RowOutcome outcome = catalog::RowOutcome::error;
  std::vector<PreviewIssue> issues;  // none, though the outcome is an error: another row of the product has one
};
BOOST_DESCRIBE_STRUCT(PreviewRow, (), (line, reference, sku, variant, outcome, issues))

struct ImportPreview {
  std::vector<PreviewRow> rows;
  std::map<std::string, std::int64_t> counts;  // of rows by outcome
};
BOOST_DESCRIBE_STRUCT(ImportPreview, (), (rows, counts))

struct ImportColumn {
  std::string name;
  bool of_variant = false;
  std::string help;
  std::string example;
};
BOOST_DESCRIBE_STRUCT(ImportColumn, (), (name, of_variant, help, example))

struct ImportLimits {
  std::int64_t preview_rows_max = catalog::preview_rows_max;
  std::int64_t import_rows_max = catalog::table_rows_max;
  std::int64_t bytes_max = table_bytes_max;
};
BOOST_DESCRIBE_STRUCT(ImportLimits, (), (preview_rows_max, import_rows_max, bytes_max))

struct ImportTemplate {
  std::vector<ImportColumn> columns;
  ImportLimits limits;
  std::string csv;  // the header and an example
};
BOOST_DESCRIBE_STRUCT(ImportTemplate, (), (columns, limits, csv))

namespace {

using json::None;

Result<std::vector<catalog::TablePiece>> pieces_of(std::string_view csv, std::size_t rows_max) {
  catalog::TableReader reader;
  reader.feed(csv);
  reader.end();
  std::vector<catalog::TablePiece> pieces;
  for (;;) {
    GH_TRY(auto piece, reader.next());
    if (!piece) return pieces;
    if (reader.rows() > rows_max)
      return fail(Error(catalog::errors::table_too_large, fmt::format("At most {} rows are taken at once.", rows_max))
                      .field("/csv", "too_many_rows", fmt::format("The file has more than {} rows.", rows_max))
                      .extend("rows_max", std::to_string(rows_max)));
    pieces.push_back(*std::move(piece));
  }
}

// A row of the answer for each of the file, also for those that are no product's.
void put_rows(const product_import::Taken& taken, ImportPreview& preview) {
  std::map<std::int64_t, PreviewRow> rows;
  for (const auto& row : taken.product.rows)
    rows[row.line] = {
        row.line, std::string(row.cell("reference")), std::string(row.cell("sku")), std::string(row.cell("variant")), taken.outcome, {}};
  for (const auto& issue : taken.issues) {
    auto& row = rows[issue.line];
    row.line = issue.line;
    row.issues.push_back({issue.column, issue.code, issue.reason, issue.value});
  }
  for (auto& [line, row] : rows) {
    ++preview.counts[std::string(json::enum_name(row.outcome))];
    preview.rows.push_back(std::move(row));
  }
}

Task<Result<Reply<ImportPreview>>> preview(farmers::Service& farms, const product_import::ProductImport& import, UserId user,
                                           ProductTable table) {
  GH_CO_TRY(const auto farm, co_await farms.farm_for(std::move(user), farmers::Duty::manage));
  GH_CO_TRY(auto pieces, pieces_of(table.csv, catalog::preview_rows_max));
  ImportPreview answer;
  for (std::size_t at = 0; at < pieces.size(); at += product_import::ProductImport::together_max) {
    const auto end = std::min(pieces.size(), at + product_import::ProductImport::together_max);
    std::vector<catalog::TablePiece> some(std::make_move_iterator(pieces.begin() + static_cast<std::ptrdiff_t>(at)),
                                          std::make_move_iterator(pieces.begin() + static_cast<std::ptrdiff_t>(end)));
    GH_CO_TRY(const auto taken, co_await import.take(farm, std::move(some), product_import::Mode::preview));
    for (const auto& one : taken) put_rows(one, answer);
    co_await sleep(Milliseconds(0));  // others want the loop, too
  }
  // A row that cannot be read stands before the product that it interrupts.
  std::ranges::sort(answer.rows, {}, &PreviewRow::line);
  co_return answer;
}

Task<Result<Reply<OperationView>>> start(farmers::Service& farms, operations::Service& operations, UserId user, ProductTable table) {
  GH_CO_TRY(const auto farm, co_await farms.farm_for(user, farmers::Duty::manage));
  GH_CO_TRY(auto pieces, pieces_of(table.csv, catalog::table_rows_max));
  if (pieces.empty()) co_return fail(Error(gh::errors::invalid).field("/csv", "empty", "The file has no rows."));
  GH_CO_TRY(auto operation, co_await operations.start(product_import::operation_of(std::move(pieces), farm.id, std::move(user))));
  co_return accepted(std::move(operation));
}

ImportTemplate import_template() {
  ImportTemplate answer;
  answer.csv = catalog::table_header();
  std::vector<std::string> example;
  for (const auto& column : catalog::table_columns()) {
    answer.columns.push_back({std::string(column.name), column.of_variant, std::string(column.help), std::string(column.example)});
    example.emplace_back(column.example);
  }
  answer.csv += csv::to_row(example);
  return answer;
}

RouteSpec import_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  return {.method = method,
          .path = "/api/v1/farms/mine/products" + std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "catalog",
          .roles = farmers,
          .scope = std::string(method == net::Method::get ? identity::products_read : identity::products_write),
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .body_bytes_max = method == net::Method::get ? body_bytes_max_default : table_bytes_max,
          .errors = std::move(errors)};
}

}  // namespace

void product_import_routes(RouteTable& table, catalog::Service& catalog, farmers::Service& farms, product_import::ProductImport& import,
                           operations::Service& operations) {
  using TableInput = Input<None, None, ProductTable>;
  table.add<TableInput, ImportPreview>(
      import_spec(net::Method::post, "/import/preview", "previewProductImport",
                  "What an import of this table would do, row by row: new, changed, same or error. Nothing is written. At most 2,000 rows.",
                  {&gh::errors::not_found, &catalog::errors::table_too_large}),
      [&](const Call& call, TableInput in) { return preview(farms, import, *call.caller.user, std::move(in.body)); });
  auto starting =
      import_spec(net::Method::post, "/import", "importProducts",
                  "Takes a table of products as an operation: a bad row costs its product, the rest is saved; again changes nothing.",
                  {&gh::errors::not_found, &catalog::errors::table_too_large, &operations::errors::operation_too_large,
                   &operations::errors::too_many_operations});
  starting.success_status = 202;
  table.add<TableInput, OperationView>(std::move(starting), [&](const Call& call, TableInput in) {
    return start(farms, operations, *call.caller.user, std::move(in.body));
  });
  table.add<Input<>, ImportTemplate>(
      import_spec(net::Method::get, "/import/template", "getProductImportTemplate",
                  "The columns of a table of products, what an empty cell of each means, how much is taken at once, and an example.", {}),
      [](const Call&, Input<>) -> Task<Result<Reply<ImportTemplate>>> { co_return import_template(); });
  table.add<Input<>, CsvText>(
      import_spec(net::Method::get, "/export", "exportProducts",
                  "The products of the caller's farm as the table that an import reads; importing it changes nothing.",
                  {&gh::errors::not_found}),
      [&](const Call& call, Input<>) -> Task<Result<Reply<CsvText>>> {
        GH_CO_TRY(const auto farm, co_await farms.farm_for(*call.caller.user, farmers::Duty::look));
        product_import::ProductExport products(catalog, farm.id);
        CsvText answer;
        for (;;) {
          GH_CO_TRY(const auto rows, co_await products.next());
          if (rows.empty()) break;
          answer.text += rows;
          co_await sleep(Milliseconds(0));  // others want the loop, too
        }
        co_return answer;
      });
}

}  // namespace gh::gateway
