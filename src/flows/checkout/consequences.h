// What follows from a change of an order, as outbox entries of the write that made it. Pure.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "contexts/orders/types.h"
#include "platform/ports/documents.h"

namespace gh::checkout {

// The names of the tasks that orders send after them (aftermath.h carries them out, unless another folder is named).
inline constexpr std::string_view post_holds_task = "orders.post_holds";
inline constexpr std::string_view void_holds_task = "orders.void_holds";
inline constexpr std::string_view take_back_task = "orders.take_back";
inline constexpr std::string_view give_back_task = "orders.give_back";
inline constexpr std::string_view refund_task = "orders.refund";
inline constexpr std::string_view number_papers_task = "orders.number_papers";        // flows/invoicing
inline constexpr std::string_view send_replacement_task = "orders.send_replacement";  // flows/fulfilment
inline constexpr std::string_view tell_farm_task = "orders.tell_farm";                // flows/alerts

// The payload of the tasks about stock: all that is needed without reading the order.
struct HoldsOf {
  OrderId order;
  Timestamp opened;
  std::vector<Sku> skus;
};
BOOST_DESCRIBE_STRUCT(HoldsOf, (), (order, opened, skus))

// The payload of give_back: the goods of one refund that return to their lots.
struct GoodsOf {
  OrderId order;
  Timestamp opened;
  RefundId refund;
  std::vector<orders::RefundLine> lines;
};
BOOST_DESCRIBE_STRUCT(GoodsOf, (), (order, opened, refund, lines))

// The payload of the others.
struct OrderRef {
  OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderRef, (), (order))

// The payload of send_replacement: what a complaint was decided about.
struct ReplacementOf {
  OrderId order;
  ComplaintId complaint;
};
BOOST_DESCRIBE_STRUCT(ReplacementOf, (), (order, complaint))

// The payload of tell_farm. A farm is not told of each order that comes, but once for all that came within new_orders_told_within.
struct FarmNews {
  FarmId farm;
  OrderId order;                         // the first one
  std::optional<ComplaintId> complaint;  // about this; none: about new orders
};
BOOST_DESCRIBE_STRUCT(FarmNews, (), (farm, order, complaint))

inline constexpr Milliseconds new_orders_told_within{30'000};
inline constexpr Milliseconds replacement_sent_within{5'000};  // by whoever decided on it

std::vector<ports::OutboxEntry> consequences(const orders::Order& before, const orders::Order& after);

}  // namespace gh::checkout
