#include "flows/checkout/tests/shop.h"

#include "contexts/orders/chain.h"
#include "contexts/orders/errors.h"
#include "contexts/payments/errors.h"
#include "platform/json/json.h"

namespace gh::checkout::testing {
namespace {

// Sees a guest's order without the address.
const orders::Viewer staff{.user = std::nullopt, .admin = true, .email = {}, .secret = {}};

using orders::EventType;
using orders::OrderStatus;
using orders::PaymentStatus;

constexpr Milliseconds past_deadline{61'000};
constexpr Milliseconds past_second_step{901'000};

std::string extension(const Error& error, std::string_view name) {
  for (const auto& e : error.extensions()) {
    if (e.name == name) return e.json;
  }
  return "";
}

class CheckoutTest : public Shop {};

TEST_F(CheckoutTest, an_order_is_paid_with_three_durable_writes) {
  const auto carrots = stocked("Carrots", 350, 10);
  const auto cart = cart_of({{carrots, Quantity{2000}}});
  node().documents.writes = 0;
  node().fuse.used = 0;
  const auto placed = place(request(cart));
  ASSERT_TRUE(placed) << placed.error().detail();
  EXPECT_EQ(node().documents.writes, 3);
  RecordProperty("calls_of_store_and_provider", node().fuse.used);
  const auto& order = **placed;
  EXPECT_EQ(order.status, OrderStatus::paid);
  EXPECT_EQ(order.totals.total.minor, 700);
  ASSERT_EQ(order.lines[0].lots.size(), 1U);
  EXPECT_EQ(order.lines[0].lots[0].quantity.milli, 2000);
  EXPECT_EQ(order.lines[0].farm_name, "Birch Hollow");
  EXPECT_EQ(left(carrots).reserved.milli, 2000);
  run_tasks();
  EXPECT_EQ(left(carrots).reserved.milli, 0);
  EXPECT_EQ(left(carrots).on_hand.milli, 8000);
  ASSERT_EQ(told_.size(), 1U);
  const auto& notice = told_.begin()->second;
  EXPECT_EQ(notice.event, "orders.confirmed");
  EXPECT_EQ(notice.data.at("total"), "7.00 USD");
  EXPECT_EQ(notice.data.at("items"), "2\tCarrots, One (Birch Hollow)\t7.00 USD");
  EXPECT_EQ(charged(), 1U);
  expect_healthy();
}

TEST_F(CheckoutTest, the_snapshot_survives_the_product) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto placed = place(request(cart_of({{sku, Quantity{1000}}})));
  ASSERT_TRUE(placed);
  ASSERT_TRUE(run(node().catalog.archive(sku.product(), facts_.farm.id)));
  run_tasks();
  EXPECT_EQ(json::to_string(stored((*placed)->id)), json::to_string(**placed));
  expect_healthy();
}

TEST_F(CheckoutTest, a_declined_card_leaves_nothing_behind) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto cart = cart_of({{sku, Quantity{3000}}});
  const auto placed = place(request(cart, "pm_card_insufficient_funds"));
  EXPECT_EQ(code_of(placed), "card_declined");
  EXPECT_EQ(placed.error().kind().http_status(), 402);
  EXPECT_EQ(extension(placed.error(), "decline_code"), "\"insufficient_funds\"");
  run_tasks();
  EXPECT_EQ(units_left(sku), 3);
  EXPECT_EQ(charged(), 0U);
  expect_healthy();
  // The same key tells the same; another card is another order of the same cart.
  EXPECT_EQ(code_of(place(request(cart, "pm_card_insufficient_funds"))), "card_declined");
  EXPECT_TRUE(place(request(cart, "pm_card_ok", "key-2")));
}

TEST_F(CheckoutTest, no_answer_is_asked_about_until_there_is_one) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto first = place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_timeout", "a"));
  const auto second = place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_timeout_declined", "b"));
  const auto third = place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_late", "c"));
  for (const auto* placed : {&first, &second, &third}) {
    ASSERT_TRUE(*placed) << placed->error().detail();
    EXPECT_EQ((**placed)->status, OrderStatus::pending_payment);
  }
  sweep_after(Milliseconds(5'001));
  EXPECT_EQ(stored((*first)->id).status, OrderStatus::paid);
  EXPECT_EQ(stored((*second)->id).status, OrderStatus::rejected);
  EXPECT_EQ(stored((*third)->id).status, OrderStatus::pending_payment);
  sweep_after(Milliseconds(5'001));
  EXPECT_EQ(stored((*third)->id).status, OrderStatus::paid);
  run_tasks();
  EXPECT_EQ(units_left(sku), 8);
  expect_healthy();
}

TEST_F(CheckoutTest, goods_that_are_held_for_nobody_are_looked_at_soon) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto placed = place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_late"));
  ASSERT_TRUE(placed) << placed.error().detail();
  auto order = stored((*placed)->id);
  const auto& settlement = node().checkout.settlement();
  const auto looked = [&](Milliseconds past) { return settlement.next_look(order, order.deadline + past) - order.deadline; };
  EXPECT_EQ(looked(Milliseconds(-20'000)), Milliseconds(-15'000));
  EXPECT_EQ(looked(Milliseconds(-2'000)), Milliseconds(0)) << "not beyond the deadline";
  EXPECT_EQ(looked(Milliseconds(0)), Milliseconds(500));
  EXPECT_EQ(looked(Milliseconds(4'000)), Milliseconds(5'000));
  EXPECT_EQ(looked(Milliseconds(60'000)), Milliseconds(65'000)) << "no sooner than others where the provider is away for long";
  order.status = OrderStatus::paid;
  EXPECT_EQ(looked(Milliseconds(0)), Milliseconds(5'000));
}

TEST_F(CheckoutTest, a_second_step_is_waited_for_and_confirmed) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto cart = cart_of({{sku, Quantity{1000}}});
  const auto placed = place(request(cart, "pm_card_second_step"));
  ASSERT_TRUE(placed);
  EXPECT_EQ((*placed)->status, OrderStatus::pending_payment);
  EXPECT_FALSE((*placed)->payment.next_action.empty());
  sweep_after(past_deadline);  // longer than a charge may take: the buyer is still looking for the telephone
  EXPECT_EQ(stored((*placed)->id).status, OrderStatus::pending_payment);
  const auto confirmed = run(node().checkout.confirm((*placed)->id, staff, "req-2"));
  ASSERT_TRUE(confirmed);
  EXPECT_EQ((*confirmed)->status, OrderStatus::paid);
  EXPECT_EQ((*confirmed)->lines[0].lots.size(), 1U);
  EXPECT_EQ((*run(node().checkout.confirm((*placed)->id, staff, "req-3")))->status, OrderStatus::paid);
  run_tasks();
  // The first answer stays the first answer.
  const auto again = place(request(cart, "pm_card_second_step"));
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->status, OrderStatus::pending_payment);
  EXPECT_EQ((*again)->payment.next_action, (*placed)->payment.next_action);
  expect_healthy();
}

TEST_F(CheckoutTest, a_second_step_that_fails_or_never_comes_frees_the_stock) {
  const auto sku = stocked("Carrots", 350, 2);
  const auto fails = place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_second_step_fails", "a"));
  const auto never = place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_second_step", "b"));
  ASSERT_TRUE(fails && never);
  EXPECT_EQ(code_of(run(node().checkout.confirm((*fails)->id, staff, "req"))), "card_declined");
  sweep_after(past_second_step);
  EXPECT_EQ(stored((*never)->id).status, OrderStatus::cancelled);
  EXPECT_EQ(code_of(run(node().checkout.confirm((*never)->id, staff, "req"))), "order_cancelled");
  run_tasks();
  EXPECT_EQ(units_left(sku), 2);
  expect_healthy();
}

TEST_F(CheckoutTest, what_has_changed_is_shown_and_nothing_is_written) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto rare = stocked("Truffle", 9900, 1);
  const auto cart = cart_of({{sku, Quantity{2000}}, {rare, Quantity{1000}}});
  catalog::Edit edit;
  edit.variants = std::vector<catalog::VariantDraft>{{sku, "One", catalog::Unit::each, {400, {}}, Quantity{1000}, Quantity{1000}}};
  ASSERT_TRUE(run(node().catalog.edit(sku.product(), edit, facts_)));
  ASSERT_TRUE(run(node().catalog.archive(rare.product(), facts_.farm.id)));
  node().documents.writes = 0;
  const auto placed = place(request(cart));
  ASSERT_EQ(code_of(placed), "cart_changed");
  EXPECT_EQ(node().documents.writes, 0);
  const auto changes = json::parse_stored<std::vector<quote::LineChange>>(extension(placed.error(), "changes"));
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 2U);
  EXPECT_EQ((*changes)[0].reason, quote::ChangeReason::price_changed);
  EXPECT_EQ((*changes)[0].seen_unit_price->minor, 350);
  EXPECT_EQ((*changes)[0].unit_price->minor, 400);
  EXPECT_EQ((*changes)[1].reason, quote::ChangeReason::not_on_sale);
  EXPECT_EQ(extension(placed.error(), "total"), R"({"amount":800,"currency":"USD"})");
  // The buyer looks again, and buys.
  ASSERT_TRUE(run(node().carts.put_line(cart, {}, {sku, Quantity{2000}})));
  ASSERT_TRUE(run(node().carts.put_line(cart, {}, {rare, Quantity{0}})));
  EXPECT_TRUE(place(request(cart)));
}

TEST_F(CheckoutTest, plainly_sold_out_says_what_is_left) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto placed = place(request(cart_of({{sku, Quantity{4000}}})));
  ASSERT_EQ(code_of(placed), "cart_changed");
  EXPECT_NE(extension(placed.error(), "changes").find(R"("available":3)"), std::string::npos) << extension(placed.error(), "changes");
}

// The quote still sees the stock (it may be a second old), the hold does not.
TEST_F(CheckoutTest, who_comes_too_late_for_one_of_two_gets_neither_and_pays_nothing) {
  const auto carrots = stocked("Carrots", 350, 5);
  const auto rare = stocked("Truffle", 9900, 1);
  const auto mine = cart_of({{carrots, Quantity{2000}}, {rare, Quantity{1000}}});
  ASSERT_TRUE(run(node().inventory.available({carrots, rare})));  // what this node remembers
  auto elsewhere = make_node();
  const auto theirs = cart_of({{rare, Quantity{1000}}});
  ASSERT_TRUE(run(elsewhere->checkout.place(request(theirs, "pm_card_ok", "theirs"))));
  const auto placed = place(request(mine));
  ASSERT_EQ(code_of(placed), "sold_out");
  EXPECT_EQ(placed.error().kind().http_status(), 409);
  EXPECT_NE(extension(placed.error(), "changes").find(R"("available":0)"), std::string::npos);
  EXPECT_EQ(extension(placed.error(), "changes").find(carrots.text()), std::string::npos);
  EXPECT_EQ(node().cards.calls, 0);
  run_tasks();
  EXPECT_EQ(units_left(carrots), 5);
  EXPECT_EQ(charged(), 1U);
  EXPECT_EQ(code_of(place(request(mine))), "sold_out");
  expect_healthy();
}

TEST_F(CheckoutTest, a_thousand_identical_requests_make_one_order_and_one_answer) {
  const auto sku = stocked("Carrots", 350, 1000);
  const auto wanted = request(cart_of({{sku, Quantity{1000}}}), "pm_card_slow");
  auto slow = *card_simulator::CardSimulator::open({.slow_answer = Milliseconds(3)}, clock_);
  cards_.swap(slow);
  restart();
  std::vector<Task<Result<Placed>>> tasks;
  for (int i = 0; i < 1000; ++i) tasks.push_back(node().checkout.place(wanted));
  const auto answers = run(when_all(std::move(tasks)));
  const auto first = json::to_string(**answers.front());
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer);
    EXPECT_EQ(json::to_string(**answer), first);
  }
  EXPECT_EQ(charged(), 1U);
  EXPECT_EQ(node().cards.calls, 1);
  run_tasks();
  EXPECT_EQ(units_left(sku), 999);
  const auto later = place(wanted);
  ASSERT_TRUE(later);
  EXPECT_EQ(json::to_string(**later), first);
  expect_healthy();
}

TEST_F(CheckoutTest, two_nodes_with_the_same_key_make_one_order) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto wanted = request(cart_of({{sku, Quantity{1000}}}), "pm_card_loses_answer");
  auto other = make_node();
  std::vector<Task<Result<Placed>>> tasks;
  for (int i = 0; i < 20; ++i) tasks.push_back((i % 2 == 0 ? node() : *other).checkout.place(wanted));
  const auto answers = run(when_all(std::move(tasks)));
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer) << answer.error().kind().code;
    EXPECT_EQ(json::to_string(**answer), json::to_string(**answers.front()));
  }
  EXPECT_EQ(charged(), 1U);
  run_tasks();
  EXPECT_EQ(units_left(sku), 9);
  expect_healthy();
}

TEST_F(CheckoutTest, a_key_stands_for_one_body) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto wanted = request(cart_of({{sku, Quantity{1000}}}));
  ASSERT_TRUE(place(wanted));
  auto other_card = wanted;
  other_card.payment_method = "pm_card_declined";
  auto other_mail = wanted;
  other_mail.email = "another@example.org";
  EXPECT_EQ(code_of(place(other_card)), "idempotency_key_reused");
  EXPECT_EQ(code_of(place(other_mail)), "idempotency_key_reused");
  EXPECT_EQ(charged(), 1U);
  // The same key of another buyer is another key.
  const auto buyer = UserId::derive(4, 4);
  auto theirs = request(cart_of({{sku, Quantity{1000}}}, buyer));
  theirs.buyer = buyer;
  EXPECT_TRUE(place(theirs));
  EXPECT_EQ(charged(), 2U);
}

TEST_F(CheckoutTest, one_cart_is_one_order) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto cart = cart_of({{sku, Quantity{1000}}});
  const auto placed = place(request(cart, "pm_card_ok", "a"));
  ASSERT_TRUE(placed);
  const auto second = place(request(cart, "pm_card_ok", "b"));
  ASSERT_EQ(code_of(second), "cart_already_ordered");
  EXPECT_EQ(extension(second.error(), "order"), '"' + (*placed)->id.text() + '"');
  EXPECT_EQ(charged(), 1U);
}

