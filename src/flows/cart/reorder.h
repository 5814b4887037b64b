// Reorder: a new cart with what of an order can still be bought, at today's prices, and what cannot. Holds no state; outlives its calls.
#pragma once
#include <string>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/inventory/service.h"
#include "contexts/orders/service.h"
#include "flows/quote/quotes.h"

namespace gh::cart {

enum class LeftOut { not_for_sale, sold_out, fewer_left };
BOOST_DESCRIBE_ENUM(LeftOut, not_for_sale, sold_out, fewer_left)

struct NotAgain {
  Sku sku;
  std::string title;
  LeftOut reason = LeftOut::not_for_sale;
  Quantity wanted;
  Quantity put;  // of them, what is in the cart
};
BOOST_DESCRIBE_STRUCT(NotAgain, (), (sku, title, reason, wanted, put))

struct Reordered {
  orders::Cart cart;
  std::vector<NotAgain> left_out;
};

class Reorder {
 public:
  Reorder(orders::Service& orders, catalog::Service& catalog, inventory::Service& inventory, const quote::Quotes& quotes)
      : orders_(orders), catalog_(catalog), inventory_(inventory), quotes_(quotes) {}

  // Errors: not_found. With nothing left the cart is empty.
  Task<Result<Reordered>> again(OrderId order, orders::Viewer viewer) const;

 private:
  orders::Service& orders_;
  catalog::Service& catalog_;
  inventory::Service& inventory_;
  const quote::Quotes& quotes_;
};

}  // namespace gh::cart
