// How orders are shown to the buyer and to the shop, and who asks. Shared by the routes of orders; a farm's view is in fulfilment.cc.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contexts/inventory/service.h"
#include "contexts/orders/service.h"
#include "gateway/route.h"
#include "platform/json/fields.h"

namespace gh::gateway {

struct OrderPath {
  OrderId id;
};
BOOST_DESCRIBE_STRUCT(OrderPath, (), (id))

// What a guest opens their order with: one of the two.
struct GuestKey {
  static constexpr bool has_guest_address = true;  // which others could guess: tries are counted as sign-ins (gateway.cc)
  std::optional<json::Email> email;                // with which it was placed
  std::optional<json::Text<1, 64>> secret;         // of the answer to placing it
};
BOOST_DESCRIBE_STRUCT(GuestKey, (), (email, secret))

struct OrderLineView : orders::OrderLine {
  ProductId product;
  Quantity left;  // packs that nobody has been given back
  // What stands on the crates: one for each of `lots`, in their order. In the answer of getOrder; the others leave the store alone.
  std::optional<std::vector<std::string>> lot_codes;
};
BOOST_DESCRIBE_STRUCT(OrderLineView, (orders::OrderLine), (product, left, lot_codes))

struct PaymentView {
  PaymentIntentId intent;
  orders::PaymentStatus status = orders::PaymentStatus::open;
  std::optional<std::string> decline_code;
  std::optional<std::string> next_action;  // where the buyer does the second step
};
BOOST_DESCRIBE_STRUCT(PaymentView, (), (intent, status, decline_code, next_action))

struct OrderView {
  OrderId id;
  orders::OrderStatus status = orders::OrderStatus::pending_payment;
  std::optional<UserId> buyer;
  std::optional<std::string> secret;  // a guest's, for the link to the order
  CartId cart;
  orders::Contact contact;
  std::optional<orders::Replaces> replaces;
  std::vector<OrderLineView> lines;
  std::vector<orders::Part> parts;
  orders::Totals totals;
  PaymentView payment;
  std::vector<orders::Refund> refunds;
  std::vector<orders::Complaint> complaints;
  std::vector<orders::OrderNote> notes;
  Timestamp created;
  Timestamp updated;
  std::optional<Timestamp> deadline;  // while the payment is pending
};
BOOST_DESCRIBE_STRUCT(OrderView, (),
                      (id, status, buyer, secret, cart, contact, replaces, lines, parts, totals, payment, refunds, complaints, notes,
                       created, updated, deadline))

struct OrderList {
  std::vector<OrderView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OrderList, (), (items, next_cursor))

// Internal notes are for the shop only.
OrderView order_view(orders::Order order, const orders::Viewer& viewer);
// Fills in lot_codes.
Task<Result<void>> name_lots(OrderView& order, inventory::Service& inventory);
orders::Viewer viewer_of(const Call& call, const GuestKey& key);
std::string actor_of(const Call& call);

}  // namespace gh::gateway
