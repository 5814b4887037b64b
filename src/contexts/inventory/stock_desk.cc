#include "contexts/inventory/stock_desk.h"

#include <algorithm>
#include <ranges>

#include <boost/describe.hpp>

#include "base/errors.h"
#include "base/planted.h"
#include "contexts/inventory/errors.h"

namespace gh::inventory {

namespace {

constexpr std::int64_t ms_a_day = std::int64_t{24} * 60 * 60 * 1000;

// What follows from the write that makes `item` out of `before` (null: out of nothing).
StockItems::Outbox events_between(const StockItem* before, const StockItem& item, Timestamp now) {
  StockItems::Outbox outbox;
  if (item.crossings != (before ? before->crossings : 0)) {
    const LowStock event{item.id, item.farm, item.on_hand, item.threshold, item.crossings};
    outbox.push_back({std::string(low_stock_task), fmt::format("low_stock:{}:{}", item.id.text(), item.crossings), json::to_string(event),
                      item.low_told});
  }
  // New lots are at the end: the first one from there that was there before ends the search.
  for (auto lot = item.lots.rbegin(); lot != item.lots.rend() && !item.capacity; ++lot) {
    if (before && std::ranges::find(before->lots, lot->id, &Lot::id) != before->lots.end()) break;
    const Timestamp over{(static_cast<std::int64_t>(lot->best_before.days) + 1) * ms_a_day};
    outbox.push_back({std::string(expire_lots_task), "expire:" + lot->id.text(), json::to_string(ExpireLots{item.id}), over});
  }
  for (const auto& lot : item.lots) {
    if (lot.status != LotStatus::recalled || before == nullptr) continue;
    const auto label = std::ranges::find_if(item.tail | std::views::reverse, [&](const Movement& movement) {
      return movement.kind == MovementKind::relabelled && movement.lot == lot.id && movement.sequence > before->movements;
    });
    if (label == item.tail.rend()) continue;
    const LotRecalled event{item.farm, item.id, lot.id, lot.lot_code, {}, label->reason.value_or("")};
    outbox.push_back(
        {std::string(lot_recalled_task), fmt::format("recalled:{}:{}", lot.id.text(), item.movements), json::to_string(event), {}});
  }
  if (item.watched && available(item, now).milli > 0 && (before == nullptr || !before->watched || available(*before, now).milli == 0)) {
    outbox.push_back({std::string(back_in_stock_task),
                      fmt::format("back_in_stock:{}:{}:{}", item.id.text(), item.movements, item.asked),
                      json::to_string(BackInStock{item.id}),
                      {}});
  }
  return outbox;
}

// The first lot, a capacity; and the end of an order's hold, which is to be remembered even if the item comes into being later.
bool makes_item(const Command& command) {
  if (const auto* place = std::get_if<PlaceHold>(&command.what)) return place->terms.capacity.has_value();
  if (const auto* watch = std::get_if<Watch>(&command.what)) return watch->wait;
  return std::holds_alternative<AddLot>(command.what) || std::holds_alternative<VoidHold>(command.what) ||
         std::holds_alternative<TakeBack>(command.what) || std::holds_alternative<SetCapacity>(command.what);
}

// Before an attempt of that number. Who has written an item needs not read it again and is faster than who has lost: while it has much to
// do, the other one comes in between by waiting, not by trying.
Milliseconds pause_before(int attempt) {
  const int waits = attempt - StockDesk::attempts_at_once;
  return waits < 0 ? Milliseconds(0) : std::min(StockDesk::attempt_pause_max, Milliseconds(std::int64_t{1} << waits));
}

bool needs_more(const Outcome& outcome) { return outcome.needs_past || !outcome.needs_lots.empty(); }

bool repeatable(const Command& command) { return command.key || !std::holds_alternative<ChangeLot>(command.what); }

}  // namespace

// One batch on its way into the store.
struct StockDesk::Round {
  std::vector<Waiting> batch;
  Answers answers;
  Item base;               // null: there is no such item yet
  bool confirmed = false;  // base was read from the store since the batch was taken
  // Movements of base up to here are in pages. The same for all that is done with one base: what a command found in the item when it was
  // first applied is there when it is applied again.
  std::int64_t paged_through = 0;
  StockItem next;
  bool changed = false;
  Timestamp now;  // the same for all that is done with one base
  std::vector<Lost> lost;

