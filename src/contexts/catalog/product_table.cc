#include "contexts/catalog/product_table.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/catalog/inputs.h"
#include "contexts/catalog/product_columns.h"
#include "contexts/catalog/store.h"
#include "platform/csv/cells.h"
#include "platform/csv/parser.h"

namespace gh::catalog {

// The cells of a variant; what is absent stays as it is.
struct VariantCells {
  std::optional<json::Text<1, 80>> title;
  std::optional<Unit> unit;
  std::optional<Money> price;
  std::optional<Quantity> pack;
  std::optional<Quantity> step;
  std::optional<Quantity> min_quantity;
  std::optional<json::List<OptionInput, 0, options_max>> options;
  std::optional<Sale> sale;
  std::optional<json::List<Break, 0, breaks_max>> breaks;
  std::optional<json::Text<0, 14>> gtin;
  std::optional<Content> content;
};
BOOST_DESCRIBE_STRUCT(VariantCells, (), (title, unit, price, pack, step, min_quantity, options, sale, breaks, gtin, content))

namespace {

std::size_t index_of(std::string_view column) {
  return static_cast<std::size_t>(std::ranges::find(columns(), column, &TableColumn::name) - columns().begin());
}
const std::optional<std::string>& cell_of(const TableRow& row, const Column& column) {
  return row.cells[static_cast<std::size_t>(&column - columns().data())];
}

// The cells of one level as a JSON object. Groups whose cells are all empty become {} where that empties them, else nothing.
std::string object_of(const TableRow& row, bool of_variant, const CellContext& context, std::vector<RowIssue>& issues) {
  std::string members;
  std::vector<std::pair<std::string_view, std::string>> groups;
  const auto append = [](std::string& to, std::string_view name, const std::string& value) {
    to += fmt::format("{}\"{}\":{}", to.empty() ? "" : ",", name, value);
  };
  for (const auto& column : columns()) {
    const auto& cell = cell_of(row, column);
    if (column.of_variant != of_variant || column.kind == CellKind::key || !cell) continue;
    if (!column.group.empty() && (groups.empty() || groups.back().first != column.group)) groups.emplace_back(column.group, "");
    const std::size_t known = issues.size();
    const auto value = cell_json(column, *cell, context, issues);
    for (std::size_t i = known; i < issues.size(); ++i) issues[i].line = row.line;
    if (value) append(column.group.empty() ? members : groups.back().second, column.member, *value);
  }
  for (auto& [group, inner] : groups) {
    // A claim that was emptied is none.
    const auto& claim = row.cells[index_of("certificate")];
    if (group == "certificate" && claim && claim->empty()) append(inner, "claim", "\"undeclared\"");
    if (!inner.empty() || group == "harvest" || group == "seo") append(members, group, "{" + inner + "}");
  }
  return "{" + members + "}";
}

bool has_column(const TableRow& row, std::string_view name) { return row.cells[index_of(name)].has_value(); }
bool says_variant(const TableRow& row) {
  return std::ranges::any_of(columns(), [&](const Column& c) { return c.of_variant && cell_of(row, c) && !cell_of(row, c)->empty(); });
}

// Notes what a reader or a rule said, at the cell that it is about. row_at(i) is the row of the i-th variant.
template <class RowAt>
void note(const Error& error, RowAt row_at, const TableRow& first, std::vector<RowIssue>& issues, std::string_view below = "") {
  if (error.fields().empty()) {
    const auto reason = error.detail().empty() ? std::string(error.kind().title) : error.detail();
    issues.push_back({first.line, "", std::string(error.kind().code), reason, ""});
  }
  for (const auto& field : error.fields()) {
    const TableRow* row = &first;
    const std::string pointer = std::string(below) + field.pointer;
    constexpr std::string_view variants = "/variants/";
    if (pointer.starts_with(variants)) row = &row_at(std::strtoul(pointer.c_str() + variants.size(), nullptr, 10));
    const auto* column = column_of(pointer);
    issues.push_back({row->line, column == nullptr ? "" : std::string(column->name), field.code, field.detail,
                      column == nullptr ? "" : cell_of(*row, *column).value_or("")});
  }
}

// The product's variants with what the rows say about them, in their order, new ones at the end.
struct Merged {
  std::vector<VariantDraft> drafts;
  std::vector<const TableRow*> rows;  // of each; null: the file does not name it
  bool touched = false;
};

// Which of the drafts the row is about; the number of drafts for a new one, nothing if its sku is not the product's.
std::optional<std::size_t> variant_of(const Merged& merged, const TableRow& row, const std::string& title) {
  if (const auto sku = row.cell("sku"); !sku.empty()) {
    const auto found = std::ranges::find_if(merged.drafts, [&](const VariantDraft& d) { return d.sku && d.sku->text() == sku; });
    if (found == merged.drafts.end()) return std::nullopt;
    return static_cast<std::size_t>(found - merged.drafts.begin());
  }
  if (title.empty() && merged.drafts.size() == 1) return std::size_t{0};
  return static_cast<std::size_t>(std::ranges::find(merged.drafts, title, &VariantDraft::title) - merged.drafts.begin());
}

Currency currency_of(const TableRow& row, const Merged& merged, std::optional<std::size_t> at, std::vector<RowIssue>& issues) {
  const std::string cell(row.cell("currency"));
  if (!cell.empty()) {
    if (const auto currency = parse_currency(cell)) return *currency;
    issues.push_back({row.line, "currency", "bad_format", "A currency is three capital letters.", cell});
  }
  return at && *at < merged.drafts.size() ? merged.drafts[*at].price.currency : Currency{};
}

void put(VariantDraft& draft, const VariantCells& cells, const TableRow& row) {
  if (cells.title) draft.title = cells.title->value();
  if (cells.unit) draft.unit = *cells.unit;
  if (cells.price) draft.price = *cells.price;
  if (cells.pack) draft.pack = *cells.pack;
  if (cells.step) draft.step = *cells.step;
  if (cells.min_quantity) draft.min_quantity = *cells.min_quantity;
  if (cells.options) {
    draft.options.clear();
    for (const auto& option : *cells.options) draft.options.push_back({option.name.value(), option.value.value()});
  }
  if (has_column(row, "sale_price")) draft.sale = cells.sale;
  if (cells.breaks) draft.breaks = cells.breaks->value();
  if (cells.gtin) draft.gtin = cells.gtin->value();
  if (has_column(row, "content")) draft.content = cells.content;
}

void merge_row(Merged& merged, const TableRow& row, const Facts& facts, std::vector<RowIssue>& issues) {
  const auto refuse = [&](std::string_view column, std::string_view code, std::string_view reason) {
    issues.push_back({row.line, std::string(column), std::string(code), std::string(reason), std::string(row.cell(column))});
  };
  const auto at = variant_of(merged, row, std::string(row.cell("variant")));
  if (!at) return refuse("sku", "unknown_sku", "The product has no such variant; leave the sku empty for a new one.");
  const bool fresh = *at == merged.drafts.size();
  const auto currency = currency_of(row, merged, at, issues);
  const std::size_t known = issues.size();
  const auto cells = json::parse<VariantCells>(object_of(row, true, {currency, facts}, issues));
  // NOLINTNEXTLINE(bugprone-return-const-ref-from-parameter): for the length of this call
  if (!cells) return note(cells.error(), [&](std::size_t) -> const TableRow& { return row; }, row, issues, "/variants/0");
  if (issues.size() > known) return;
  if (fresh && !cells->title) return refuse("variant", "required", "A new variant needs a title.");
  if (fresh && !cells->price) return refuse("price", "required", "A new variant needs a price.");
  if (fresh) {
    merged.drafts.emplace_back();
    merged.rows.push_back(nullptr);
  }
  if (merged.rows[*at] != nullptr)
    return refuse("variant", "repeated", fmt::format("The variant stands in line {} already.", merged.rows[*at]->line));
  merged.rows[*at] = &row;
  put(merged.drafts[*at], *cells, row);
  merged.touched = true;
}

Merged merge(const TableProduct& product, const std::optional<Product>& existing, const Facts& facts, std::vector<RowIssue>& issues) {
  Merged merged;
  if (existing)
    for (const auto& variant : existing->variants) merged.drafts.push_back(as_draft(variant));
  merged.rows.resize(merged.drafts.size(), nullptr);
  for (const auto& row : product.rows)
    if (says_variant(row)) merge_row(merged, row, facts, issues);
  return merged;
}

// Further rows do not say other things of the product than the first.
void check_repeats(const TableProduct& product, std::vector<RowIssue>& issues) {
  const auto& first = product.rows.front();
  for (const auto& row : product.rows) {
    for (const auto& column : columns()) {
      const auto& cell = cell_of(row, column);
      if (column.of_variant || !cell || cell->empty() || cell == cell_of(first, column)) continue;
      issues.push_back({row.line, std::string(column.name), "differs",
                        fmt::format("What belongs to the product stands in its first row, line {}.", first.line), *cell});
    }
  }
}

std::optional<Status> wanted_status(const TableRow& row, std::vector<RowIssue>& issues) {
  const std::string cell(row.cell("status"));
  if (cell.empty()) return std::nullopt;
  const auto status = json::enum_from_name<Status>(cell);
  if (!status) issues.push_back({row.line, "status", "not_allowed", "A status is draft, published or archived.", cell});
  return status;
}

Draft as_new(const std::string& reference, const Edit& e) {
  Draft d;
  d.reference = reference;
  d.title = e.title.value_or("");
  d.description = e.description.value_or("");
  d.category = e.category.value_or("");
  d.tags = e.tags.value_or(std::vector<std::string>{});
  d.variants = e.variants.value_or(std::vector<VariantDraft>{});
  d.field = e.field;
  d.harvest = e.harvest.value_or(Harvest{});
  d.season = e.season.value_or(std::vector<std::int32_t>{});
  d.certificate = e.certificate.value_or(Certificate{});
  d.storage = e.storage.value_or("");
  d.handling = e.handling.value_or("");
  d.storage_class = e.storage_class;
  d.allergens = e.allergens;
  d.tax_category = e.tax_category.value_or(TaxCategory::food);
  d.min_remaining_shelf_life_days = e.min_remaining_shelf_life_days.value_or(0);
  d.related = e.related.value_or(std::vector<ProductId>{});
  d.seo = e.seo.value_or(Seo{});
  d.images = e.images.value_or(std::vector<Image>{});
  return d;
}

// What is there of a product but what every write touches.
std::string substance(Product p) {
  p.updated = {};
  p.farm = {};
  p.farm_labels.clear();
  p.lapsed = false;
  p.category_path.clear();
  return json::to_string(p);
}

Result<void> move(Product& product, Status to, const Facts& facts, Timestamp now) {
  if (to == Status::published) return publish(product, facts, now);
  return to == Status::draft ? unpublish(product, now) : archive(product, now);
}

}  // namespace

std::span<const TableColumn> table_columns() {
  static const std::vector<TableColumn> all(columns().begin(), columns().end());
  return all;
}

std::string_view TableRow::cell(std::string_view column) const {
  const auto& found = cells[index_of(column)];
  return found ? std::string_view(*found) : std::string_view();
}

Result<TableHeader> TableHeader::read(const std::vector<std::string>& names) {
  TableHeader header;
  Error error(gh::errors::invalid, "The header cannot be used.");
  for (const auto& name : names) {
    const auto at = index_of(name);
    if (at == columns().size()) {
      error.field("/csv", "unknown_column", fmt::format("There is no column {}.", json::escape(name.substr(0, 60))));
    } else if (std::ranges::find(header.columns_, at) != header.columns_.end()) {
      error.field("/csv", "repeated_column", fmt::format("The column {} stands there twice.", name));
    }
    header.columns_.push_back(at);
  }
  const auto has = [&](std::string_view name) { return std::ranges::find(header.columns_, index_of(name)) != header.columns_.end(); };
  if (!has("reference") && !has("sku")) error.field("/csv", "no_key_column", "There must be a column reference or sku.");
  if (!error.fields().empty()) return fail(std::move(error));
  return header;
}

TableRow TableHeader::row(std::int64_t line, const std::vector<std::string>& fields) const {
  TableRow row{line, std::vector<std::optional<std::string>>(columns().size())};
  for (std::size_t i = 0; i < columns_.size(); ++i) row.cells[columns_[i]] = csv::unguarded(fields[i]);
  return row;
}

bool continues(const TableProduct& product, const TableRow& row) {
  const auto reference = row.cell("reference");
  if (!reference.empty()) return reference == product.rows.front().cell("reference");
  const auto sku = Sku::parse(row.cell("sku"));
  if (!sku) return true;  // a further variant of the product above
  const auto known = key_of(product).sku;
  return known && known->product() == sku->product();
}

TableKey key_of(const TableProduct& product) {
  TableKey key{std::string(product.rows.front().cell("reference")), {}};
  for (const auto& row : product.rows)
    if (!key.sku) key.sku = Sku::parse(row.cell("sku"));
  return key;
}

TablePlan plan(const TableProduct& product, const std::optional<Product>& existing, const Facts& facts, Timestamp now) {
  TablePlan plan;
  const auto& first = product.rows.front();
  const std::string reference(first.cell("reference"));
  const auto wanted = wanted_status(first, plan.issues);
  if (existing && existing->status == Status::archived && (!wanted || *wanted == Status::archived)) {
    plan.outcome = RowOutcome::same;
    return plan;
  }
  if (!existing && reference.empty()) {
    plan.issues.push_back({first.line, "reference", "required", "A new product needs a reference; a sku must be one of your farm's.", ""});
    return plan;
  }
  if (existing && !reference.empty() && existing->reference != reference)
    plan.issues.push_back(
        {first.line, "reference", "not_changeable", "The product with this sku has another reference, or none.", reference});
  check_repeats(product, plan.issues);
  const auto merged = merge(product, existing, facts, plan.issues);
  const auto row_at = [&](std::size_t i) -> const TableRow& {
    return i < merged.rows.size() && merged.rows[i] != nullptr ? *merged.rows[i] : first;
  };
  const auto change = json::parse<ProductChange>(object_of(first, false, {{}, facts}, plan.issues));
  if (!change) note(change.error(), row_at, first, plan.issues);
  if (!existing && change && !change->title) plan.issues.push_back({first.line, "title", "required", "A new product needs a title.", ""});
  if (!existing && change && !change->category)
    plan.issues.push_back({first.line, "category", "required", "A new product needs a category.", ""});
  if (!plan.issues.empty()) return plan;

  Edit wanted_edit = edit(*change);
  const auto emptied = [&first](std::string_view column) { return has_column(first, column) && first.cell(column).empty(); };
  wanted_edit.no_field = emptied("field");
  wanted_edit.no_storage_class = emptied("storage_class");
  wanted_edit.no_allergens = emptied("allergens");
  if (merged.touched) wanted_edit.variants = merged.drafts;
  Result<Product> after = existing ? Result<Product>(*existing)
                                   : create(id_of_reference(facts.farm.id, reference), "new", as_new(reference, wanted_edit), facts, now);
  if (after && existing) {
    const auto edited = edit(*after, wanted_edit, facts, now);
    if (!edited) after = fail(edited.error());
  }
  if (!after) {
    note(after.error(), row_at, first, plan.issues);
    return plan;
  }
  const bool edited = existing && substance(*existing) != substance(*after);
  if (wanted && *wanted != after->status) {
    plan.status = wanted;
    if (const auto moved = move(*after, *wanted, facts, now); !moved) {
      note(moved.error(), row_at, first, plan.issues);
      return plan;
    }
  }
  if (!existing) plan.draft = as_new(reference, wanted_edit);
  if (edited) plan.edit = std::move(wanted_edit);
  plan.outcome = !existing ? RowOutcome::new_ : edited || plan.status ? RowOutcome::changed : RowOutcome::same;
  return plan;
}

std::vector<RowIssue> issues_of(const TableProduct& product, const std::optional<Product>& existing, const Error& error) {
  std::vector<RowIssue> issues, ignored;
  const auto merged = merge(product, existing, {}, ignored);
  const auto& first = product.rows.front();
  note(
      error, [&](std::size_t i) -> const TableRow& { return i < merged.rows.size() && merged.rows[i] ? *merged.rows[i] : first; }, first,
      issues);
  return issues;
}

std::string table_header() {
  std::vector<std::string> names;
  for (const auto& column : columns()) names.emplace_back(column.name);
  return csv::to_row(names);
}

std::string table_rows(const Product& product) {
  std::string lines;
  const std::size_t rows = std::max<std::size_t>(product.variants.size(), 1);
  for (std::size_t i = 0; i < rows; ++i) {
    const Variant* variant = i < product.variants.size() ? &product.variants[i] : nullptr;
    std::vector<std::string> cells;
    for (const auto& column : columns()) {
      // The key stands in every row, so that rows that were sorted by hand still find each other.
      const bool shown = column.of_variant || i == 0 || column.name == "reference";
      cells.push_back(shown ? csv::guarded(column.show(product, variant)) : "");
    }
    lines += csv::to_row(cells);
  }
  return lines;
}

}  // namespace gh::catalog
