#include <gtest/gtest.h>

#include "contexts/orders/chain.h"
#include "contexts/orders/errors.h"
#include "contexts/orders/order.h"
#include "contexts/orders/refunds.h"
#include "platform/json/json.h"

namespace gh::orders {
namespace {

using enum OrderStatus;

Cause cause(std::int64_t ms = 1'700'000'000'000) { return {"usr_1", "req_1", Timestamp{ms}}; }

OrderLine line(std::uint64_t number, std::int64_t price, std::int64_t milli) {
  OrderLine l;
  l.sku = Sku::of(ProductId::derive(7, number), 1);
  l.title = "Carrots, bunched";
  l.farm = FarmId::derive(9, 9);
  l.farm_name = "Blue Heron Farm";
  l.unit = "kg";
  l.pack = Quantity{1000};
  l.unit_price = Money{price, {}};
  l.quantity = Quantity{milli};
  l.origin = {FieldId::derive(1, 4), "North slope", "US-ORG-4711"};
  return l;
}

Draft draft(std::vector<OrderLine> lines) {
  Draft d;
  d.id = OrderId::derive(1, 2);
  d.intent = PaymentIntentId::derive(1, 2);
  d.cart = CartId::derive(3, 4);
  d.buyer = UserId::derive(5, 6);
  d.contact = {"buyer@example.org"};
  d.lines = std::move(lines);
  d.body_hash = std::string(43, 'A');
  d.deadline = Timestamp{1'700'000'060'000};
  d.look_at = Timestamp{1'700'000'010'000};
  return d;
}

Order placed() { return *place(draft({line(1, 350, 2000), line(2, 199, 1500)}), cause()); }
std::vector<std::vector<LotShare>> lots() { return {{{LotId::derive(1, 1), Quantity{2000}}}, {{LotId::derive(1, 2), Quantity{1500}}}}; }
Order in(OrderStatus status) {
  Order order = placed();
  if (status == paid) EXPECT_TRUE(mark_paid(order, lots(), cause()));
  if (status == rejected) EXPECT_TRUE(mark_declined(order, "card_declined", cause()));
  if (status == cancelled) EXPECT_TRUE(mark_cancelled(order, "buyer", {}, cause()));
  if (status < packing || status == cancelled) return order;
  EXPECT_TRUE(mark_paid(order, lots(), cause()));
  const auto go = [&](EventType type) { EXPECT_TRUE(append(order, type, cause(), {{"farm", order.parts[0].farm.text()}})); };
  if (status == packing) go(EventType::packing_started);
  if (status >= packed) go(EventType::packed);
  if (status >= shipped) go(EventType::shipped);
  if (status >= delivered) go(EventType::delivered);
  return order;
}

TEST(Order, totals_are_sums_of_rounded_lines) {
  const auto order = placed();
  EXPECT_EQ(order.lines[0].line_total.minor, 700);
  EXPECT_EQ(order.lines[1].line_total.minor, 298);  // 298.5, half to even
  EXPECT_EQ(order.totals.total.minor, 998);
}

TEST(Order, impossible_carts_are_refused) {
  struct Row {
    std::vector<OrderLine> lines;
    const ErrorKind& error;
  };
  auto foreign = line(2, 100, 1000);
  foreign.unit_price.currency = *parse_currency("EUR");
  const Row rows[] = {
      {{}, errors::cart_empty},
      {std::vector<OrderLine>(lines_max + 1, line(1, 1, 1000)), errors::cart_full},
      {{line(1, 100, 0)}, errors::bad_quantity},
      {{line(1, 100, -1000)}, errors::bad_quantity},
      {{line(1, 100, line_quantity_max.milli + 1)}, errors::bad_quantity},
      {{line(1, -100, 1000)}, errors::total_out_of_range},
      {{line(1, Money::max_minor, 2000)}, errors::total_out_of_range},
      {{line(1, Money::max_minor, 1000), line(2, Money::max_minor, 1000)}, errors::total_out_of_range},
      {{line(1, 100, 1000), foreign}, errors::mixed_currencies},
  };
  for (const auto& row : rows) {
    const auto order = place(draft(row.lines), cause());
    ASSERT_FALSE(order) << row.error.code;
    EXPECT_EQ(order.error().kind().code, row.error.code);
  }
}

EventData of_part(const Order& order) { return {{"farm", order.parts[0].farm.text()}}; }
GiveBack one_pack(const Order& order) {
  return {.id = RefundId::derive(1, 1), .farm = order.parts[0].farm, .lines = {{order.lines[0].sku, Quantity{1000}}}, .text = {}};
}

// Every event in every status: allowed exactly where the table says, and without a trace where it does not.
TEST(Order, the_table_decides_every_transition) {
  using Change = Result<void> (*)(Order&);
  const std::pair<Change, std::vector<OrderStatus>> changes[] = {
      {[](Order& o) { return mark_paid(o, lots(), cause()); }, {pending_payment}},
      {[](Order& o) { return mark_sold_out(o, {}, cause()); }, {pending_payment}},
      {[](Order& o) { return mark_declined(o, "x", cause()); }, {pending_payment}},
      {[](Order& o) { return mark_action_required(o, "https://a.example", {}, cause()); }, {pending_payment}},
      {[](Order& o) { return mark_unanswered(o, {}, cause()); }, {pending_payment}},
      {[](Order& o) { return mark_cancelled(o, "x", {}, cause()); }, {pending_payment, paid}},
      {[](Order& o) { return mark_refund_owed(o, {}, cause()); }, {rejected, cancelled}},
      {[](Order& o) { return append(o, EventType::packing_started, cause(), of_part(o)); }, {paid}},
      {[](Order& o) { return append(o, EventType::packed, cause(), of_part(o)); }, {paid, packing}},
      {[](Order& o) { return append(o, EventType::shipped, cause(), of_part(o)); }, {packed}},
      {[](Order& o) { return append(o, EventType::delivered, cause(), of_part(o)); }, {packed, shipped}},
      {[](Order& o) { return cancel_lines(o, one_pack(o), {}, cause()); }, {paid, packing, packed, shipped}},
      {[](Order& o) { return return_lines(o, one_pack(o), {}, cause()); }, {delivered}},
  };
  for (const auto& [change, legal] : changes) {
    for (const auto status : {pending_payment, rejected, paid, packing, packed, shipped, delivered, cancelled}) {
      Order order = in(status);
      const auto before = json::to_string(order);
      const bool allowed = std::ranges::find(legal, status) != legal.end();
      const auto changed = change(order);
      EXPECT_EQ(changed.has_value(), allowed);
      if (!changed) {
        EXPECT_TRUE(changed.error().is(errors::illegal_transition));
        EXPECT_EQ(json::to_string(order), before);
      }
      EXPECT_TRUE(verify_chain(order)) << verify_chain(order).error().detail();
    }
  }
}

TEST(Order, an_illegal_transition_names_the_legal_ones) {
  const auto error = illegal(in(paid));
  ASSERT_EQ(error.extensions().size(), 2U);
  EXPECT_EQ(error.extensions()[0].json, "\"paid\"");
  EXPECT_EQ(error.extensions()[1].json, "[\"packing\",\"packed\",\"cancelled\"]");
  EXPECT_EQ(illegal(in(rejected)).extensions()[1].json, "[]");
}

TEST(Order, every_change_of_an_event_or_the_snapshot_is_found) {
  Order order = in(paid);
  ASSERT_TRUE(mark_cancelled(order, "buyer", {}, cause()));
  ASSERT_TRUE(verify_chain(order));
  const std::pair<const char*, void (*)(Order&)> forgeries[] = {
      {"price", [](Order& o) { o.lines[0].unit_price.minor += 1; }},
      {"quantity", [](Order& o) { o.lines[1].quantity.milli -= 1; }},
      {"total", [](Order& o) { o.totals.total.minor = 1; }},
      {"title", [](Order& o) { o.lines[0].title += "!"; }},
      {"origin", [](Order& o) { o.lines[0].origin.certificate.clear(); }},
      {"lot", [](Order& o) { o.lines[0].lots[0].lot = LotId::derive(8, 8); }},
      {"buyer", [](Order& o) { o.buyer.reset(); }},
      {"status", [](Order& o) { o.status = paid; }},
      {"actor", [](Order& o) { o.events[1].actor = "usr_2"; }},
      {"time", [](Order& o) { o.events[1].at.ms += 1; }},
      {"request", [](Order& o) { o.events[0].request_id = "req_2"; }},
      {"data", [](Order& o) { o.events[2].data["reason"] = "shop"; }},
      {"type", [](Order& o) { o.events[1].type = EventType::rejected; }},
      {"removed at the end", [](Order& o) { o.events.pop_back(); }},
      {"removed in the middle", [](Order& o) { o.events.erase(o.events.begin() + 1); }},
      {"exchanged", [](Order& o) { std::swap(o.events[1], o.events[2]); }},
      {"other order", [](Order& o) { o.id = OrderId::derive(4, 4); }},
      {"rehashed",
       [](Order& o) {
         o.events[0].data["x"] = "y";
         o.events[0].hash = event_hash(o.id, "", o.events[0]);
       }},
      {"all removed", [](Order& o) { o.events.clear(); }},
  };
  for (const auto& [name, forge] : forgeries) {
    Order forged = order;
    forge(forged);
    EXPECT_FALSE(verify_chain(forged)) << name;
  }
  order.contact.email.clear();  // erasure is not a forgery
  EXPECT_TRUE(verify_chain(order));
}

TEST(Order, the_first_answer_stays_the_first_answer) {
  const Order as_paid = in(paid);
  Order later = as_paid;
  ASSERT_TRUE(mark_cancelled(later, "buyer", Timestamp{5}, cause(1'700'000'999'000)));
  ASSERT_TRUE(mark_refunded(later, later.refunds.at(0).id, cause()));
  const auto again = as_answered(later);
  EXPECT_EQ(json::to_string(again), json::to_string(as_paid));

  Order waiting = placed();
  ASSERT_TRUE(mark_action_required(waiting, "https://bank.example/x", Timestamp{1'700'000'900'000}, cause()));
  later = waiting;
  ASSERT_TRUE(mark_paid(later, lots(), cause(1'700'000'100'000)));
  auto answer = as_answered(later);
  answer.look_at = waiting.look_at;
  EXPECT_EQ(json::to_string(answer), json::to_string(waiting));
}

// Found by the simulation: a second step's deadline, or a decline's code, showed up in the first answer of an order that had been
// unanswered.
TEST(Order, a_late_decline_does_not_change_the_first_answer) {
  auto order = placed();
  ASSERT_TRUE(mark_unanswered(order, Timestamp{1'700'000'005'000}, cause()));
  ASSERT_TRUE(mark_declined(order, "card_declined", cause()));
  EXPECT_EQ(order.payment.decline_code, "card_declined");
  EXPECT_EQ(as_answered(order).payment.decline_code, "");
}

TEST(Order, a_later_deadline_does_not_change_the_first_answer) {
  auto order = placed();
  ASSERT_TRUE(mark_unanswered(order, Timestamp{1'700'000'005'000}, cause()));
  const auto first = json::to_string(as_answered(order).deadline);
  ASSERT_TRUE(mark_action_required(order, "https://bank.example/step", Timestamp{1'700'000'900'000}, cause()));
  EXPECT_EQ(order.deadline, Timestamp{1'700'000'900'000});
  EXPECT_EQ(json::to_string(as_answered(order).deadline), first);
}

TEST(Order, the_stored_form_is_whole_and_small) {
  Order order = *place(draft({line(1, 350, 2000)}), cause());
  ASSERT_TRUE(mark_paid(order, {{{LotId::derive(1, 1), Quantity{2000}}}}, cause()));
  const auto text = json::to_string(order);
  EXPECT_LT(text.size(), 2560U);
  RecordProperty("bytes", static_cast<int>(text.size()));
  const auto read = json::parse_stored<Order>(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(json::to_string(*read), text);
  EXPECT_TRUE(verify_chain(*read));
}

TEST(Cart, lines_are_put_and_removed) {
  Cart cart;
  const auto put = [&](std::uint64_t n, std::int64_t milli) {
    return put_line(cart, {Sku::of(ProductId::derive(1, n), 1), Quantity{milli}, Money{100, {}}, "x"}, Timestamp{1});
  };
  ASSERT_TRUE(put(1, 1000));
  ASSERT_TRUE(put(1, 3000));
  ASSERT_EQ(cart.lines.size(), 1U);
  EXPECT_EQ(cart.lines[0].quantity.milli, 3000);
  EXPECT_FALSE(put(1, -1));
  EXPECT_FALSE(put(1, line_quantity_max.milli + 1));
  ASSERT_TRUE(put(1, 0));
  EXPECT_TRUE(cart.lines.empty());
  EXPECT_TRUE(put(1, 0));
  for (std::uint64_t i = 0; i < lines_max; ++i) EXPECT_TRUE(put(i, 1000));
  EXPECT_FALSE(put(lines_max, 1000));
  EXPECT_TRUE(put(0, 2000));
}

}  // namespace
}  // namespace gh::orders