  // As they are stored.
  const std::vector<Lot>& lots() const {
    static const std::vector<Lot> none;
    return base ? base->value.lots : none;
  }
};

StockDesk::StockDesk(const StockItems& items, MovementPages& pages, const ClosedLots& closed_lots, const Clock& clock, Random& random,
                     DeskObserver& observer, ports::Locks* locks, ItemLimits limits)
    : items_(items),
      pages_(pages),
      closed_lots_(closed_lots),
      clock_(clock),
      random_(random),
      observer_(observer),
      locks_(locks),
      limits_(limits) {}

StockDesk::EntryPtr StockDesk::entry_of(const Sku& sku) {
  auto& shard = shards_[std::hash<Sku>{}(sku) % shards];
  const std::lock_guard guard(shard.mutex);
  if (const auto found = shard.by_sku.find(sku); found != shard.by_sku.end()) {
    shard.used.splice(shard.used.begin(), shard.used, found->second);
    return *found->second;
  }
  auto entry = std::make_shared<Entry>();
  entry->sku = sku;
  shard.used.push_front(entry);
  shard.by_sku.emplace(sku, shard.used.begin());
  // An entry that is in use when it falls out of the cache lives on with its users; a second one beside it only causes conflicts.
  if (shard.used.size() > items_cached_max / shards) {
    shard.by_sku.erase(shard.used.back()->sku);
    shard.used.pop_back();
  }
  return entry;
}

Task<Result<Outcome>> StockDesk::submit(Sku sku, Command command) {
  if (planted("check_then_write")) co_return co_await write_unchecked(std::move(sku), std::move(command));
  auto entry = entry_of(sku);
  command.lots_at_most = limits_.lots;
  OneShot<Result<Outcome>> answer;
  bool leads = false;
  {
    const std::lock_guard guard(entry->mutex);
    if (entry->queue.size() >= queue_max) co_return fail(errors::desk_full);
    entry->queue.push_back({std::move(command), answer});
    leads = !std::exchange(entry->led, true);
  }
  if (leads) spawn_here(lead(std::move(entry)));
  co_return co_await answer;
}

Task<void> StockDesk::lead(EntryPtr entry) {
  std::optional<Turn> turn;
  for (;;) {
    if (turn && clock_.now() >= turn->until) end_turn(turn);
    if (!turn && wants_turn(*entry)) turn = co_await begin_turn(*entry);
    auto batch = take_batch(*entry, !turn);
    if (!batch.empty()) {
      co_await serve(entry, std::move(batch));
      if (turn) co_await yield();  // who was answered may want the next thing
    } else if (turn) {
      end_turn(turn);
    } else {
      co_return;
    }
  }
}

// Empty: nobody waits; `ends`: and this leader is none any more.
std::vector<StockDesk::Waiting> StockDesk::take_batch(Entry& entry, bool ends) {
  const std::lock_guard guard(entry.mutex);
  if (entry.queue.empty() && ends) entry.led = false;
  std::vector<Waiting> batch;
  const auto end = entry.queue.begin() + static_cast<std::ptrdiff_t>(std::min(entry.queue.size(), batch_max));
  batch.assign(std::move_iterator(entry.queue.begin()), std::move_iterator(end));
  entry.queue.erase(entry.queue.begin(), end);
  return batch;
}

bool StockDesk::wants_turn(Entry& entry) const {
  if (locks_ == nullptr) return false;
  const auto now = clock_.now();
  const std::lock_guard guard(entry.mutex);
  return now < entry.contended_until && !entry.queue.empty();
}

// Nothing: without one.
Task<std::optional<StockDesk::Turn>> StockDesk::begin_turn(Entry& entry) {
  auto lease = co_await locks_->acquire("stock:" + entry.sku.text(), turn_lease, turn_wait_max);
  if (!lease) co_return std::nullopt;
  remember(entry, nullptr);  // somebody else has written it meanwhile
  co_return Turn{*std::move(lease), clock_.now() + turn_max};
}

void StockDesk::end_turn(std::optional<Turn>& turn) {
  locks_->release(turn->lease);
  turn.reset();
}

Task<void> StockDesk::serve(EntryPtr entry, std::vector<Waiting> batch) {
  Round round{.batch = std::move(batch)};
  {
    const std::lock_guard guard(entry->mutex);
    round.base = newest(*entry);
  }
  Result<void> failed = fail(ports::errors::version_conflict);
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    if (const auto pause = pause_before(attempt); pause.count() > 0) co_await sleep(pause);
    if (round.base == nullptr && !round.confirmed) {
      failed = co_await load(*entry, round);
      if (!failed) break;
    }
    if (recognise_lost(round)) break;
    // What the pages said before belongs to an older base: since then an end may have come and gone to a page.
    for (auto& waiting : round.batch) {
      waiting.command.past = {};
      waiting.command.reopened = {};
    }
    if (round.base) co_await make_room(entry, round.base->value);
    {
      const std::lock_guard guard(entry->mutex);
      round.paged_through = entry->paged_through;
    }
    round.now = clock_.now();
    apply_all(*entry, round);
    failed = co_await ask_store(*entry, round);
    if (!failed) break;
    if (leave_for_later(*entry, round)) apply_all(*entry, round);
    const auto done = co_await write(entry, round);
    failed = done ? Result<void>{} : Result<void>(fail(done.error()));
    if (!done || *done) break;
    failed = fail(ports::errors::version_conflict);
  }
  for (std::size_t i = 0; i < round.batch.size(); ++i) {
    const bool answered = failed.has_value() && i < round.answers.size() && round.answers[i];
    round.batch[i].answer.set(answered ? *std::move(round.answers[i])
                                       : Result<Outcome>(fail(failed ? Error(gh::errors::internal) : failed.error())));
  }
}

