#include "apps/greenharvest/observers.h"

#include "platform/json/json.h"
#include "platform/log/log.h"

namespace gh::app {
namespace {

using metrics::Unit;

constexpr std::array<std::string_view, 5> redis_outcomes{"answered", "refused", "unavailable", "overdue", "too_many"};
const std::vector<double> wait_bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
const std::vector<double> held_bounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 300, 900};
const std::vector<double> batch_bounds{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

}  // namespace

Observers::Observers(metrics::Registry& registry)
    : registry_(registry),
      hold_wait_(registry.histogram("stock_hold_wait_seconds", "From asking for a hold to its answer.", Unit::seconds, wait_bounds)),
      hold_held_(registry.histogram("stock_hold_held_seconds", "From taking a hold to posting or voiding it.", Unit::seconds, held_bounds)),
      desk_batch_(registry.histogram("stock_desk_batch_commands", "Commands that one write of a stock item carried out.", Unit::plain,
                                     batch_bounds)),
      conflicts_(registry.counter("stock_write_conflicts_total", "Writes of a stock item that somebody else overtook.")),
      breaches_(
          registry.counter("stock_invariant_breaches_total", "Writes of a stock item that were stopped because they broke an invariant.")),
      connections_(registry.gauge("http_connections", "Open connections.")),
      accepted_(registry.counter("http_connections_accepted_total", "Connections that were accepted.")),
      refused_(registry.counter("http_malformed_requests_total",
                                "Requests and connections that the server refused before the gateway saw them.")),
      bytes_in_(registry.counter("http_received_bytes_total", "Bytes that were received.")),
      bytes_out_(registry.counter("http_sent_bytes_total", "Bytes that were sent.")),
      write_queue_(registry.gauge("store_write_queue_depth", "Writes that wait for a commit.")),
      commit_batch_(registry.histogram("store_commit_batch_writes", "Writes that one commit made durable.", Unit::plain, batch_bounds)),
      commit_apply_(
          registry.histogram("store_commit_apply_seconds", "Time to apply the writes of one commit.", Unit::seconds, wait_bounds)),
      commit_sync_(registry.histogram("store_commit_sync_seconds", "Time to make one commit durable.", Unit::seconds, wait_bounds)),
      redis_time_(registry.histogram("redis_command_duration_seconds", "From asking Redis for something to the answer or to giving it up.",
                                     Unit::seconds, wait_bounds)),
      redis_away_(registry.gauge("redis_servers_away", "Redis servers that cannot be reached.")),
      redis_losses_(registry.counter("redis_losses_total", "How often a Redis server went away.")),
      lock_wait_(registry.histogram("lock_wait_seconds", "From asking for a lock to its answer.", Unit::seconds, wait_bounds)),
      lock_hold_(registry.histogram("lock_hold_seconds", "From getting a lock to giving it back.", Unit::seconds, wait_bounds)),
      locks_missed_(registry.counter("locks_missed_total", "Locks that were asked for and not had; the work went on without.")),
      s3_answers_(registry.counter("s3_calls_total", "Calls to S3 by what became of them.", {{"outcome", "answered"}})),
      s3_failures_(registry.counter("s3_calls_total", "Calls to S3 by what became of them.", {{"outcome", "failed"}})),
      mail_taken_(registry.counter("smtp_messages_total", "Messages to the mail server by what became of them.", {{"outcome", "taken"}})),
      mail_refused_(
          registry.counter("smtp_messages_total", "Messages to the mail server by what became of them.", {{"outcome", "refused"}})),
      mail_failed_(
          registry.counter("smtp_messages_total", "Messages to the mail server by what became of them.", {{"outcome", "failed"}})) {
  for (std::size_t i = 0; i < redis_outcomes.size(); ++i)
    redis_commands_[i] = &registry.counter("redis_commands_total", "Commands to Redis by what became of them.",
                                           {{"outcome", std::string(redis_outcomes[i])}});
}

void Observers::hold_waited(Milliseconds time) { hold_wait_.observe(time); }
void Observers::hold_ended(Milliseconds time) { hold_held_.observe(time); }
void Observers::batch_written(std::size_t commands) { desk_batch_.observe(commands); }
void Observers::conflict() { conflicts_.add(); }
void Observers::breach(const Sku& sku, const Error& error) {
  breaches_.add();
  log::error("a write of stock would have broken an invariant and was stopped", {{"sku", sku}, {"detail", error.detail()}});
}

void Observers::accepted(bool) {
  accepted_.add();
  connections_.add();
}
void Observers::closed() { connections_.subtract(); }
void Observers::refused(int status, std::string_view code) {
  refused_.add();
  log::debug("request refused", {{"status", status}, {"code", code}});
}
void Observers::transferred(std::uint64_t bytes_in, std::uint64_t bytes_out) {
  bytes_in_.add(bytes_in);
  bytes_out_.add(bytes_out);
}

void Observers::lock_waited(std::chrono::nanoseconds time, bool taken) {
  lock_wait_.observe(time);
  if (!taken) locks_missed_.add();
}
void Observers::lock_held(std::chrono::nanoseconds time) { lock_hold_.observe(time); }

void Observers::command_ended(redis::Outcome outcome, std::chrono::nanoseconds time) {
  redis_commands_[static_cast<std::size_t>(outcome)]->add();
  redis_time_.observe(time);
}
void Observers::went_away(const std::string& server, const Error& why) {
  redis_away_.add();
  redis_losses_.add();
  log::warn("Redis is away", {{"server", server}, {"detail", why.detail()}});
}
void Observers::came_back(const std::string& server, Milliseconds after) {
  redis_away_.subtract();
  log::warn("Redis is back", {{"server", server}, {"away_ms", after}});
}

void Observers::asked_s3(const Error* why) {
  (why == nullptr ? s3_answers_ : s3_failures_).add();
  if (s3_away_.exchange(why != nullptr) == (why != nullptr)) return;
  if (why != nullptr) {
    log::warn("S3 is away or refuses", {{"detail", why->detail()}});
  } else {
    log::warn("S3 is back");
  }
}

// A refusal for good is an answer: the server is there.
void Observers::handed_over_mail(const Error* why) {
  const bool away = why != nullptr && why->kind().http_status() != 422;
  (why == nullptr ? mail_taken_ : away ? mail_failed_ : mail_refused_).add();
  if (mail_away_.exchange(away) == away) return;
  if (away) {
    log::warn("the mail server is away or takes nothing from us", {{"detail", why->detail()}});
  } else {
    log::warn("the mail server is back");
  }
}

void Observers::committed(const group_commit::CommitReport& report) {
  write_queue_.set(static_cast<std::int64_t>(report.queued));
  commit_batch_.observe(report.commands);
  commit_apply_.observe(report.apply);
  commit_sync_.observe(report.commit);
}

void Observers::task_ended(const jobs::TaskReport& report) {
  static constexpr std::string_view outcomes[] = {"done", "retried", "buried", "overdue"};
  const auto outcome = outcomes[static_cast<std::size_t>(report.outcome)];
  registry_.counter("tasks_total", "Runs of tasks by what became of them.", {{"task", report.task.task}, {"outcome", std::string(outcome)}})
      .add();
  if (report.outcome == jobs::Outcome::done) return;
  log::warn("a task did not succeed", {{"task", report.task.task},
                                       {"id", report.task.id},
                                       {"attempt", report.task.attempt},
                                       {"outcome", outcome},
                                       {"detail", report.error != nullptr ? report.error->detail() : std::string()}});
}

}  // namespace gh::app
