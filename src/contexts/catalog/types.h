// What the catalog stores: a product, its variants and where it comes from. Plain described structs; the stored form is their JSON.
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace gh::catalog {

// A small fixed tree of one level: a shop of farms is browsed by these, everything finer is a tag.
enum class Category { vegetables, fruit, dairy, eggs, meat, bakery, pantry, flowers, herbs, other };
BOOST_DESCRIBE_ENUM(Category, vegetables, fruit, dairy, eggs, meat, bakery, pantry, flowers, herbs, other)

enum class Status { draft, published, archived };
BOOST_DESCRIBE_ENUM(Status, draft, published, archived)

enum class Unit { kg, g, lb, oz, l, ml, each, bunch, dozen, jar, bag, box, loaf, pint, quart, head };
BOOST_DESCRIBE_ENUM(Unit, kg, g, lb, oz, l, ml, each, bunch, dozen, jar, bag, box, loaf, pint, quart, head)

// What the farm says about certification; a product cannot be published before it has said something.
enum class CertificateClaim { undeclared, certified, none_claimed };
BOOST_DESCRIBE_ENUM(CertificateClaim, undeclared, certified, none_claimed)

// One way to buy the product. A quantity of a sku everywhere (cart, order, stock) counts packs: 1 is `pack` of `unit`, for `price`.
// Loose goods have a pack of 1 kg and a step of, say, 0.1.
struct Variant {
  Sku sku;
  std::string title;
  Unit unit = Unit::each;
  Money price;          // of one pack
  Quantity pack{1000};  // how much of `unit` one pack holds
  Quantity step{1000};  // a buyer orders whole multiples of it, in packs
};
BOOST_DESCRIBE_STRUCT(Variant, (), (sku, title, unit, price, pack, step))

// The farm as it was when the product was last created, edited or published (farm_changed brings what is new).
struct FarmRef {
  FarmId id;
  std::string slug;
  std::string name;
  bool selling = true;  // a farm that is paused sells nothing
};
BOOST_DESCRIBE_STRUCT(FarmRef, (), (id, slug, name, selling))

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

struct Product {
  ProductId id;
  std::string slug;  // unique among all products, never changes: it is in people's bookmarks
  FarmRef farm;
  std::string title;
  std::string description;
  Category category = Category::other;
  std::vector<std::string> tags;
  Status status = Status::draft;
  std::vector<Variant> variants;
  std::int32_t variants_made = 0;  // numbers of skus are never used twice
  Origin origin;
  Harvest harvest;
  Certificate certificate;
  std::string storage;  // how to keep it at home
  std::optional<Image> image;
  Timestamp created;
  Timestamp updated;
  std::optional<Timestamp> published;  // the first time
};
BOOST_DESCRIBE_STRUCT(Product, (),
                      (id, slug, farm, title, description, category, tags, status, variants, variants_made, origin, harvest, certificate,
                       storage, image, created, updated, published))

// What other contexts know and the rules need: collected by the flow that calls (flows/publish), so that no context asks another.
struct FieldFact {
  FieldId id;
  std::string name;
};
struct Facts {
  FarmRef farm;
  bool farm_verified = false;
  bool farm_certified = false;  // has a certification that is valid today
  std::vector<FieldFact> fields;
  std::optional<Date> latest_harvest;  // of the product's lots
};

// What a farmer sends; optional members of Edit that are absent stay as they are.
struct VariantDraft {
  std::optional<Sku> sku;  // absent: a new variant
  std::string title;
  Unit unit = Unit::each;
  Money price;
  Quantity pack{1000};
  Quantity step{1000};
};
struct Draft {
  std::string title;
  std::string description;
  Category category = Category::other;
  std::vector<std::string> tags;
  std::vector<VariantDraft> variants;
  std::optional<FieldId> field;
  Harvest harvest;
  Certificate certificate;
  std::string storage;
  std::optional<Image> image;
};
struct Edit {
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<Category> category;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<VariantDraft>> variants;  // the whole list: one that is missing is no longer sold
  std::optional<FieldId> field;
  std::optional<Harvest> harvest;
  std::optional<Certificate> certificate;
  std::optional<std::string> storage;
  std::optional<Image> image;
};

}  // namespace gh::catalog
