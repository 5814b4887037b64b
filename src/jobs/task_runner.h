// TaskRunner: takes due tasks from the task port and runs the handler that is registered for their name.
//
// Made by the composition root; handlers are added before start(). Everything runs as coroutines on the scheduler given to start(): no
// thread, no clock but the given one, hence also in a simulation. The runner outlives that scheduler's work (see stop()).
//
// A handler that fails is tried again after first, 2 x first, 4 x first ... (at most backoff_max, shortened at random by up to a half, so
// that many that failed together do not return together). After attempts_max, or at once for an error of status 422 (trying again
// would not change it), the task is buried as a dead letter. A task may run more than once: handlers are idempotent.
#pragma once
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/scheduler.h"
#include "platform/ports/tasks.h"

namespace gh::jobs {

struct HandlerLimits {
  int concurrency = 4;  // runs of this name at the same time; a batch counts as one, also where its tasks run alone
  int attempts_max = 10;
  int batch_max = 1;              // tasks of one run; more than one only with a batch handler
  Milliseconds deadline{30'000};  // of one run
  Milliseconds backoff_first{500};
  Milliseconds backoff_max{600'000};
};

enum class Outcome { done, retried, buried, overdue };

// What became of one task; for logs and metrics.
struct TaskReport {
  const ports::LeasedTask& task;
  Outcome outcome;
  const Error* error;  // nullptr: done
  Milliseconds took;   // of the run, by the wall clock
};

class TaskRunner {
 public:
  static constexpr Milliseconds poll{500};         // a lease waits no longer, so that stop() is noticed
  static constexpr Milliseconds watch_every{250};  // grain of the deadlines
  static constexpr Milliseconds lease_margin{30'000};
  static constexpr Milliseconds pause_after_failure{250};  // of the store
  static constexpr std::size_t completed_at_once_max = 500;
  static constexpr int leased_at_once_max = 500;  // tasks of one name

  using Handler = std::function<Task<Result<void>>(const ports::LeasedTask&)>;
  // All or none: if it fails, each of its tasks comes again on its own, so that one bad task holds up no others. Those of one lease run at
  // the same time.
  using BatchHandler = std::function<Task<Result<void>>(const std::vector<ports::LeasedTask>&)>;

  TaskRunner(ports::Tasks& tasks, const Clock& clock, Random& random, std::function<void(const TaskReport&)> observe = {});
  TaskRunner(const TaskRunner&) = delete;
  TaskRunner& operator=(const TaskRunner&) = delete;

  void handle(std::string task, Handler, HandlerLimits = {});
  void handle_batch(std::string task, BatchHandler, HandlerLimits);

  void start(Scheduler&);
  // On the runner's scheduler. Takes no new tasks and waits, at most `limit`, for those that run. true: nothing of the runner is left on
  // the scheduler; false: a handler still runs, its task will be handed out again.
  Task<bool> stop(Milliseconds limit);

  std::vector<std::string> names() const;  // of the registered tasks, ascending
  int running() const { return static_cast<int>(runs_.size()); }

 private:
  struct Registration {
    std::string task;
    BatchHandler handler;
    HandlerLimits limits;
    int slots_used = 0;
    bool filling = false;
    bool attended = false;

    int slots_free() const { return limits.concurrency - slots_used; }
  };
  struct Run {
    std::vector<ports::LeasedTask> tasks;
    Milliseconds left;  // until the deadline
    bool told = false;  // how it ended: by itself, or by its deadline, and not by both
    Timestamp began;
  };
  using Runs = std::list<Run>;

  Task<void> dispatch(Milliseconds deadline);
  Task<void> fill(Registration& registration, std::vector<ports::LeasedTask> tasks);
  Task<void> attend(Registration& registration);
  Task<void> occupy_slot(Registration& registration, std::vector<ports::LeasedTask> tasks);
  Task<bool> run(Registration& registration, std::vector<ports::LeasedTask> tasks);
  Task<void> settle(Registration& registration, const Run& run, Result<void> result);
  // At the same time: one after the other, the last of a batch would wait for the writes of all before it.
  Task<void> send_all_back(Registration& registration, std::vector<ports::LeasedTask> tasks, Error error, Outcome outcome,
                           Milliseconds took);
  Task<bool> send_back(Registration& registration, ports::LeasedTask task, Error error, Outcome outcome, Milliseconds took);
  Task<void> watch();
  Task<void> flush_completed();
  Task<std::vector<ports::LeasedTask>> lease(std::vector<std::string> names, int limit, Milliseconds deadline, Milliseconds wait);

  Task<void> counted(Task<void> work);
  void begin(Task<void> work) { spawn_here(counted(std::move(work))); }
  void occupy(Registration&, std::vector<ports::LeasedTask>);
  Milliseconds backoff(const HandlerLimits&, int attempt);
  void report(const ports::LeasedTask&, Outcome, const Error*, Milliseconds took) const;

  ports::Tasks& tasks_;
  const Clock& clock_;
  Random& random_;
  const std::function<void(const TaskReport&)> observe_;
  std::map<std::string, Registration, std::less<>> registrations_;

  // Touched on the scheduler only.
  Runs runs_;
  std::vector<std::string> completed_;  // ids that are to be told to the port
  bool flushing_ = false;
  bool watching_ = false;
  bool stopping_ = false;
  int coroutines_ = 0;
};

}  // namespace gh::jobs
