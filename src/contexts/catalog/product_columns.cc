#include "contexts/catalog/product_columns.h"

#include <algorithm>

#include "platform/csv/cells.h"
#include "platform/json/json.h"

namespace gh::catalog {
namespace {

using Text = std::string;
using P = const Product&;
using V = const Variant*;

Text decimal(Money money) { return fmt::format("{}.{:02}", money.minor / 100, money.minor % 100); }
template <class E>
Text word(E value) {
  return Text(json::enum_name(value));
}
Text number(const std::optional<std::int32_t>& value) { return value ? std::to_string(*value) : ""; }

template <class Items, class Show>
Text list(const Items& items, Show show) {
  std::vector<Text> shown;
  for (const auto& item : items) shown.push_back(show(item));
  return csv::joined(shown);
}

Text allergens(P p) {
  if (!p.allergens) return "";
  return p.allergens->empty() ? "none" : list(*p.allergens, word<Allergen>);
}
Text images(P p) {
  return list(p.images, [](const Image& i) { return i.alt.empty() ? i.url : i.url + " " + i.alt; });
}

// clang-format off
const Column all[] = {
    {{"reference", false, "your own number of the product; it stays the same for ever and names the product in the next import", "TOM-1"}, CellKind::key, "", "reference", [](P p, V) { return p.reference; }},
    {{"sku", true, "the shop's number of the variant, given by the shop; empty for a new one", ""}, CellKind::key, "", "sku", [](P, V v) { return v ? v->sku.text() : ""; }},
    {{"status", false, "draft, published or archived; empty: as it is", "published"}, CellKind::key, "", "status", [](P p, V) { return word(p.status); }},
    {{"title", false, "2 to 120 characters; needed for a new product", "Heirloom tomatoes"}, CellKind::word, "", "title", [](P p, V) { return p.title; }},
    {{"category", false, "the slug of a category; needed for a new product", "fruiting-vegetables"}, CellKind::word, "", "category", [](P p, V) { return p.category; }},
    {{"description", false, "up to 5,000 characters", "Vine ripened, picked in the morning."}, CellKind::text, "", "description", [](P p, V) { return p.description; }},
    {{"tags", false, "words, separated by |", "heirloom|no-spray"}, CellKind::words, "", "tags", [](P p, V) { return csv::joined(p.tags); }},
    {{"field", false, "the name of a field of your farm; empty: none", "North plot"}, CellKind::field, "", "field", [](P p, V) { return p.origin.field_name; }},
    {{"harvest_date", false, "a day, 2026-05-04", ""}, CellKind::word, "harvest", "date", [](P p, V) { return p.harvest.date ? to_string(*p.harvest.date) : ""; }},
    {{"harvest_from_month", false, "1 to 12", "7"}, CellKind::number, "harvest", "from_month", [](P p, V) { return number(p.harvest.from_month); }},
    {{"harvest_to_month", false, "1 to 12", "10"}, CellKind::number, "harvest", "to_month", [](P p, V) { return number(p.harvest.to_month); }},
    {{"season", false, "the months in which it is sold, separated by |; empty: as its harvest", "7|8|9|10"}, CellKind::numbers, "", "season", [](P p, V) { return list(p.season, [](std::int32_t m) { return std::to_string(m); }); }},
    {{"certificate", false, "certified, none_claimed or undeclared; empty: undeclared", "certified"}, CellKind::word, "certificate", "claim", [](P p, V) { return word(p.certificate.claim); }},
    {{"certificate_number", false, "of your farm's certificate", "BRO-2041"}, CellKind::word, "certificate", "number", [](P p, V) { return p.certificate.number; }},
    {{"storage", false, "how to keep it at home", "Not in the fridge."}, CellKind::text, "", "storage", [](P p, V) { return p.storage; }},
    {{"handling", false, "how to wash, prepare and carry it", "Stem side down."}, CellKind::text, "", "handling", [](P p, V) { return p.handling; }},
    {{"storage_class", false, "ambient, chilled (at most 5 °C), eggs (at most 7.2 °C) or frozen (at most -18 °C); empty: not said", "ambient"}, CellKind::word, "", "storage_class", [](P p, V) { return p.storage_class ? word(*p.storage_class) : ""; }},
    {{"allergens", false, "separated by |, or none; empty: not declared", "none"}, CellKind::allergens, "", "allergens", [](P p, V) { return allergens(p); }},
    {{"tax_category", false, "food, prepared_food, candy, soft_drink, alcohol, supplement, plant_or_flower or non_food", "food"}, CellKind::word, "", "tax_category", [](P p, V) { return word(p.tax_category); }},
    {{"min_remaining_shelf_life_days", false, "what has fewer days to go is not sold", "2"}, CellKind::count, "", "min_remaining_shelf_life_days", [](P p, V) { return std::to_string(p.min_remaining_shelf_life_days); }},
    {{"related", false, "ids of products of your farm, separated by |", ""}, CellKind::words, "", "related", [](P p, V) { return list(p.related, [](const ProductId& id) { return id.text(); }); }},
    {{"seo_title", false, "up to 70 characters", ""}, CellKind::text, "seo", "title", [](P p, V) { return p.seo.title; }},
    {{"seo_description", false, "up to 160 characters", ""}, CellKind::text, "seo", "description", [](P p, V) { return p.seo.description; }},
    {{"images", false, "addresses, each followed by a space and what the image shows, separated by |", "https://example.com/tomatoes.jpg A crate of tomatoes"}, CellKind::images, "", "images", [](P p, V) { return images(p); }},
    {{"variant", true, "the variant's title; needed for a new one", "By the pound"}, CellKind::word, "", "title", [](P, V v) { return v ? v->title : ""; }},
    {{"unit", true, "kg, g, lb, oz, l, ml, each, bunch, dozen, jar, bag, box, loaf, pint, quart, head, gallon, fl_oz, bouquet, stem, plant or tray", "lb"}, CellKind::word, "", "unit", [](P, V v) { return v ? word(v->unit) : ""; }},
    {{"pack", true, "how much of the unit is sold as one; empty: 1", "1"}, CellKind::number, "", "pack", [](P, V v) { return v ? to_string(v->pack) : ""; }},
    {{"step", true, "buyers order multiples of it; empty: 1", "1"}, CellKind::number, "", "step", [](P, V v) { return v ? to_string(v->step) : ""; }},
    {{"min_quantity", true, "the least that is sold at once; empty: one step", ""}, CellKind::count, "", "min_quantity", [](P, V v) { return v ? to_string(v->min_quantity) : ""; }},
    {{"price", true, "of one pack, 4.50", "4.50"}, CellKind::amount, "", "price", [](P, V v) { return v ? decimal(v->price) : ""; }},
    {{"currency", true, "three letters; empty: as it is, USD for a new variant", "USD"}, CellKind::key, "", "currency", [](P, V v) { return v ? Text(v->price.currency.text()) : ""; }},
    {{"options", true, "name=value, separated by |", "size=large|color=red"}, CellKind::options, "", "options", [](P, V v) { return v ? list(v->options, [](const VariantOption& o) { return o.name + "=" + o.value; }) : ""; }},
    {{"sale_price", true, "lower than the price", "3.90"}, CellKind::amount, "sale", "price", [](P, V v) { return v && v->sale ? decimal(v->sale->price) : ""; }},
    {{"sale_from", true, "2026-08-01T00:00:00Z", "2026-08-01T00:00:00Z"}, CellKind::word, "sale", "from", [](P, V v) { return v && v->sale ? to_string(v->sale->from) : ""; }},
    {{"sale_to", true, "the moment at which it ends", "2026-08-15T00:00:00Z"}, CellKind::word, "sale", "to", [](P, V v) { return v && v->sale ? to_string(v->sale->to) : ""; }},
    {{"breaks", true, "volume prices, quantity@price, separated by |", "5@4.20|20@3.80"}, CellKind::breaks, "", "breaks", [](P, V v) { return v ? list(v->breaks, [](const Break& b) { return to_string(b.from_quantity) + "@" + decimal(b.price); }) : ""; }},
    {{"gtin", true, "the number below the bar code: 8, 12, 13 or 14 digits", ""}, CellKind::text, "", "gtin", [](P, V v) { return v ? v->gtin : ""; }},
    {{"content", true, "what one jar, basket … holds; with content_unit", ""}, CellKind::number, "content", "quantity", [](P, V v) { return v && v->content ? to_string(v->content->quantity) : ""; }},
    {{"content_unit", true, "kg, g, lb, oz, l, ml, fl_oz or gallon", ""}, CellKind::word, "content", "unit", [](P, V v) { return v && v->content ? word(v->content->unit) : ""; }},
};
// clang-format on

bool is_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

// A decimal that JSON takes, too; anything else stays a text and is refused by whoever reads it.
Text number_json(std::string_view cell) {
  const auto dot = cell.find('.');
  const auto whole = cell.substr(0, dot);
  const bool good =
      is_digits(whole) && (whole.size() == 1 || whole.front() != '0') && (dot == std::string_view::npos || is_digits(cell.substr(dot + 1)));
  return good ? Text(cell) : json::escape(cell);
}

constexpr std::size_t whole_digits_max = 10;

// {"amount":450,"currency":"USD"} of "4.50".
std::optional<Text> amount_json(std::string_view cell, Currency currency) {
  const auto dot = cell.find('.');
  const auto whole = cell.substr(0, dot);
  Text cents = dot == std::string_view::npos ? "00" : Text(cell.substr(dot + 1));
  if (cents.size() == 1) cents += '0';
  if (!is_digits(whole) || whole.size() > whole_digits_max || cents.size() != 2 || !is_digits(cents)) return std::nullopt;
  return fmt::format(R"({{"amount":{},"currency":"{}"}})", std::stoll(Text(whole) + cents), currency.text());
}

template <class Item>
Text array(std::string_view cell, Item item) {
  Text json = "[";
  for (const auto& one : csv::split(cell)) json += (json.size() > 1 ? "," : "") + item(one);
  return json + "]";
}

Text image_json(const Text& item) {
  const auto space = item.find(' ');
  const auto alt = space == Text::npos ? "" : item.substr(space + 1);
  return fmt::format(R"({{"url":{},"alt":{}}})", json::escape(item.substr(0, space)), json::escape(alt));
}

Text option_json(const Text& item) {
  const auto equals = item.find('=');
  const auto value = equals == Text::npos ? "" : item.substr(equals + 1);
  return fmt::format(R"({{"name":{},"value":{}}})", json::escape(item.substr(0, equals)), json::escape(value));
}

void note(std::vector<RowIssue>& issues, const Column& column, const std::string& cell, std::string_view code, std::string_view reason) {
  issues.push_back({0, Text(column.name), Text(code), Text(reason), cell});
}

std::optional<Text> field_json(const Column& column, const std::string& cell, const Facts& facts, std::vector<RowIssue>& issues) {
  const auto found = std::ranges::find(facts.fields, cell, &FieldFact::name);
  if (found != facts.fields.end()) return json::escape(found->id.text());
  note(issues, column, cell, "unknown_field_of_farm", "Your farm has no field of this name.");
  return std::nullopt;
}

std::optional<Text> breaks_json(const Column& column, const std::string& cell, Currency currency, std::vector<RowIssue>& issues) {
  bool good = true;
  Text json = array(cell, [&](const Text& item) {
    const auto at = item.find('@');
    const auto price = at == Text::npos ? std::nullopt : amount_json(std::string_view(item).substr(at + 1), currency);
    good &= price.has_value();
    return fmt::format(R"({{"from_quantity":{},"price":{}}})", number_json(std::string_view(item).substr(0, at)), price.value_or("{}"));
  });
  if (good) return json;
  note(issues, column, cell, "bad_format", "A volume price is a quantity, @ and a price: 5@4.20.");
  return std::nullopt;
}

std::string pointer_of(const Column& c) {
  return c.group.empty() ? fmt::format("/{}", c.member) : fmt::format("/{}/{}", c.group, c.member);
}

}  // namespace

std::span<const Column> columns() { return all; }

std::optional<std::string> cell_json(const Column& column, const std::string& cell, const CellContext& context,
                                     std::vector<RowIssue>& issues) {
  switch (column.kind) {
    case CellKind::text:
      return json::escape(cell);
    case CellKind::word:
      if (cell.empty()) return std::nullopt;
      return json::escape(cell);
    case CellKind::number:
      if (cell.empty()) return std::nullopt;
      return number_json(cell);
    case CellKind::count:
      return cell.empty() ? "0" : number_json(cell);
    case CellKind::amount: {
      if (cell.empty()) return std::nullopt;
      auto amount = amount_json(cell, context.currency);
      if (!amount) note(issues, column, cell, "bad_format", "A price is a number with at most two decimals, as in 4.50.");
      return amount;
    }
    case CellKind::words:
      return array(cell, [](const Text& item) { return json::escape(item); });
    case CellKind::numbers:
      return array(cell, [](const Text& item) { return number_json(item); });
    case CellKind::allergens:
      if (cell.empty()) return std::nullopt;
      return cell == "none" ? "[]" : array(cell, [](const Text& item) { return json::escape(item); });
    case CellKind::images:
      return array(cell, image_json);
    case CellKind::options:
      return array(cell, option_json);
    case CellKind::breaks:
      return breaks_json(column, cell, context.currency, issues);
    case CellKind::field:
      if (cell.empty()) return std::nullopt;
      return field_json(column, cell, context.facts, issues);
    case CellKind::key:
      return std::nullopt;
  }
  return std::nullopt;
}

const Column* column_of(std::string_view pointer) {
  bool of_variant = false;
  if (pointer.starts_with("/variants/")) {
    const auto end = pointer.find('/', std::string_view("/variants/").size());
    of_variant = true;
    pointer = end == std::string_view::npos ? "" : pointer.substr(end);
  }
  const Column* best = nullptr;
  std::size_t best_size = 0;
  for (const auto& column : all) {
    if (column.of_variant != of_variant || pointer.empty()) continue;
    const auto own = pointer_of(column);
    const bool below = pointer == own || (pointer.starts_with(own) && pointer[own.size()] == '/');
    const bool above = own.starts_with(pointer) && own[pointer.size()] == '/';
    if (below && own.size() > best_size) {
      best = &column;
      best_size = own.size();
    }
    if (above && best == nullptr) best = &column;
  }
  return best;
}

}  // namespace gh::catalog
