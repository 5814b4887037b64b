// A product in a list: its cheapest variant speaks for it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contexts/catalog/labels.h"
#include "contexts/catalog/product.h"
#include "contexts/catalog/units.h"

namespace gh::gateway {

struct ProductFarm {
  FarmId id;
  std::string slug;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ProductFarm, (), (id, slug, name))

struct ProductCard {
  ProductId id;
  std::string slug;
  std::string title;
  std::string category;
  std::vector<std::string> tags;
  ProductFarm farm;
  std::string origin;  // the field's name
  catalog::CertificateClaim certificate = catalog::CertificateClaim::undeclared;
  std::optional<Sku> sku;              // of the cheapest pack now: what the following ones are about
  std::optional<Money> price_from;     // of it
  std::optional<Money> regular_price;  // of that pack, while it is on sale
  std::optional<Timestamp> sale_until;
  std::optional<catalog::Unit> unit;
  std::optional<Quantity> pack;
  std::optional<Quantity> step;
  std::optional<Quantity> min_quantity;  // 0: one step
  std::vector<catalog::UnitPrice> unit_prices;
  std::int32_t variant_count = 0;
  std::optional<Date> harvested;
  std::optional<catalog::Image> image;
  std::optional<std::int64_t> distance_m;    // with near
  std::vector<catalog::LabelScheme> labels;  // that hold now, each once
};
BOOST_DESCRIBE_STRUCT(ProductCard, (),
                      (id, slug, title, category, tags, farm, origin, certificate, sku, price_from, regular_price, sale_until, unit, pack,
                       step, min_quantity, unit_prices, variant_count, harvested, image, distance_m, labels))

inline ProductFarm farm_view(const catalog::FarmRef& farm) { return {farm.id, farm.slug, farm.name}; }
ProductCard card_of(const catalog::Product& product, Timestamp now);
// When the clock alone makes the card untrue: the first begin or end of a sale or a certificate behind `now`.
std::optional<Timestamp> next_card_change(const catalog::Product& product, Timestamp now);

}  // namespace gh::gateway
