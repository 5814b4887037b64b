// StockDesk: where commands for stock items queue. Those for one item that wait at the same time are done in one write.
//
// The first to arrive at an idle item starts a coroutine that leads: it takes all who wait (up to batch_max), applies their commands
// to a copy of the item, writes it once under its version, answers each, and goes on until nobody waits. It has no thread: it runs on
// the scheduler of the one who started it. Any thread may submit; each item has its own lock, held for no longer than a queue operation.
//
// The truth is the versioned write; the item in memory only saves the read. An answer without a write (refused, or done before)
// is given only after the store confirmed that version since the command arrived. Two desks over one store are slower, not wrong.
//
// With locks, a desk that was overtaken by another process takes turns with it at that item for a while: it reads the item at the beginning
// of a turn and writes until nobody waits or the turn is over. A lock that lies, is slow or is gone costs time and changes nothing: each
// write still goes by its version.
#pragma once
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/random.h"
#include "base/scheduler.h"
#include "contexts/inventory/closed_lots.h"
#include "contexts/inventory/movement_pages.h"
#include "contexts/inventory/service.h"
#include "contexts/inventory/stock_item.h"
#include "contexts/inventory/store.h"

namespace gh::inventory {

class StockDesk {
 public:
  static constexpr std::size_t batch_max = 256;
  static constexpr std::size_t queue_max = 16'384;        // waiting commands of one item; more: desk_full
  static constexpr std::size_t items_cached_max = 4'096;  // about 40 MB
  static constexpr int attempts_max = 64;                 // lost races against other processes for one batch
  static constexpr int attempts_at_once = 8;              // then each waits, twice as long as the one before it
  static constexpr Milliseconds attempt_pause_max{64};    // in all some 3.3 s
  static constexpr Milliseconds fresh_for{1'000};         // how old an item in memory may be for read()
  static constexpr Milliseconds contended_for{1'000};     // behind a lost race
  static constexpr Milliseconds turn_max{20};             // then somebody else may come
  static constexpr Milliseconds turn_wait_max{150};       // for a turn; beyond, without one
  static constexpr Milliseconds turn_lease{400};          // of one whose process dies

  using Item = std::shared_ptr<const Versioned<StockItem>>;

  // All outlive the desk; the desk outlives what was submitted to it.
  StockDesk(const StockItems& items, MovementPages& pages, const ClosedLots& closed_lots, const Clock& clock, Random& random,
            DeskObserver& observer, ports::Locks* locks, ItemLimits limits);

  // Does the command and gives its outcome once it is durable. Errors: those of apply(), desk_full, invariant_broken, not_found (no
  // such item), what the store says.
  Task<Result<Outcome>> submit(Sku sku, Command command);

  // The item, at most fresh_for old and no older than what was heard of it before, or null if there is none.
  Task<Result<Item>> read(Sku sku);

  // The change feed tells that the item has this version in the store, whoever wrote it: what is kept of an older one is not used any more.
  void heard(const Sku& sku, std::int64_t version);
  // The feed may have told something that was not heard.
  void missed();

 private:
  struct Waiting {
    Command command;
    OneShot<Result<Outcome>> answer;
  };
  struct Entry {
    Sku sku;
    std::mutex mutex;  // guards all below
    std::deque<Waiting> queue;
    bool led = false;
    std::optional<OneShot<bool>> paging;  // set at its end
    std::int64_t paged_through = 0;
    Item item;                       // null: not loaded
    std::int64_t heard_version = 0;  // that the store has at least
    Timestamp seen;                  // when the store last confirmed `item`
    Timestamp contended_until;
  };
  using EntryPtr = std::shared_ptr<Entry>;
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Sku, std::list<EntryPtr>::iterator> by_sku;
    std::list<EntryPtr> used;  // most recently used first
  };
  static constexpr std::size_t shards = 16;

  using Answers = std::vector<std::optional<Result<Outcome>>>;
  struct Lost {  // a write whose answer did not come
    std::int64_t mark;
    std::int64_t version;  // that it would have made
    Answers answers;
  };
  struct Round;

  struct Turn {
    ports::Lease lease;
    Timestamp until;
  };

  EntryPtr entry_of(const Sku&);
  Item cached(Entry&) const;
  static Item newest(const Entry&);
  void remember(Entry&, Item) const;
  Task<void> lead(EntryPtr);
  static std::vector<Waiting> take_batch(Entry&, bool ends);
  bool wants_turn(Entry&) const;
  Task<std::optional<Turn>> begin_turn(Entry&);
  void end_turn(std::optional<Turn>&);
  Task<void> serve(EntryPtr, std::vector<Waiting> batch);
  Task<Result<void>> load(Entry&, Round&);
  Task<void> make_room(const EntryPtr&, const StockItem& stored);
  static StockItem without_paged(const Entry&, const Round&);
  Task<Result<void>> ask_store(Entry&, Round&);
  Task<Result<void>> ask_for(const Entry&, Round&, std::size_t at);
  Task<Result<std::optional<Lot>>> closed_lot(const Entry&, const Round&, LotId);
  void apply_all(Entry&, Round&);
  void apply_carefully(StockItem before, Round&);
  static bool leave_for_later(Entry&, Round&);
  Task<Result<bool>> write(EntryPtr, Round&);
  bool recognise_lost(Round&);
  void begin_page(const EntryPtr&, const StockItem& stored);
  Task<void> page_out(EntryPtr, std::vector<Movement> oldest, Timestamp forgotten_until);
  Task<Result<Outcome>> write_unchecked(Sku, Command);

  const StockItems& items_;
  MovementPages& pages_;
  const ClosedLots& closed_lots_;
  const Clock& clock_;
  Random& random_;
  DeskObserver& observer_;
  ports::Locks* const locks_;  // nullptr: no turns
  const ItemLimits limits_;
  std::array<Shard, shards> shards_;
};

}  // namespace gh::inventory
