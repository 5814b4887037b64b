// The service over the memory adapter.
#include "contexts/catalog/service.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/catalog/errors.h"
#include "contexts/catalog/inputs.h"
#include "stage/world.h"

namespace gh::catalog {
namespace {

struct CatalogTest : testing::Test, stage::World<stage::StepClock> {
  Service service{documents, clock, random};
  Facts ours{{FarmId::derive(1, 1), "birch-hollow", "Birch Hollow"}, true, {}, {{FieldId::derive(2, 2), "North plot"}}, Date{20000}};
  Facts theirs{{FarmId::derive(5, 5), "oak-ridge", "Oak Ridge"}, true, {}, {{FieldId::derive(6, 6), "Hill"}}, Date{20000}};

  Product made(const std::string& title, const Facts& facts, std::int64_t price = 500, const std::string& category = "vegetables") {
    Draft d;
    d.title = title;
    d.description = "Good.";
    d.category = category;
    d.variants = {{{}, "One", Unit::each, {price, {}}, Quantity{1000}, Quantity{1000}}};
    d.field = facts.fields[0].id;
    d.certificate.claim = CertificateClaim::none_claimed;
    auto product = run(service.create(d, facts));
    EXPECT_TRUE(product) << (product ? "" : product.error().detail());
    return product ? *product : Product{};
  }
  Product sold(const std::string& title, const Facts& facts, std::int64_t price = 500, const std::string& category = "vegetables") {
    auto product = run(service.publish(made(title, facts, price, category).id, facts));
    EXPECT_TRUE(product) << (product ? "" : product.error().detail());
    return product ? *product : Product{};
  }
  std::vector<std::string> titles(ListQuery query) {
    std::vector<std::string> all;
    query.limit = 2;  // over several pages
    do {
      const auto page = run(service.list(query));
      EXPECT_TRUE(page) << (page ? "" : page.error().detail());
      if (!page) break;
      for (const auto& p : page->items) all.push_back(p.title);
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    return all;
  }
};

TEST_F(CatalogTest, ADraftIsSeenByItsFarmOnly) {
  ASSERT_TRUE(service.opened());
  const auto draft = made("Kale", ours);
  EXPECT_EQ(draft.slug, "kale");
  for (const auto& viewer : {FarmId{}, theirs.farm.id}) {
    EXPECT_TRUE(run(service.by_slug("kale", viewer)).error().is(gh::errors::not_found));
    EXPECT_TRUE(run(service.by_id(draft.id, viewer)).error().is(gh::errors::not_found));
  }
  EXPECT_EQ(run(service.by_slug("kale", ours.farm.id))->id, draft.id);
  ASSERT_TRUE(run(service.publish(draft.id, ours)));
  EXPECT_EQ(run(service.by_slug("kale", {}))->id, draft.id);
  ASSERT_TRUE(run(service.archive(draft.id, ours.farm.id)));
  EXPECT_TRUE(run(service.by_slug("kale", {})).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.by_id(draft.id, ours.farm.id)));
}

TEST_F(CatalogTest, AnotherFarmsProductIsNotThere) {
  const auto product = sold("Kale", ours);
  EXPECT_TRUE(run(service.edit(product.id, {.title = "Mine"}, theirs)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.publish(product.id, theirs)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.unpublish(product.id, theirs.farm.id)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.archive(product.id, theirs.farm.id)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.archive(product.id, FarmId{})).error().is(gh::errors::not_found));
  EXPECT_EQ(run(service.find(product.id)).value()->status, Status::published);
}

TEST_F(CatalogTest, SlugsStayUnique) {
  std::set<std::string> slugs;
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(slugs.insert(made("Kale", i % 2 == 0 ? ours : theirs).slug).second);
  EXPECT_TRUE(slugs.contains("kale"));
  EXPECT_TRUE(slugs.contains("kale-oak-ridge"));
}

TEST_F(CatalogTest, ListsInEveryOrder) {
  sold("Beets", ours, 300);
  sold("apples", theirs, 200, "fruit");
  sold("Corn", ours, 100);
  sold("Dates", ours, 400, "fruit");
  made("Hidden", ours);
  using Titles = std::vector<std::string>;
  EXPECT_EQ(titles({}), (Titles{"Dates", "Corn", "apples", "Beets"}));
  EXPECT_EQ(titles({.sort = ListSort::title}), (Titles{"apples", "Beets", "Corn", "Dates"}));
  EXPECT_EQ(titles({.sort = ListSort::price}), (Titles{"Corn", "apples", "Beets", "Dates"}));
  EXPECT_EQ(titles({.category = "fruit"}), (Titles{"Dates", "apples"}));
  EXPECT_EQ(titles({.sort = ListSort::price, .category = "fruit"}), (Titles{"apples", "Dates"}));
  EXPECT_EQ(titles({.farm = ours.farm.id}), (Titles{"Dates", "Corn", "Beets"}));
  EXPECT_FALSE(Service::listable({.sort = ListSort::title, .category = "fruit"}));
  const auto page = run(service.list({.limit = 1}));
  EXPECT_TRUE(run(service.list({.sort = ListSort::price, .cursor = page->next_cursor})).error().is(gh::errors::bad_cursor));
  EXPECT_EQ(run(service.of_farm(ours.farm.id, {}, 100, ""))->items.size(), 4U);
  EXPECT_EQ(run(service.of_farm(theirs.farm.id, {}, 100, ""))->items.size(), 1U);
}

TEST_F(CatalogTest, SellableAnswersEverySku) {
  const auto on_sale = sold("Kale", ours, 350);
  const auto draft = made("Beets", ours);
  const Sku good = on_sale.variants[0].sku, hidden = draft.variants[0].sku, removed = Sku::of(on_sale.id, 9),
            unknown = Sku::of(ProductId::derive(9, 9), 1);
  const auto answers = run(service.sellable({good, hidden, removed, unknown, good}));
  ASSERT_TRUE(answers);
  ASSERT_EQ(answers->size(), 5U);
  EXPECT_TRUE((*answers)[0].on_sale);
  EXPECT_EQ((*answers)[0].price.minor, 350);
  EXPECT_EQ((*answers)[0].origin.field_name, "North plot");
  for (std::size_t i : {1U, 2U, 3U}) EXPECT_FALSE((*answers)[i].on_sale) << i;
  EXPECT_EQ((*answers)[1].title, "Beets");
  EXPECT_EQ((*answers)[3].sku, unknown);
  EXPECT_EQ((*answers)[4].sku, good);
  EXPECT_FALSE(run(service.sellable(std::vector<Sku>(Service::sellable_max + 1, good))));
}

TEST_F(CatalogTest, AFarmsNewNameReachesItsProducts) {
  sold("Kale", ours);
  made("Beets", ours);
  sold("Oats", theirs);
  ASSERT_TRUE(run(service.farm_changed({{ours.farm.id, "birch-hollow", "Birch Hollow Farm", true, 1}, {}})));
  EXPECT_EQ(run(service.by_slug("kale", {}))->farm.name, "Birch Hollow Farm");
  EXPECT_EQ(run(service.by_slug("beets", ours.farm.id))->farm.name, "Birch Hollow Farm");
  EXPECT_EQ(run(service.by_slug("oats", {}))->farm.name, "Oak Ridge");
}

TEST_F(CatalogTest, PublishedKeepsTheOrderAndDropsTheRest) {
  const auto a = sold("A1", ours), b = sold("B1", ours), c = made("C1", ours);
  const auto found = run(service.published({b.id, c.id, ProductId::derive(8, 8), a.id}));
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0].id, b.id);
  EXPECT_EQ((*found)[1].id, a.id);
}

TEST(Inputs, AbsentStaysAbsent) {
  const auto change = json::parse<ProductChange>(
      R"({"title":" Kale ","variants":[{"title":"Bunch","unit":"bunch","price":{"amount":300,"currency":"USD"}}]})");
  ASSERT_TRUE(change);
  const Edit e = edit(*change);
  EXPECT_EQ(*e.title, "Kale");
  EXPECT_FALSE(e.description);
  EXPECT_EQ(e.variants->at(0).pack.milli, 1000);
  EXPECT_EQ(e.variants->at(0).price.minor, 300);
  EXPECT_FALSE(json::parse<ProductChange>(R"({"titel":"Kale"})"));
  EXPECT_FALSE(json::parse<NewProduct>(R"({"title":"Kale"})"));  // no category
  EXPECT_FALSE(json::parse<NewProduct>(R"({"title":"Kale","category":"Wea pons"})"));
}

}  // namespace
}  // namespace gh::catalog