TEST_F(CheckoutTest, a_foreign_cart_or_order_is_not_there) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto owner = UserId::derive(4, 4);
  const auto cart = cart_of({{sku, Quantity{1000}}}, owner);
  EXPECT_EQ(code_of(place(request(cart))), "not_found");
  auto mine = request(cart);
  mine.buyer = owner;
  const auto placed = place(mine);
  ASSERT_TRUE(placed);
  for (const auto& viewer : {orders::Viewer{}, orders::Viewer{UserId::derive(5, 5)}}) {
    EXPECT_FALSE(run(node().orders.order((*placed)->id, viewer)));
    EXPECT_EQ(code_of(run(node().checkout.confirm((*placed)->id, viewer, ""))), "not_found");
    EXPECT_FALSE(run(node().cancel.cancel((*placed)->id, viewer, "")));
  }
  EXPECT_TRUE(run(node().orders.order((*placed)->id, {owner})));
  EXPECT_EQ(run(node().orders.orders_of(owner, 10, ""))->items.size(), 1U);
}

TEST_F(CheckoutTest, card_numbers_are_refused_before_anything_is_stored) {
  const auto sku = stocked("Carrots", 350, 10);
  const auto cart = cart_of({{sku, Quantity{1000}}});
  node().documents.writes = 0;
  auto in_mail = request(cart);
  in_mail.email = "4242424242424242@example.org";
  EXPECT_EQ(code_of(place(request(cart, "4242 4242 4242 4242"))), "card_number_refused");
  EXPECT_EQ(code_of(place(request(cart, "pm_card_ok", "4242424242424242"))), "card_number_refused");
  EXPECT_EQ(code_of(place(in_mail)), "card_number_refused");
  EXPECT_EQ(code_of(place(request(cart, "tok_1"))), "payment_method_invalid");
  EXPECT_EQ(node().documents.writes, 0);
  EXPECT_TRUE(place(request(cart, "pm_card_ok", "42424242-4242-4242-8fff-ffffffffffff")));
}

