#include "jobs/task_runner.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/errors.h"
#include "base/waiters.h"

namespace gh::jobs {

TaskRunner::TaskRunner(ports::Tasks& tasks, const Clock& clock, Random& random, std::function<void(const TaskReport&)> observe)
    : tasks_(tasks), clock_(clock), random_(random), observe_(std::move(observe)) {}

void TaskRunner::handle(std::string task, Handler handler, HandlerLimits limits) {
  limits.batch_max = 1;
  handle_batch(
      std::move(task), [handler = std::move(handler)](const std::vector<ports::LeasedTask>& tasks) { return handler(tasks.front()); },
      limits);
}

void TaskRunner::handle_batch(std::string task, BatchHandler handler, HandlerLimits limits) {
  auto name = task;
  registrations_.insert_or_assign(std::move(name), Registration{std::move(task), std::move(handler), limits});
}

std::vector<std::string> TaskRunner::names() const {
  std::vector<std::string> names;
  for (const auto& [name, registration] : registrations_) names.push_back(name);
  return names;
}

void TaskRunner::start(Scheduler& scheduler) {
  std::set<Milliseconds> deadlines;
  for (const auto& [name, registration] : registrations_) deadlines.insert(registration.limits.deadline);
  for (const auto deadline : deadlines) spawn(scheduler, counted(dispatch(deadline)));
}

Task<void> TaskRunner::counted(Task<void> work) {
  ++coroutines_;
  co_await std::move(work);
  --coroutines_;
}

Task<bool> TaskRunner::stop(Milliseconds limit) {
  static constexpr Milliseconds look_every{10};
  stopping_ = true;
  for (Milliseconds waited{0}; coroutines_ > 0 && waited < limit; waited += look_every) co_await sleep(look_every);
  co_await sleep(Waiters::timer_left_max);  // of the last lease
  co_return coroutines_ == 0;
}

Task<std::vector<ports::LeasedTask>> TaskRunner::lease(std::vector<std::string> names, int limit, Milliseconds deadline,
                                                       Milliseconds wait) {
  auto leased = co_await tasks_.lease(std::move(names), limit, deadline + lease_margin, wait);
  if (!leased) {
    co_await sleep(pause_after_failure);
    co_return std::vector<ports::LeasedTask>{};
  }
  co_return *std::move(leased);
}

// For the names of one deadline, so that no lease is longer than its task may take. Waits for the first task of those that have a slot
// free, then fills the other slots of its name. A name whose slots are all taken is attended to by the one that ends its work.
Task<void> TaskRunner::dispatch(Milliseconds deadline) {
  while (!stopping_) {
    std::vector<std::string> free;
    for (const auto& [name, registration] : registrations_) {
      if (registration.limits.deadline == deadline && registration.slots_free() > 0) free.push_back(name);
    }
    if (free.empty()) {
      co_await sleep(poll);
      continue;
    }
    auto first = co_await lease(std::move(free), 1, deadline, poll);
    if (first.empty()) continue;
    auto& registration = registrations_.find(first.front().task)->second;
    co_await fill(registration, std::move(first));
  }
}

// One question to the port for all free slots of a name: where the port is another machine, a question costs more than the task. tasks:
// those of the name that are leased already.
Task<void> TaskRunner::fill(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  if (registration.filling) {  // whoever is at it sees the slot that has just become free
    if (!tasks.empty()) occupy(registration, std::move(tasks));
    co_return;
  }
  registration.filling = true;
  const auto batch = static_cast<std::size_t>(registration.limits.batch_max);
  bool all = false;
  do {
    const int room = std::min(registration.slots_free() * registration.limits.batch_max, leased_at_once_max);
    const int wanted = room - static_cast<int>(tasks.size());
    if (wanted > 0 && !stopping_) {
      auto more = co_await lease({registration.task}, wanted, registration.limits.deadline, Milliseconds(0));
      all = more.size() < static_cast<std::size_t>(wanted);
      std::ranges::move(more, std::back_inserter(tasks));
    }
    for (std::size_t at = 0; at < tasks.size(); at += batch) {
      const auto from = tasks.begin() + static_cast<std::ptrdiff_t>(at);
      const auto to = tasks.begin() + static_cast<std::ptrdiff_t>(std::min(at + batch, tasks.size()));
      occupy(registration, {std::make_move_iterator(from), std::make_move_iterator(to)});
    }
    tasks.clear();
  } while (!all && registration.slots_free() > 0 && !stopping_);
  registration.filling = false;
}

void TaskRunner::occupy(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  ++registration.slots_used;
  begin(occupy_slot(registration, std::move(tasks)));
}

Task<void> TaskRunner::occupy_slot(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  // What failed before runs alone, but all at once: one after the other they would keep the slot from what is new.
  std::vector<Task<bool>> runs;
  const auto again = std::ranges::partition(tasks, [](const auto& task) { return task.attempt == 1; });
  for (auto& task : again) {
    std::vector<ports::LeasedTask> alone;
    alone.push_back(std::move(task));
    runs.push_back(run(registration, std::move(alone)));
  }
  tasks.erase(again.begin(), again.end());
  if (!tasks.empty()) runs.push_back(run(registration, std::move(tasks)));
  co_await when_all(std::move(runs));
  const bool was_full = registration.slots_free() == 0;
  --registration.slots_used;
  if (was_full) co_await attend(registration);
}

// A slot of a name that had none free has become free: the dispatcher waits for tasks of others, for up to `poll`, and does not hear of
// this one's until then.
Task<void> TaskRunner::attend(Registration& registration) {
  co_await fill(registration, {});
  if (registration.attended || registration.slots_free() <= 0 || stopping_) co_return;
  registration.attended = true;
  auto first = co_await lease({registration.task}, 1, registration.limits.deadline, poll);
  registration.attended = false;
  if (!first.empty()) co_await fill(registration, std::move(first));
}

namespace {

Task<Result<void>> guarded(const TaskRunner::BatchHandler& handler, const std::vector<ports::LeasedTask>& tasks) {
  try {
    co_return co_await handler(tasks);
  } catch (const std::exception& problem) {
    co_return fail(errors::internal, problem.what());
  }
}

}  // namespace

// true, for when_all().
Task<bool> TaskRunner::run(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  const auto at = runs_.insert(runs_.end(), Run{std::move(tasks), registration.limits.deadline, false, clock_.now()});
  if (!watching_) {
    watching_ = true;
    begin(watch());
  }
  auto result = co_await guarded(registration.handler, at->tasks);
  if (!std::exchange(at->told, true)) co_await settle(registration, *at, std::move(result));
  runs_.erase(at);
  co_return true;
}

Task<void> TaskRunner::settle(Registration& registration, const Run& run, Result<void> result) {
  const auto took = clock_.now() - run.began;
  if (!result) co_return co_await send_all_back(registration, run.tasks, result.error(), Outcome::retried, took);
  for (const auto& task : run.tasks) {
    completed_.push_back(task.id);
    report(task, Outcome::done, nullptr, took);
  }
  if (!completed_.empty() && !flushing_) {
    flushing_ = true;
    begin(flush_completed());
  }
}

// The lease of what is not told yet runs on, so the slot need not wait; one call of the port takes all that ended meanwhile.
Task<void> TaskRunner::flush_completed() {
  while (!completed_.empty()) {
    const auto count = std::min(completed_.size(), completed_at_once_max);
    const auto end = completed_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<std::string> ids(std::make_move_iterator(completed_.begin()), std::make_move_iterator(end));
    completed_.erase(completed_.begin(), end);
    // If it fails, the leases run out and the tasks are handed out again: the contract's "at least once".
    const auto told = co_await tasks_.complete(std::move(ids));
    if (!told) co_await sleep(pause_after_failure);
  }
  flushing_ = false;
}

Task<void> TaskRunner::send_all_back(Registration& registration, std::vector<ports::LeasedTask> tasks, Error error, Outcome outcome,
                                     Milliseconds took) {
  std::vector<Task<bool>> sent;
  for (auto& task : tasks) sent.push_back(send_back(registration, std::move(task), error, outcome, took));
  co_await when_all(std::move(sent));
}

namespace {

// Sent back or not: to do it again takes nothing from anybody who may not run it twice.
bool may_be_sent_again(const Error& error) {
  return error.is(ports::errors::store_unavailable) || error.is(ports::errors::store_full) || error.is(ports::errors::outcome_unknown);
}

}  // namespace

// true, for when_all().
Task<bool> TaskRunner::send_back(Registration& registration, ports::LeasedTask task, Error error, Outcome outcome, Milliseconds took) {
  const auto reason = std::string(error.kind().code) + (error.detail().empty() ? "" : ": " + error.detail());
  const bool hopeless = error.kind().http_status() == 422;
  if (hopeless || task.attempt >= registration.limits.attempts_max) {
    report(task, Outcome::buried, &error, took);
    (void)co_await tasks_.bury(task.id, reason);
    co_return true;
  }
  report(task, outcome, &error, took);
  // What fails because the store is away cannot be sent back for the same reason, and nobody would do it until its lease ends. Beyond that
  // somebody else may have it.
  for (auto left = lease_margin;; left -= pause_after_failure) {
    const auto told = co_await tasks_.retry(task.id, clock_.now() + backoff(registration.limits, task.attempt), reason);
    if (told || stopping_ || left <= pause_after_failure || !may_be_sent_again(told.error())) co_return true;
    co_await sleep(pause_after_failure);
  }
}

Milliseconds TaskRunner::backoff(const HandlerLimits& limits, int attempt) {
  static constexpr int doublings_max = 30;
  const auto full = std::min(limits.backoff_max, limits.backoff_first * (std::int64_t{1} << std::min(attempt - 1, doublings_max)));
  const auto half = full.count() / 2;
  return Milliseconds(full.count() - static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(half + 1)));
}

// While anything runs, takes the time of all runs at once: a timer for each would outlive most of them by far. A handler cannot be
// interrupted and keeps its slot until it ends.
Task<void> TaskRunner::watch() {
  while (!runs_.empty()) {
    co_await sleep(watch_every);
    for (auto& run : runs_) {
      run.left -= watch_every;
      if (run.left.count() > 0 || run.told) continue;
      run.told = true;
      auto& registration = registrations_.find(run.tasks.front().task)->second;
      begin(send_all_back(registration, run.tasks, Error(errors::deadline), Outcome::overdue, registration.limits.deadline));
    }
  }
  watching_ = false;
}

void TaskRunner::report(const ports::LeasedTask& task, Outcome outcome, const Error* error, Milliseconds took) const {
  if (observe_) observe_({task, outcome, error, took});
}

}  // namespace gh::jobs
