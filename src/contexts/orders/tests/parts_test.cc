// Parts, what the order's status follows from, and refunds to the cent.
#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/orders/chain.h"
#include "contexts/orders/errors.h"
#include "contexts/orders/order.h"
#include "contexts/orders/refunds.h"
#include "platform/json/json.h"

namespace gh::orders {
namespace {

using P = PartStatus;
using enum OrderStatus;

const FarmId heron = FarmId::derive(9, 1), birch = FarmId::derive(9, 2);
Cause cause(std::int64_t ms = 1'700'000'000'000) { return {"usr_1", "req_1", Timestamp{ms}}; }

OrderLine line(const FarmId& farm, std::uint64_t number, std::int64_t price, std::int64_t packs) {
  OrderLine l;
  l.sku = Sku::of(ProductId::derive(7, number), 1);
  l.title = "Carrots";
  l.farm = farm;
  l.farm_name = farm == heron ? "Heron" : "Birch";
  l.unit = "kg";
  l.pack = Quantity{1000};
  l.unit_price = Money{price, {}};
  l.quantity = Quantity{packs * 1000};
  return l;
}

Order paid_order() {
  Draft d;
  d.id = OrderId::derive(1, 2);
  d.intent = PaymentIntentId::derive(1, 2);
  d.cart = CartId::derive(3, 4);
  d.lines = {line(heron, 1, 333, 3), line(birch, 2, 100, 2), line(heron, 3, 50, 1)};
  Order order = *place(std::move(d), cause());
  std::vector<std::vector<LotShare>> lots;
  for (const auto& l : order.lines)
    lots.push_back({{LotId::derive(1, 1), Quantity{1000}}, {LotId::derive(1, 2), l.quantity - Quantity{1000}}});
  EXPECT_TRUE(mark_paid(order, lots, cause()));
  return order;
}
Result<void> go(Order& order, const FarmId& farm, EventType type) { return append(order, type, cause(), {{"farm", farm.text()}}); }
GiveBack packs(const Order& order, const FarmId& farm, std::size_t at, std::int64_t milli, std::uint64_t id) {
  return {.id = RefundId::derive(1, id), .farm = farm, .lines = {{order.lines[at].sku, Quantity{milli}}}, .restock = true, .text = {}};
}

TEST(Status, follows_from_parts_and_money) {
  struct Row {
    std::vector<P> parts;
    std::int64_t refunded;
    OrderStatus status;
  };
  const Row rows[] = {
      {{P::paid, P::paid}, 0, paid},
      {{P::paid, P::packing}, 0, packing},
      {{P::paid, P::shipped}, 0, packing},
      {{P::packing, P::delivered}, 0, packing},
      {{P::packed, P::shipped}, 0, packed},
      {{P::shipped, P::delivered}, 40, shipped},
      {{P::cancelled, P::shipped}, 40, shipped},
      {{P::delivered, P::delivered}, 0, delivered},
      {{P::delivered, P::cancelled}, 40, partially_refunded},
      {{P::delivered, P::returned}, 40, partially_refunded},
      {{P::returned, P::cancelled}, 40, returned},
      {{P::returned, P::returned}, 100, refunded},
      {{P::delivered, P::delivered}, 100, refunded},
      {{P::cancelled, P::cancelled}, 100, cancelled},
  };
  for (const auto& row : rows) {
    State state{.settled = paid, .parts = {{heron, row.parts[0]}, {birch, row.parts[1]}}, .charged = 100, .refunded = row.refunded};
    EXPECT_EQ(status_of(state), row.status) << json::enum_name(row.status);
    state.settled = pending_payment;
    EXPECT_EQ(status_of(state), pending_payment);
  }
}

TEST(Parts, one_for_each_farm_goes_its_own_way) {
  Order order = paid_order();
  ASSERT_EQ(order.parts.size(), 2U);
  ASSERT_TRUE(go(order, heron, EventType::packed));
  EXPECT_EQ(order.status, packing);
  ASSERT_TRUE(go(order, heron, EventType::delivered));
  const auto early = go(order, birch, EventType::shipped);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().extensions()[1].json, "[\"packing\",\"packed\",\"cancelled\"]");
  ASSERT_TRUE(go(order, birch, EventType::packed));
  ASSERT_TRUE(go(order, birch, EventType::shipped));
  EXPECT_EQ(order.status, shipped);
  ASSERT_TRUE(go(order, birch, EventType::delivered));
  EXPECT_EQ(order.status, delivered);
  EXPECT_TRUE(verify_chain(order));
  order.parts[0].status = P::returned;
  EXPECT_FALSE(verify_chain(order));
}

TEST(Parts, a_document_from_before_there_were_parts_gets_its_own) {
  for (const bool cancelled_then : {false, true}) {
    Order order = paid_order();
    if (cancelled_then) ASSERT_TRUE(mark_cancelled(order, "buyer", {}, cause()));
    order.parts.clear();
    order.events[0].data.erase("parts");
    order.events[0].data.erase("prices");  // these came with the parts
    std::string before;
    for (auto& event : order.events) before = event.hash = event_hash(order.id, before, event);
    ASSERT_TRUE(verify_chain(order));
    ensure_parts(order);
    EXPECT_EQ(order.parts.size(), 2U);
    EXPECT_EQ(order.parts[1].status, cancelled_then ? P::cancelled : P::paid);
    EXPECT_TRUE(verify_chain(order)) << verify_chain(order).error().detail();
  }
}

TEST(Refunds, packs_cost_what_is_left_of_the_lines_cents) {
  Order order = paid_order();
  order.lines[0].line_total.minor = 1000;  // 333 1/3 each: 333, 334 and 333 together are the line
  std::int64_t sum = 0;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(cancel_lines(order, packs(order, heron, 0, 1000, i), Timestamp{9}, cause()));
    sum += order.refunds.back().amount.minor;
  }
  EXPECT_EQ(sum, 1000);
  EXPECT_EQ(order.refunds[1].amount.minor, 334);
  EXPECT_EQ(order.refunds[0].lines[0].restocked, (std::vector<LotShare>{{LotId::derive(1, 2), Quantity{1000}}}));
  EXPECT_EQ(order.refunds[2].lines[0].restocked, (std::vector<LotShare>{{LotId::derive(1, 1), Quantity{1000}}}));
  const auto more = cancel_lines(order, packs(order, heron, 0, 1, 4), {}, cause());
  ASSERT_FALSE(more);
  EXPECT_TRUE(more.error().is(errors::not_left));
  EXPECT_EQ(more.error().fields()[0].pointer, "/lines/0/quantity");
}

