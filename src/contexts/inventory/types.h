// The stored forms of stock: one StockItem per sku with its lots and live holds, and pages of past movements.
// Values only; every change goes through apply() in stock_item.h.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace gh::inventory {

inline constexpr std::string_view stock_items_collection = "stock_items";  // the id of a document is its sku

inline constexpr std::size_t lots_max = 100;  // of one item; an empty lot makes room for a new one (ClosedLots)

inline constexpr std::string_view low_stock_task = "inventory.low_stock";
inline constexpr std::string_view expire_lots_task = "inventory.expire_lots";
inline constexpr std::string_view back_in_stock_task = "inventory.back_in_stock";
inline constexpr std::string_view lot_recalled_task = "inventory.lot_recalled";

enum class LotStatus { sellable, quarantined, recalled, expired };
BOOST_DESCRIBE_ENUM(LotStatus, sellable, quarantined, recalled, expired)

struct Lot {
  LotId id;
  std::string lot_code;  // the farmer's own mark on the crates, unique within the item
  Date harvested;
  Date best_before;  // the last day on which it may be sold
  FieldId field;
  LotStatus status = LotStatus::sellable;
  Quantity on_hand;
  Quantity held;                    // = what the live holds have of it
  std::string location;             // where it lies: "cold store 2"; empty: nobody said
  std::optional<LotId> split_from;  // the lot that its first units were part of

  bool operator==(const Lot&) const = default;
};
BOOST_DESCRIBE_STRUCT(Lot, (), (id, lot_code, harvested, best_before, field, status, on_hand, held, location, split_from))

struct Allocation {
  LotId lot;
  Quantity quantity;

  bool operator==(const Allocation&) const = default;
};
BOOST_DESCRIBE_STRUCT(Allocation, (), (lot, quantity))

// Units promised to an open order; its id is the order's. It has no timer: only the order's end ends it.
struct Hold {
  OrderId order;
  Quantity quantity;
  std::vector<Allocation> allocations;
  Timestamp opened;  // when the order was opened, as the order says
  Timestamp placed_at;
};
BOOST_DESCRIBE_STRUCT(Hold, (), (order, quantity, allocations, opened, placed_at))

// What else a hold asks for.
struct HoldTerms {
  std::optional<Date> good_until;    // only lots whose best_before is not earlier
  std::optional<Quantity> capacity;  // for places: the item has this capacity from now on, and comes into being if need be
};

// received, sold, returned (a sale taken back), adjusted, written_off, resized (a capacity) and split (out of one lot, into another) change
// what is on hand by `quantity`; released (a hold given back), relabelled (a lot's status) and moved (to another location) have quantity
// 0 and are there to be remembered.
enum class MovementKind { received, sold, returned, released, adjusted, written_off, relabelled, resized, split, moved };
BOOST_DESCRIBE_ENUM(MovementKind, received, sold, returned, released, adjusted, written_off, relabelled, resized, split, moved)

// Why stock was changed by hand.
enum class Cause { counted, stock_take, correction, spoiled, damaged, lost, donated, sampled, unsafe, expired, other };
BOOST_DESCRIBE_ENUM(Cause, counted, stock_take, correction, spoiled, damaged, lost, donated, sampled, unsafe, expired, other)

struct Movement {
  std::int64_t sequence = 0;  // 1, 2, 3 ... within the item, without a gap
  MovementKind kind = MovementKind::received;
  Quantity quantity;  // signed
  std::optional<LotId> lot;
  std::optional<OrderId> order;
  std::optional<Timestamp> opened;  // with `order`: when it was opened
  std::optional<RefundId> refund;   // with `returned`: only a part of the sale came back, for this refund
  std::optional<UserId> actor;      // none: the shop itself
  std::optional<Cause> cause;
  std::optional<std::string> reason;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Movement, (), (sequence, kind, quantity, lot, order, opened, refund, actor, cause, reason, at))

// A change by hand that its caller may send again. The hashes are of who and which key, and of what was asked.
struct DoneChange {
  std::int64_t key = 0;
  std::int64_t request = 0;
};
BOOST_DESCRIBE_STRUCT(DoneChange, (), (key, request))

