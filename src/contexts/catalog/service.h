// What others may ask of the catalog. One object for the program; every method may be called on any I/O thread and outlives its calls.
//
// Whose farm a caller is comes in as FarmId; another farm's product is not_found. A product that the caller may not see is not_found.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "contexts/catalog/category_desk.h"
#include "contexts/catalog/labels.h"
#include "contexts/catalog/store.h"

namespace gh::catalog {

// Which of a farm's own products; what is absent does not matter.
struct DeskFilter {
  std::optional<Status> status{};
  std::string text{};  // in the title or the reference, whatever its case (ASCII)
};

enum class ListSort { newest, title, price };
BOOST_DESCRIBE_ENUM(ListSort, newest, title, price)

struct ListQuery {
  ListSort sort = ListSort::newest;
  std::string category;  // the slug of a top node of the tree; empty: any
  FarmId farm;           // empty: any
  int limit = 20;
  std::string cursor;  // of the page before, or ""
};

struct ProductPage {
  std::vector<Product> items;
  std::string next_cursor;  // empty at the end
};

// What a cart or an order needs to know of a sku, and keeps as its snapshot.
struct SellableVariant {
  Sku sku;
  bool on_sale = false;  // not: draft, archived, the variant was taken out, the farm is paused
  ProductId product;
  std::string slug;
  std::string title;  // of the product
  std::string variant_title;
  FarmRef farm;
  Unit unit = Unit::each;
  Quantity pack;
  Quantity step;
  Quantity min_quantity;  // 0: one step
  Money price;            // of one pack, when neither sale nor breaks make it less
  std::optional<Sale> sale;
  std::vector<Break> breaks;
  TaxCategory tax_category = TaxCategory::food;
  StorageClass storage = StorageClass::ambient;
  std::int32_t min_remaining_shelf_life_days = 0;
  std::optional<std::int64_t> pack_grams;  // absent: cannot be known
  std::vector<std::string> categories;     // slugs, from the top to its own
  Origin origin;
  Harvest harvest;
  Certificate certificate;
};
BOOST_DESCRIBE_STRUCT(SellableVariant, (),
                      (sku, on_sale, product, slug, title, variant_title, farm, unit, pack, step, min_quantity, price, sale, breaks,
                       tax_category, storage, min_remaining_shelf_life_days, pack_grams, categories, origin, harvest, certificate))

class Service {
 public:
  static constexpr std::size_t sellable_max = 200;  // skus of one question
  static constexpr int looked_at_max = 1000;        // products of one filtered page

  Service(ports::Documents& documents, const Clock& clock, Random& random);
  const Result<void>& opened() const { return categories_.opened() ? products_.opened() : categories_.opened(); }
  CategoryDesk& categories() { return categories_; }

  // The farm is facts.farm.id. Two creates make two products, unless they have one reference: reference_taken.
  Task<Result<Product>> create(Draft draft, Facts facts);
  Task<Result<Product>> edit(ProductId id, Edit change, Facts facts);
  Task<Result<Product>> publish(ProductId id, Facts facts);
  Task<Result<Product>> unpublish(ProductId id, FarmId farm);
  Task<Result<Product>> archive(ProductId id, FarmId farm);

  // What is shown (labels.h) for everybody, any for its farm (viewer).
  Task<Result<Product>> by_id(ProductId id, FarmId viewer);
  Task<Result<Product>> by_slug(std::string slug, FarmId viewer);

  // Products that are shown. Not every sort exists with every filter: see listable(); the rest is the search index's.
  static bool listable(const ListQuery& query);
  Task<Result<ProductPage>> list(ListQuery query);
  // All products of a farm that fit, newest first. After looked_at_max that do not fit the page is what was found, with a cursor.
  Task<Result<ProductPage>> of_farm(FarmId farm, DeskFilter filter, int limit, std::string cursor);
  // Those of them that are shown, in the given order (what a search found may have changed since).
  Task<Result<std::vector<Product>>> published(std::vector<ProductId> ids);

  // One answer per sku, in their order. A sku that never was: not_on_sale with empty fields.
  Task<Result<std::vector<SellableVariant>>> sellable(std::vector<Sku> skus);

  // The clock that answers go by.
  Timestamp now() const { return clock_.now(); }
  // For read models: whatever its status; nothing if there is none.
  Task<Result<std::optional<Product>>> find(ProductId id);
  // Brings what is new of the farm to its products, and each of them up to the clock. Idempotent.
  Task<Result<void>> farm_changed(FarmFacts facts);
  // Brings the category tree's present paths to all products: the work of tree_changed_task. Idempotent.
  Task<Result<void>> bring_to_tree();

 private:
  Task<Result<void>> check_related(std::vector<ProductId> related, FarmId farm);
  Task<Result<Product>> owned(ProductId id, FarmId farm);
  template <class Change>
  Task<Result<Product>> change(ProductId id, FarmId farm, Change change);

  Products products_;
  CategoryDesk categories_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::catalog
