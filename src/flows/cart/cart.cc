#include "flows/cart/cart.h"

#include "contexts/orders/errors.h"

namespace gh::cart {

Task<Result<std::vector<orders::CartLine>>> Carts::priced(std::vector<Wanted> lines) const {
  if (lines.size() > orders::lines_max) co_return fail(orders::errors::cart_full);
  std::vector<Sku> skus;
  skus.reserve(lines.size());
  for (const auto& line : lines) skus.push_back(line.sku);
  GH_CO_TRY(const auto offers, co_await catalog_.sellable(std::move(skus)));
  std::vector<orders::CartLine> priced;
  priced.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& offer = offers[i];
    if (!offer.on_sale) co_return fail(orders::errors::not_for_sale, lines[i].sku.text());
    if (lines[i].quantity.milli <= 0 || (offer.step.milli > 0 && lines[i].quantity.milli % offer.step.milli != 0)) {
      co_return fail(orders::errors::bad_quantity, "the quantity must be a multiple of " + to_string(offer.step));
    }
    priced.push_back({lines[i].sku, lines[i].quantity, offer.price, offer.title});
  }
  co_return priced;
}

Task<Result<orders::Cart>> Carts::create(std::optional<UserId> buyer, std::vector<Wanted> lines) const {
  std::vector<orders::CartLine> put;
  if (!lines.empty()) {
    GH_CO_TRY(put, co_await priced(std::move(lines)));
  }
  co_return co_await orders_.create_cart(std::move(buyer), std::move(put));
}

Task<Result<orders::Cart>> Carts::put_line(CartId id, orders::Viewer viewer, Wanted line) const {
  if (line.quantity.milli == 0) co_return co_await orders_.put_line(std::move(id), std::move(viewer), {line.sku, {}, {}, {}});
  GH_CO_TRY(auto put, co_await priced({line}));
  co_return co_await orders_.put_line(std::move(id), std::move(viewer), std::move(put.front()));
}

}  // namespace gh::cart
