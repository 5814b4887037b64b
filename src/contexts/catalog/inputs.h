// What farmers send about products: reading one of these is checking it; draft() and edit() give the values.
#pragma once
#include "contexts/catalog/product.h"
#include "platform/json/fields.h"

namespace gh::catalog {

using Title = json::Text<2, 120>;
using Description = json::LongText<0, 5000>;
using Tags = json::List<json::Text<1, 40>, 0, tags_max>;
using Month = json::Bounded<std::int32_t, 1, 12>;

struct VariantInput {
  std::optional<Sku> sku;  // of a variant that is there already; absent: a new one
  json::Text<1, 80> title;
  Unit unit = Unit::each;
  Money price;
  std::optional<Quantity> pack;  // absent: 1
  std::optional<Quantity> step;  // absent: 1
};
BOOST_DESCRIBE_STRUCT(VariantInput, (), (sku, title, unit, price, pack, step))
using Variants = json::List<VariantInput, 0, variants_max>;

struct HarvestInput {
  std::optional<Date> date;
  std::optional<Month> from_month;
  std::optional<Month> to_month;
};
BOOST_DESCRIBE_STRUCT(HarvestInput, (), (date, from_month, to_month))

struct CertificateInput {
  CertificateClaim claim = CertificateClaim::undeclared;
  std::optional<json::Text<1, 60>> number;
};
BOOST_DESCRIBE_STRUCT(CertificateInput, (), (claim, number))

struct ImageInput {
  json::Url url;
  std::optional<json::Text<0, 200>> alt;
};
BOOST_DESCRIBE_STRUCT(ImageInput, (), (url, alt))

struct NewProduct {
  Title title;
  Category category = Category::other;
  std::optional<Description> description;
  std::optional<Tags> tags;
  std::optional<Variants> variants;
  std::optional<FieldId> field;
  std::optional<HarvestInput> harvest;
  std::optional<CertificateInput> certificate;
  std::optional<json::LongText<0, 1000>> storage;
  std::optional<ImageInput> image;
};
BOOST_DESCRIBE_STRUCT(NewProduct, (), (title, category, description, tags, variants, field, harvest, certificate, storage, image))

// Members that are there replace what was.
struct ProductChange {
  std::optional<Title> title;
  std::optional<Category> category;
  std::optional<Description> description;
  std::optional<Tags> tags;
  std::optional<Variants> variants;
  std::optional<FieldId> field;
  std::optional<HarvestInput> harvest;
  std::optional<CertificateInput> certificate;
  std::optional<json::LongText<0, 1000>> storage;
  std::optional<ImageInput> image;
};
BOOST_DESCRIBE_STRUCT(ProductChange, (), (title, category, description, tags, variants, field, harvest, certificate, storage, image))

Draft draft(const NewProduct&);
Edit edit(const ProductChange&);

}  // namespace gh::catalog
