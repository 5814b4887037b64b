#include "contexts/catalog/product_table.h"

#include <gtest/gtest.h>

#include "contexts/catalog/store.h"
#include "contexts/catalog/table_reader.h"

namespace gh::catalog {
namespace {

constexpr Timestamp now{1'780'000'000'000};

Facts facts() {
  return {{FarmId::derive(1, 1), "birch-hollow", "Birch Hollow"}, true, {}, {{FieldId::derive(2, 2), "North plot"}}, Date{20000}, {}, now};
}

std::vector<TablePiece> read(const std::string& csv, std::size_t chunk = 1000) {
  TableReader reader;
  std::vector<TablePiece> pieces;
  for (std::size_t at = 0;; at += chunk) {
    if (at < csv.size())
      reader.feed(std::string_view(csv).substr(at, chunk));
    else
      reader.end();
    for (;;) {
      auto piece = reader.next();
      if (!piece) {
        ADD_FAILURE() << piece.error().fields().at(0).detail;
        return pieces;
      }
      if (!*piece) break;
      pieces.push_back(*std::move(*piece));
    }
    if (at >= csv.size()) return pieces;
  }
}
std::string issues(const TablePlan& plan) {
  std::string all;
  for (const auto& issue : plan.issues)
    all += fmt::format("{}{}:{}:{}:{}", all.empty() ? "" : " ", issue.line, issue.column, issue.code, issue.value);
  return all;
}
// What the rows make of nothing, or of the product.
TablePlan planned(const std::string& csv, const std::optional<Product>& existing = {}) {
  const auto pieces = read(csv);
  EXPECT_EQ(pieces.size(), 1U);
  return plan(pieces.at(0).product, existing, facts(), now);
}
Product made(const TablePlan& plan) {
  EXPECT_TRUE(plan.draft) << issues(plan);
  return *create(id_of_reference(facts().farm.id, plan.draft->reference), "slug", *plan.draft, facts(), now);
}

Product everything() {
  Draft d;
  d.reference = "=TOM-1";  // a formula to a spreadsheet
  d.title = "+Heirloom | tomatoes";
  d.description = "Line one\nLine \"two\", with a comma";
  d.category = "fruiting-vegetables";
  d.tags = {"heirloom", "no-spray"};
  d.field = FieldId::derive(2, 2);
  d.harvest = {Date{20000}, 7, 10};
  d.season = {7, 8};
  d.certificate = {CertificateClaim::certified, "BRO-1"};
  d.storage = "-5 is too cold";
  d.handling = "@ room temperature";
  d.storage_class = StorageClass::ambient;
  d.allergens = std::vector<Allergen>{};
  d.tax_category = TaxCategory::non_food;
  d.min_remaining_shelf_life_days = 2;
  d.related = {ProductId::derive(7, 7), ProductId::derive(8, 8)};
  d.seo = {"Title", "'=apostrophe"};
  d.images = {{"https://example.com/1.jpg", "A crate | of \\ tomatoes"}, {"https://example.com/2.jpg", ""}};
  VariantDraft pound{.sku = {}, .title = "Pound", .unit = Unit::lb, .price = {450, {}}};
  pound.options = {{"size", "large|x"}, {"color", "a=b"}};
  pound.sale = Sale{{405, {}}, now, {now.ms + 1000}};
  pound.breaks = {{{5000}, {400, {}}}, {{20'500}, {5, {}}}};
  pound.min_quantity = {2000};
  pound.gtin = "40170725";
  VariantDraft jar{.sku = {}, .title = "Jar", .unit = Unit::jar, .price = {1, {}}, .pack = {1500}, .step = {500}};
  jar.content = Content{{340'000}, Unit::g};
  d.variants = {pound, jar};
  return *create(id_of_reference(facts().farm.id, d.reference), "slug", d, facts(), now);
}

TEST(ProductTable, WhatIsExportedIsTheSameWhenItIsRead) {
  auto bare = everything();
  bare.variants.clear();
  bare.storage_class.reset();
  bare.allergens.reset();
  bare.origin = {};
  bare.harvest = {};
  bare.season.clear();
  bare.images.clear();
  for (const auto& product : {everything(), bare}) {
    const auto csv = table_header() + table_rows(product);
    for (const std::size_t chunk : {1U, 7U, 100'000U}) {
      const auto pieces = read(csv, chunk);
      ASSERT_EQ(pieces.size(), 1U);
      const auto again = plan(pieces[0].product, product, facts(), now + Milliseconds(5));
      EXPECT_EQ(again.outcome, RowOutcome::same) << issues(again);
    }
  }
  // And it makes the same product where there is none: all but the skus, which are the shop's.
  const auto product = everything();
  auto csv = table_header() + table_rows(product);
  for (const auto& variant : product.variants) csv.replace(csv.find(variant.sku.text()), variant.sku.text().size(), "");
  auto copy = made(planned(csv));
  copy.slug = product.slug;
  EXPECT_EQ(json::to_string(copy), json::to_string(product));
}

TEST(ProductTable, OnlyWhatStandsThereIsChanged) {
  const auto product = everything();
  const auto plan = planned("reference,variant,price\n'=TOM-1,Pound,4.99\n", product);
  ASSERT_EQ(plan.outcome, RowOutcome::changed) << issues(plan);
  auto changed = product;
  ASSERT_TRUE(edit(changed, *plan.edit, facts(), now));
  EXPECT_EQ(changed.variants[0].price.minor, 499);
  changed.variants[0].price.minor = 450;
  EXPECT_EQ(json::to_string(changed), json::to_string(product));
  const auto cleared =
      planned("sku,description,tags,season,sale_price,sale_from,sale_to,breaks\n" + product.variants[0].sku.text() + ",,,,,,,\n", product);
  ASSERT_EQ(cleared.outcome, RowOutcome::changed) << issues(cleared);
  ASSERT_TRUE(edit(changed, *cleared.edit, facts(), now));
  EXPECT_EQ(changed.description, "");
  EXPECT_TRUE(changed.tags.empty() && changed.season.empty() && !changed.variants[0].sale && changed.variants[0].breaks.empty());
  EXPECT_EQ(changed.variants[0].gtin, "40170725");  // no column
}

TEST(ProductTable, WrongCellsAreNamed) {
  const auto product = everything();
  const auto sku = product.variants[0].sku.text();
  struct Row {
    std::string csv;
    bool exists;
    std::string expected;
  };
  const std::string head = "reference,title,category,variant,unit,price,";
  const Row table[] = {
      {head + "tags\nA,Kale,brassicas,Bunch,bunch,3.50,x\n", false, ""},
      {head + "tags\nA,,brassicas,Bunch,bunch,3.50,\n", false, "2:title:required:"},
      {head + "tags\nA,Kale,weapons,Bunch,bunch,3.50,\n", false, "2:category:unknown_category:weapons"},
      {head + "tags\nA,K,brassicas,Bunch,bunch,3.50,\n", false, "2:title:too_short:K"},
      {head + "tags\nA,Kale,brassicas,Bunch,crate,3.50,\n", false, "2:unit:not_allowed:crate"},
      {head + "tags\nA,Kale,brassicas,Bunch,bunch,3.505,\n", false, "2:price:bad_format:3.505"},
      {head + "tags\nA,Kale,brassicas,Bunch,bunch,,\n", false, "2:price:required:"},
      {head + "tags\nA,Kale,brassicas,,bunch,3.50,\n", false, "2:variant:required:"},
      {head + "sale_price\nA,Kale,brassicas,Bunch,bunch,3.50,3.00\n", false, "2:sale_from:required: 2:sale_to:required:"},
      {head + "breaks\nA,Kale,brassicas,Bunch,bunch,3.50,5@3.60\n", false, "2:breaks:not_lower:5@3.60"},
      {head + "breaks\nA,Kale,brassicas,Bunch,bunch,3.50,5 for 3\n", false, "2:breaks:bad_format:5 for 3"},
      {head + "field\nA,Kale,brassicas,Bunch,bunch,3.50,South plot\n", false, "2:field:unknown_field_of_farm:South plot"},
      {head + "season\nA,Kale,brassicas,Bunch,bunch,3.50,5|13\n", false, "2:season:out_of_range:5|13"},
      {head + "status\nA,Kale,brassicas,Bunch,bunch,3.50,sold\n", false, "2:status:not_allowed:sold"},
      {head + "gtin\nA,Kale,brassicas,Bunch,bunch,3.50,\nA,Cabbage,,Head,head,2.00,40170726\n", false, "3:title:differs:Cabbage"},
      {head + "gtin\nA,Kale,brassicas,Bunch,bunch,3.50,\nA,,,Head,head,2.00,40170726\n", false, "3:gtin:bad_gtin:40170726"},
      {head + "gtin\nA,Kale,brassicas,Bunch,bunch,3.50,\nA,,,Bunch,head,2.00,\n", false, "3:variant:repeated:Bunch"},
      {"sku,price\n" + Sku::of(ProductId::derive(9, 9), 1).text() + ",1\n", false, "2:reference:required:"},
      {"sku,price\n" + Sku::of(product.id, 9).text() + ",1\n", true, "2:sku:unknown_sku:" + Sku::of(product.id, 9).text()},
      {"sku,reference\n" + sku + ",other\n", true, "2:reference:not_changeable:other"},
  };
  for (const auto& [csv, exists, expected] : table)
    EXPECT_EQ(issues(planned(csv, exists ? std::optional(product) : std::nullopt)), expected) << csv;
}

TEST(ProductTable, TheStatusIsCarriedOutOrRefused) {
  const std::string head = "reference,title,category,description,field,certificate,harvest_date,status,variant,price\n";
  const auto good = planned(head + "A,Kale,brassicas,Curly,North plot,none_claimed,2026-05-04,published,Bunch,3.50\n");
  EXPECT_EQ(good.outcome, RowOutcome::new_) << issues(good);
  EXPECT_EQ(good.status, Status::published);
  const auto bad = planned(head + "A,Kale,brassicas,,North plot,none_claimed,2026-05-04,published,Bunch,3.50\n");
  EXPECT_EQ(issues(bad), "2:description:description:");
  auto gone = everything();
  gone.status = Status::archived;
  EXPECT_EQ(planned("reference,title\n'=TOM-1,Other\n", gone).outcome, RowOutcome::same);
  EXPECT_EQ(planned("reference,status\n'=TOM-1,draft\n", gone).outcome, RowOutcome::error);
}

TEST(ProductTable, RowsOfOneProductFollowEachOther) {
  const auto pieces = read(
      "reference,title,variant\r\n"
      "A,Kale,Bunch\r\n"
      ",,Head\r\n"
      "B,Beets,Bunch\r\n"
      "B,Beets\r\n"
      "A,Kale,Box\r\n");
  ASSERT_EQ(pieces.size(), 4U);
  EXPECT_EQ(pieces[0].product.rows.size(), 2U);
  EXPECT_EQ(pieces[1].issues.at(0).code, "field_count");
  EXPECT_EQ(pieces[1].issues.at(0).line, 5);
  EXPECT_EQ(pieces[2].product.rows.size(), 1U);
  EXPECT_EQ(pieces[3].issues.at(0).code, "apart");
}

TEST(ProductTable, AHeaderThatCannotBeUsedIsRefused) {
  for (const auto& [header, code] :
       {std::pair{"reference,titel", "unknown_column"}, {"sku,sku", "repeated_column"}, {"title", "no_key_column"}, {"", "empty"}}) {
    TableReader reader;
    reader.feed(header);
    reader.end();
    const auto piece = reader.next();
    ASSERT_FALSE(piece) << header;
    EXPECT_EQ(piece.error().fields().at(0).code, code);
  }
}

}  // namespace
}  // namespace gh::catalog
