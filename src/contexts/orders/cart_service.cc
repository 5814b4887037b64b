// The part of orders::Service that is about carts.
#include "base/errors.h"
#include "contexts/orders/cart.h"
#include "contexts/orders/service.h"

namespace gh::orders {
namespace {

constexpr int carts_looked_at = 5;  // newest ones of an account, for the one that is not ordered

bool sees(const std::optional<UserId>& owner, const Viewer& viewer) { return !owner || viewer.admin || owner == viewer.user; }

}  // namespace

Task<Result<Cart>> Service::create_cart(std::optional<UserId> buyer, std::vector<CartLine> lines) const {
  Cart cart;
  cart.created = clock_.now();
  cart.id = CartId::make(cart.created, random_);  // a guest's cart is opened by its id: 80 bits of it are secret
  cart.buyer = std::move(buyer);
  for (auto& line : lines) GH_CO_CHECK(orders::put_line(cart, std::move(line), cart.created));
  cart.updated = cart.created;
  GH_CO_TRY(auto created, co_await carts_.insert(std::move(cart)));
  co_return std::move(created.value);
}

Task<Result<Cart>> Service::cart(CartId id, Viewer viewer) const {
  GH_CO_TRY(auto found, co_await carts_.require(std::move(id)));
  if (!sees(found->buyer, viewer)) co_return fail(gh::errors::not_found);
  co_return std::move(found.value);
}

Task<Result<Cart>> Service::change_cart(CartId id, Viewer viewer, std::function<Result<void>(Cart&, Timestamp now)> change) const {
  const auto now = clock_.now();
  GH_CO_TRY(auto written, co_await carts_.update(std::move(id), [&](Cart& cart, Outbox&) -> Result<void> {
    if (!sees(cart.buyer, viewer)) return fail(gh::errors::not_found);
    return change(cart, now);
  }));
  co_return std::move(written.value);
}

Task<Result<Cart>> Service::put_line(CartId id, Viewer viewer, CartLine line) const {
  return change_cart(std::move(id), std::move(viewer),
                     [line = std::move(line)](Cart& cart, Timestamp now) { return orders::put_line(cart, line, now); });
}

Task<Result<bool>> Service::ordered(const CartId& cart) const {
  GH_CO_TRY(const auto order, co_await find_by_cart(cart));
  co_return order.has_value();
}

Task<Result<Cart>> Service::current_cart(UserId buyer) const {
  ports::Range range{buyer.text() + '/', buyer.text() + '0', true};  // '0' comes right behind '/'
  GH_CO_TRY(auto page, co_await carts_.find("buyer", std::move(range), carts_looked_at));
  for (auto& cart : page.items) {
    GH_CO_TRY(const bool gone, co_await ordered(cart->id));
    if (!gone) co_return std::move(cart.value);
  }
  co_return fail(gh::errors::not_found);
}

Task<Result<Cart>> Service::claim_cart(CartId id, UserId buyer) const {
  auto current = co_await current_cart(buyer);
  if (!current && !current.error().is(gh::errors::not_found)) co_return fail(std::move(current).error());
  GH_CO_TRY(auto found, co_await carts_.get(id));
  if (!found) {
    const bool merged = current && std::ranges::find(current->merged, id) != current->merged.end();
    if (merged) co_return *std::move(current);
    co_return fail(gh::errors::not_found);
  }
  auto& guests = *found;
  if (guests->buyer == buyer) co_return std::move(guests.value);
  if (guests->buyer) co_return fail(gh::errors::not_found);
  if (!current) {
    GH_CO_TRY(auto claimed, co_await carts_.update(std::move(id), [&](Cart& cart, Outbox&) -> Result<void> {
      if (cart.buyer && cart.buyer != buyer) return fail(gh::errors::not_found);
      cart.buyer = buyer;
      return {};
    }));
    co_return std::move(claimed.value);
  }
  GH_CO_TRY(auto merged, co_await change_cart(current->id, {buyer, false, {}, {}}, [&](Cart& cart, Timestamp now) -> Result<void> {
              merge(cart, guests.value, now);
              return {};
            }));
  // Somebody wrote to it meanwhile, or it is gone already: nothing is added twice, and the sweep takes it.
  (void)co_await carts_.erase(std::move(id), guests.version);
  co_return merged;
}

Task<Result<Service::CartsSwept>> Service::sweep_carts(std::string after, int limit) const {
  const auto oldest = clock_.now() - carts_kept;
  GH_CO_TRY(auto page, co_await carts_.find("", ports::Range{}, limit, std::move(after)));
  CartsSwept swept{std::move(page.next), 0};
  for (const auto& cart : page.items) {
    if (cart->updated >= oldest) continue;
    if (co_await carts_.erase(cart->id, cart.version)) ++swept.removed;  // not where somebody has just come back to it
  }
  co_return swept;
}

}  // namespace gh::orders
