// What others may ask of stock. One Service per process, shared by all of its I/O threads; it outlives every call.
//
// The rules of a hold, which the checkout relies on:
// - An order has at most one hold on an item; asking again is the same hold, whoever asks, and gives the same allocations.
// - It lives until void_hold or post_hold, and nothing else ends it.
// - What has ended stays ended: a late hold is refused with hold_voided or hold_posted, a late void of a posted hold with hold_posted,
//   a late post of a voided one with hold_voided; the same end twice succeeds and changes nothing.
// - take_back is the end after the end: from then on everything answers as after void_hold.
// - void_hold for an order that holds nothing succeeds and is remembered. Whoever ends an order MUST void all of its lines, also those
//   where the hold was refused: then no copy of the order's flow that slept can take stock for it afterwards.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/scheduler.h"
#include "base/task.h"
#include "contexts/inventory/errors.h"
#include "contexts/inventory/types.h"
#include "platform/ports/documents.h"
#include "platform/ports/lock.h"

namespace gh::inventory {

struct Command;

// An order's hold on one item. `opened` is the time that the order's document stores as its beginning: the same in every call.
struct HoldKey {
  Sku sku;
  OrderId order;
  Timestamp opened;
};
BOOST_DESCRIBE_STRUCT(HoldKey, (), (sku, order, opened))

struct HoldOutcome {
  Sku sku;
  OrderId order;
  std::vector<Allocation> allocations;  // first expiring first; empty from post_hold if the hold was posted long ago
};

struct Availability {
  Sku sku;
  Quantity available;  // what a hold could get now
  Quantity on_hand;
  Quantity reserved;
  bool stocked = false;  // false: nobody ever put this on stock, all figures are 0
};
BOOST_DESCRIBE_STRUCT(Availability, (), (sku, available, on_hand, reserved, stocked))

// What is asked of available(): `good_until` as in HoldTerms.
struct StockQuestion {
  Sku sku;
  std::optional<Date> good_until;
};

// An item that has a capacity.
struct Places {
  Sku sku;
  Quantity capacity;
  Quantity taken;  // held and posted; more than the capacity where it was lowered afterwards
  Quantity left;   // what a hold could get now
};
BOOST_DESCRIBE_STRUCT(Places, (), (sku, capacity, taken, left))

// Which movements are asked for; absent: any.
struct MovementFilter {
  std::optional<LotId> lot;
  std::optional<MovementKind> kind;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;  // before this
};

// A movement and what was on hand after it.
struct BookedMovement : Movement {
  Quantity balance;
};
BOOST_DESCRIBE_STRUCT(BookedMovement, (Movement), (balance))

struct LotProof {
  LotId lot;
  std::string lot_code;
  Quantity on_hand;
  Quantity moved;  // the sum of its movements
};
BOOST_DESCRIBE_STRUCT(LotProof, (), (lot, lot_code, on_hand, moved))

// What a recount of all movements from the first gives.
struct StockProof {
  Sku sku;
  bool proven = false;  // the sums are what the item and its lots say, no movement is missing
  std::string finding;  // the first thing that is not so
  std::int64_t movements = 0;
  Quantity on_hand;
  Quantity moved;
  std::vector<LotProof> lots;
  std::string digest;  // SHA-256 in hex over all movements as JSON, newest first: the same history has the same digest
};
BOOST_DESCRIBE_STRUCT(StockProof, (), (sku, proven, finding, movements, on_hand, moved, lots, digest))

// Of the lot with this code in the item: a lot that is sent again meets itself.
LotId lot_id(const Sku& sku, std::string_view lot_code);

struct NewLot {
  std::string lot_code;
  Date harvested;
  Date best_before;
  FieldId field;
  Quantity quantity;
  LotStatus status = LotStatus::sellable;
  std::string location = {};
};

// Part of a lot that becomes a lot of its own.
struct LotPart {
  LotId lot;
  std::string lot_code;  // of the new one
  Quantity quantity;
  std::optional<std::string> location;  // none: where the lot is
  std::string reason;
};

// What a farmer sees of an item.
struct StockView {
  Sku sku;
  FarmId farm;
  std::optional<std::string> unit;
  Quantity available;
  Quantity on_hand;
  Quantity reserved;
  Quantity threshold;
  bool low = false;
  std::int64_t open_orders = 0;
  std::vector<Lot> lots;
  Timestamp true_until;  // when the clock alone may change it: a lot's last day is over; not part of what is shown
};
BOOST_DESCRIBE_STRUCT(StockView, (), (sku, farm, unit, available, on_hand, reserved, threshold, low, open_orders, lots))

// Which stock is asked for. low: down to its threshold; sold_out: nothing of it can be sold.
enum class StockState { any, low, sold_out };
BOOST_DESCRIBE_ENUM(StockState, any, low, sold_out)

struct StockFilter {
  std::optional<FarmId> farm;
  StockState state = StockState::any;
};

// A lot that was asked for by its code.
struct FoundLot {
  FarmId farm;
  Sku sku;
  std::optional<std::string> unit;
  Lot lot;
};

template <class T>
struct PageOf {
  std::vector<T> items;
  std::string next;  // opaque; empty at the end
};

// Who changes stock: the farm decides about access (another farm's item is not_found), the user is written into the movement.
// key: the Idempotency-Key that came with the change. The same user's same key is the same change of the item, and is answered with the
// item as it is then; with another request it is key_reused. An item knows its last 128 changes that had one.
struct Farmer {
  FarmId farm;
  UserId user;
  std::string key = {};
};

// Told about what happens at the desk, on the thread where it happens, for metrics and the log. Calls must not block.
class DeskObserver {
 public:
  virtual ~DeskObserver() = default;
  virtual void hold_waited(Milliseconds) {}  // from asking for a hold to its answer
  virtual void hold_ended(Milliseconds) {}   // how long it was held
  virtual void batch_written(std::size_t /*commands*/) {}
  virtual void conflict() {}                        // another process wrote first
  virtual void breach(const Sku&, const Error&) {}  // invariant_broken: a defect, to be logged and counted
};

// When movements and lots leave a stock item (README.md, step 5 and "Ports and limits").
struct ItemLimits {
  std::size_t paged_at = 32;    // movements in the item before the oldest go to a page
  std::size_t kept = 8;         // that stay
  std::size_t waited_at = 256;  // then the next write waits for a page: all of them are written with each change
  std::size_t lots = lots_max;  // then an empty one makes room for a new one
};

class Service {
 public:
  // documents, clock, random, observer, locks outlive the service. locks: with them, items that several processes write are written in
  // turns (stock_desk.h); nothing depends on it but the work that is done in vain.
  Service(ports::Documents& documents, const Clock& clock, Random& random, DeskObserver* observer = nullptr, ports::Locks* locks = nullptr,
          ItemLimits limits = {});
  ~Service();
  Result<void> opened() const;