struct StockItem {
  Sku id;
  FarmId farm;                      // the one that put the first lot here; empty before, when only ends of holds are remembered
  std::optional<std::string> unit;  // "kg", "bunch": for people
  std::vector<Lot> lots;
  std::vector<Hold> holds;
  Quantity on_hand;    // = sum of the lots
  Quantity reserved;   // = sum of the holds
  Quantity threshold;  // 0: no low-stock event wanted
  bool low = false;    // the event of the present crossing is out
  std::int64_t crossings = 0;
  Timestamp low_told;      // when the last event of a crossing was (or will be) told
  bool watched = false;    // somebody waits for it to be sellable again
  std::int64_t asked = 0;  // how often somebody began to wait

  // Set: no goods but places, kept as one lot of their own that never ends (capacity.h), so that the rules of holds are the same.
  std::optional<Quantity> capacity;  // as many as shall be given out
  Quantity issued;                   // as many as there are, taken or not: more than `capacity` while too many are taken

  // The last movements, oldest first. Older ones are in pages; their sum stays here, so that the balance is proven on every write.
  std::vector<Movement> tail;
  std::int64_t movements = 0;  // sequence of the newest movement
  Quantity paged;              // sum of the movements that are in pages
  // No order that was opened after this has its end in a page: what such an order did to this item is known from the item alone.
  Timestamp forgotten_until;

  std::vector<DoneChange> done;      // the last changes by hand, so that one that is sent again is not made again
  std::vector<std::int64_t> writes;  // marks of the last writes, so that one whose answer was lost can be recognised
};
BOOST_DESCRIBE_STRUCT(StockItem, (),
                      (id, farm, unit, lots, holds, on_hand, reserved, threshold, low, crossings, low_told, watched, asked, capacity,
                       issued, tail, movements, paged, forgotten_until, done, writes))

// Movements first .. first + movements.size() - 1 of one item. Written once, never changed.
struct MovementPage {
  Sku sku;
  std::int64_t first = 0;
  std::vector<Movement> movements;
  // No order that was opened later is in this page or in one before it; none in pages from before there was such a thing.
  std::optional<Timestamp> forgotten_until;
};
BOOST_DESCRIBE_STRUCT(MovementPage, (), (sku, first, movements, forgotten_until))

// What an order has or had of a lot.
enum class ShareState { held, sold, returned };
BOOST_DESCRIBE_ENUM(ShareState, held, sold, returned)

struct OrderShare {
  OrderId order;
  ShareState state = ShareState::held;
  Quantity quantity;
  Timestamp at;
  std::int64_t sequence = 0;  // of the movement; 0: held
};
BOOST_DESCRIBE_STRUCT(OrderShare, (), (order, state, quantity, at, sequence))

// The shares of one lot among the movements that went to a page together; `first` is the sequence of the first of them.
struct LotShares {
  Sku sku;
  std::int64_t first = 0;
  std::vector<OrderShare> shares;
};
BOOST_DESCRIBE_STRUCT(LotShares, (), (sku, first, shares))

// The payload of the task inventory.expire_lots, due when the lot's last day is over.
struct ExpireLots {
  Sku sku;
};
BOOST_DESCRIBE_STRUCT(ExpireLots, (), (sku))

// The payload of the task inventory.back_in_stock.
struct BackInStock {
  Sku sku;
};
BOOST_DESCRIBE_STRUCT(BackInStock, (), (sku))

// The payload of the task inventory.lot_recalled. cursor: how far its orders have been told, as orders_of_lot() gives it.
struct LotRecalled {
  FarmId farm;
  Sku sku;
  LotId lot;
  std::string lot_code;
  std::string cursor;
  std::string reason;  // as it was said with the recall
};
BOOST_DESCRIBE_STRUCT(LotRecalled, (), (farm, sku, lot, lot_code, cursor, reason))

// The payload of the task inventory.low_stock.
struct LowStock {
  Sku sku;
  FarmId farm;
  Quantity on_hand;
  Quantity threshold;
  std::int64_t crossing = 0;
};
BOOST_DESCRIBE_STRUCT(LowStock, (), (sku, farm, on_hand, threshold, crossing))

}  // namespace gh::inventory
