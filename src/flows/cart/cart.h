// Carts with the catalog's word: a line gets title and price from what is on sale now, which is what the buyer sees. The checkout compares
// with it. Holds no state; outlives its calls.
#pragma once
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/orders/service.h"

namespace gh::cart {

struct Wanted {
  Sku sku;
  Quantity quantity;
};

class Carts {
 public:
  Carts(orders::Service& orders, catalog::Service& catalog) : orders_(orders), catalog_(catalog) {}

  // Errors: not_for_sale, quantity_not_sold (not a multiple of the variant's step, or out of range), cart_full.
  Task<Result<orders::Cart>> create(std::optional<UserId> buyer, std::vector<Wanted> lines) const;
  // quantity 0 removes the line. Errors: as create; not_found.
  Task<Result<orders::Cart>> put_line(CartId id, orders::Viewer viewer, Wanted line) const;

 private:
  Task<Result<std::vector<orders::CartLine>>> priced(std::vector<Wanted> lines) const;

  orders::Service& orders_;
  catalog::Service& catalog_;
};

}  // namespace gh::cart
