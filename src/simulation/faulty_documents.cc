#include "simulation/faulty_documents.h"

namespace gh::simulation {

namespace {

constexpr std::uint64_t rare = 200;

template <class T>
std::string_view said(const Result<T>& answer) {
  return answer ? "ok" : answer.error().kind().code;
}

// The write is under way although its sender has given up: takes effect (or meets a conflict) some time later.
template <class T>
Task<void> arrive_late(World* world, std::string what, Task<Result<T>> effect, Milliseconds delay) {
  co_await sleep(delay);
  const auto answer = co_await std::move(effect);
  world->note("late {} {}", what, said(answer));
}

template <class T>
Task<Result<T>> read(Node& node, const Faults& faults, Task<Result<T>> effect) {
  co_await travel(node, faults);
  if (node.world().dice().once_in(faults.unavailable)) co_return fail(ports::errors::store_unavailable);
  auto answer = co_await std::move(effect);
  co_await travel(node, faults);
  co_return answer;
}

}  // namespace

Task<void> travel(Node& node, const Faults& faults) {
  auto& dice = node.world().dice();
  const auto longest = dice.once_in(rare) ? faults.delay_rare_max : faults.delay_max;
  co_await sleep(Milliseconds(dice.between(0, longest.count())));
  if (dice.once_in(faults.crash)) {
    node.crash_soon();
    co_await never();
  }
}

template <class T>
Task<Result<T>> FaultyDocuments::write(std::string what, Task<Result<T>> effect) {
  auto& world = node_.world();
  co_await travel(node_, faults_);
  if (world.dice().once_in(faults_.unavailable)) {
    world.note("{} {} refused", node_.name(), what);
    co_return fail(ports::errors::store_unavailable);
  }
  if (world.dice().once_in(faults_.late_effect)) {
    const Milliseconds delay(world.dice().between(0, faults_.delay_rare_max.count()));
    world.note("{} {} unknown", node_.name(), what);
    spawn(world.outside(), arrive_late(&world, std::move(what), std::move(effect), delay));
    co_return fail(ports::errors::outcome_unknown);
  }
  auto answer = co_await std::move(effect);
  world.note("{} {} {}", node_.name(), what, said(answer));
  co_await travel(node_, faults_);
  if (world.dice().once_in(faults_.answer_lost)) co_return fail(ports::errors::outcome_unknown);
  co_return answer;
}

// The inner adapters' coroutines start when they are awaited, and keep `collection` as a view: they get a copy that lives as long.
namespace {

Task<Result<std::int64_t>> insert_into(ports::Documents* inner, std::string collection, ports::Write write) {
  co_return co_await inner->insert(collection, std::move(write));
}
Task<Result<std::int64_t>> replace_in(ports::Documents* inner, std::string collection, std::int64_t version, ports::Write write) {
  co_return co_await inner->replace(collection, version, std::move(write));
}
Task<Result<void>> erase_from(ports::Documents* inner, std::string collection, std::string id, std::int64_t version,
                              std::vector<ports::OutboxEntry> outbox) {
  co_return co_await inner->erase(collection, std::move(id), version, std::move(outbox));
}

}  // namespace

Task<Result<std::optional<ports::Document>>> FaultyDocuments::get(std::string_view collection, std::string id) {
  return read(node_, faults_, inner_.get(collection, std::move(id)));
}

Task<Result<std::int64_t>> FaultyDocuments::insert(std::string_view collection, ports::Write document) {
  auto what = fmt::format("insert {} {}", collection, document.id);
  return write(std::move(what), insert_into(&inner_, std::string(collection), std::move(document)));
}

Task<Result<std::int64_t>> FaultyDocuments::replace(std::string_view collection, std::int64_t expected_version, ports::Write document) {
  auto what = fmt::format("replace {} {} v{}", collection, document.id, expected_version);
  return write(std::move(what), replace_in(&inner_, std::string(collection), expected_version, std::move(document)));
}

Task<Result<void>> FaultyDocuments::erase(std::string_view collection, std::string id, std::int64_t expected_version,
                                          std::vector<ports::OutboxEntry> outbox) {
  auto what = fmt::format("erase {} {} v{}", collection, id, expected_version);
  return write(std::move(what), erase_from(&inner_, std::string(collection), std::move(id), expected_version, std::move(outbox)));
}

Task<Result<ports::Page>> FaultyDocuments::find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                                std::string after) {
  return read(node_, faults_, inner_.find(collection, index, std::move(range), limit, std::move(after)));
}

Task<Result<ports::Changes>> FaultyDocuments::changes(std::string token, int limit, Milliseconds wait) {
  return read(node_, faults_, inner_.changes(std::move(token), limit, wait));
}

Task<Result<void>> FaultyTasks::enqueue(ports::OutboxEntry entry) { return read(node_, faults_, inner_.enqueue(std::move(entry))); }
Task<Result<std::vector<ports::LeasedTask>>> FaultyTasks::lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                                Milliseconds wait) {
  return read(node_, faults_, inner_.lease(std::move(names), limit, lease_for, wait));
}
Task<Result<void>> FaultyTasks::complete(std::vector<std::string> ids) { return read(node_, faults_, inner_.complete(std::move(ids))); }
Task<Result<void>> FaultyTasks::retry(std::string id, Timestamp not_before, std::string error) {
  return read(node_, faults_, inner_.retry(std::move(id), not_before, std::move(error)));
}
Task<Result<void>> FaultyTasks::bury(std::string id, std::string error) {
  return read(node_, faults_, inner_.bury(std::move(id), std::move(error)));
}
Task<Result<void>> FaultyTasks::revive(std::string id) { return read(node_, faults_, inner_.revive(std::move(id))); }

}  // namespace gh::simulation
