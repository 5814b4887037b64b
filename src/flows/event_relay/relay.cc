#include "flows/event_relay/relay.h"

#include "base/scheduler.h"

namespace gh::event_relay {

Relay::Relay(ports::Documents& documents, ports::EventStream& stream, ports::Locks& locks, std::set<std::string> collections,
             std::function<void(std::size_t)> published, std::function<void(const Error&)> trouble)
    : documents_(documents),
      stream_(stream),
      locks_(locks),
      collections_(std::move(collections)),
      published_(std::move(published)),
      trouble_(std::move(trouble)) {}

// From now on, behind a gap.
Task<Result<void>> Relay::begin() {
  GH_CO_TRY(auto now, co_await documents_.changes("", 1, Milliseconds(0)));
  std::vector<ports::Event> gap;
  gap.push_back({.type = std::string(gap_type), .subject = {}, .version = 0});
  co_return co_await append(std::move(gap), std::move(now.token));
}

Task<Result<void>> Relay::append(std::vector<ports::Event> events, std::string to) {
  const auto count = events.size();
  auto done = co_await stream_.append(*place_, std::move(events), to);
  if (!done || !*done) {
    place_.reset();  // another node was faster, or nobody knows
    if (!done) co_return fail(std::move(done).error());
    co_return Result<void>{};
  }
  place_ = token_ = std::move(to);
  published_(count);
  co_return Result<void>{};
}

Task<Result<void>> Relay::step(Milliseconds wait) {
  if (!place_) {
    GH_CO_TRY(place_, co_await stream_.place());
    token_ = *place_;
  }
  if (place_->empty()) co_return co_await begin();
  auto changes = co_await documents_.changes(token_, ports::event_batch_max, wait);
  if (!changes && changes.error().is(ports::errors::token_expired)) co_return co_await begin();
  if (!changes) co_return fail(std::move(changes).error());
  std::vector<ports::Event> events;
  for (auto& change : changes->changes) {
    if (!collections_.contains(change.collection)) continue;
    const bool erased = change.kind == ports::Change::Kind::erased;
    events.push_back(
        {.type = change.collection + (erased ? ".erased" : ".put"), .subject = std::move(change.id), .version = change.version});
  }
  if (!events.empty()) co_return co_await append(std::move(events), std::move(changes->token));
  token_ = std::move(changes->token);
  co_return Result<void>{};
}

Task<void> Relay::run() {
  while (!stop_) {
    const auto lease = co_await locks_.acquire("event_relay", turn, Milliseconds(0));
    if (!lease) {
      if (!lease.error().is(ports::errors::lock_busy)) trouble_(lease.error());
      co_await sleep(others_turn);
      continue;
    }
    place_.reset();
    const auto end = lease->taken + lease->good_for - feed_wait;
    while (!stop_ && std::chrono::steady_clock::now() < end) {
      if (const auto done = co_await step(feed_wait); !done) {
        trouble_(done.error());
        co_await sleep(trouble_wait);
      }
    }
    locks_.release(*lease);
  }
}

}  // namespace gh::event_relay
