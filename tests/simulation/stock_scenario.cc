// Stock alone: holds, posts, voids, adjustments, splits, each repeated by whoever did not get an answer, some by copies that come too
// late. Some orders want lots that last, some book a place in a window that comes into being with its first hold. In every other seed
// orders are cancelled after they were posted, lots make room for others, are sent again, and some are recalled.
#include <list>
#include <map>
#include <set>

#include "adapters/memory/documents.h"
#include "base/errors.h"
#include "contexts/inventory/capacity.h"
#include "contexts/inventory/service.h"
#include "simulation/faulty_documents.h"
#include "simulation/world.h"
#include "tests/simulation/scenario.h"

namespace gh::simulation {

namespace {

using inventory::HoldKey;
using inventory::HoldOutcome;
using inventory::Service;

constexpr int tries_max = 2'000;                                            // of one request, until somebody gives a definite answer
constexpr int first_lot_lasts = 30;                                         // days; the others longer
const Date lasts_longer{date_of(World::birth).days + first_lot_lasts + 2};  // whatever a node's clock says
constexpr Milliseconds run_for{4 * 60 * 60 * 1000};

struct Machine {
  Machine(ports::Documents& disk, Node& node, const Faults& faults, inventory::ItemLimits limits)
      : random(node.world().dice().next()),
        documents(disk, node, faults),
        stock(documents, node.clock(), random, nullptr, nullptr, limits) {}
  SeededRandom random;
  FaultyDocuments documents;
  Service stock;
};

std::string code_of(std::int64_t lot) { return "L" + std::to_string(lot); }
LotId first_lot(const Sku& sku) { return inventory::lot_id(sku, code_of(0)); }

const Sku window = inventory::capacity_sku("delivery_window", "w");

struct Line {
  Sku sku;
  Quantity quantity;
  inventory::HoldTerms terms;
  bool held = false;
  std::vector<inventory::Allocation> allocations;
};

enum class Fate { open, posted, voided, taken_back };

struct Order {
  OrderId id;
  Timestamp opened;
  std::vector<Line> lines;
  Fate fate = Fate::open;
  bool over = false;  // the store has confirmed every end
};

struct Adjustment {
  Sku sku;
  Quantity change;
  std::string reason;
  bool keyed = false;        // carries a key, and is sent again until somebody answers
  std::optional<bool> done;  // none: nobody said
};

class StockWorld {
 public:
  explicit StockWorld(std::uint64_t seed) : world_(seed), disk_(store_), dice_(world_.dice()), cancels_(seed % 2 == 1) {
    faults_ = {dice_.between(0, 1) ? 40U : 0U, dice_.between(0, 1) ? 30U : 0U, dice_.between(0, 1) ? 40U : 0U,
               dice_.between(0, 1) ? 150U : 0U};
    for (const char* name : {"n1", "n2", "n3"}) world_.add_node(name, [this](Node& node) { return machine(node); }).start();
  }

  Played play() {
    const auto skus = dice_.between(1, 3);
    for (std::int64_t i = 0; i < skus; ++i) skus_.push_back(Sku::of(ProductId::derive(1, static_cast<std::uint64_t>(i)), 1));
    const auto buyers = dice_.between(4, 30);
    places_ = Quantity{dice_.between(1, 10) * 1000};
    const auto farmers = dice_.between(0, 3);
    open_ = static_cast<int>(skus + farmers);
    for (const auto& sku : skus_) spawn(world_.outside(), stock_up(this, sku));
    for (std::int64_t i = 0; i < buyers; ++i) spawn(world_.outside(), buy(this, ++open_, orders_.emplace_back()));
    for (std::int64_t i = 0; i < farmers; ++i) spawn(world_.outside(), farm(this));
    spawn(world_.outside(), chaos(this));
    const bool ended = world_.run(run_for) && open_ == 0;
    if (!ended) broken("somebody never got an answer");
    recount();
    return {broken_, world_.history_hash(), world_.history()};
  }