  // For flows. Errors of each: not_found (no such item), desk_full, what the store says.
  // hold: insufficient_stock, hold_voided, hold_posted, hold_differs, hold_too_late, stock_item_full, bad_quantity; with a capacity in its
  // terms no not_found, but stock_item_kind.
  Task<Result<HoldOutcome>> hold(HoldKey key, Quantity quantity, HoldTerms terms = {});
  // hold_posted.
  Task<Result<void>> void_hold(HoldKey key);
  // hold_voided, hold_not_found.
  Task<Result<HoldOutcome>> post_hold(HoldKey key);
  // The order was cancelled after it was paid: a live hold is voided, what was posted returns to its lots. Again changes nothing.
  Task<Result<void>> take_back(HoldKey key);
  // A part of what the order bought comes back to these lots, once for each refund. Errors: hold_voided (all of it came back before),
  // hold_not_found, bad_quantity (more than was sold of a lot).
  Task<Result<void>> give_back(HoldKey key, RefundId refund, std::vector<Allocation> allocations);
  // Each as post_hold, in the order of the keys; those of one item share writes.
  Task<std::vector<Result<HoldOutcome>>> post_many(std::vector<HoldKey> keys);

  // In the order of the skus. At most a second old; only hold() knows for sure.
  Task<Result<std::vector<Availability>>> available(std::vector<Sku> skus);
  Task<Result<std::vector<Availability>>> available(std::vector<StockQuestion> questions);

  // The same from the store, for tasks that run right behind the write that they follow; nothing on stock: 0.
  Task<Result<Quantity>> available_now(Sku sku);

  // Things that are given out by number: the places of a delivery window, the uses of a coupon. Their skus come from capacity_sku().
  // As many as `capacity` can be taken; held, posted, voided and taken back like goods. Again with the same figure changes nothing.
  // Lowered below what is taken: what is taken stays, nothing more is given out, and what comes back is not given out again until no
  // more than the capacity is taken. bad_quantity (below 0), stock_item_kind.
  Task<Result<Places>> set_capacity(Sku sku, Quantity capacity);
  // In the order of the skus, at most a second old; nothing where there is no such item (yet) or it has lots.
  Task<Result<std::vector<std::optional<Places>>>> places(std::vector<Sku> skus);

