// A whole shop over memory adapters for the tests of the flows: a published product per price, lots, a provider, nodes over one store.
#pragma once
#include <gtest/gtest.h>

#include "adapters/card_simulator/card_simulator.h"
#include "adapters/memory/documents.h"
#include "adapters/memory/tasks.h"
#include "base/errors.h"
#include "contexts/payments/errors.h"
#include "flows/cancel/cancel.h"
#include "flows/cart/cart.h"
#include "flows/checkout/aftermath.h"
#include "flows/checkout/checkout.h"
#include "flows/checkout/sweeper.h"
#include "flows/doctor/doctor.h"
#include "platform/executors/event_loop.h"
#include "platform/json/json.h"
#include "platform/notices/notice.h"

namespace gh::checkout::testing {

struct ManualClock final : Clock {
  mutable std::int64_t ms = 1'790'000'000'000;
  Timestamp now() const override { return {ms}; }
  void advance(Milliseconds by) { ms += by.count(); }
};

struct Counting final : Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

// How much a node still gets to do before it is cut off from store and provider, as if it had died there.
struct Fuse {
  int left = 1'000'000'000;
  bool after_effect = false;  // the last call takes effect, its answer is lost
  int used = 0;

  enum class Fate { works, last, cut };
  Fate burn() {
    ++used;
    if (left <= 0) return Fate::cut;
    return --left == 0 ? (after_effect ? Fate::last : Fate::cut) : Fate::works;
  }
};

class FusedDocuments final : public ports::Documents {
 public:
  FusedDocuments(ports::Documents& inner, Fuse& fuse) : inner_(inner), fuse_(fuse) {}
  int writes = 0;

  Result<void> open(const ports::CollectionSpec& spec) override { return inner_.open(spec); }
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override {
    return pass(inner_.get(collection, std::move(id)));
  }
  Task<Result<std::int64_t>> insert(std::string_view collection, ports::Write write) override {
    ++writes;
    return pass(inner_.insert(collection, std::move(write)));
  }
  Task<Result<std::int64_t>> replace(std::string_view collection, std::int64_t version, ports::Write write) override {
    ++writes;
    return pass(inner_.replace(collection, version, std::move(write)));
  }
  Task<Result<void>> erase(std::string_view collection, std::string id, std::int64_t version,
                           std::vector<ports::OutboxEntry> outbox) override {
    return pass(inner_.erase(collection, std::move(id), version, std::move(outbox)));
  }
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                 std::string after) override {
    return pass(inner_.find(collection, index, std::move(range), limit, std::move(after)));
  }
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override {
    return inner_.changes(std::move(token), limit, wait);
  }

 private:
  template <class T>
  Task<Result<T>> pass(Task<Result<T>> call) {
    const auto fate = fuse_.burn();
    if (fate == Fuse::Fate::cut) co_return fail(ports::errors::store_unavailable);
    auto answer = co_await std::move(call);
    if (fate == Fuse::Fate::last) co_return fail(ports::errors::outcome_unknown);
    co_return answer;
  }

  ports::Documents& inner_;
  Fuse& fuse_;
};

class FusedProvider final : public payments::Provider {
 public:
  FusedProvider(payments::Provider& inner, Fuse& fuse) : inner_(inner), fuse_(fuse) {}
  int calls = 0;

  Task<Result<payments::IntentState>> create_and_confirm(payments::Intent intent, std::string method, Milliseconds deadline) override {
    return pass(inner_.create_and_confirm(std::move(intent), std::move(method), deadline));
  }
  Task<Result<payments::IntentState>> confirm(PaymentIntentId id, Milliseconds deadline) override {
    return pass(inner_.confirm(std::move(id), deadline));
  }
  Task<Result<std::optional<payments::IntentState>>> retrieve(PaymentIntentId id, Milliseconds deadline) override {
    return pass(inner_.retrieve(std::move(id), deadline));
  }
  Task<Result<payments::IntentState>> cancel(payments::Intent intent, Milliseconds deadline) override {
    return pass(inner_.cancel(std::move(intent), deadline));
  }
  Task<Result<payments::IntentState>> refund(PaymentIntentId id, payments::Refund refund, Milliseconds deadline) override {
    return pass(inner_.refund(std::move(id), std::move(refund), deadline));
  }
  Task<Result<payments::IntentPage>> list(std::string after, int limit, Milliseconds deadline) override {
    return inner_.list(std::move(after), limit, deadline);
  }

