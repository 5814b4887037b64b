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
  Quantity held;  // = what the live holds have of it
};
BOOST_DESCRIBE_STRUCT(Lot, (), (id, lot_code, harvested, best_before, field, status, on_hand, held))

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

// received, sold, returned (a sale taken back), adjusted, written_off, resized (a capacity) change what is on hand by `quantity`;
// released (a hold given back) and relabelled (a lot's status) have quantity 0 and are there to be remembered.
enum class MovementKind { received, sold, returned, released, adjusted, written_off, relabelled, resized };
BOOST_DESCRIBE_ENUM(MovementKind, received, sold, returned, released, adjusted, written_off, relabelled, resized)

struct Movement {
  std::int64_t sequence = 0;  // 1, 2, 3 ... within the item, without a gap
  MovementKind kind = MovementKind::received;
  Quantity quantity;  // signed
  std::optional<LotId> lot;
  std::optional<OrderId> order;
  std::optional<Timestamp> opened;  // with `order`: when it was opened
  std::optional<UserId> actor;      // none: the shop itself
  std::optional<std::string> reason;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Movement, (), (sequence, kind, quantity, lot, order, opened, actor, reason, at))

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

  // Set: no goods but places, kept as one lot of their own that never ends (capacity.h), so that the rules of holds are the same.
  std::optional<Quantity> capacity;  // as many as shall be given out
  Quantity issued;                   // as many as there are, taken or not: more than `capacity` while too many are taken

  // The last movements, oldest first. Older ones are in pages; their sum stays here, so that the balance is proven on every write.
  std::vector<Movement> tail;
  std::int64_t movements = 0;  // sequence of the newest movement
  Quantity paged;              // sum of the movements that are in pages
  // No order that was opened after this has its end in a page: what such an order did to this item is known from the item alone.
  Timestamp forgotten_until;

  std::vector<std::int64_t> writes;  // marks of the last writes, so that one whose answer was lost can be recognised
};
BOOST_DESCRIBE_STRUCT(StockItem, (),
                      (id, farm, unit, lots, holds, on_hand, reserved, threshold, low, crossings, capacity, issued, tail, movements, paged,
                       forgotten_until, writes))

// Movements first .. first + movements.size() - 1 of one item. Written once, never changed.
struct MovementPage {
  Sku sku;
  std::int64_t first = 0;
  std::vector<Movement> movements;
};
BOOST_DESCRIBE_STRUCT(MovementPage, (), (sku, first, movements))

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
