#include "flows/cart/reorder.h"

#include <algorithm>

namespace gh::cart {
namespace {

// As many packs as there are, in the variant's steps.
Quantity fitting(Quantity wanted, const catalog::SellableVariant& offer, const inventory::Availability& stock) {
  if (!offer.on_sale) return {};
  auto fits = std::min(wanted, stock.available);
  if (offer.step.milli > 0) fits.milli -= fits.milli % offer.step.milli;
  return quote::sold_in(offer, fits) ? fits : Quantity{};
}

}  // namespace

Task<Result<Reordered>> Reorder::again(OrderId id, orders::Viewer viewer) const {
  GH_CO_TRY(const auto order, co_await orders_.order(std::move(id), viewer));
  std::vector<Sku> skus;
  for (const auto& line : order.lines) skus.push_back(line.sku);
  GH_CO_TRY(const auto offers, co_await catalog_.sellable(skus));
  GH_CO_TRY(const auto stock, co_await inventory_.available(skus));
  Reordered out;
  std::vector<orders::CartLine> lines;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const auto& line = order.lines[i];
    const auto put = fitting(line.quantity, offers[i], stock[i]);
    if (put.milli > 0)
      lines.push_back({line.sku, put, quotes_.unit_price(offers[i], put), offers[i].title, offers[i].farm.id, offers[i].farm.name});
    if (put == line.quantity) continue;
    const auto reason = !offers[i].on_sale ? LeftOut::not_for_sale : put.milli == 0 ? LeftOut::sold_out : LeftOut::fewer_left;
    out.left_out.push_back({line.sku, line.title, reason, line.quantity, put});
  }
  // An empty cart is nobody's: as the account's newest it would stand before the one that has goods in it.
  auto buyer = lines.empty() ? std::nullopt : viewer.user;
  GH_CO_TRY(out.cart, co_await orders_.create_cart(std::move(buyer), std::move(lines)));
  co_return out;
}

}  // namespace gh::cart