 private:
  template <class T>
  Task<Result<T>> pass(Task<Result<T>> call) {
    ++calls;
    const auto fate = fuse_.burn();
    if (fate == Fuse::Fate::cut) co_return fail(payments::errors::no_answer);
    auto answer = co_await std::move(call);
    if (fate == Fuse::Fate::last) co_return fail(payments::errors::no_answer);
    co_return answer;
  }

  payments::Provider& inner_;
  Fuse& fuse_;
};

// One process: services and flows over a store and a provider that it shares with the others.
struct Node {
  Node(ports::Documents& store, payments::Provider& provider, const Clock& clock, Random& random, Options options)
      : documents(store, fuse),
        cards(provider, fuse),
        orders(documents, clock, random),
        catalog(documents, clock, random),
        inventory(documents, clock, random),
        payments(cards, {.call_deadline = Milliseconds(5), .attempts_max = 2, .retry_after = Milliseconds(1)}),
        pricing(documents, clock, random),
        quotes(catalog, inventory, pricing, nullptr, clock, {}),
        checkout(orders, inventory, payments, quotes, clock, options),
        carts(orders, catalog, pricing, quotes),
        sweeper(orders, payments, checkout.settlement()),
        aftermath(orders, inventory, payments, checkout.settlement()),
        cancel(orders, payments, checkout.settlement()),
        doctor(orders, inventory, catalog, payments, clock, {.settled_after = Milliseconds(0)}) {}

  Fuse fuse;
  FusedDocuments documents;
  FusedProvider cards;
  orders::Service orders;
  catalog::Service catalog;
  inventory::Service inventory;
  payments::Service payments;
  pricing::Service pricing;
  quote::Quotes quotes;
  Checkout checkout;
  cart::Carts carts;
  Sweeper sweeper;
  Aftermath aftermath;
  cancel::Cancel cancel;
  doctor::Doctor doctor;
};

class Shop : public ::testing::Test {
 protected:
  Shop() { node_ = make_node(); }

  std::unique_ptr<Node> make_node() {
    const Options options{.other_run_wait = Milliseconds(1), .other_run_waits_max = 3};
    return std::make_unique<Node>(documents_, *cards_, clock_, random_, options);
  }
  Node& node() { return *node_; }
  // The process dies and another one starts; store and provider stay.
  void restart() { node_ = make_node(); }

  template <class T>
  T run(Task<T> task) {
    return loop_.run_until_complete(std::move(task));
  }

  // A published product with this much on stock.
  Sku stocked(const std::string& title, std::int64_t price, std::int64_t units) {
    catalog::Draft draft;
    draft.title = title;
    draft.description = "Good.";
    draft.variants = {{{}, "One", catalog::Unit::each, {price, {}}, Quantity{1000}, Quantity{1000}}};
    draft.field = facts_.fields[0].id;
    draft.certificate.claim = catalog::CertificateClaim::none_claimed;
    const auto product = run(node().catalog.create(draft, facts_));
    EXPECT_TRUE(product) << product.error().detail();
    EXPECT_TRUE(run(node().catalog.publish(product->id, facts_)));
    const auto sku = product->variants[0].sku;
    restock(sku, units, "L1");
    return sku;
  }
  void restock(const Sku& sku, std::int64_t units, const std::string& code) {
    const auto today = date_of(clock_.now());
    const inventory::NewLot lot{.lot_code = code,
                                .harvested = Date{today.days - 1},
                                .best_before = Date{today.days + 30},
                                .field = facts_.fields[0].id,
                                .quantity = Quantity{units * 1000}};
    const auto added = run(node().inventory.add_lot({facts_.farm.id, farmer_}, sku, lot));
    EXPECT_TRUE(added) << added.error().detail();
  }
  inventory::Availability left(const Sku& sku) { return run(make_node()->inventory.available({sku}))->front(); }
  std::int64_t units_left(const Sku& sku) { return left(sku).available.milli / 1000; }

