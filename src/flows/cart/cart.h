// Carts with the catalog's word: a line gets title and price from what is on sale now, which is what the buyer sees. The checkout compares
// with it. Holds no state; outlives its calls.
#pragma once
#include <string>
#include <vector>

#include "contexts/orders/cart.h"
#include "contexts/orders/service.h"
#include "flows/quote/quotes.h"

namespace gh::cart {

struct Wanted {
  Sku sku;
  Quantity quantity;
};

// A cart with what it costs now.
struct Priced {
  orders::Cart cart;
  quote::Quote quote;
};

class Carts {
 public:
  Carts(orders::Service& orders, catalog::Service& catalog, pricing::Service& coupons, const quote::Quotes& quotes)
      : orders_(orders), catalog_(catalog), coupons_(coupons), quotes_(quotes) {}

  // Errors: not_for_sale, quantity_not_sold (not a multiple of the variant's step, or out of range), cart_full.
  Task<Result<orders::Cart>> create(std::optional<UserId> buyer, std::vector<Wanted> lines) const;
  // quantity 0 removes the line. Errors: as create; not_found.
  Task<Result<orders::Cart>> put_line(CartId id, orders::Viewer viewer, Wanted line) const;
  // Packs more of a sku, once for a key: of several at once each counts. Errors: as put_line; idempotency_key_reused.
  Task<Result<orders::Cart>> add_line(CartId id, orders::Viewer viewer, Wanted more, std::string key) const;
  // Errors: coupon_not_valid, too_many_codes, not_found.
  Task<Result<orders::Cart>> put_code(CartId id, orders::Viewer viewer, std::string typed) const;
  Task<Result<orders::Cart>> remove_code(CartId id, orders::Viewer viewer, std::string typed) const;
  Task<Result<orders::Cart>> choose(CartId id, orders::Viewer viewer, orders::CartChoices choices) const;

  Task<Result<Priced>> preview(orders::Cart cart, orders::Viewer viewer) const;

 private:
  Result<orders::CartLine> line_of(const catalog::SellableVariant& offer, const Wanted& wanted) const;
  Task<Result<std::vector<orders::CartLine>>> priced(std::vector<Wanted> lines) const;

  orders::Service& orders_;
  catalog::Service& catalog_;
  pricing::Service& coupons_;
  const quote::Quotes& quotes_;
};

}  // namespace gh::cart
