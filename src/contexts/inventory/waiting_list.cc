#include "contexts/inventory/waiting_list.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/inventory/errors.h"
#include "platform/json/json.h"

namespace gh::inventory {

namespace {

// by_sku: the sku, a space, since. by_user: the user, a space, since. who: the sku, a space, the user or the address; unique.
Watchings::Keys watching_keys(const Watching& watching) {
  const auto since = ports::sortable(watching.since.ms);
  const auto who = watching.user ? watching.user->text() : watching.email;
  return {watching.sku.text() + ' ' + since, watching.user ? watching.user->text() + ' ' + since : std::string(),
          watching.sku.text() + ' ' + who};
}

ports::Range all_of(const std::string& first, bool descending = false) { return {first + ' ', first + '!', descending}; }

}  // namespace

WaitingList::WaitingList(ports::Documents& documents, Service& stock, const Clock& clock, Random& random)
    : watchings_(documents, {"stock_watches", {{"by_sku"}, {"by_user"}, {"who", true}}}, watching_keys),
      stock_(stock),
      clock_(clock),
      random_(random) {}

Task<Result<Watching>> WaitingList::wait(Sku sku, std::optional<UserId> user, std::string email, std::string locale) {
  GH_CO_TRY(const auto there, co_await watchings_.find("by_sku", all_of(sku.text()), watchers_max));
  const auto now = clock_.now();
  Watching watching{WatchId::make(now, random_), sku, std::move(user), std::move(email), std::move(locale), now};
  const auto who = watching_keys(watching)[2];
  GH_CO_TRY(auto mine, co_await watchings_.find_one("who", who));
  if (!mine) {
    if (there.items.size() >= static_cast<std::size_t>(watchers_max)) co_return fail(errors::back_in_stock_full);
    auto written = co_await watchings_.insert(watching);
    if (!written && !written.error().is(ports::errors::duplicate_key)) co_return fail(written.error());
    GH_CO_TRY(mine, co_await watchings_.find_one("who", who));
  }
  // After the write: a wave that ends meanwhile finds it, or does not take the flag away.
  GH_CO_CHECK(co_await stock_.somebody_waits(std::move(sku)));
  co_return mine ? mine->value : std::move(watching);
}

Task<Result<void>> WaitingList::stop(WatchId id, std::optional<UserId> user) {
  GH_CO_TRY(const auto found, co_await watchings_.require(id));
  if (found.value.user && found.value.user != user) co_return fail(gh::errors::not_found);
  auto erased = co_await watchings_.erase(std::move(id), found.version);
  if (!erased && erased.error().is(ports::errors::version_conflict)) co_return fail(gh::errors::not_found);  // told meanwhile
  co_return erased;
}

Task<Result<PageOf<Watching>>> WaitingList::of_user(UserId user, int limit, std::string cursor) {
  GH_CO_TRY(auto found, co_await watchings_.find("by_user", all_of(user.text(), true), limit, std::move(cursor)));
  PageOf<Watching> page{{}, std::move(found.next)};
  for (auto& watching : found.items) page.items.push_back(std::move(watching.value));
  co_return page;
}

Task<Result<std::vector<Versioned<Watching>>>> WaitingList::next_wave(Sku sku) {
  GH_CO_TRY(const auto available, co_await stock_.available_now(sku));
  constexpr std::int64_t unit_milli = 1'000;
  const auto units = (available.milli + unit_milli - 1) / unit_milli;
  const auto wanted = std::min<std::int64_t>(units * told_per_unit, watchers_max);
  if (wanted == 0) co_return std::vector<Versioned<Watching>>{};
  GH_CO_TRY(auto found, co_await watchings_.find("by_sku", all_of(sku.text()), static_cast<int>(wanted)));
  co_return std::move(found.items);
}

Task<Result<void>> WaitingList::told(Versioned<Watching> watching, ports::OutboxEntry notice) {
  auto erased = co_await watchings_.erase(watching.value.id, watching.version, {std::move(notice)});
  if (!erased && (erased.error().is(ports::errors::version_conflict) || erased.error().is(gh::errors::not_found))) co_return Result<void>{};
  co_return erased;
}

Task<Result<std::optional<ports::OutboxEntry>>> WaitingList::end_wave(Sku sku) {
  GH_CO_TRY(const auto times, co_await stock_.times_waited_for(sku));
  GH_CO_TRY(const auto left, co_await watchings_.find("by_sku", all_of(sku.text()), 1));
  if (left.items.empty()) {
    GH_CO_CHECK(co_await stock_.nobody_waits(std::move(sku), times));
    co_return std::nullopt;
  }
  const auto next = clock_.now() + wave_every;
  co_return ports::OutboxEntry{std::string(back_in_stock_task), fmt::format("back_in_stock_wave:{}:{}", sku.text(), next.ms),
                               json::to_string(BackInStock{sku}), next};
}

}  // namespace gh::inventory