 private:
  std::shared_ptr<Machine> machine(Node& node) { return std::make_shared<Machine>(disk_, node, faults_, cancels_ ? few_lots : small_tail); }

  static bool definite(const Error& error) {
    using namespace ports::errors;
    for (const auto* kind : {&store_unavailable, &outcome_unknown, &version_conflict, &inventory::errors::desk_full}) {
      if (error.is(*kind)) return false;
    }
    return true;
  }

  // Asks some node, and another one, until the answer is definite. repeat: also when nobody can tell whether it was done.
  template <class T, class Make>
  static Task<std::optional<Result<T>>> ask(StockWorld* self, bool repeat, Make make) {
    for (int tried = 0; tried < tries_max; ++tried) {
      auto& node = *self->world_.nodes()[self->dice_.below(self->world_.nodes().size())];
      if (!node.up()) {
        co_await sleep(Milliseconds(self->dice_.between(1, 300)));
        continue;
      }
      auto answer = co_await node.call<Result<T>, Machine>(make);
      if (answer && (*answer || definite(answer->error()))) co_return answer;
      if (!repeat) co_return std::nullopt;
      co_await sleep(Milliseconds(self->dice_.between(1, 300)));
    }
    self->broken("no definite answer after many tries");
    co_return std::nullopt;
  }

