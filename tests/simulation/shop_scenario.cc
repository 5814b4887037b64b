// The whole shop: buyers with good and bad cards, farmers who change stock and prices, a provider that declines, times out and repeats
// itself, three nodes with task runner and sweeper. At the end the doctor recounts, and this file does so once more in its own way.
#include <list>
#include <map>

#include "adapters/card_simulator/card_simulator.h"
#include "adapters/memory/documents.h"
#include "adapters/memory/tasks.h"
#include "base/errors.h"
#include "contexts/inventory/capacity.h"
#include "contexts/orders/errors.h"
#include "flows/cancel/cancel.h"
#include "flows/cart/cart.h"
#include "flows/checkout/aftermath.h"
#include "flows/checkout/checkout.h"
#include "flows/checkout/sweeper.h"
#include "flows/doctor/doctor.h"
#include "flows/fulfilment/fulfilment.h"
#include "flows/invoicing/numbering.h"
#include "jobs/task_runner.h"
#include "platform/json/json.h"
#include "platform/notices/notice.h"
#include "simulation/faulty_documents.h"
#include "simulation/faulty_provider.h"
#include "simulation/world.h"
#include "tests/simulation/scenario.h"

namespace gh::simulation {

namespace {

using checkout::Placed;
using orders::Order;
using orders::OrderStatus;

constexpr int tries_max = 500;
constexpr Milliseconds run_for{2 * 60 * 60 * 1000};
constexpr Milliseconds sweep_every{700};
constexpr Milliseconds clock_jump_max{20'000};
constexpr Milliseconds settle_for{5 * 60 * 1000};  // leases of dead nodes run out after 35 s

// Everything shorter than in production, so that a seed is a minute and not an hour of simulated time.
constexpr checkout::Options checkout_options{.charge_within = Milliseconds(6'000),
                                             .second_step_within = Milliseconds(20'000),
                                             .stand_still = Milliseconds(1'500),
                                             .look_again = Milliseconds(1'000),
                                             .other_run_wait = Milliseconds(25),
                                             .other_run_waits_max = 4};

constexpr const char* cards[] = {"pm_card_ok",           "pm_card_ok",
                                 "pm_card_ok",           "pm_card_declined",
                                 "pm_card_second_step",  "pm_card_second_step_fails",
                                 "pm_card_timeout",      "pm_card_timeout_declined",
                                 "pm_card_loses_answer", "pm_card_answers_twice",
                                 "pm_card_slow",         "pm_card_late"};

class ShopWorld;

// One process of the shop, put together as the composition root does.
struct Machine {
  Machine(ShopWorld& shop, Node& node, const Faults& faults);

  static Task<void> sweep(Machine* self) {
    for (;;) {
      co_await sleep(sweep_every);
      (void)co_await self->sweeper.sweep();
    }
  }

  SeededRandom random;
  FaultyDocuments documents;
  FaultyTasks tasks;
  FaultyProvider provider;
  catalog::Service catalog;
  inventory::Service inventory;
  orders::Service orders;
  payments::Service payments;
  pricing::Service pricing;
  quote::Quotes quotes;
  checkout::Checkout checkout;
  cart::Carts carts;
  cancel::Cancel cancel;
  fulfilment::Fulfilment fulfilment;
  invoicing::Numbering numbering;
  checkout::Sweeper sweeper;
  checkout::Aftermath aftermath;
  jobs::TaskRunner runner;
};

struct Buyer {
  UserId id;
  std::optional<CartId> cart;
  std::string key;
  const char* card = nullptr;
  std::optional<OrderId> order;
  std::optional<std::string> answer;  // the first definite one; every later one must be the same
  bool cancelled = false;
};

class ShopWorld {
 public:
  explicit ShopWorld(std::uint64_t seed) : world_(seed), dice_(world_.dice()) {
    provider_ =
        *card_simulator::CardSimulator::open({.path = {}, .slow_answer = Milliseconds(800), .late_success = Milliseconds(2'000)}, world_);
  }

  Played play() {
    stock_up();
    const auto maybe = [this](std::uint64_t once_in) { return dice_.between(0, 2) ? once_in : 0U; };
    faults_ = {maybe(60), maybe(60), maybe(80), maybe(250)};
    for (const char* name : {"n1", "n2", "n3"}) world_.add_node(name, [this](Node& node) { return make_machine(node, true); }).start();
    nodes_from_ = 1;
    const auto buyers = dice_.between(3, 14);
    for (std::int64_t i = 0; i < buyers; ++i) {
      auto& buyer = buyers_.emplace_back();
      buyer.id = UserId::derive(3, static_cast<std::uint64_t>(i));
      buyer.key = "key " + std::to_string(i);
      buyer.card = cards[dice_.below(std::size(cards))];
      ++open_;
      spawn(world_.outside(), buy(this, buyer));
    }
    for (auto packers = dice_.between(0, 2); packers > 0; --packers) {
      ++open_;
      spawn(world_.outside(), pack(this));
    }
    for (auto farmers = dice_.between(0, 2); farmers > 0; --farmers) {
      ++open_;
      spawn(world_.outside(), farm(this));
    }
    spawn(world_.outside(), chaos(this));
    if (!world_.run(run_for) || open_ != 0) broken("somebody never got an answer");
    settle();
    recount();
    return {broken_, world_.history_hash(), world_.history()};
  }

  ports::Documents& disk() { return disk_; }
  ports::Tasks& queue() { return queue_; }
  payments::Provider& provider() { return *provider_; }

  void broken(std::string what) {
    world_.note("BROKEN {}", what);
    if (broken_.empty()) broken_ = std::move(what);
  }

  // The order as it is stored at this moment. The memory adapter answers without waiting.
  // Whatever is told is looked at against the store at the very moment: nothing may be told that is not written.
  void told(const ports::LeasedTask& task);
  std::optional<Order> stored_order(const OrderId& id) {
    std::optional<Order> order;
    const Scheduler::Scope scope(world_.outside());
    spawn_here(read_order(&disk_, id, &order));
    return order;
  }

 private:
  static Task<void> read_order(ports::Documents* disk, OrderId id, std::optional<Order>* order) {
    const auto document = co_await disk->get("orders", id.text());
    if (document && *document) {
      if (auto value = json::parse_stored<Order>((*document)->body)) *order = *std::move(value);
    }
  }

  std::shared_ptr<Machine> make_machine(Node& node, bool works) {
    auto machine = std::make_shared<Machine>(*this, node, faults_);
    if (works) {
      machine->runner.start(node.scheduler());
      spawn(node.scheduler(), Machine::sweep(machine.get()));
    }
    return machine;
  }

  // A clerk without faults puts products and lots into the empty shop.
  void stock_up() {
    auto& clerk = world_.add_node("clerk", [this](Node& node) { return make_machine(node, false); });
    clerk.start();
    const auto count = dice_.between(1, 3);
    for (std::int64_t i = 0; i < count; ++i) spawn(clerk.scheduler(), put_on_sale(this, &clerk.services<Machine>(), i));
    spawn(clerk.scheduler(), give_out_coupon(this, &clerk.services<Machine>()));
    world_.run(run_for);
    clerk.crash();
    if (static_cast<std::int64_t>(skus_.size()) != count || coupon_.id.empty()) broken("the shop could not be stocked");
  }

  catalog::Facts facts() const {
    return {{farmer_.farm, "birch-hollow", "Birch Hollow"}, true, {}, {{FieldId::derive(2, 2), "North plot"}}, date_of(world_.now())};
  }

  static Task<void> put_on_sale(ShopWorld* self, Machine* machine, std::int64_t number) {
    catalog::Draft draft;
    draft.title = "Kale " + std::to_string(number);
    draft.description = "Good.";
    draft.category = "vegetables";
    draft.variants = {{{}, "One", catalog::Unit::each, {self->dice_.between(100, 900), {}}, Quantity{1000}, Quantity{1000}}};
    draft.field = FieldId::derive(2, 2);
    draft.certificate.claim = catalog::CertificateClaim::none_claimed;
    const auto product = co_await machine->catalog.create(std::move(draft), self->facts());
    if (!product) co_return;
    const auto published = co_await machine->catalog.publish(product->id, self->facts());
    if (!published) co_return;
    const auto sku = published->variants.front().sku;
    const auto today = date_of(self->world_.now());
    for (auto lots = self->dice_.between(1, 2); lots > 0; --lots) {
      const Quantity quantity{self->dice_.between(1, 8) * 1000};
      inventory::NewLot lot{.lot_code = "L" + std::to_string(lots),
                            .harvested = today,
                            .best_before = Date{today.days + 20 + static_cast<int>(lots)},
                            .field = FieldId::derive(2, 2),
                            .quantity = quantity};
      if (!co_await machine->inventory.add_lot(self->farmer_, sku, std::move(lot))) co_return;
      self->received_[sku] += quantity;
    }
    self->skus_.push_back(sku);
  }

  // Fewer uses than there may be buyers who want one.
  static Task<void> give_out_coupon(ShopWorld* self, Machine* machine) {
    pricing::Coupon coupon;
    coupon.terms.code = "harvest";
    if (self->dice_.between(0, 1)) {
      coupon.terms.percent_ppm = self->dice_.between(1, pricing::ppm - 1);
    } else {
      coupon.terms.amount = Money{self->dice_.between(1, 99), {}};
    }
    coupon.uses_max = self->dice_.between(1, 3);
    auto made = co_await machine->pricing.create(std::move(coupon));
    if (made) self->coupon_ = *std::move(made);
  }

  Node& some_node() { return *world_.nodes()[nodes_from_ + dice_.below(world_.nodes().size() - nodes_from_)]; }

  static bool definite(const Error& error) {
    return error.kind().http_status() < 500 && !error.is(ports::errors::version_conflict) && !error.is(orders::errors::order_busy);
  }

  template <class T, class Make>
  static Task<std::optional<Result<T>>> ask(ShopWorld* self, int tries, Make make) {
    for (int tried = 0; tried < tries; ++tried) {
      auto& node = self->some_node();
      if (node.up()) {
        auto answer = co_await node.call<Result<T>, Machine>(make);
        if (answer && (*answer || definite(answer->error()))) co_return answer;
      }
      co_await sleep(Milliseconds(self->dice_.between(1, 400)));
    }
    co_return std::nullopt;
  }

  static std::string text_of(const Result<Placed>& answer) {
    if (!answer) {
      std::string text(answer.error().kind().code);
      for (const auto& extension : answer.error().extensions()) text += " " + extension.name + "=" + extension.json;
      return text;
    }
    Order shown = **answer;
    shown.look_at = {};  // the sweeper's, not the buyer's
    shown.runs = 0;
    return json::to_string(shown);
  }

  static Task<void> place(ShopWorld* self, Buyer& buyer, bool* done) {
    checkout::PlaceOrder request{*buyer.cart, buyer.id, "a@b.example", buyer.card, buyer.key, "req"};
    const auto placed = co_await ask<Placed>(self, tries_max, [request](Machine& m) { return m.checkout.place(request); });
    *done = true;
    if (!placed) co_return self->broken("an order got no answer");
    const auto text = text_of(*placed);
    self->world_.note("{} placed: {}", buyer.id.text(), text);
    if (*placed) buyer.order = (**placed)->id;
    // A refusal that wrote nothing may become another answer; whatever has an order must not.
    const bool written =
        placed->has_value() || std::ranges::any_of(placed->error().extensions(), [](const auto& e) { return e.name == "order"; });
    if (!written) co_return;
    if (buyer.answer && *buyer.answer != text) self->broken("the same key got two answers: " + *buyer.answer + " / " + text);
    buyer.answer = text;
    if (*placed && (**placed)->status == OrderStatus::paid) {
      const auto stored = self->stored_order((**placed)->id);
      const bool was_paid = stored && std::ranges::any_of(stored->events, [](const auto& e) { return e.type == orders::EventType::paid; });
      if (!was_paid) self->broken("paid was answered before it was written: " + (**placed)->id.text());
    }
  }

  static Task<void> buy(ShopWorld* self, Buyer& buyer) {
    auto& dice = self->dice_;
    co_await sleep(Milliseconds(dice.between(0, 8'000)));
    std::vector<cart::Wanted> lines;
    for (const auto& sku : self->skus_) {
      if (lines.empty() || dice.between(0, 1)) lines.push_back({sku, Quantity{dice.between(1, 3) * 1000}});
    }
    const auto cart = co_await ask<orders::Cart>(self, tries_max, [id = buyer.id, lines](Machine& m) { return m.carts.create(id, lines); });
    if (cart && *cart) {
      buyer.cart = (**cart).id;
      if (dice.between(0, 1)) {
        (void)co_await ask<orders::Cart>(self, tries_max, [id = *buyer.cart, viewer = orders::Viewer{buyer.id, false}](Machine& m) {
          return m.carts.put_code(id, viewer, "HARVEST");
        });
      }
      // The browser sends it again, at the same time or later, to any node.
      const auto copies = dice.once_in(3) ? 3 : 1;
      std::list<bool> flags;
      for (int i = 0; i < copies; ++i) {
        auto& flag = flags.emplace_back(false);
        if (i > 0) co_await sleep(Milliseconds(dice.once_in(2) ? 0 : dice.between(0, 3'000)));
        spawn_here(place(self, buyer, &flag));
      }
      while (std::ranges::find(flags, false) != flags.end()) co_await sleep(Milliseconds(50));
      if (buyer.order) co_await follow(self, buyer);
    }
    --self->open_;
  }

  // The second step at the bank, a change of mind.
  static Task<void> follow(ShopWorld* self, Buyer& buyer) {
    auto& dice = self->dice_;
    const std::string card = buyer.card;
    const orders::Viewer viewer{buyer.id, false};
    if (card.starts_with("pm_card_second_step") && dice.between(0, 3)) {
      co_await sleep(Milliseconds(dice.between(0, 25'000)));
      (void)co_await ask<Placed>(self, 3, [id = *buyer.order, viewer](Machine& m) { return m.checkout.confirm(id, viewer, "req"); });
    }
    if (dice.once_in(4)) {
      co_await sleep(Milliseconds(dice.between(0, 4'000)));
      const std::vector<orders::LineQuantity> lines{{self->skus_[dice.below(self->skus_.size())], Quantity{1000}}};
      for (auto copies = dice.between(1, 2); copies > 0; --copies) {
        (void)co_await ask<Order>(self, tries_max, [id = *buyer.order, viewer, lines](Machine& m) {
          return m.fulfilment.cancel_lines(id, viewer, lines, "less of it", {"buyer", "req"});
        });
      }
    }
    if (dice.once_in(4)) {
      co_await sleep(Milliseconds(dice.between(0, 4'000)));
      const auto cancelled =
          co_await ask<Order>(self, tries_max, [id = *buyer.order, viewer](Machine& m) { return m.cancel.cancel(id, viewer, "req"); });
      buyer.cancelled = cancelled && *cancelled && (**cancelled).status == OrderStatus::cancelled;
    }
  }

  // A packer takes one of the farm's parts after the other a step further, forgets some of it, takes some of it back.
  static Task<void> pack(ShopWorld* self) {
    auto& dice = self->dice_;
    const FarmId farm = self->farmer_.farm;
    for (auto left = dice.between(2, 20); left > 0; --left) {
      co_await sleep(Milliseconds(dice.between(0, 2'500)));
      const auto page = co_await ask<orders::OrderPage>(self, tries_max, [farm](Machine& m) {
        return m.orders.parts({farm, {orders::PartStatus::paid, orders::PartStatus::packed, orders::PartStatus::delivered}, {}, {}}, 20,
                              "");
      });
      if (!page || !*page || (**page).items.empty()) continue;
      const Order order = (**page).items[dice.below((**page).items.size())];
      const fulfilment::PartRef part{order.id, farm};
      const fulfilment::Doer doer{"packer", "req"};
      const auto one = std::vector<orders::LineQuantity>{{order.lines.front().sku, Quantity{1000}}};
      const auto what = dice.between(0, 7);
      const fulfilment::Back some{one, dice.once_in(2), "spoiled", std::to_string(left)};
      const auto asked = co_await ask<Order>(self, tries_max, [part, doer, one, what, some](Machine& m) {
        switch (what) {
          case 0:
          case 1:
            return m.fulfilment.pack(part, {}, doer);
          case 2:
            return m.fulfilment.pack(part, one, doer);  // whatever was ordered, there was one
          case 3:
            return m.fulfilment.start_packing(part, doer);
          case 4:
            return m.fulfilment.cancel(part, some, orders::RefundReason::cancelled_by_farm, doer);
          case 5:
            return m.fulfilment.take_return(part, some, doer);
          case 6:
            return m.fulfilment.ship(part, {}, doer);
          default:
            return m.fulfilment.deliver(part, {}, doer);
        }
      });
      self->world_.note("packer {} {}: {}", what, order.id.text(),
                        asked && *asked ? json::enum_name((**asked).status) : std::string_view("no"));
    }
    --self->open_;
  }

  static Task<void> farm(ShopWorld* self) {
    auto& dice = self->dice_;
    for (auto left = dice.between(1, 4); left > 0; --left) {
      co_await sleep(Milliseconds(dice.between(0, 6'000)));
      const auto sku = self->skus_[dice.below(self->skus_.size())];
      if (dice.between(0, 3) == 0) {
        catalog::Edit edit;
        edit.variants = std::vector<catalog::VariantDraft>{
            {sku, "One", catalog::Unit::each, {dice.between(100, 900), {}}, Quantity{1000}, Quantity{1000}}};
        (void)co_await ask<catalog::Product>(
            self, 2, [sku, edit, facts = self->facts()](Machine& m) { return m.catalog.edit(sku.product(), edit, facts); });
        continue;
      }
      const Quantity change{dice.between(-2, 3) * 1000};
      const auto view = co_await ask<inventory::StockView>(
          self, tries_max, [sku, farm = self->farmer_.farm](Machine& m) { return m.inventory.stock(farm, sku); });
      if (!view || !*view || (**view).lots.empty()) continue;
      // One try: an adjustment has no key, and the recount goes by the movements.
      (void)co_await ask<inventory::StockView>(self, 1, [farmer = self->farmer_, sku, lot = (**view).lots.front().id, change](Machine& m) {
        return m.inventory.adjust(farmer, sku, lot, change, "counted");
      });
    }
    --self->open_;
  }

  static Task<void> chaos(ShopWorld* self) {
    auto& dice = self->dice_;
    const auto violence = dice.between(0, 3);  // 0: no crashes, no jumps
    while (self->open_ > 0) {
      co_await sleep(Milliseconds(dice.between(50, 3'000)));
      self->look_around();
      auto& node = self->some_node();
      const auto what = violence == 0 ? 9 : dice.between(0, 8);
      if (what <= 1) node.crash();
      if (what == 2) {
        const Milliseconds by(dice.between(-clock_jump_max.count(), clock_jump_max.count()));
        self->world_.note("{} clock jumps {} ms", node.name(), by.count());
        node.clock().jump(by);
      }
      for (std::size_t i = self->nodes_from_; i < self->world_.nodes().size(); ++i) {
        auto& each = *self->world_.nodes()[i];
        if (!each.up() && dice.between(0, 1)) each.start();
      }
    }
    self->world_.stop();
  }

  // What must be true at every moment, also between a crash and its repair: nothing is sold to an order that is not written as paid.
  void look_around() {
    const Scheduler::Scope scope(world_.outside());
    for (const auto& sku : skus_) spawn_here(look_at(this, sku));
  }

  static Task<void> look_at(ShopWorld* self, Sku sku) {
    const auto document = co_await self->disk_.get("stock_items", sku.text());
    if (!document || !*document) co_return;
    const auto item = json::parse_stored<inventory::StockItem>((*document)->body);
    if (!item) co_return self->broken("a stock item cannot be read");
    for (const auto& movement : item->tail) {
      if (movement.kind != inventory::MovementKind::sold) continue;
      const auto order = self->stored_order(*movement.order);
      const bool paid = order && std::ranges::any_of(order->events, [](const auto& e) { return e.type == orders::EventType::paid; });
      if (!paid) self->broken("sold to an order that is not paid: " + movement.order->text());
    }
  }

  // No more faults; the nodes are up; the rest is theirs.
  void settle() {
    faults_ = {};
    for (std::size_t i = nodes_from_; i < world_.nodes().size(); ++i) {
      auto& node = *world_.nodes()[i];
      if (!node.up()) node.start();
      node.clock().jump(-node.clock().offset());
    }
    spawn(world_.outside(), wait_for_rest(this));
    world_.run(settle_for);
    if (!at_rest_) broken("work is left over after everybody has gone");
    for (auto& node : world_.nodes()) node->crash();
  }

  static Task<void> wait_for_rest(ShopWorld* self) {
    for (;;) {
      co_await sleep(Milliseconds(1'000));
      self->look_around();
      std::int64_t waiting = 0, dead = 0;
      const auto counts = co_await self->queue_.counts();
      for (const auto& count : *counts) {
        if (count.task.starts_with("inventory.") || count.task == "notifications.tell") continue;  // nobody handles alerts and notices here
        waiting += count.ready + count.delayed + count.leased;
        dead += count.dead;
      }
      if (dead > 0) {
        const auto letters = co_await self->queue_.dead(1);
        self->broken("a task was given up: " + letters->front().task + " " + letters->front().error);
      }
      const auto page = co_await self->disk_.find("orders", "", {}, 1000, "");
      for (const auto& document : page->documents) {
        const auto order = json::parse_stored<Order>(document.body);
        if (!order || order->status == OrderStatus::pending_payment || order->payment.status == orders::PaymentStatus::refund_due)
          ++waiting;
      }
      if (waiting == 0) break;
    }
    self->at_rest_ = true;
    self->world_.stop();
  }

  void recount() {
    auto& clerk = world_.add_node("auditor", [this](Node& node) { return make_machine(node, false); });
    clerk.start();
    clerk.clock().jump(Milliseconds(60'000));
    spawn(clerk.scheduler(), examine(this, &clerk.services<Machine>(), &clerk));
    world_.run(run_for);
    clerk.crash();
    if (!examined_) broken("the doctor did not come to an end");
  }

  static Task<void> examine(ShopWorld* self, Machine* machine, Node* node) {
    const doctor::Doctor examiner(machine->orders, machine->inventory, machine->catalog, machine->payments, node->clock(),
                                  {Milliseconds(0)});
    const auto report = co_await examiner.examine();
    if (!report) co_return self->broken("the doctor could not read: " + report.error().detail());
    for (const auto& finding : report->findings) self->broken(finding.check + " " + finding.object + ": " + finding.detail);
    if (report->holds != 0) self->broken("a hold outlived its order");

    // Once more, from the other end: what was received is on hand or was bought.
    std::map<Sku, Quantity> bought;
    std::int64_t least_used = 0, most_used = 0;
    const auto page = co_await machine->orders.all("", 1000);
    for (const auto& stored : page->items) {
      if (!orders::was_paid(stored.value)) continue;
      for (const auto& line : stored->lines) bought[line.sku] += line.quantity;
      for (const auto& refund : stored->refunds) {
        for (const auto& line : refund.lines) {
          for (const auto& share : line.restocked) bought[line.sku] -= share.quantity;
        }
      }
      for (const auto& booking : stored->bookings) {
        most_used += booking.quantity.milli / 1000;
        if (stored->status != OrderStatus::cancelled) least_used += booking.quantity.milli / 1000;
      }
    }
    // A use comes back with an order that is cancelled as a whole, not with one that was taken back bit by bit.
    const auto places = co_await machine->inventory.places({inventory::capacity_sku("coupon", self->coupon_.id.text())});
    const auto taken = places && places->front() ? places->front()->taken.milli / 1000 : 0;
    if (taken < least_used || taken > most_used || taken > *self->coupon_.uses_max) {
      self->broken(
          fmt::format("{} uses of a coupon are taken, of {}; orders have {} to {}", taken, *self->coupon_.uses_max, least_used, most_used));
    }
    for (const auto& sku : self->skus_) {
      const auto view = co_await machine->inventory.stock(self->farmer_.farm, sku);
      const auto movements = co_await machine->inventory.movements(self->farmer_.farm, sku, 10'000, "");
      Quantity counted;
      for (const auto& movement : movements->items) {
        if (movement.kind == inventory::MovementKind::adjusted) counted += movement.quantity;
      }
      const auto expected = self->received_[sku] + counted - bought[sku];
      if (view->on_hand != expected) {
        self->broken(fmt::format("{} has {} and should have {}", sku.text(), view->on_hand.milli, expected.milli));
      }
    }
    for (const auto& buyer : self->buyers_) {
      if (!buyer.order) continue;
      const auto order = co_await machine->orders.find(*buyer.order);
      if (!order || !*order) {
        self->broken("an acknowledged order is gone: " + buyer.order->text());
      } else if (buyer.cancelled && (**order)->status != OrderStatus::cancelled) {
        self->broken("a cancelled order came back: " + buyer.order->text());
      }
    }
    self->count_papers(page->items);
    self->examined_ = true;
  }

  // Every series runs from 1 without a gap and without a double, and every paid part has its invoice.
  void count_papers(const std::vector<Versioned<Order>>& orders) {
    std::map<std::string, std::vector<std::int64_t>> series;
    for (const auto& order : orders) {
      if (orders::unnumbered(order.value)) broken("an order lacks an invoice or a credit note: " + order->id.text());
      for (const auto& paper : orders::papers_of(order.value)) {
        const auto dash = paper.number.rfind('-');
        series[paper.number.substr(0, dash)].push_back(std::stoll(paper.number.substr(dash + 1)));
      }
    }
    for (auto& [name, numbers] : series) {
      std::ranges::sort(numbers);
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] != static_cast<std::int64_t>(i) + 1) return broken("the numbers of " + name + " have a gap or a double");
      }
    }
  }

  World world_;
  memory::Store store_{world_};
  memory::MemoryDocuments disk_{store_};
  memory::MemoryTasks queue_{store_};
  std::unique_ptr<card_simulator::CardSimulator> provider_;
  SeededRandom& dice_;
  Faults faults_;
  std::size_t nodes_from_ = 0;
  const inventory::Farmer farmer_{FarmId::derive(1, 1), UserId::derive(1, 1)};
  std::vector<Sku> skus_;
  pricing::Coupon coupon_;
  std::map<Sku, Quantity> received_;
  std::list<Buyer> buyers_;
  int open_ = 0;
  bool at_rest_ = false;
  bool examined_ = false;
  std::string broken_;
};

void ShopWorld::told(const ports::LeasedTask& task) {
  const auto notice = json::parse_stored<notices::Notice>(task.payload);
  if (!notice || notice->event != "orders.confirmed") return;
  const auto id = OrderId::parse(notice->data.at("order"));
  const auto order = id ? stored_order(*id) : std::nullopt;
  const bool paid = order && std::ranges::any_of(order->events, [](const auto& e) { return e.type == orders::EventType::paid; });
  if (!paid) broken("a confirmation was sent for an order that is not paid");
}

Machine::Machine(ShopWorld& shop, Node& node, const Faults& faults)
    : random(node.world().dice().next()),
      documents(shop.disk(), node, faults),
      tasks(shop.queue(), node, faults),
      provider(shop.provider(), node, faults),
      catalog(documents, node.clock(), random),
      inventory(documents, node.clock(), random, nullptr, nullptr, small_tail),
      orders(documents, node.clock(), random),
      payments(provider, {}),
      pricing(documents, node.clock(), random),
      quotes(catalog, inventory, pricing, nullptr, node.clock(), {}),
      checkout(orders, inventory, payments, quotes, node.clock(), checkout_options),
      carts(orders, catalog, pricing, quotes),
      cancel(orders, payments, checkout.settlement()),
      fulfilment(orders, checkout.settlement(), {}),
      numbering(
          documents, orders,
          [](FarmId) -> Task<Result<orders::InvoiceSeller>> { co_return orders::InvoiceSeller{"Birch Hollow", {}, {}, {}, {}}; },
          checkout.settlement()),
      sweeper(orders, payments, checkout.settlement()),
      aftermath(orders, inventory, payments, checkout.settlement()),
      runner(tasks, node.clock(), random) {
  const jobs::HandlerLimits limits{.concurrency = 2,
                                   .attempts_max = 40,
                                   .batch_max = 16,
                                   .deadline = Milliseconds(5'000),
                                   .backoff_first = Milliseconds(300),
                                   .backoff_max = Milliseconds(3'000)};
  using checkout::Aftermath;
  const auto in_batches = [&](std::string_view task, Task<Result<void>> (Aftermath::*work)(Aftermath::Leased) const) {
    runner.handle_batch(std::string(task), [this, work](const Aftermath::Leased& leased) { return (aftermath.*work)(leased); }, limits);
  };
  const auto one_by_one = [&](std::string_view task, Task<Result<void>> (Aftermath::*work)(ports::LeasedTask) const) {
    runner.handle(std::string(task), [this, work](const ports::LeasedTask& leased) { return (aftermath.*work)(leased); }, limits);
  };
  in_batches(checkout::post_holds_task, &Aftermath::post_holds);
  in_batches(checkout::void_holds_task, &Aftermath::void_holds);
  one_by_one(checkout::take_back_task, &Aftermath::take_back);
  one_by_one(checkout::give_back_task, &Aftermath::give_back);
  runner.handle(
      std::string(checkout::number_papers_task), [this](const ports::LeasedTask& task) { return numbering.number(task); }, limits);
  one_by_one(checkout::refund_task, &Aftermath::refund);
  const auto tell = [&shop](const ports::LeasedTask& task) -> Task<Result<void>> {
    shop.told(task);
    co_return Result<void>{};
  };
  runner.handle(std::string(notices::task), tell, limits);
  runner.handle(std::string(checkout::tell_farm_task), tell, limits);
}

}  // namespace

Played play_shop(std::uint64_t seed) { return ShopWorld(seed).play(); }

}  // namespace gh::simulation
