// What the catalog stores: a product, its variants and where it comes from. Plain described structs; the stored form is their JSON.
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace gh::catalog {

enum class Status { draft, published, archived };
BOOST_DESCRIBE_ENUM(Status, draft, published, archived)

// pint and quart are baskets of berries as often as bottles of milk, which are different volumes: they convert to nothing (units.h).
enum class Unit {
  kg,
  g,
  lb,
  oz,
  l,
  ml,
  each,
  bunch,
  dozen,
  jar,
  bag,
  box,
  loaf,
  pint,
  quart,
  head,
  gallon,
  fl_oz,
  bouquet,
  stem,
  plant,
  tray
};
BOOST_DESCRIBE_ENUM(Unit, kg, g, lb, oz, l, ml, each, bunch, dozen, jar, bag, box, loaf, pint, quart, head, gallon, fl_oz, bouquet, stem,
                    plant, tray)

// What a product is for a tax office; contexts/pricing turns it into rates. The kinds are those that US states (Streamlined Sales and Use
// Tax Agreement, appendix C) and EU member states tax apart.
enum class TaxCategory { food, prepared_food, candy, soft_drink, alcohol, supplement, plant_or_flower, non_food };
BOOST_DESCRIBE_ENUM(TaxCategory, food, prepared_food, candy, soft_drink, alcohol, supplement, plant_or_flower, non_food)

// How it is stored and carried; the limits stand in food_rules.h.
enum class StorageClass { ambient, chilled, eggs, frozen };
BOOST_DESCRIBE_ENUM(StorageClass, ambient, chilled, eggs, frozen)

// The EU's fourteen and the US's nine as one list: which is whose stands in food_rules.h. Wheat is the US's and, with the other cereals
// that have gluten, the first of the EU's.
enum class Allergen {
  wheat,
  other_gluten_cereals,
  crustaceans,
  eggs,
  fish,
  peanuts,
  soybeans,
  milk,
  tree_nuts,
  celery,
  mustard,
  sesame,
  sulphites,
  lupin,
  molluscs
};
BOOST_DESCRIBE_ENUM(Allergen, wheat, other_gluten_cereals, crustaceans, eggs, fish, peanuts, soybeans, milk, tree_nuts, celery, mustard,
                    sesame, sulphites, lupin, molluscs)

// What the farm says about certification; a product cannot be published before it has said something.
enum class CertificateClaim { undeclared, certified, none_claimed };
BOOST_DESCRIBE_ENUM(CertificateClaim, undeclared, certified, none_claimed)

// What tells variants apart: size=large.
struct VariantOption {
  std::string name;
  std::string value;

  auto operator<=>(const VariantOption&) const = default;
};
BOOST_DESCRIBE_STRUCT(VariantOption, (), (name, value))

// A lower price for a time: from <= now < to.
struct Sale {
  Money price;  // of one pack
  Timestamp from;
  Timestamp to;

  auto operator<=>(const Sale&) const = default;
};
BOOST_DESCRIBE_STRUCT(Sale, (), (price, from, to))

// A volume price: who orders at least this much pays this for each pack.
struct Break {
  Quantity from_quantity;  // packs
  Money price;             // of one pack

  auto operator<=>(const Break&) const = default;
};
BOOST_DESCRIBE_STRUCT(Break, (), (from_quantity, price))

// A weight or volume, in a unit of units.h that has one.
struct Content {
  Quantity quantity;
  Unit unit = Unit::g;

  auto operator<=>(const Content&) const = default;
};
BOOST_DESCRIBE_STRUCT(Content, (), (quantity, unit))

// One way to buy the product. A quantity of a sku everywhere (cart, order, stock) counts packs: 1 is `pack` of `unit`, for `price`.
// Loose goods have a pack of 1 kg and a step of, say, 0.1.
struct Variant {
  Sku sku;
  std::string title;
  Unit unit = Unit::each;
  Money price;                           // of one pack, when nothing makes it less
  Quantity pack{1000};                   // how much of `unit` one pack holds
  Quantity step{1000};                   // a buyer orders whole multiples of it, in packs
  std::vector<VariantOption> options{};  // no two variants of a product have the same
  std::optional<Sale> sale{};
  std::vector<Break> breaks{};       // ascending, each cheaper than the one before
  Quantity min_quantity{0};          // the least that is sold at once, in packs; 0: one step
  std::string gtin{};                // GTIN-8, -12, -13 or -14 with its check digit, or empty
  std::optional<Content> content{};  // of one `unit` that is a container: what a jar or a basket holds
};
BOOST_DESCRIBE_STRUCT(Variant, (), (sku, title, unit, price, pack, step, options, sale, breaks, min_quantity, gtin, content))

// The farm as it was when the product was last created, edited or published (farm_changed brings what is new).
struct FarmRef {
  FarmId id;
  std::string slug;
  std::string name;
  bool selling = true;        // a farm that is paused sells nothing
  std::int64_t revision = 0;  // of the farm; what is older is never taken over what is newer
};
BOOST_DESCRIBE_STRUCT(FarmRef, (), (id, slug, name, selling, revision))

enum class LabelScheme { usda_nop, eu };
BOOST_DESCRIBE_ENUM(LabelScheme, usda_nop, eu)
enum class LabelStanding { in_force, suspended, surrendered, revoked };
BOOST_DESCRIBE_ENUM(LabelStanding, in_force, suspended, surrendered, revoked)

// What a certificate is for: 7 CFR 205.2; of products by their category.
enum class LabelScope { crops, livestock, handling, wild_crops };
BOOST_DESCRIBE_ENUM(LabelScope, crops, livestock, handling, wild_crops)

// A verified certificate of the farm, as its products carry it. What it is worth at a moment: labels.h.
struct Label {
  LabelScheme scheme = LabelScheme::usda_nop;
  std::string certifier;
  std::string number;
  Date valid_from;
  std::optional<Date> valid_to;
  std::string document;  // its address, or empty
  LabelStanding standing = LabelStanding::in_force;
  Timestamp holds_from;
  std::optional<Timestamp> holds_until;  // not any more from then on; absent: it goes on
  std::vector<LabelScope> scopes;        // none: of documents from before they were kept

  auto operator<=>(const Label&) const = default;
};
BOOST_DESCRIBE_STRUCT(Label, (), (scheme, certifier, number, valid_from, valid_to, document, standing, holds_from, holds_until, scopes))

// What products carry of their farm: collected by flows/certification.
struct FarmFacts {
  FarmRef farm;
  std::vector<Label> labels;
};

struct Origin {
  std::optional<FieldId> field;
  std::string field_name;
};
BOOST_DESCRIBE_STRUCT(Origin, (), (field, field_name))

// A day, or a season as months 1 to 12 (from > to: over the turn of the year). Lots carry their own days; this is the product's word.
struct Harvest {
  std::optional<Date> date;
  std::optional<std::int32_t> from_month;
  std::optional<std::int32_t> to_month;
};
BOOST_DESCRIBE_STRUCT(Harvest, (), (date, from_month, to_month))

struct Certificate {
  CertificateClaim claim = CertificateClaim::undeclared;
  std::string number;  // of the farm's certificate, if claimed
};
BOOST_DESCRIBE_STRUCT(Certificate, (), (claim, number))

struct Image {
  std::string url;
  std::string alt;
};
BOOST_DESCRIBE_STRUCT(Image, (), (url, alt))

// A node on the way to the product's category, with the name that it had when the product was last brought up to the tree.
struct CategoryRef {
  std::string slug;
  std::string name;

  auto operator<=>(const CategoryRef&) const = default;
};
BOOST_DESCRIBE_STRUCT(CategoryRef, (), (slug, name))

// What search engines and shared links show; empty: title and description.
struct Seo {
  std::string title;
  std::string description;

  auto operator<=>(const Seo&) const = default;
};
BOOST_DESCRIBE_STRUCT(Seo, (), (title, description))

struct Product {
  ProductId id;
  std::string slug;         // unique among all products, never changes: it is in people's bookmarks
  std::string reference{};  // the farm's own number for it, or empty; never changes, the id is made from it
  FarmRef farm;
  std::string title;
  std::string description;
  std::string category{"other"};             // the slug of a node of the category tree
  std::vector<CategoryRef> category_path{};  // from the top to the category itself; ask path_of()
  std::vector<std::string> tags;
  Status status = Status::draft;
  std::vector<Variant> variants;
  std::int32_t variants_made = 0;  // numbers of skus are never used twice
  Origin origin;
  Harvest harvest;
  std::vector<std::int32_t> season{};  // months 1 to 12, ascending, in which it is sold; empty: as its harvest says, or all year
  Certificate certificate;
  std::string storage;                               // how to keep it at home
  std::string handling{};                            // how to wash, prepare and carry it
  std::optional<StorageClass> storage_class{};       // absent: the farm has not said, which is ambient where the category allows that
  std::optional<std::vector<Allergen>> allergens{};  // absent: the farm has not said; empty: none
  TaxCategory tax_category = TaxCategory::food;
  std::int32_t min_remaining_shelf_life_days = 0;  // a lot with less to go is not sold any more
  std::vector<ProductId> related{};                // of the same farm, in the farm's order
  Seo seo{};
  std::vector<Image> images{};  // in the farm's order; the first stands for the product
  Timestamp created;
  Timestamp updated;
  std::optional<Timestamp> published;  // the first time
  std::vector<Label> farm_labels{};    // of the farm, whichever this product claims
  bool lapsed = false;                 // published, but nothing that it claims holds: in no list until something does again
};
BOOST_DESCRIBE_STRUCT(Product, (),
                      (id, slug, reference, farm, title, description, category, category_path, tags, status, variants, variants_made,
                       origin, harvest, season, certificate, storage, handling, storage_class, allergens, tax_category,
                       min_remaining_shelf_life_days, related, seo, images, created, updated, published, farm_labels, lapsed))

struct CategoryTree;  // categories.h

// What the rules need to know besides the product: of other contexts, collected by the flow that calls (flows/publish), so that no
// context asks another.
struct FieldFact {
  FieldId id;
  std::string name;
};
struct Facts {
  FarmRef farm;
  bool farm_verified = false;
  std::vector<Label> labels;  // the farm's verified certificates
  std::vector<FieldFact> fields;
  std::optional<Date> latest_harvest;                // of the product's lots
  std::shared_ptr<const CategoryTree> categories{};  // of Service::categories(); null: the built-in tree
  Timestamp now{};                                   // for the labels
};

// What a farmer sends; optional members of Edit that are absent stay as they are.
struct VariantDraft {
  std::optional<Sku> sku;  // absent: a new variant
  std::string title;
  Unit unit = Unit::each;
  Money price;
  Quantity pack{1000};
  Quantity step{1000};
  std::vector<VariantOption> options{};
  std::optional<Sale> sale{};
  std::vector<Break> breaks{};
  Quantity min_quantity{0};
  std::string gtin{};
  std::optional<Content> content{};
};
struct Draft {
  std::string reference;
  std::string title;
  std::string description;
  std::string category{"other"};
  std::vector<std::string> tags;
  std::vector<VariantDraft> variants;
  std::optional<FieldId> field;
  Harvest harvest;
  std::vector<std::int32_t> season;
  Certificate certificate;
  std::string storage;
  std::string handling;
  std::optional<StorageClass> storage_class;
  std::optional<std::vector<Allergen>> allergens;
  TaxCategory tax_category = TaxCategory::food;
  std::int32_t min_remaining_shelf_life_days = 0;
  std::vector<ProductId> related;
  Seo seo;
  std::vector<Image> images;
};
struct Edit {
  std::optional<std::string> title{};
  std::optional<std::string> description{};
  std::optional<std::string> category{};
  std::optional<std::vector<std::string>> tags{};
  std::optional<std::vector<VariantDraft>> variants{};  // the whole list: one that is missing is no longer sold
  std::optional<FieldId> field{};
  std::optional<Harvest> harvest{};
  std::optional<std::vector<std::int32_t>> season{};
  std::optional<Certificate> certificate{};
  std::optional<std::string> storage{};
  std::optional<std::string> handling{};
  std::optional<StorageClass> storage_class{};
  std::optional<std::vector<Allergen>> allergens{};
  std::optional<TaxCategory> tax_category{};
  std::optional<std::int32_t> min_remaining_shelf_life_days{};
  std::optional<std::vector<ProductId>> related{};
  std::optional<Seo> seo{};
  std::optional<std::vector<Image>> images{};
  // What is taken away, where another value cannot say so.
  bool no_field = false;
  bool no_storage_class = false;
  bool no_allergens = false;  // they are not declared any more
};

}  // namespace gh::catalog
