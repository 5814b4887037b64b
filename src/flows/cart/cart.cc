#include "flows/cart/cart.h"

#include "contexts/orders/errors.h"

namespace gh::cart {
namespace {

std::string how_sold(const catalog::SellableVariant& offer) {
  std::string text = "the quantity must be a multiple of " + to_string(offer.step);
  if (offer.min_quantity.milli > 0) text += " and at least " + to_string(offer.min_quantity);
  return text;
}

}  // namespace

Result<orders::CartLine> Carts::line_of(const catalog::SellableVariant& offer, const Wanted& wanted) const {
  if (!offer.on_sale) return fail(orders::errors::not_for_sale, wanted.sku.text());
  if (!quote::sold_in(offer, wanted.quantity))
    return fail(Error(orders::errors::bad_quantity, how_sold(offer)).field("/quantity", "not_sold", how_sold(offer)));
  return orders::CartLine{wanted.sku,
                          wanted.quantity,
                          quotes_.unit_price(offer, wanted.quantity),
                          offer.title,
                          offer.farm.id,
                          offer.farm.name,
                          offer.slug,
                          offer.categories.empty() ? std::string() : offer.categories.back()};
}

Task<Result<std::vector<orders::CartLine>>> Carts::priced(std::vector<Wanted> lines) const {
  if (lines.size() > orders::lines_max) co_return fail(orders::errors::cart_full);
  std::vector<Sku> skus;
  skus.reserve(lines.size());
  for (const auto& line : lines) skus.push_back(line.sku);
  GH_CO_TRY(const auto offers, co_await catalog_.sellable(std::move(skus)));
  std::vector<orders::CartLine> priced;
  priced.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    GH_CO_TRY(auto line, line_of(offers[i], lines[i]));
    priced.push_back(std::move(line));
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
  if (line.quantity.milli == 0)
    co_return co_await orders_.put_line(std::move(id), std::move(viewer), {line.sku, {}, {}, {}, {}, {}, {}, {}});
  GH_CO_TRY(auto put, co_await priced({line}));
  co_return co_await orders_.put_line(std::move(id), std::move(viewer), std::move(put.front()));
}

Task<Result<orders::Cart>> Carts::add_line(CartId id, orders::Viewer viewer, Wanted more, std::string key) const {
  GH_CO_TRY(const auto offers, co_await catalog_.sellable({more.sku}));
  const orders::Addition addition{std::move(key), more.sku, more.quantity};
  co_return co_await orders_.change_cart(std::move(id), std::move(viewer), [&](orders::Cart& cart, Timestamp now) {
    return orders::add_line(cart, addition, [&](Quantity in_all) { return line_of(offers.front(), {addition.sku, in_all}); }, now);
  });
}

// One read of the code, whatever comes of it, and one write where it is one.
Task<Result<orders::Cart>> Carts::put_code(CartId id, orders::Viewer viewer, std::string typed) const {
  GH_CO_TRY(const auto coupon, co_await coupons_.usable(std::move(typed)));
  co_return co_await orders_.change_cart(std::move(id), std::move(viewer), [code = coupon.terms.code](orders::Cart& cart, Timestamp now) {
    return orders::put_code(cart, code, now);
  });
}

Task<Result<orders::Cart>> Carts::remove_code(CartId id, orders::Viewer viewer, std::string typed) const {
  const auto code = pricing::normal_code(typed).value_or("");
  co_return co_await orders_.change_cart(std::move(id), std::move(viewer), [code](orders::Cart& cart, Timestamp now) -> Result<void> {
    orders::remove_code(cart, code, now);
    return {};
  });
}

Task<Result<orders::Cart>> Carts::choose(CartId id, orders::Viewer viewer, orders::CartChoices choices) const {
  co_return co_await orders_.change_cart(
      std::move(id), std::move(viewer),
      [choices = std::move(choices)](orders::Cart& cart, Timestamp now) { return orders::choose(cart, choices, now); });
}

Task<Result<Priced>> Carts::preview(orders::Cart cart, orders::Viewer viewer) const {
  GH_CO_TRY(auto quoted, co_await quotes_.of(cart, {viewer.user, {}}));
  co_return Priced{std::move(cart), std::move(quoted)};
}

}  // namespace gh::cart
