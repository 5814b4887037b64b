#include "contexts/orders/service.h"

#include "contexts/orders/errors.h"
#include "contexts/orders/order.h"
#include "platform/crypto/encoding.h"

namespace gh::orders {
namespace {

// Ascending in the index is oldest first.
std::string buyer_key(const Order& order) {
  return order.buyer ? order.buyer->text() + '/' + ports::sortable(order.created.ms) : std::string();
}
std::string look_key(const Order& order) { return order.look_at.ms != 0 ? ports::sortable(order.look_at.ms) : std::string(); }
// One cart is ordered once, by the store's word: two orders of one cart at the same time would be a buyer charged twice.
std::string cart_key(const Order& order) {
  return order.status == OrderStatus::rejected || order.status == OrderStatus::cancelled ? std::string() : order.cart.text();
}

bool sees(const std::optional<UserId>& owner, const Viewer& viewer) { return !owner || viewer.admin || owner == viewer.user; }

}  // namespace

Service::Service(ports::Documents& documents, const Clock& clock, Random& random)
    : clock_(clock),
      random_(random),
      carts_(documents, {"carts", {}}, [](const Cart&) { return std::vector<std::string>{}; }),
      orders_(documents, {"orders", {{"buyer"}, {"look"}, {"cart", true}}, ports::AuditSpec{}},
              [](const Order& o) { return std::vector<std::string>{buyer_key(o), look_key(o), cart_key(o)}; }) {}

Result<void> Service::opened() const {
  GH_CHECK(carts_.opened());
  return orders_.opened();
}

Task<Result<Cart>> Service::create_cart(std::optional<UserId> buyer, std::vector<CartLine> lines) const {
  Cart cart;
  cart.created = clock_.now();
  cart.id = CartId::derive(random_.next(), random_.next());  // a guest's cart is opened by its id: all of it is secret
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

Task<Result<Cart>> Service::put_line(CartId id, Viewer viewer, CartLine line) const {
  const auto now = clock_.now();
  GH_CO_TRY(auto written, co_await carts_.update(std::move(id), [&](Cart& cart, Outbox&) -> Result<void> {
    if (!sees(cart.buyer, viewer)) return fail(gh::errors::not_found);
    return orders::put_line(cart, line, now);
  }));
  co_return std::move(written.value);
}

Task<Result<Order>> Service::order(OrderId id, Viewer viewer) const {
  GH_CO_TRY(auto found, co_await orders_.require(std::move(id)));
  if (!sees(found->buyer, viewer)) co_return fail(gh::errors::not_found);
  co_return std::move(found.value);
}

Task<Result<OrderPage>> Service::orders_of(UserId buyer, int limit, std::string cursor) const {
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  ports::Range range{buyer.text() + '/', buyer.text() + '0', true};  // '0' comes right behind '/'
  GH_CO_TRY(auto page, co_await orders_.find("buyer", std::move(range), std::min(limit, page_max), *after));
  OrderPage out;
  out.next_cursor = crypto::base64url(crypto::bytes_of(page.next));
  out.items.reserve(page.items.size());
  for (auto& item : page.items) out.items.push_back(std::move(item.value));
  co_return out;
}

Task<Result<Versioned<Order>>> Service::insert(Order order, Outbox outbox) const {
  return orders_.insert(std::move(order), std::move(outbox));
}

Task<Result<std::optional<Versioned<Order>>>> Service::find(OrderId id) const { return orders_.get(std::move(id)); }

Task<Result<std::optional<Versioned<Order>>>> Service::find_by_cart(CartId cart) const { return orders_.find_one("cart", cart.text()); }

Task<Result<Versioned<Order>>> Service::replace(Versioned<Order> before, Order after, Outbox outbox) const {
  co_return co_await orders_.replace(before, std::move(after), std::move(outbox));
}

Task<Result<std::vector<Versioned<Order>>>> Service::due(Timestamp now, int limit) const {
  GH_CO_TRY(auto page, co_await orders_.find("look", ports::Range{"", ports::sortable(now.ms + 1)}, limit));
  co_return std::move(page.items);
}

Task<Result<TypedPage<Order>>> Service::all(std::string after, int limit) const {
  return orders_.find("", ports::Range{}, limit, std::move(after));
}

}  // namespace gh::orders