TEST_F(CheckoutTest, cancelling_an_unpaid_order_frees_its_stock) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto placed = place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_second_step"));
  ASSERT_TRUE(placed);
  const auto cancelled = run(node().cancel.cancel((*placed)->id, staff, "req-2"));
  ASSERT_TRUE(cancelled) << cancelled.error().detail();
  EXPECT_EQ(cancelled->status, OrderStatus::cancelled);
  EXPECT_EQ(cancelled->payment.status, PaymentStatus::canceled);
  EXPECT_EQ(run(node().cancel.cancel((*placed)->id, staff, "req-3"))->events.size(), cancelled->events.size());
  run_tasks();
  EXPECT_EQ(units_left(sku), 3);
  expect_healthy();
}

TEST_F(CheckoutTest, cancelling_a_paid_order_refunds_and_returns_the_stock) {
  for (const bool posted : {false, true}) {
    const auto sku = stocked(posted ? "Beets" : "Carrots", 350, 3);
    const auto placed = place(request(cart_of({{sku, Quantity{2000}}}), "pm_card_ok", posted ? "a" : "b"));
    ASSERT_TRUE(placed);
    if (posted) run_tasks();
    const auto cancelled = run(node().cancel.cancel((*placed)->id, staff, "req-2"));
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(cancelled->payment.status, PaymentStatus::refund_due);
    run_tasks();
    EXPECT_EQ(units_left(sku), 3);
    EXPECT_EQ(charged(), 0U);
    const auto order = stored((*placed)->id);
    EXPECT_EQ(order.payment.status, PaymentStatus::refunded);
    EXPECT_EQ(order.events.back().type, EventType::refunded);
    EXPECT_TRUE(orders::verify_chain(order));
    expect_healthy();
  }
}