  CartId cart_of(std::vector<cart::Wanted> lines, std::optional<UserId> buyer = {}) {
    const auto made = run(node().carts.create(std::move(buyer), std::move(lines)));
    EXPECT_TRUE(made) << made.error().detail();
    return made ? made->id : CartId();
  }
  PlaceOrder request(const CartId& cart, std::string method = "pm_card_ok", std::string key = "key-1") {
    return {cart, {}, "buyer@example.org", std::move(method), std::move(key), "req-1"};
  }
  Result<Placed> place(const PlaceOrder& request) { return run(node().checkout.place(request)); }

  std::string code_of(const Result<Placed>& answer) { return answer ? "" : std::string(answer.error().kind().code); }
  orders::Order stored(const OrderId& id) { return (*run(make_node()->orders.find(id)))->value; }

  // Does all tasks that are due, as the runner does, until there are none.
  void run_tasks() {
    const auto& after = node().aftermath;
    for (int round = 0; round < 20; ++round) {
      auto leased = run(tasks_.lease(
          {"orders.post_holds", "orders.void_holds", "orders.take_back", "orders.give_back", "orders.refund", "notifications.tell"}, 100,
          Milliseconds(60'000), Milliseconds(0)));
      ASSERT_TRUE(leased);
      if (leased->empty()) return;
      for (auto& task : *leased) {
        Result<void> done;
        if (task.task == post_holds_task) done = run(after.post_holds({task}));
        if (task.task == void_holds_task) done = run(after.void_holds({task}));
        if (task.task == take_back_task) done = run(after.take_back(task));
        if (task.task == give_back_task) done = run(after.give_back(task));
        if (task.task == refund_task) done = run(after.refund(task));
        if (task.task == notices::task) told_.emplace(task.id, *json::parse_stored<notices::Notice>(task.payload));
        EXPECT_TRUE(done) << task.task << ": " << done.error().kind().code << " " << done.error().detail();
        ASSERT_TRUE(run(tasks_.complete({task.id})));
      }
    }
  }
  void sweep_after(Milliseconds time) {
    clock_.advance(time);
    const auto swept = run(node().sweeper.sweep());
    EXPECT_TRUE(swept);
  }
  doctor::Report examined() {
    auto healthy = make_node();
    const auto report = run(healthy->doctor.examine());
    EXPECT_TRUE(report) << report.error().kind().code << " " << report.error().detail();
    return report ? *report : doctor::Report{};
  }
  void expect_healthy() {
    for (const auto& finding : examined().findings) ADD_FAILURE() << finding.check << " " << finding.object << ": " << finding.detail;
  }
  std::size_t charged() {
    std::size_t count = 0;
    for (const auto& intent : run(cards_->list("", 1000, Milliseconds(5)))->items) {
      if (intent.status == payments::IntentStatus::succeeded && intent.refunded.minor == 0) ++count;
    }
    return count;
  }

  ManualClock clock_;
  Counting random_;
  memory::Store store_{clock_};
  memory::MemoryDocuments documents_{store_};
  memory::MemoryTasks tasks_{store_};
  std::unique_ptr<card_simulator::CardSimulator> cards_ = *card_simulator::CardSimulator::open({}, clock_);
  std::map<std::string, notices::Notice> told_;
  executors::EventLoop loop_;
  catalog::Facts facts_{
      {FarmId::derive(1, 1), "birch-hollow", "Birch Hollow"}, true, {}, {{FieldId::derive(2, 2), "North plot"}}, Date{20000}};
  UserId farmer_ = UserId::derive(3, 3);
  std::unique_ptr<Node> node_;
};

}  // namespace gh::checkout::testing
