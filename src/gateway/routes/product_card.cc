#include "gateway/routes/product_card.h"

#include <algorithm>

#include "contexts/pictures/types.h"

namespace gh::gateway {
namespace {

bool is_on_sale(const catalog::Variant& v, Timestamp now) {
  return v.sale && v.sale->from <= now && now < v.sale->to && v.sale->price.minor < v.price.minor;
}
Money price_now(const catalog::Variant& v, Timestamp now) { return is_on_sale(v, now) ? v.sale->price : v.price; }

}  // namespace

ProductCard card_of(const catalog::Product& p, Timestamp now) {
  ProductCard card;
  for (const auto& label : catalog::holding_labels(p, now))
    if (std::ranges::find(card.labels, label.scheme) == card.labels.end()) card.labels.push_back(label.scheme);
  card.id = p.id;
  card.slug = p.slug;
  card.title = p.title;
  card.category = p.category;
  card.tags = p.tags;
  card.farm = farm_view(p.farm);
  card.origin = p.origin.field_name;
  card.certificate = p.certificate.claim;
  if (!p.images.empty()) {
    card.image = p.images.front();
    if (const auto uploaded = pictures::picture_of(card.image->url)) card.image->url = pictures::small_url(*uploaded);
  }
  card.harvested = p.harvest.date;
  card.variant_count = static_cast<std::int32_t>(p.variants.size());
  const auto cheapest = std::ranges::min_element(p.variants, {}, [now](const catalog::Variant& v) { return price_now(v, now).minor; });
  if (cheapest == p.variants.end()) return card;
  card.sku = cheapest->sku;
  card.price_from = price_now(*cheapest, now);
  if (is_on_sale(*cheapest, now)) {
    card.regular_price = cheapest->price;
    card.sale_until = cheapest->sale->to;
  }
  card.unit = cheapest->unit;
  card.pack = cheapest->pack;
  card.step = cheapest->step;
  card.min_quantity = cheapest->min_quantity;
  card.unit_prices = catalog::unit_prices(*cheapest, *card.price_from);
  return card;
}

std::optional<Timestamp> next_card_change(const catalog::Product& product, Timestamp now) {
  auto next = catalog::next_turn(product, now);
  for (const auto& variant : product.variants) {
    if (!variant.sale) continue;
    for (const auto at : {variant.sale->from, variant.sale->to})
      if (at > now) next = std::min(next.value_or(at), at);
  }
  return next;
}

}  // namespace gh::gateway