  static Task<void> stock_up(StockWorld* self, Sku sku) {
    auto& dice = self->dice_;
    const auto n = dice.between(1, self->cancels_ ? 8 : 3);
    std::vector<inventory::NewLot> there;
    for (std::int64_t i = 0; i < n; ++i) {
      if (self->cancels_) co_await sleep(Milliseconds(dice.between(0, 10'000)));
      const Date today = date_of(self->world_.now());
      const inventory::NewLot lot{.lot_code = code_of(i),
                                  .harvested = today,
                                  .best_before = Date{today.days + first_lot_lasts + static_cast<int>(i)},
                                  .field = FieldId::derive(1, 1),
                                  .quantity = Quantity{dice.between(1, self->cancels_ ? 5 : 20) * 1000}};
      // While it makes room, perhaps that of a lot that is being recalled.
      if (self->cancels_ && !there.empty() && dice.between(0, 2) == 0)
        spawn(self->world_.outside(), recall(self, ++self->open_, sku, one_of(dice, there).lot_code));
      if (co_await add_lot(self, sku, lot)) {
        self->received_[sku] += lot.quantity;
        there.push_back(lot);
      }
      if (self->cancels_ && !there.empty() && !co_await add_lot(self, sku, one_of(dice, there)))
        self->broken("a lot was sent again and refused");
      self->stocked_ = true;
    }
    --self->open_;
  }

  static const inventory::NewLot& one_of(SeededRandom& dice, const std::vector<inventory::NewLot>& lots) {
    return lots[dice.below(lots.size())];
  }

  // False: there is no room for it.
  static Task<bool> add_lot(StockWorld* self, Sku sku, inventory::NewLot lot) {
    const auto added =
        co_await ask<inventory::StockView>(self, true, [sku, lot](Machine& m) { return m.stock.add_lot(farmer(), sku, lot); });
    const bool full = added && !*added && self->cancels_ && added->error().is(inventory::errors::stock_item_full);
    if (added && !*added && !full) self->broken("a lot was refused: " + std::string(added->error().kind().code));
    co_return added && *added;
  }

  static Task<void> recall(StockWorld* self, int, Sku sku, std::string code) {
    const LotId lot = inventory::lot_id(sku, code);
    const auto recalled =
        co_await ask<inventory::StockView>(self, true, [sku, lot](Machine& m) { return m.stock.recall(farmer(), sku, lot, "glass"); });
    self->world_.note("recall {} {} {}", sku.text(), code, recalled && *recalled);
    if (!recalled || !*recalled) self->broken("a recall was refused: " + code);
    self->recalled_.insert({sku, lot});
    --self->open_;
  }

  static inventory::Farmer farmer() { return {FarmId::derive(1, 1), UserId::derive(1, 1)}; }

  static Task<void> farm(StockWorld* self) {
    for (auto left = self->dice_.between(1, 6); left > 0; --left) {
      co_await sleep(Milliseconds(self->dice_.between(0, 20'000)));
      auto& change = self->adjustments_.emplace_back();
      change = {self->skus_[self->dice_.below(self->skus_.size())],
                Quantity{self->dice_.between(-4, 4) * 1000},
                "counted " + std::to_string(self->adjustments_.size()),
                self->dice_.between(0, 1) == 1,
                {}};
      if (self->dice_.between(0, 2) == 0) co_await split(self, change.sku, std::to_string(self->adjustments_.size()));
      auto who = farmer();
      if (change.keyed) who.key = change.reason;
      const auto adjusted = co_await ask<inventory::StockView>(self, change.keyed, [who, what = change](Machine& m) {
        return m.stock.adjust(who, what.sku, first_lot(what.sku), what.change, what.reason);
      });
      if (adjusted) change.done = adjusted->has_value();
    }
    --self->open_;
  }

  // Of the first lot, so that whatever was split off lasts no longer than that.
  static Task<void> split(StockWorld* self, Sku sku, std::string code) {
    auto who = farmer();
    who.key = "split " + code;
    const inventory::LotPart part{
        .lot = first_lot(sku), .lot_code = "S" + code, .quantity = Quantity{1'000}, .location = "barn", .reason = "smaller crates"};
    const auto made =
        co_await ask<inventory::StockView>(self, true, [who, sku, part](Machine& m) { return m.stock.split(who, sku, part); });
    if (made && !*made && made->error().is(inventory::errors::lot_differs)) self->broken("a split that was sent again was made again");
  }

  static Task<bool> hold(StockWorld* self, Order& order, Line& line) {
    const HoldKey key{line.sku, order.id, order.opened};
    const auto held = co_await ask<HoldOutcome>(
        self, true, [key, quantity = line.quantity, terms = line.terms](Machine& m) { return m.stock.hold(key, quantity, terms); });
    self->world_.note("{} hold {} {}", order.id.text(), line.sku.text(), !held ? "?" : *held ? "ok" : held->error().kind().code);
    if (!held || !*held) co_return false;
    if (line.held && line.allocations != (**held).allocations) self->broken("a hold that was repeated has other lots");
    line.held = true;
    line.allocations = (**held).allocations;
    for (const auto& allocation : line.allocations) {
      const bool lasts = allocation.lot != first_lot(line.sku) && allocation.lot != inventory::lot_id(line.sku, code_of(1));
      if (line.terms.good_until && !lasts) self->broken("a hold got a lot that ends too early");
    }
    co_return true;
  }

  // A copy of an order's flow that slept, and asks for what may long be over.
  static Task<void> ghost(StockWorld* self, Order& order, Line& line) {
    co_await sleep(Milliseconds(self->dice_.between(0, 90'000)));
    const HoldKey key{line.sku, order.id, order.opened};
    const bool ended = order.over;
    const auto late = co_await ask<HoldOutcome>(
        self, true, [key, quantity = line.quantity, terms = line.terms](Machine& m) { return m.stock.hold(key, quantity, terms); });
    if (late && *late && ended) self->broken("a late copy took stock for an order that had ended");
    const bool kept = order.fate == Fate::posted;
    if (ended && (self->cancels_ || !kept) && self->dice_.between(0, 1)) {
      const auto post = co_await ask<HoldOutcome>(self, true, [key](Machine& m) { return m.stock.post_hold(key); });
      if (post && *post && !kept) self->broken("a late copy posted a voided hold");
      if (post && !*post && kept) self->broken("a late copy of a post was refused: " + std::string(post->error().kind().code));
    }
    --self->open_;
  }

  static Task<void> buy(StockWorld* self, int number, Order& order) {
    auto& dice = self->dice_;
    co_await sleep(Milliseconds(dice.between(0, 60'000)));
    while (!self->stocked_) co_await sleep(Milliseconds(100));
    order.id = OrderId::derive(9, static_cast<std::uint64_t>(number));
    order.opened = self->world_.nodes()[dice.below(3)]->clock().now();
    for (const auto& sku : self->skus_) {
      if (order.lines.empty() || dice.between(0, 2) == 0) order.lines.push_back({sku, Quantity{dice.between(1, 4) * 1000}, {}});
    }
    if (dice.between(0, 3) == 0) order.lines.back().terms.good_until = lasts_longer;
    if (dice.between(0, 1) == 0) order.lines.push_back({window, Quantity{1'000}, {.good_until = {}, .capacity = self->places_}});
    bool all = true;
    for (auto& line : order.lines) {
      if (dice.between(0, 3) == 0) {
        ++self->open_;
        spawn_here(ghost(self, order, line));
      }
      all = all && co_await hold(self, order, line);
    }
    co_await sleep(Milliseconds(dice.once_in(4) ? dice.between(0, 120'000) : dice.between(0, 200)));
    const bool post = all && dice.between(0, 2) != 0;
    order.fate = post ? Fate::posted : Fate::voided;
    for (auto& line : order.lines) {
      const HoldKey key{line.sku, order.id, order.opened};
      for (auto times = dice.between(1, 2); times > 0; --times) {
        std::string why = "no answer";
        const auto settled = [&why](const auto& answer) {
          if (answer && !*answer) why = std::string(answer->error().kind().code) + " " + answer->error().detail();
          return answer && answer->has_value();
        };
        const bool ok = post ? settled(co_await ask<HoldOutcome>(self, true, [key](Machine& m) { return m.stock.post_hold(key); }))
                             : settled(co_await ask<void>(self, true, [key](Machine& m) { return m.stock.void_hold(key); }));
        self->world_.note("{} {} {} {}", order.id.text(), post ? "post" : "void", line.sku.text(), ok);
        if (!ok) self->broken("an end was refused: " + order.id.text() + ": " + why);
      }
    }
    if (post && self->cancels_ && dice.between(0, 2) == 0) co_await cancel(self, order);
    order.over = true;
    --self->open_;
  }

  static Task<void> cancel(StockWorld* self, Order& order) {
    co_await sleep(Milliseconds(self->dice_.between(0, 30'000)));
    order.fate = Fate::taken_back;
    for (auto& line : order.lines) {
      const HoldKey key{line.sku, order.id, order.opened};
      for (auto times = self->dice_.between(1, 2); times > 0; --times) {
        const auto back = co_await ask<void>(self, true, [key](Machine& m) { return m.stock.take_back(key); });
        self->world_.note("{} take back {} {}", order.id.text(), line.sku.text(), back && *back);
        if (!back || !*back) self->broken("a cancellation was refused: " + order.id.text());
      }
    }
  }

  static Task<void> chaos(StockWorld* self) {
    auto& dice = self->dice_;
    while (self->open_ > 0) {
      co_await sleep(Milliseconds(dice.between(100, 10'000)));
      auto& node = *self->world_.nodes()[dice.below(3)];
      switch (dice.between(0, 3)) {
        case 0:
          node.crash();
          break;
        case 1: {
          const Milliseconds by(dice.between(-3'600'000, 3'600'000));
          self->world_.note("{} clock jumps {} ms", node.name(), by.count());
          node.clock().jump(by);
          break;
        }
        default:
          break;
      }
      for (auto& each : self->world_.nodes()) {
        if (!each->up() && dice.between(0, 1)) each->start();
      }
    }
    self->world_.stop();
  }

  // A fresh process over the same disk, without faults: what is written down must add up.
  void recount() {
    for (auto& node : world_.nodes()) node->crash();
    faults_ = {};
    auto& clerk = world_.add_node("clerk", [this](Node& node) { return machine(node); });
    clerk.start();
    for (const auto& sku : skus_) spawn(clerk.scheduler(), recount_sku(this, &clerk.services<Machine>().stock, sku, farmer().farm));
    spawn(clerk.scheduler(), recount_window(this, &clerk.services<Machine>().stock));
    world_.run(run_for);
    clerk.crash();
  }

  static Task<void> recount_window(StockWorld* self, Service* stock) {
    const auto places = co_await stock->places({window});
    if (!places) co_return self->broken("places: " + std::string(places.error().kind().code));
    if (!places->front()) co_return;  // nobody got so far as to book
    if (places->front()->taken > self->places_) self->broken("more places are taken than there are");
    self->received_[window] = self->places_;
    co_await recount_sku(self, stock, window, {});
  }

  static Task<void> recount_recalled(StockWorld* self, Service* stock, Sku sku, LotId recalled) {
    const auto family = co_await stock->lot_family(farmer().farm, sku, recalled);
    if (!family) co_return self->broken("a recalled lot is gone: " + std::string(family.error().kind().code));
    for (const auto& lot : *family) {
      if (lot.status != inventory::LotStatus::recalled) self->broken("not recalled: " + lot.lot_code);
    }
  }

  static Task<void> recount_sku(StockWorld* self, Service* stock, Sku sku, FarmId farm) {
    const auto holds = co_await stock->audit(sku);
    if (!holds) {
      self->broken(holds.error().detail());
      co_return;
    }
    if (!holds->empty()) self->broken("a hold outlived its order: " + holds->front().order.text());
    for (const auto& [item, lot] : self->recalled_) {
      if (item == sku) co_await recount_recalled(self, stock, sku, lot);
    }
    std::map<OrderId, Quantity> sold;
    std::map<std::string, Quantity> counted;
    Quantity balance;
    for (std::string cursor;;) {
      const auto page = co_await stock->movements(farm, sku, 100, cursor);
      if (!page) co_return self->broken("movements: " + std::string(page.error().kind().code));
      for (const auto& movement : page->items) {
        balance += movement.quantity;
        if (movement.kind == inventory::MovementKind::sold || movement.kind == inventory::MovementKind::returned)
          sold[*movement.order] -= movement.quantity;
        if (movement.kind == inventory::MovementKind::adjusted && !counted.emplace(*movement.reason, movement.quantity).second)
          self->broken("an adjustment was made twice: " + *movement.reason);
      }
      cursor = page->next;
      if (cursor.empty()) break;
    }
    Quantity expected = self->received_[sku];
    for (const auto& order : self->orders_) {
      for (const auto& line : order.lines) {
        if (line.sku != sku) continue;
        const auto due = order.fate == Fate::posted ? line.quantity : Quantity{};
        if (sold[order.id] != due)
          self->broken(fmt::format("{} was to get {} and got {}", order.id.text(), due.milli, sold[order.id].milli));
        expected -= due;
      }
    }
    for (const auto& change : self->adjustments_) {
      if (change.sku != sku) continue;
      const bool made = counted.contains(change.reason);
      if (change.done && *change.done != made) self->broken("an adjustment was answered wrongly: " + change.reason);
      if (made) expected += change.change;
    }
    if (expected != balance) self->broken(fmt::format("{} has {} and should have {}", sku.text(), balance.milli, expected.milli));
  }

  void broken(std::string what) {
    world_.note("BROKEN {}", what);
    if (broken_.empty()) broken_ = std::move(what);
  }

  World world_;
  memory::Store store_{world_};
  memory::MemoryDocuments disk_;
  SeededRandom& dice_;
  Faults faults_;
  std::vector<Sku> skus_;
  std::list<Order> orders_;
  std::list<Adjustment> adjustments_;
  std::map<Sku, Quantity> received_;
  std::set<std::pair<Sku, LotId>> recalled_;
  Quantity places_;
  const bool cancels_;
  bool stocked_ = false;
  int open_ = 0;
  std::string broken_;
};

}  // namespace

Played play_stock(std::uint64_t seed) { return StockWorld(seed).play(); }

}  // namespace gh::simulation
