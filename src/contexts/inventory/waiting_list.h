// WaitingList: who wants to be told when a sku is sellable again. Told once, the oldest first, in waves: no more at once than
// `told_per_unit` for each unit that is there, and the next wave an hour later while something is left.
// One object for the program, callable from any thread; the service outlives it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contexts/inventory/service.h"
#include "platform/documents/collection.h"

namespace gh::inventory {

struct WatchTag {
  static constexpr std::string_view prefix = "wch";
};
using WatchId = Id<WatchTag>;

struct Watching {
  WatchId id;
  Sku sku;
  std::optional<UserId> user;  // none: a guest, whom `email` names
  std::string email;
  std::string locale;
  Timestamp since;
};
BOOST_DESCRIBE_STRUCT(Watching, (), (id, sku, user, email, locale, since))

using Watchings = Collection<Watching>;

class WaitingList {
 public:
  static constexpr int watchers_max = 1'000;  // of one sku
  static constexpr std::int64_t told_per_unit = 3;
  static constexpr Milliseconds wave_every{60 * 60 * 1000};

  WaitingList(ports::Documents& documents, Service& stock, const Clock& clock, Random& random);
  const Result<void>& opened() const { return watchings_.opened(); }

  // Again is the same. waiting_list_full. user or email is given.
  Task<Result<Watching>> wait(Sku sku, std::optional<UserId> user, std::string email, std::string locale);
  // A user's own, or a guest's whose id the caller knows; else not_found.
  Task<Result<void>> stop(WatchId id, std::optional<UserId> user);
  // Newest first.
  Task<Result<PageOf<Watching>>> of_user(UserId user, int limit, std::string cursor);

  // Those of the next wave, oldest first, by what is available now: none where nothing is.
  Task<Result<std::vector<Versioned<Watching>>>> next_wave(Sku sku);
  // This one is told, by what the outbox entry says, and waits no more; not an error if somebody was faster.
  Task<Result<void>> told(Versioned<Watching> watching, ports::OutboxEntry notice);
  // Ends a wave: the next one is a task of later while somebody waits; otherwise the item is watched no more.
  Task<Result<std::optional<ports::OutboxEntry>>> end_wave(Sku sku);

 private:
  Watchings watchings_;
  Service& stock_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::inventory
