// orders::Service: carts and orders in the store, and who may see them. The work that orders need from other contexts is in flows/checkout
// and flows/cancel. Holds no state besides the store; callable on any scheduler; outlives its calls.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "contexts/orders/types.h"
#include "platform/documents/collection.h"

namespace gh::orders {

// Who asks. What is somebody else's is not_found.
struct Viewer {
  std::optional<UserId> user;
  bool admin = false;
  std::string email;   // of a guest, who knows with which address the order was placed
  std::string secret;  // or has the link (guest.h)
};

struct OrderPage {
  std::vector<Order> items;
  std::string next_cursor;  // empty at the end
};

// Orders of which this farm has a part that is in one of these statuses, for a day of these: the delivery window's, or the day on which it
// was ordered.
struct PartFilter {
  FarmId farm;
  std::vector<PartStatus> statuses;  // none: all from paid on
  std::optional<Date> from;
  std::optional<Date> to;  // inclusive
};

// Of orders that somebody complains about: one of the complaints waits for an answer or a decision, or all are decided.
enum class ComplaintState { unresolved, resolved };
BOOST_DESCRIBE_ENUM(ComplaintState, unresolved, resolved)

// Each narrows; what is not given does not.
struct OrderFilter {
  std::vector<OrderStatus> statuses;
  std::optional<FarmId> farm;
  std::string email;
  std::optional<Timestamp> from;  // placed, inclusive
  std::optional<Timestamp> to;    // exclusive
  std::optional<ComplaintState> complaints;
};

class Service {
 public:
  using Outbox = std::vector<ports::OutboxEntry>;

  Service(ports::Documents& documents, const Clock& clock, Random& random);
  // What opening the collections said; the composition root checks it before it serves.
  Result<void> opened() const;

  // An order's document is far below this: 2 KiB with one line.
  static constexpr int page_max = 100;
  static constexpr int search_looks_max = 1'000;

  Task<Result<Cart>> create_cart(std::optional<UserId> buyer, std::vector<CartLine> lines = {}) const;
  // Another buyer's cart is not_found. A guest's cart is seen by whoever knows its id.
  Task<Result<Cart>> cart(CartId id, Viewer viewer) const;
  // line.quantity 0 removes. Errors: not_found, cart_full, bad_quantity.
  Task<Result<Cart>> put_line(CartId id, Viewer viewer, CartLine line) const;
  // change: one of cart.h's; may be called several times.
  Task<Result<Cart>> change_cart(CartId id, Viewer viewer, std::function<Result<void>(Cart&, Timestamp now)> change) const;
  // The newest cart of an account that is not ordered; not_found: it has none.
  Task<Result<Cart>> current_cart(UserId buyer) const;
  // A guest's cart becomes the account's: its current one, or a part of that (cart.h, merge). Again gives the same cart.
  Task<Result<Cart>> claim_cart(CartId id, UserId buyer) const;

  static constexpr Milliseconds carts_kept{std::chrono::days(30)};  // after their last change
  struct CartsSwept {
    std::string next;  // where the next sweep goes on; empty: from the start
    int removed = 0;
  };
  // Looks at up to `limit` carts and erases those that nobody has touched for so long.
  Task<Result<CartsSwept>> sweep_carts(std::string after, int limit) const;

  Task<Result<Order>> order(OrderId id, Viewer viewer) const;
  // The buyer's orders, newest first.
  Task<Result<OrderPage>> orders_of(UserId buyer, int limit, std::string cursor) const;
  // By status, then by day, then by age.
  Task<Result<OrderPage>> parts(PartFilter filter, int limit, std::string cursor) const;
  // Newest first. A page may be short, the end is where next_cursor is empty: it looks at no more than search_looks_max orders at once.
  Task<Result<OrderPage>> search(OrderFilter filter, int limit, std::string cursor) const;

  // For flows. insert: duplicate_key if the id or (for orders that are not rejected or cancelled) the cart is taken.
  Task<Result<Versioned<Order>>> insert(Order order, Outbox outbox = {}) const;
  Task<Result<std::optional<Versioned<Order>>>> find(OrderId id) const;
  Task<Result<std::optional<Versioned<Order>>>> find_by_cart(CartId cart) const;
  Task<Result<Versioned<Order>>> replace(Versioned<Order> before, Order after, Outbox outbox = {}) const;
  // Orders whose look_at has come, the longest waiting first. limit: 1 .. ports::find_limit_max.
  Task<Result<std::vector<Versioned<Order>>>> due(Timestamp now, int limit) const;
  // All orders by id, for the doctor. after: TypedPage::next of the page before, or "".
  Task<Result<TypedPage<Order>>> all(std::string after, int limit) const;

 private:
  Task<Result<bool>> ordered(const CartId& cart) const;

  const Clock& clock_;
  Random& random_;
  Collection<Cart> carts_;
  Collection<Order> orders_;
};

}  // namespace gh::orders