Task<Result<void>> StockDesk::load(Entry& entry, Round& round) {
  GH_CO_TRY(auto found, co_await items_.get(entry.sku));
  round.base = found ? std::make_shared<const Versioned<StockItem>>(*std::move(found)) : nullptr;
  round.confirmed = true;
  remember(entry, round.base);
  co_return Result<void>{};
}

// True if the item shows that a write took effect whose answer was lost: its answers hold.
bool StockDesk::recognise_lost(Round& round) {
  if (round.lost.empty() || round.base == nullptr) return false;
  for (auto& lost : round.lost) {
    if (!std::ranges::count(round.base->value.writes, lost.mark)) continue;
    round.answers = std::move(lost.answers);
    return true;
  }
  return false;
}

// Waits for a page where many movements have gathered: they may come faster than pages, and an item that an earlier process left full gets
// no write that would begin one.
Task<void> StockDesk::make_room(const EntryPtr& entry, const StockItem& stored) {
  if (stored.tail.size() < limits_.waited_at) co_return;
  begin_page(entry, stored);
  std::optional<OneShot<bool>> running;
  {
    const std::lock_guard guard(entry->mutex);
    running = entry->paging;
  }
  if (running) co_await *running;
}

// What the commands of the round are applied to: the item without the movements that are in pages.
StockItem StockDesk::without_paged(const Entry& entry, const Round& round) {
  if (round.base == nullptr) return {.id = entry.sku};
  StockItem item = round.base->value;
  forget_paged(item, round.paged_through);
  return item;
}

