#include "jobs/task_runner.h"

#include <algorithm>
#include <iterator>

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

void TaskRunner::start(Scheduler& scheduler) { spawn(scheduler, counted(dispatch())); }

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

Task<std::vector<ports::LeasedTask>> TaskRunner::lease(std::vector<std::string> names, int limit, Milliseconds longest, Milliseconds wait) {
  auto leased = co_await tasks_.lease(std::move(names), limit, longest + lease_margin, wait);
  if (!leased) {
    co_await sleep(pause_after_failure);
    co_return std::vector<ports::LeasedTask>{};
  }
  co_return *std::move(leased);
}

// Fills every free slot with what is due. If nothing is, waits for the first task of the names that have a slot free; a name whose slots
// are all taken looks for more itself, when a slot ends its work.
Task<void> TaskRunner::dispatch() {
  while (!stopping_) {
    bool found = false;
    std::vector<std::string> free;
    Milliseconds longest{0};
    for (auto& [name, registration] : registrations_) {
      while (registration.slots_used < registration.limits.concurrency && !stopping_) {
        auto tasks = co_await lease({name}, registration.limits.batch_max, registration.limits.deadline, Milliseconds(0));
        if (tasks.empty()) {
          free.push_back(name);
          longest = std::max(longest, registration.limits.deadline);
          break;
        }
        found = true;
        occupy(registration, std::move(tasks));
      }
    }
    if (found || stopping_) continue;
    if (free.empty()) {
      co_await sleep(poll);
      continue;
    }
    auto first = co_await lease(std::move(free), 1, longest, poll);
    if (!first.empty()) {
      auto& registration = registrations_.find(first.front().task)->second;
      occupy(registration, std::move(first));
    }
  }
}

void TaskRunner::occupy(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  ++registration.slots_used;
  begin(occupy_slot(registration, std::move(tasks)));
}

Task<void> TaskRunner::occupy_slot(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  while (!tasks.empty()) {
    // What failed before runs alone.
    while (tasks.size() > 1) {
      const auto again = std::ranges::find_if(tasks, [](const auto& task) { return task.attempt > 1; });
      if (again == tasks.end()) break;
      std::vector<ports::LeasedTask> alone;
      alone.push_back(std::move(*again));
      tasks.erase(again);
      co_await run(registration, std::move(alone));
    }
    co_await run(registration, std::move(tasks));
    tasks.clear();
    if (!stopping_)
      tasks = co_await lease({registration.task}, registration.limits.batch_max, registration.limits.deadline, Milliseconds(0));
  }
  --registration.slots_used;
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

Task<void> TaskRunner::run(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  const auto at = runs_.insert(runs_.end(), Run{std::move(tasks), registration.limits.deadline, false, clock_.now()});
  if (!watching_) {
    watching_ = true;
    begin(watch());
  }
  auto result = co_await guarded(registration.handler, at->tasks);
  if (!at->given_up) co_await settle(registration, *at, std::move(result));
  runs_.erase(at);
}

Task<void> TaskRunner::settle(Registration& registration, const Run& run, Result<void> result) {
  const auto took = clock_.now() - run.began;
  for (const auto& task : run.tasks) {
    if (!result) {
      co_await send_back(registration, task, result.error(), Outcome::retried, took);
      continue;
    }
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

Task<void> TaskRunner::send_back(Registration& registration, ports::LeasedTask task, Error error, Outcome outcome, Milliseconds took) {
  const auto reason = std::string(error.kind().code) + (error.detail().empty() ? "" : ": " + error.detail());
  const bool hopeless = error.kind().http_status() == 422;
  if (hopeless || task.attempt >= registration.limits.attempts_max) {
    report(task, Outcome::buried, &error, took);
    (void)co_await tasks_.bury(task.id, reason);
    co_return;
  }
  report(task, outcome, &error, took);
  (void)co_await tasks_.retry(task.id, clock_.now() + backoff(registration.limits, task.attempt), reason);
}

Milliseconds TaskRunner::backoff(const HandlerLimits& limits, int attempt) {
  static constexpr int doublings_max = 30;
  const auto full = std::min(limits.backoff_max, limits.backoff_first * (std::int64_t{1} << std::min(attempt - 1, doublings_max)));
  const auto half = full.count() / 2;
  return Milliseconds(full.count() - static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(half + 1)));
}

// While anything runs, takes the time of all runs at once: a timer for each would outlive most of them by far.
Task<void> TaskRunner::watch() {
  while (!runs_.empty()) {
    co_await sleep(watch_every);
    for (auto& run : runs_) {
      run.left -= watch_every;
      if (run.left.count() > 0 || run.given_up) continue;
      run.given_up = true;
      begin(give_up(registrations_.find(run.tasks.front().task)->second, run.tasks));
    }
  }
  watching_ = false;
}

// The handler cannot be interrupted and keeps its slot until it ends.
Task<void> TaskRunner::give_up(Registration& registration, std::vector<ports::LeasedTask> tasks) {
  for (auto& task : tasks) {
    co_await send_back(registration, std::move(task), Error(errors::deadline), Outcome::overdue, registration.limits.deadline);
  }
}

void TaskRunner::report(const ports::LeasedTask& task, Outcome outcome, const Error* error, Milliseconds took) const {
  if (observe_) observe_({task, outcome, error, took});
}

}  // namespace gh::jobs