  // For farmers. The caller has checked that the sku's product is the farm's: the first lot makes the item the farm's.
  Task<Result<StockView>> add_lot(Farmer farmer, Sku sku, NewLot lot, std::optional<std::string> unit = {});
  // Errors of the next ones: not_found (item, lot), bad_quantity, stock_is_held, key_reused.
  Task<Result<StockView>> adjust(Farmer farmer, Sku sku, LotId lot, Quantity change, std::string reason, Cause cause = Cause::counted);
  Task<Result<StockView>> write_off(Farmer farmer, Sku sku, LotId lot, Quantity amount, Cause cause, std::string note);
  // What no order holds of a lot can be split off; the history of both sums up. lot_differs, stock_item_full.
  Task<Result<StockView>> split(Farmer farmer, Sku sku, LotPart part);
  Task<Result<StockView>> move(Farmer farmer, Sku sku, LotId lot, std::string location, std::string reason);
  // Open orders keep what they hold of the lot.
  Task<Result<StockView>> set_status(Farmer farmer, Sku sku, LotId lot, LotStatus status, std::string reason);
  // The lot and whatever was split from it is recalled, lots that made room for newer ones too; a task lot_recalled leaves for each lot.
  // stock_item_full: these are too many.
  Task<Result<StockView>> recall(Farmer farmer, Sku sku, LotId lot, std::string reason);
  // An inventory.low_stock task leaves once each time the sellable stock on hand falls to the threshold, at most one an hour; 0: never.
  Task<Result<StockView>> set_threshold(Farmer farmer, Sku sku, Quantity threshold);
  // least_days: `available` counts only lots that have so many days to go.
  Task<Result<StockView>> stock(FarmId farm, Sku sku, std::int32_t least_days = 0);
  Task<Result<PageOf<StockView>>> stock_of_farm(FarmId farm, int limit, std::string cursor);
  // For the shop: the goods of all farms, farm by farm. A page may be short of its limit, even empty, with more to come: no more than
  // stock_looks_max items are looked at for one.
  static constexpr int stock_looks_max = 1'000;
  Task<Result<PageOf<StockView>>> stock_of_all(StockFilter filter, int limit, std::string cursor);
  // Lots of all farms whose code begins with this (lot_register.h), also those that made room for newer ones.
  Task<Result<PageOf<FoundLot>>> find_lots(std::string code, int limit, std::string cursor);
  // What stands on the crate of a lot, of whatever farm. not_found: there never was such a lot.
  Task<Result<std::string>> lot_code(LotId lot);
  // Newest first. A filter may leave a page short of its limit, even empty, with more to come: only so much is read for one.
  Task<Result<PageOf<BookedMovement>>> movements(FarmId farm, Sku sku, int limit, std::string cursor, MovementFilter filter = {});
  Task<Result<StockProof>> prove(FarmId farm, Sku sku);
  // What a recall of the lot would stop: the lot and what was split from it, those that made room for newer ones too. not_found,
  // stock_item_full.
  Task<Result<std::vector<Lot>>> lot_family(FarmId farm, Sku sku, LotId lot);
  // Which orders hold or had units of the lot: held ones first, then newest first. not_found: there never was such a lot.
  Task<Result<PageOf<OrderShare>>> orders_of_lot(FarmId farm, Sku sku, LotId lot, int limit, std::string cursor);
  // What each lot had at this moment: what it has, less what moved since.
  Task<Result<std::map<LotId, Quantity>>> on_hand_at(Sku sku, Timestamp when);

  // What the change feed tells (ports::Documents::changes), also of other contexts; with several processes `available` and `places` would
  // else show what is a second old to whoever asks because of the change. missed: something may not have been told.
  void heard(const ports::Change& change);
  void missed();

  // The handler of expire_lots. Idempotent.
  Task<Result<void>> expire_lots(Sku sku);
  // Somebody waits for the sku: a back_in_stock task leaves each time it becomes sellable, also at once if it is. nobody_waits ends that,
  // if nobody began to wait since times_waited_for said `times`.
  Task<Result<void>> somebody_waits(Sku sku);
  Task<Result<std::int64_t>> times_waited_for(Sku sku);
  Task<Result<void>> nobody_waits(Sku sku, std::int64_t times);
  // The present crossing of the threshold, for whoever is about to tell of an earlier one; nothing where the item is not low.
  Task<Result<std::optional<std::int64_t>>> low_crossing(Sku sku);

  // For admin doctor: the stored item is checked, its movements are recounted from the first. Gives the live holds.
  Task<Result<std::vector<Hold>>> audit(Sku sku);
  // Every item, ids ascending.
  Task<Result<PageOf<Sku>>> all_items(int limit, std::string cursor);

 private:
  // request: what was asked, in words that are the same only for the same.
  Task<Result<StockView>> farmer_change(Farmer farmer, Sku sku, Command command, std::string request);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gh::inventory
