// Tables into a farm's catalog, over the memory adapter: what is taken, what is refused, again without doubles, and what a cell clears.
#include "flows/product_import/product_import.h"

#include <gtest/gtest.h>

#include "adapters/memory/documents.h"
#include "base/errors.h"
#include "platform/executors/event_loop.h"

namespace gh::product_import {
namespace {

using catalog::RowOutcome;

struct StepClock : Clock {
  mutable std::int64_t ms = 1'780'000'000'000;
  Timestamp now() const override { return {++ms}; }
};
struct Counter : Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

struct ProductImportTest : testing::Test {
  StepClock clock;
  Counter random;
  memory::Store store{clock};
  memory::MemoryDocuments documents{store};
  executors::EventLoop loop;
  catalog::Service catalog{documents, clock, random};
  farmers::Service farmers{documents, clock, random};
  inventory::Service inventory{documents, clock, random};
  publish::Publisher publisher{catalog, farmers, inventory, clock};
  ProductImport import{catalog, publisher, clock};
  farmers::Farm farm = verified_farm(UserId::derive(1, 1));

  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }
  farmers::Farm verified_farm(const UserId& owner) {
    auto made =
        run(farmers.apply(owner, {json::Text<1, 120>("Green Farm"), json::Email("a@farm.example"), json::Text<1, 120>("1 Mill Road"),
                                  json::Text<1, 80>("Troy"), json::Text<2, 40>("MI"), json::Text<3, 12>("48083")}));
    EXPECT_TRUE(made) << (made ? "" : made.error().detail());
    EXPECT_TRUE(run(farmers.verify(made->id)));
    return *run(farmers.add_field(owner, {json::Text<1, 80>("North plot")}));
  }
  static std::vector<catalog::TablePiece> pieces(std::string_view csv) {
    catalog::TableReader reader;
    reader.feed(csv);
    reader.end();
    std::vector<catalog::TablePiece> all;
    for (;;) {
      auto piece = reader.next();
      EXPECT_TRUE(piece) << (piece ? "" : piece.error().detail());
      if (!piece || !*piece) return all;
      all.push_back(*std::move(*piece));
    }
  }
  std::vector<Taken> take(std::string_view csv, Mode mode = Mode::run) {
    auto taken = run(import.take(farm, pieces(csv), mode));
    EXPECT_TRUE(taken) << (taken ? "" : taken.error().detail());
    return taken ? *std::move(taken) : std::vector<Taken>();
  }
  std::optional<catalog::Product> product(std::string_view reference) {
    return *run(catalog.find(catalog::id_of_reference(farm.id, std::string(reference))));
  }
};

constexpr std::string_view two =
    "reference,title,category,description,field,harvest_date,certificate,storage_class,status,variant,unit,price\r\n"
    "A,Kale,brassicas,Curly.,North plot,2026-05-01,none_claimed,chilled,published,Bunch,bunch,3.50\r\n"
    "B,Chard,leafy-greens,Bright.,North plot,2026-05-01,none_claimed,,draft,Bunch,bunch,2.50\r\n";

TEST_F(ProductImportTest, APreviewWritesNothing) {
  const auto seen = take(two, Mode::preview);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].outcome, RowOutcome::new_);
  EXPECT_FALSE(product("A"));
}

TEST_F(ProductImportTest, ARunMakesThemAndAgainChangesNothing) {
  for (const auto expected : {RowOutcome::new_, RowOutcome::same}) {
    const auto taken = take(two);
    ASSERT_EQ(taken.size(), 2U);
    for (const auto& one : taken) EXPECT_EQ(one.outcome, expected) << one.product.rows.front().line;
  }
  EXPECT_EQ(product("A")->status, catalog::Status::published);
  EXPECT_EQ(product("B")->status, catalog::Status::draft);
  EXPECT_EQ(product("A")->variants.size(), 1U);
}