TEST(Refunds, the_same_intention_is_the_same_refund) {
  Order order = paid_order();
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(cancel_lines(order, packs(order, heron, 0, 1000, 7), Timestamp{9}, cause()));
  EXPECT_EQ(order.refunds.size(), 1U);
  EXPECT_EQ(order.payment.status, PaymentStatus::refund_due);
  EXPECT_EQ(order.look_at, Timestamp{9});
  ASSERT_TRUE(mark_refunded(order, RefundId::derive(1, 7), cause()));
  EXPECT_FALSE(mark_refunded(order, RefundId::derive(1, 7), cause()));
  EXPECT_EQ(order.payment.status, PaymentStatus::partially_refunded);
  EXPECT_EQ(order.look_at, Timestamp{});
  EXPECT_TRUE(verify_chain(order));
}

TEST(Refunds, the_last_pack_takes_the_delivery_fee_along) {
  Order order = paid_order();
  order.parts[1].delivery_fee.minor = 490;
  ASSERT_TRUE(cancel_lines(order, packs(order, birch, 1, 1000, 1), {}, cause()));
  EXPECT_EQ(order.refunds.back().amount.minor, 100);
  Order packed = order;
  ASSERT_TRUE(cancel_lines(order, packs(order, birch, 1, 1000, 2), {}, cause()));
  EXPECT_EQ(order.refunds.back().amount.minor, 590);
  EXPECT_EQ(order.parts[1].status, P::cancelled);
  EXPECT_EQ(order.status, paid);  // the other farm's part goes on

  ASSERT_TRUE(go(packed, birch, EventType::packed));
  ASSERT_TRUE(go(packed, birch, EventType::shipped));
  ASSERT_TRUE(cancel_lines(packed, packs(packed, birch, 1, 1000, 2), {}, cause()));
  EXPECT_EQ(packed.refunds.back().amount.minor, 100);
}

TEST(Refunds, a_cancelled_order_gives_back_what_is_left_of_every_part) {
  Order order = paid_order();
  ASSERT_TRUE(cancel_lines(order, packs(order, heron, 0, 2000, 1), {}, cause()));
  ASSERT_TRUE(mark_cancelled(order, "cancelled_by_buyer", Timestamp{5}, cause()));
  ASSERT_EQ(order.refunds.size(), 3U);
  EXPECT_EQ(refunds_sum(order, RefundStatus::due), order.totals.total);
  EXPECT_EQ(order.status, cancelled);
  for (const auto& refund : std::vector(order.refunds)) ASSERT_TRUE(mark_refunded(order, refund.id, cause()));
  EXPECT_EQ(order.payment.status, PaymentStatus::refunded);
  EXPECT_TRUE(verify_chain(order)) << verify_chain(order).error().detail();
}

TEST(Refunds, lines_of_others_and_lines_named_twice_are_refused) {
  Order order = paid_order();
  EXPECT_TRUE(cancel_lines(order, packs(order, heron, 1, 1000, 1), {}, cause()).error().is(errors::line_unknown));
  auto twice = packs(order, heron, 0, 1000, 1);
  twice.lines.push_back(twice.lines[0]);
  EXPECT_EQ(cancel_lines(order, twice, {}, cause()).error().fields()[0].pointer, "/lines/1/sku");
  EXPECT_TRUE(cancel_lines(order, packs(order, FarmId::derive(1, 9), 0, 1000, 1), {}, cause()).error().is(gh::errors::not_found));
}

}  // namespace
}  // namespace gh::orders