void StockDesk::apply_all(Entry& entry, Round& round) {
  round.answers.assign(round.batch.size(), std::nullopt);
  round.changed = false;
  round.next = without_paged(entry, round);
  bool exists = round.base != nullptr;
  // Marks of a lost write that would be gone from the item by now: nobody can say whether a change that is no repetition was made.
  const auto forgotten = [&](const Lost& lost) {
    return round.base && round.base->version >= lost.version + static_cast<std::int64_t>(write_marks_kept);
  };
  const bool doubtful = std::ranges::any_of(round.lost, forgotten);
  for (std::size_t i = 0; i < round.batch.size(); ++i) {
    const Command& command = round.batch[i].command;
    exists = exists || makes_item(command);
    if (!exists) {
      round.answers[i] = fail(gh::errors::not_found);
    } else if (doubtful && !repeatable(command)) {
      round.answers[i] = fail(ports::errors::outcome_unknown);
    } else {
      round.answers[i] = apply(round.next, command, round.now);
    }
    if (*round.answers[i]) round.changed |= (**round.answers[i]).changed;
  }
  if (round.changed && !check(round.next)) apply_carefully(without_paged(entry, round), round);
}

// Some command of the batch breaks the item: each on its own copy, and only those that leave it whole.
void StockDesk::apply_carefully(StockItem before, Round& round) {
  round.next = std::move(before);
  round.changed = false;
  for (std::size_t i = 0; i < round.batch.size(); ++i) {
    if (!*round.answers[i]) continue;
    StockItem copy = round.next;
    round.answers[i] = apply(copy, round.batch[i].command, round.now);
    if (!*round.answers[i] || !(**round.answers[i]).changed) continue;
    if (auto whole = check(copy); !whole) {
      observer_.breach(copy.id, whole.error());
      round.answers[i] = fail(whole.error());
      continue;
    }
    round.next = std::move(copy);
    round.changed = true;
  }
}

// What the item does not carry itself: orders of which only the pages know, and lots that made room. Asks, and applies again; who is told
// of an order may then want its lots.
Task<Result<void>> StockDesk::ask_store(Entry& entry, Round& round) {
  static constexpr int questions_max = 2;
  for (int question = 0;; ++question) {
    std::vector<Task<Result<void>>> asked;
    for (std::size_t i = 0; i < round.batch.size(); ++i) {
      if (!*round.answers[i] || !needs_more(**round.answers[i])) continue;
      if (question == questions_max) {
        round.answers[i] = fail(gh::errors::internal, "what an order had was asked for and is not known");
      } else {
        asked.push_back(ask_for(entry, round, i));
      }
    }
    if (asked.empty()) co_return Result<void>{};
    // At once: the longer it takes, the surer somebody else writes the item meanwhile, and all of it was in vain.
    for (auto& answer : co_await when_all(std::move(asked))) GH_CO_CHECK(std::move(answer));
    apply_all(entry, round);
  }
}

Task<Result<void>> StockDesk::ask_for(const Entry& entry, Round& round, std::size_t at) {
  auto& command = round.batch[at].command;
  const Outcome& outcome = **round.answers[at];
  if (outcome.needs_past) {
    GH_CO_TRY(command.past, co_await pages_.past_of(entry.sku, *order_of(command)));
  }
  for (const auto& lot : outcome.needs_lots) {
    if (std::holds_alternative<RecallLot>(command.what)) {
      GH_CO_TRY(const auto family, co_await closed_lots_.family(entry.sku, lot, round.lots()));
      command.reopened[lot] = std::nullopt;
      for (const auto& member : family) command.reopened[member.id] = member;
    } else {
      GH_CO_TRY(command.reopened[lot], co_await closed_lot(entry, round, lot));
    }
  }
  co_return Result<void>{};
}

// One that this batch closes is not kept yet, or as it was when it was closed before.
Task<Result<std::optional<Lot>>> StockDesk::closed_lot(const Entry& entry, const Round& round, LotId id) {
  for (const auto& lot : round.lots()) {
    if (lot.id == id) co_return lot;
  }
  co_return co_await closed_lots_.find(entry.sku, std::move(id));
}

