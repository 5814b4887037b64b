// What farmers send about products: reading one of these is checking it; draft() and edit() give the values.
#pragma once
#include "contexts/catalog/product.h"
#include "platform/json/fields.h"

namespace gh::catalog {

using Title = json::Text<2, 120>;
using Description = json::LongText<0, 5000>;
using Tags = json::List<json::Text<1, 40>, 0, tags_max>;
using Month = json::Bounded<std::int32_t, 1, 12>;

struct OptionInput {
  json::Text<1, 40> name;
  json::Text<1, 60> value;
};
BOOST_DESCRIBE_STRUCT(OptionInput, (), (name, value))

struct VariantInput {
  std::optional<Sku> sku;  // of a variant that is there already; absent: a new one
  json::Text<1, 80> title;
  Unit unit = Unit::each;
  Money price;
  std::optional<Quantity> pack;  // absent: 1
  std::optional<Quantity> step;  // absent: 1
  std::optional<json::List<OptionInput, 0, options_max>> options{};
  std::optional<Sale> sale{};
  std::optional<json::List<Break, 0, breaks_max>> breaks{};
  std::optional<Quantity> min_quantity{};  // absent: one step
  std::optional<json::Text<0, 14>> gtin{};
  std::optional<Content> content{};
};
BOOST_DESCRIBE_STRUCT(VariantInput, (), (sku, title, unit, price, pack, step, options, sale, breaks, min_quantity, gtin, content))
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
  json::PictureAddress url;
  std::optional<json::Text<0, 200>> alt;
};
BOOST_DESCRIBE_STRUCT(ImageInput, (), (url, alt))

struct SeoInput {
  std::optional<json::Text<0, 70>> title;  // longer ones are cut off by search engines
  std::optional<json::Text<0, 160>> description;
};
BOOST_DESCRIBE_STRUCT(SeoInput, (), (title, description))

using Storage = json::LongText<0, 1000>;
using Handling = json::LongText<0, 2000>;
using Season = json::List<Month, 0, 12>;
using Allergens = json::List<Allergen, 0, 15>;
using Related = json::List<ProductId, 0, related_max>;
using Images = json::List<ImageInput, 0, images_max>;
using ShelfLifeDays = json::Bounded<std::int32_t, 0, shelf_life_days_max>;
// The farm's own number of a product: letters, digits and what stands between them in article numbers.
using Reference = json::Text<1, 60>;

struct NewProduct {
  std::optional<Reference> reference;  // 409 when the farm has a product with it
  Title title;
  json::Slug category;
  std::optional<Description> description;
  std::optional<Tags> tags;
  std::optional<Variants> variants;
  std::optional<FieldId> field;
  std::optional<HarvestInput> harvest;
  std::optional<Season> season;
  std::optional<CertificateInput> certificate;
  std::optional<Storage> storage;
  std::optional<Handling> handling;
  std::optional<StorageClass> storage_class;
  std::optional<Allergens> allergens;  // empty: it has none
  std::optional<TaxCategory> tax_category;
  std::optional<ShelfLifeDays> min_remaining_shelf_life_days;
  std::optional<Related> related;
  std::optional<SeoInput> seo;
  std::optional<Images> images;
};
BOOST_DESCRIBE_STRUCT(NewProduct, (),
                      (reference, title, category, description, tags, variants, field, harvest, season, certificate, storage, handling,
                       storage_class, allergens, tax_category, min_remaining_shelf_life_days, related, seo, images))

// Members that are there replace what was.
struct ProductChange {
  std::optional<Title> title;
  std::optional<json::Slug> category;
  std::optional<Description> description;
  std::optional<Tags> tags;
  std::optional<Variants> variants;
  std::optional<FieldId> field;
  std::optional<HarvestInput> harvest;
  std::optional<Season> season;
  std::optional<CertificateInput> certificate;
  std::optional<Storage> storage;
  std::optional<Handling> handling;
  std::optional<StorageClass> storage_class;
  std::optional<Allergens> allergens;  // empty: it has none
  std::optional<TaxCategory> tax_category;
  std::optional<ShelfLifeDays> min_remaining_shelf_life_days;
  std::optional<Related> related;
  std::optional<SeoInput> seo;
  std::optional<Images> images;
};
BOOST_DESCRIBE_STRUCT(ProductChange, (),
                      (title, category, description, tags, variants, field, harvest, season, certificate, storage, handling, storage_class,
                       allergens, tax_category, min_remaining_shelf_life_days, related, seo, images))

Draft draft(const NewProduct&);
Edit edit(const ProductChange&);

}  // namespace gh::catalog