TEST_F(ProductImportTest, ARunThatWasCutOffGoesOn) {
  auto first = pieces(two);
  first.resize(1);
  ASSERT_TRUE(run(import.take(farm, std::move(first), Mode::run)));
  const auto taken = take(two);
  EXPECT_EQ(taken[0].outcome, RowOutcome::same);
  EXPECT_EQ(taken[1].outcome, RowOutcome::new_);
}

TEST_F(ProductImportTest, AProductThatCannotBeTakenCostsOnlyItsRows) {
  const auto taken = take(
      "reference,title,category,variant,unit,price\r\n"
      "A,Kale,brassicas,Bunch,bunch,three\r\n"
      "B,Chard,no-such-category,Bunch,bunch,2.50\r\n"
      "C,Leek,onions-and-garlic,Bunch,bunch,2.50\r\n");
  ASSERT_EQ(taken.size(), 3U);
  EXPECT_EQ(taken[0].outcome, RowOutcome::error);
  ASSERT_FALSE(taken[0].issues.empty());
  EXPECT_EQ(taken[0].issues[0].column, "price");
  EXPECT_EQ(taken[0].issues[0].line, 2);
  EXPECT_EQ(taken[1].outcome, RowOutcome::error);
  EXPECT_EQ(taken[1].issues.at(0).column, "category");
  EXPECT_EQ(taken[2].outcome, RowOutcome::new_);
  EXPECT_FALSE(product("A"));
  EXPECT_TRUE(product("C"));
}

TEST_F(ProductImportTest, AnEmptyCellClearsAndAnAbsentColumnDoesNot) {
  take(two);
  ASSERT_TRUE(run(catalog.unpublish(product("A")->id, farm.id)));
  EXPECT_EQ(take("reference,title\r\nA,Curly kale\r\n")[0].outcome, RowOutcome::changed);
  EXPECT_EQ(product("A")->storage_class, catalog::StorageClass::chilled);
  EXPECT_TRUE(product("A")->origin.field);
  EXPECT_EQ(take("reference,storage_class,field,certificate,description,harvest_date\r\nA,,,,,\r\n")[0].outcome, RowOutcome::changed);
  const auto cleared = *product("A");
  EXPECT_FALSE(cleared.storage_class);
  EXPECT_FALSE(cleared.origin.field);
  EXPECT_TRUE(cleared.origin.field_name.empty());
  EXPECT_EQ(cleared.certificate.claim, catalog::CertificateClaim::undeclared);
  EXPECT_TRUE(cleared.description.empty());
  EXPECT_FALSE(cleared.harvest.date);
  EXPECT_EQ(cleared.title, "Curly kale");
  EXPECT_EQ(take("reference,title,category\r\nA,,\r\n")[0].outcome, RowOutcome::same) << "a product cannot be without";
}

TEST_F(ProductImportTest, APublishedProductDoesNotLoseWhatItMustSay) {
  take(two);
  const auto taken = take("reference,field\r\nA,\r\n");
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].outcome, RowOutcome::error);
  EXPECT_EQ(taken[0].issues.at(0).column, "field");
  EXPECT_TRUE(product("A")->origin.field);
}

TEST_F(ProductImportTest, AnotherFarmsSkuNamesNothing) {
  take(two);
  const auto sku = product("A")->variants[0].sku.text();
  farm = verified_farm(UserId::derive(2, 2));
  const auto taken = take("sku,price\r\n" + sku + ",1.00\r\n");
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].outcome, RowOutcome::error);
}

TEST_F(ProductImportTest, WhatIsExportedIsTheSameWhenImported) {
  take(two);
  ProductExport products(catalog, farm.id);
  std::string csv;
  for (;;) {
    const auto piece = run(products.next());
    ASSERT_TRUE(piece);
    if (piece->empty()) break;
    csv += *piece;
  }
  const auto taken = take(csv);
  ASSERT_EQ(taken.size(), 2U);
  for (const auto& one : taken) EXPECT_EQ(one.outcome, RowOutcome::same);
}

}  // namespace
}  // namespace gh::product_import