// A lot leaves its item as it is stored there, so that two nodes that close it keep the same of it. The command that would close one that
// this batch has changed, and those behind it, wait for the next one. True: the batch is shorter now.
bool StockDesk::leave_for_later(Entry& entry, Round& round) {
  const auto stored = [&](const Lot& lot) { return std::ranges::count(round.lots(), lot) != 0; };
  std::size_t kept = 1;  // the first command finds every lot as it is stored
  for (; kept < round.batch.size(); ++kept) {
    const auto& answer = *round.answers[kept];
    if (answer && !std::ranges::all_of(answer->closed, stored)) break;
  }
  if (kept >= round.batch.size()) return false;
  const auto later = round.batch.begin() + static_cast<std::ptrdiff_t>(kept);
  std::vector<Waiting> waiting;
  for (auto each = later; each != round.batch.end(); ++each) {
    if (round.lost.empty() || repeatable(each->command)) {
      waiting.push_back(std::move(*each));
    } else {
      each->answer.set(fail(ports::errors::outcome_unknown));
    }
  }
  round.batch.erase(later, round.batch.end());
  const std::lock_guard guard(entry.mutex);
  entry.queue.insert(entry.queue.begin(), std::move_iterator(waiting.begin()), std::move_iterator(waiting.end()));
  return true;
}

// True: the answers hold. False: base was out of date; load and apply again.
Task<Result<bool>> StockDesk::write(EntryPtr entry, Round& round) {
  if (!round.changed) {
    if (round.confirmed) co_return true;
    const Item before = round.base;
    GH_CO_CHECK(co_await load(*entry, round));
    co_return before&& round.base && before->version == round.base->version;
  }
  for (const auto& answer : round.answers) {
    if (!*answer) continue;
    for (const auto& lot : (**answer).closed) {
      GH_CO_CHECK(co_await closed_lots_.keep({lot.id, entry->sku, round.base->version, lot}));
    }
  }
  const auto mark = static_cast<std::int64_t>(random_.next() >> 1);
  round.next.writes.push_back(mark);
  if (round.next.writes.size() > write_marks_kept) round.next.writes.erase(round.next.writes.begin());
  auto outbox = events_between(round.base ? &round.base->value : nullptr, round.next, round.now);
  const auto version = round.base ? round.base->version + 1 : 1;
  auto written = round.base ? co_await items_.replace(*round.base, std::move(round.next), std::move(outbox))
                            : co_await items_.insert(std::move(round.next), std::move(outbox));
  if (!written) {
    const Error& error = written.error();
    round.base = nullptr;
    round.confirmed = false;
    remember(*entry, nullptr);
    if (error.is(ports::errors::version_conflict) || error.is(ports::errors::duplicate_key)) {
      observer_.conflict();
      const auto until = clock_.now() + contended_for;
      const std::lock_guard guard(entry->mutex);
      entry->contended_until = until;
      co_return false;
    }
    if (error.is(ports::errors::outcome_unknown)) {
      round.lost.push_back({mark, version, round.answers});
      co_return false;
    }
    co_return fail(error);
  }
  observer_.batch_written(round.batch.size());
  const auto item = std::make_shared<const Versioned<StockItem>>(*std::move(written));
  remember(*entry, item);
  begin_page(entry, item->value);
  co_return true;
}

// One at a time, and none for movements that the next write drops.
void StockDesk::begin_page(const EntryPtr& entry, const StockItem& stored) {
  const auto& tail = stored.tail;
  if (tail.size() < limits_.paged_at) return;
  {
    const std::lock_guard guard(entry->mutex);
    if (entry->paging || tail.front().sequence <= entry->paged_through) return;
    entry->paging.emplace();
  }
  // The movements of one sale stay together, so that whoever finds one of them finds all.
  auto end = tail.end() - static_cast<std::ptrdiff_t>(limits_.kept);
  while (end != tail.end() && end->order && end->order == std::prev(end)->order) ++end;
  spawn_here(page_out(entry, {tail.begin(), end}, stored.forgotten_until));
}