TEST_F(CheckoutTest, a_refund_that_was_lost_is_made_by_the_sweeper) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto placed = place(request(cart_of({{sku, Quantity{2000}}})));
  ASSERT_TRUE(run(node().cancel.cancel((*placed)->id, staff, "req-2")));
  sweep_after(Milliseconds(5'001));
  EXPECT_EQ(stored((*placed)->id).payment.status, PaymentStatus::refunded);
  EXPECT_EQ(charged(), 0U);
}

TEST_F(CheckoutTest, cancelling_what_is_over_is_refused_with_the_legal_ways) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto cart = cart_of({{sku, Quantity{1000}}});
  ASSERT_FALSE(place(request(cart, "pm_card_declined")));
  const auto page = run(node().orders.all("", 10));
  const auto refused = run(node().cancel.cancel(page->items.front()->id, staff, ""));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(orders::errors::illegal_transition));
  EXPECT_EQ(extension(refused.error(), "legal"), "[]");
}

// A run that sleeps just before it charges, while the sweeper ends its order, must not charge.
TEST_F(CheckoutTest, who_wakes_up_after_the_deadline_charges_nothing) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto wanted = request(cart_of({{sku, Quantity{1000}}}));
  node().fuse.left = 5;
  (void)place(wanted);
  const auto page = run(make_node()->orders.all("", 10));
  ASSERT_EQ(page->items.size(), 1U);
  const auto sleeping = page->items.front().value;
  restart();
  sweep_after(past_deadline);
  EXPECT_EQ(stored(sleeping.id).status, OrderStatus::cancelled);
  // The sleeper goes on where it was: its holds are still to be voided, the charge comes too late.
  EXPECT_TRUE(run(node().checkout.settlement().take_holds(sleeping)));
  EXPECT_EQ(run(node().payments.charge(intent_of(sleeping), "pm_card_ok"))->status, payments::IntentStatus::canceled);
  run_tasks();
  EXPECT_FALSE(run(node().checkout.settlement().take_holds(sleeping)));
  EXPECT_EQ(charged(), 0U);
  EXPECT_EQ(code_of(place(wanted)), "order_cancelled");
  EXPECT_EQ(units_left(sku), 3);
  expect_healthy();
}

