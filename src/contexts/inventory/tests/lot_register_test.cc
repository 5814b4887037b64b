// Lots by the code that stands on the crate.
#include "contexts/inventory/lot_register.h"

#include "base/errors.h"
#include "contexts/inventory/errors.h"
#include "contexts/inventory/tests/desk_test.h"

namespace gh::inventory {
namespace {

struct LotRegisterTest : DeskTest {
  Service stock{documents, clock, random};
  std::vector<std::string> codes(const std::string& begin) {
    std::vector<std::string> found;
    std::string cursor;
    do {
      const auto page = run(stock.find_lots(begin, 2, cursor));
      EXPECT_TRUE(page);
      if (!page) break;
      for (const auto& each : page->items) found.push_back(each.lot.lot_code);
      cursor = page->next;
    } while (!cursor.empty());
    return found;
  }
  using Codes = std::vector<std::string>;
};

TEST_F(LotRegisterTest, OnlyLettersAndDigitsOfACodeCount) {
  for (const auto* code : {"R-2026/14", "R-2026/15", "R-2027/1", "Kürbis 3", "7"})
    ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(1, code))));
  EXPECT_EQ(codes("r 2026"), (Codes{"R-2026/14", "R-2026/15"}));
  EXPECT_EQ(codes("R202614"), (Codes{"R-2026/14"}));
  EXPECT_EQ(codes("r"), (Codes{"R-2026/14", "R-2026/15", "R-2027/1"}));
  EXPECT_EQ(codes("kürb"), (Codes{"Kürbis 3"}));
  EXPECT_EQ(codes("-/ "), Codes{}) << "nothing is asked for";
  EXPECT_EQ(codes("R-2028"), Codes{});
  EXPECT_EQ(codes(lot_id(sku, "7").text()), (Codes{"7"}));
  EXPECT_EQ(codes(lot_id(sku, "8").text()), Codes{});
}

TEST_F(LotRegisterTest, ALotThatMadeRoomIsFoundAsItWas) {
  Service two(documents, clock, random, nullptr, nullptr, {.lots = 2});
  ASSERT_TRUE(run(two.add_lot(farmer, sku, lot(1, "first"))));
  ASSERT_TRUE(run(sell(two, key(1))));
  for (const auto* code : {"second", "third"}) ASSERT_TRUE(run(two.add_lot(farmer, sku, lot(1, code))));
  const auto found = run(two.find_lots("first", 10, {}));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->items.size(), 1U);
  EXPECT_EQ(found->items.front().lot.on_hand.milli, 0);
  EXPECT_EQ(found->items.front().lot.id, lot_id(sku, "first"));
}

TEST_F(LotRegisterTest, WhatWasRefusedIsNotThere) {
  auto bad = lot(1, "bad");
  bad.best_before = Date{bad.harvested.days - 1};
  EXPECT_TRUE(run(stock.add_lot(farmer, sku, bad)).error().is(errors::bad_lot));
  EXPECT_EQ(codes("bad"), Codes{});
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(1, "bad"))));
  EXPECT_EQ(codes("bad"), (Codes{"bad"}));
}

TEST_F(LotRegisterTest, ALotThatIsNotFoundByItsCodeIsABreach) {
  ASSERT_TRUE(run(stock.add_lot(farmer, sku, lot(1, "lost"))));
  EXPECT_TRUE(run(stock.audit(sku)));
  ASSERT_TRUE(run(documents.erase("lots", lot_id(sku, "lost").text(), 1, {})));
  const auto audited = run(stock.audit(sku));
  ASSERT_FALSE(audited);
  EXPECT_TRUE(audited.error().is(errors::invariant_broken));
}

TEST_F(LotRegisterTest, CursorsAreChecked) {
  EXPECT_TRUE(run(stock.find_lots("a", 1, "@@")).error().is(gh::errors::bad_cursor));
  EXPECT_TRUE(run(stock.stock_of_all({}, 1, "@@")).error().is(gh::errors::bad_cursor));
}

}  // namespace
}  // namespace gh::inventory
