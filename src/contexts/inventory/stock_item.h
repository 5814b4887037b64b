// The rules of stock as pure functions over one StockItem: no I/O, no clock of their own. StockDesk applies and writes.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "contexts/inventory/types.h"

namespace gh::inventory {

inline constexpr std::size_t lots_reopened_max = 1'000;  // beyond lots_max, for what comes back and what is recalled
inline constexpr std::size_t holds_max = 5'000;          // open orders of one item: some 1.5 MB of document
inline constexpr std::size_t tail_max = 1'024;           // when pages cannot be written, changes wait rather than let the item grow
inline constexpr std::size_t write_marks_kept = 4;
inline constexpr std::size_t changes_kept = 128;  // changes by hand whose key is known; one that is sent again later is a new one
inline constexpr Milliseconds low_stock_every{60 * 60 * 1000};  // at most one event of low stock in this time

// How an order's hold on an item ended. An order that the item has forgotten (StockItem::forgotten_until) is looked up in the pages.
enum class End { not_asked, none, posted, voided, returned, unknowable };

struct Past {
  End end = End::not_asked;
  std::vector<Allocation> sold;   // posted, returned; less what came back for refunds
  std::vector<RefundId> refunds;  // for which a part of it came back
  std::int64_t learned = 0;       // sequence of the last movement that is known: tail and pages may have the same ones
};

// What ClosedLots says of those that were asked for, nothing of one that it does not have; of a lot that is recalled, of its family too.
using Reopened = std::map<LotId, std::optional<Lot>>;

// Brings one movement of the order, later than those before, into what is known of it.
void learn(Past& past, const Movement& movement);

struct PlaceHold {
  OrderId order;
  Timestamp opened;
  Quantity quantity;
  HoldTerms terms;
};
struct VoidHold {
  OrderId order;
  Timestamp opened;
};
struct PostHold {
  OrderId order;
  Timestamp opened;
};
// The order was cancelled: a live hold is given back, what was sold returns to its lots.
struct TakeBack {
  OrderId order;
  Timestamp opened;
};
// A part of a sale comes back, once for each refund. A live hold becomes a sale first, so that every later question about it has the
// answer that it would have had without the refund.
struct GiveBack {
  OrderId order;
  Timestamp opened;
  RefundId refund;
  std::vector<Allocation> allocations;
};
struct AddLot {
  Lot lot;
  std::optional<std::string> unit;
};
// kind: adjusted (change of either sign) or written_off (change < 0).
struct ChangeLot {
  LotId lot;
  MovementKind kind = MovementKind::adjusted;
  Quantity change;
  std::string reason;
  std::optional<Cause> cause;
};
// The lot and all that was split from it.
struct RecallLot {
  LotId lot;
  std::string reason;
};
// Part of a lot, what orders hold excepted, is a lot of its own from now on.
struct SplitLot {
  LotId lot;
  LotId into;
  std::string lot_code;
  Quantity quantity;
  std::optional<std::string> location;  // none: where the lot is
  std::string reason;
};
struct MoveLot {
  LotId lot;
  std::string location;
  std::string reason;
};
// Every lot whose last day is over is labelled so.
struct ExpirePastLots {};
// Somebody waits for the item to be sellable again (wait), or nobody does any more: that holds if nobody began to since `asked`.
struct Watch {
  bool wait = true;
  std::int64_t asked = 0;
};
struct SetStatus {
  LotId lot;
  LotStatus status = LotStatus::sellable;
  std::string reason;
};
struct SetThreshold {
  Quantity threshold;
};

struct SetCapacity {
  Quantity capacity;
};

// Of a change that its caller may send again; see DoneChange.
struct ChangeKey {
  std::int64_t key = 0;
  std::int64_t request = 0;
};

struct Command {
  std::variant<PlaceHold, VoidHold, PostHold, TakeBack, GiveBack, AddLot, ChangeLot, SetStatus, SetThreshold, SetCapacity, RecallLot,
               SplitLot, MoveLot, ExpirePastLots, Watch>
      what;
  std::optional<FarmId> farm;  // set where a farmer asks: another farm's item is not_found
  std::optional<UserId> actor;
  Past past;          // of the order, where there is one
  Reopened reopened;  // lots that it names, or that its order had
  std::optional<ChangeKey> key;
  std::size_t lots_at_most = lots_max;  // then an empty one makes room
};

struct Outcome {
  std::vector<Allocation> allocations;  // PlaceHold, PostHold
  std::optional<Timestamp> placed_at;   // of the hold that this command ended
  bool changed = false;                 // false: the item is as before, nothing to write
  bool needs_past = false;              // nothing was done: ask again with Command::past
  std::vector<LotId> needs_lots;        // nothing was done: ask again with Command::reopened
  std::vector<Lot> closed;              // made room, and are to be kept before the item is written
};

// Does the command, or fails and leaves the item as it was. Errors: those of errors.h, not_found (lot, item of another farm).
Result<Outcome> apply(StockItem& item, const Command& command, Timestamp now);

// What must be true of every item that is written. The error names the first thing that is not.
Result<void> check(const StockItem& item);

// What a hold could get: in lots that are sellable, not past their day, good until `good_until` and not held.
Quantity available(const StockItem& item, Timestamp now, std::optional<Date> good_until = {});

// Writes down what has been done to the item; the caller fills in the rest of the movement.
Movement& record(StockItem& item, MovementKind kind, Quantity quantity, Timestamp now);

// The order whose hold this command is about, if it is about one, and when it was opened.
struct OrderOf {
  OrderId order;
  Timestamp opened;
};
std::optional<OrderOf> order_of(const Command& command);

// The movements up to and including `last` are in pages now.
void forget_paged(StockItem& item, std::int64_t last);

}  // namespace gh::inventory