// Beside the writes of the item, of which none waits for it but in make_room(). The next one drops what it brought into a page.
Task<void> StockDesk::page_out(EntryPtr entry, std::vector<Movement> oldest, Timestamp forgotten_until) {
  const auto last = co_await pages_.write(entry->sku, std::move(oldest), forgotten_until);
  std::optional<OneShot<bool>> ended;
  {
    const std::lock_guard guard(entry->mutex);
    if (last) entry->paged_through = std::max(entry->paged_through, *last);
    ended.swap(entry->paging);
  }
  ended->set(last.has_value());
}

void StockDesk::remember(Entry& entry, Item item) const {
  const auto now = clock_.now();
  const std::lock_guard guard(entry.mutex);
  entry.item = std::move(item);
  entry.seen = now;
}

// Under the entry's mutex.
StockDesk::Item StockDesk::newest(const Entry& entry) {
  return entry.item && entry.item->version >= entry.heard_version ? entry.item : nullptr;
}

StockDesk::Item StockDesk::cached(Entry& entry) const {
  const auto now = clock_.now();
  const std::lock_guard guard(entry.mutex);
  const auto age = now - entry.seen;  // a clock that was set back makes it negative
  return age >= Milliseconds(0) && age <= fresh_for ? newest(entry) : nullptr;
}

// What was read before a change was heard of may be given, but not kept: who heard of the change asks again.
Task<Result<StockDesk::Item>> StockDesk::read(Sku sku) {
  auto entry = entry_of(sku);
  if (auto item = cached(*entry)) co_return item;
  GH_CO_TRY(auto found, co_await items_.get(sku));
  if (!found) co_return Item{};
  auto item = std::make_shared<const Versioned<StockItem>>(*std::move(found));
  const auto now = clock_.now();
  const std::lock_guard guard(entry->mutex);  // of one piece: a leader that began in between has a newer one
  if (!entry->led && (entry->item == nullptr || entry->item->version <= item->version)) {
    entry->item = item;
    entry->seen = now;
  }
  co_return item;
}

void StockDesk::heard(const Sku& sku, std::int64_t version) {
  EntryPtr entry;
  {
    auto& shard = shards_[std::hash<Sku>{}(sku) % shards];
    const std::lock_guard guard(shard.mutex);
    const auto found = shard.by_sku.find(sku);
    if (found == shard.by_sku.end()) return;
    entry = *found->second;
  }
  const std::lock_guard guard(entry->mutex);
  entry->heard_version = std::max(entry->heard_version, version);
}

void StockDesk::missed() {
  for (auto& shard : shards_) {
    const std::lock_guard guard(shard.mutex);
    for (const auto& entry : shard.used) {
      const std::lock_guard of_entry(entry->mutex);
      entry->item = nullptr;
    }
  }
}

// The planted defect: what was read is believed until it is written.
Task<Result<Outcome>> StockDesk::write_unchecked(Sku sku, Command command) {
  GH_CO_TRY(auto before, co_await items_.get(sku));
  StockItem item = before ? before->value : StockItem{.id = sku};
  if (!before && !makes_item(command)) co_return fail(gh::errors::not_found);
  command.past = {.end = End::none};
  GH_CO_TRY(auto outcome, apply(item, command, clock_.now()));
  if (!outcome.changed) co_return outcome;
  co_await yield();
  for (;;) {
    GH_CO_TRY(auto there, co_await items_.get(sku));
    auto written = there ? co_await items_.replace(*there, item) : co_await items_.insert(item);
    if (written) co_return outcome;
    if (!written.error().is(ports::errors::version_conflict)) co_return fail(written.error());
  }
}

}  // namespace gh::inventory