// The first run found the stock short; before it wrote that down, another one joined, and may be charging by now.
TEST_F(CheckoutTest, who_joins_a_run_takes_the_end_out_of_its_hands) {
  const auto sku = stocked("Carrots", 350, 3);
  const auto wanted = request(cart_of({{sku, Quantity{1000}}}));
  const auto id = [&] { return run(make_node()->orders.all("", 1))->items; };
  for (int calls = 1; id().empty(); ++calls) {
    restart();
    node().fuse.left = calls;
    (void)place(wanted);
  }
  const auto first_run = id().front();
  ASSERT_EQ(first_run.version, 1);
  clock_.advance(Milliseconds(11'000));
  for (int calls = 1; id().front().value.runs == 1; ++calls) {
    ASSERT_LT(calls, 20) << "nobody took the order over";
    restart();
    node().fuse.left = calls;
    (void)place(wanted);
  }
  ASSERT_EQ(id().front()->answer.kind, orders::AnswerKind::none) << "joining is written before anything else is done";
  restart();
  const auto& settlement = node().checkout.settlement();
  const auto rejected = run(settlement.reject_sold_out(first_run, {{sku, Quantity{1000}, Quantity{}}}, settlement.cause("guest")));
  ASSERT_FALSE(rejected);
  EXPECT_TRUE(read_again(rejected.error()));
}

TEST_F(CheckoutTest, money_for_an_order_that_has_ended_goes_back) {
  const auto sku = stocked("Carrots", 350, 3);
  ASSERT_FALSE(place(request(cart_of({{sku, Quantity{1000}}}), "pm_card_declined")));
  const auto rejected = run(node().orders.all("", 1))->items.front();
  const auto& settlement = node().checkout.settlement();
  payments::IntentState state{
      .id = rejected->payment.intent, .status = payments::IntentStatus::succeeded, .amount = rejected->totals.total};
  const auto owing = run(settlement.conclude(rejected, state, std::nullopt, settlement.cause("sweeper"), ""));
  ASSERT_TRUE(owing);
  EXPECT_EQ((*owing)->payment.status, PaymentStatus::refund_due);
  EXPECT_EQ((*owing)->events.back().type, EventType::refund_owed);
  EXPECT_TRUE(orders::verify_chain(owing->value));
  const auto again = run(settlement.conclude(*owing, state, std::nullopt, settlement.cause("sweeper"), ""));
  EXPECT_EQ(again->version, owing->version);
}

// The process dies before or after each of its calls to store and provider; then either the buyer asks again or nobody does.
class Crash : public Shop, public ::testing::WithParamInterface<std::tuple<const char*, bool, bool>> {};

TEST_P(Crash, anywhere_leaves_an_order_that_ends_well) {
  const auto [method, after_effect, buyer_returns] = GetParam();
  int steps = 0;
  for (;; ++steps) {
    ASSERT_LT(steps, 60);
    const auto carrots = stocked("Carrots", 350, 5);
    const auto beets = stocked("Beets", 280, 5);
    const auto wanted = request(cart_of({{carrots, Quantity{2000}}, {beets, Quantity{1000}}}), method, "key-" + std::to_string(steps));
    restart();
    node().fuse = {.left = steps + 1, .after_effect = after_effect};
    const auto answered = place(wanted);
    const bool whole = node().fuse.left > 0;
    restart();
    clock_.advance(Milliseconds(11'000));
    if (buyer_returns) {
      const auto again = place(wanted);
      EXPECT_TRUE(again || again.error().kind().http_status() < 500) << again.error().kind().code << " after " << steps;
      if (answered) EXPECT_TRUE(again && (*again)->id == (*answered)->id);
    } else {
      sweep_after(Milliseconds(0));
    }
    sweep_after(past_second_step);
    run_tasks();
    expect_healthy();
    const auto page = run(node().orders.all("", 1000));
    std::size_t paid = 0;
    for (const auto& order : page->items) {
      EXPECT_NE(order->status, OrderStatus::pending_payment) << "after " << steps;
      if (order->status == OrderStatus::paid) ++paid;
    }
    EXPECT_EQ(charged(), paid);
    if (HasFailure()) FAIL() << method << " after " << steps << " steps";
    if (whole) break;
  }
  EXPECT_GE(steps, 8);
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Crash,
                         ::testing::Combine(::testing::Values("pm_card_ok", "pm_card_declined", "pm_card_second_step", "pm_card_timeout",
                                                              "pm_card_loses_answer"),
                                            ::testing::Bool(), ::testing::Bool()));

TEST_F(CheckoutTest, the_doctor_names_what_was_forged) {
  const auto sku = stocked("Carrots", 350, 5);
  const auto placed = place(request(cart_of({{sku, Quantity{1000}}})));
  ASSERT_TRUE(placed);
  run_tasks();
  expect_healthy();
  const auto forge = [&](std::string_view collection, const std::string& id, std::string_view from, std::string_view to) {
    auto document = **run(documents_.get(collection, id));
    const auto at = document.body.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    document.body.replace(at, from.size(), to);
    ASSERT_TRUE(run(documents_.replace(collection, document.version, {id, document.body, std::nullopt, {}})));
  };
  const auto found = [&](std::string_view check) {
    const auto report = examined();
    return std::ranges::any_of(report.findings, [&](const auto& finding) { return finding.check == check; });
  };
  const auto id = (*placed)->id.text();
  forge("orders", id, "\"title\":\"Carrots", "\"title\":\"Parrots");
  EXPECT_TRUE(found("chain"));
  forge("orders", id, "\"title\":\"Parrots", "\"title\":\"Carrots");
  expect_healthy();
  forge("orders", id, "\"status\":\"paid\"", "\"status\":\"cancelled\"");
  EXPECT_TRUE(found("chain"));
  EXPECT_TRUE(found("payment"));
  EXPECT_TRUE(found("hold"));
  forge("orders", id, "\"status\":\"cancelled\"", "\"status\":\"paid\"");
  ASSERT_TRUE(run(cards_->create_and_confirm({PaymentIntentId::derive(66, 6), Money{100, {}}}, "pm_card_ok", Milliseconds(5))));
  EXPECT_TRUE(found("payment"));
}

TEST_F(CheckoutTest, the_doctor_finds_stock_that_nobody_ordered) {
  const auto sku = stocked("Carrots", 350, 5);
  const inventory::HoldKey key{sku, OrderId::derive(9, 9), clock_.now()};
  ASSERT_TRUE(run(node().inventory.hold(key, Quantity{1000})));
  EXPECT_EQ(examined().findings.at(0).check, "hold");
  ASSERT_TRUE(run(node().inventory.post_hold(key)));
  EXPECT_EQ(examined().findings.at(0).check, "sale");
}

}  // namespace
}  // namespace gh::checkout::testing
