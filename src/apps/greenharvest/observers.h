// What the parts of the shop tell about themselves, as metrics and log lines. One per process, outlives the shop.
#pragma once
#include <atomic>
#include <cstddef>

#include "adapters/redis/commands.h"
#include "contexts/inventory/service.h"
#include "jobs/task_runner.h"
#include "net/observer.h"
#include "platform/group_commit/report.h"
#include "platform/metrics/registry.h"
#include "platform/ports/lock.h"

namespace gh::app {

class Observers final : public inventory::DeskObserver, public net::Observer, public ports::LockObserver, public redis::ClientObserver {
 public:
  explicit Observers(metrics::Registry& registry);

  // inventory::DeskObserver
  void hold_waited(Milliseconds) override;
  void hold_ended(Milliseconds) override;
  void batch_written(std::size_t commands) override;
  void conflict() override;
  void breach(const Sku&, const Error&) override;
  // net::Observer
  void accepted(bool secure) override;
  void closed() override;
  void refused(int status, std::string_view code) override;
  void transferred(std::uint64_t bytes_in, std::uint64_t bytes_out) override;

  // ports::LockObserver
  void lock_waited(std::chrono::nanoseconds, bool taken) override;
  void lock_held(std::chrono::nanoseconds) override;
  // redis::ClientObserver
  void command_ended(redis::Outcome, std::chrono::nanoseconds) override;
  void went_away(const std::string& server, const Error& why) override;
  void came_back(const std::string& server, Milliseconds after) override;

  void asked_s3(const Error* why);          // nullptr: it answered
  void handed_over_mail(const Error* why);  // nullptr: the mail server has it
  void committed(const group_commit::CommitReport&);
  void task_ended(const jobs::TaskReport&);

 private:
  metrics::Registry& registry_;
  metrics::Histogram& hold_wait_;
  metrics::Histogram& hold_held_;
  metrics::Histogram& desk_batch_;
  metrics::Counter& conflicts_;
  metrics::Counter& breaches_;
  metrics::Gauge& connections_;
  metrics::Counter& accepted_;
  metrics::Counter& refused_;
  metrics::Counter& bytes_in_;
  metrics::Counter& bytes_out_;
  metrics::Gauge& write_queue_;
  metrics::Histogram& commit_batch_;
  metrics::Histogram& commit_apply_;
  metrics::Histogram& commit_sync_;
  std::array<metrics::Counter*, 5> redis_commands_{};  // by redis::Outcome
  metrics::Histogram& redis_time_;
  metrics::Gauge& redis_away_;
  metrics::Counter& redis_losses_;
  metrics::Histogram& lock_wait_;
  metrics::Histogram& lock_hold_;
  metrics::Counter& locks_missed_;
  metrics::Counter& s3_answers_;
  metrics::Counter& s3_failures_;
  std::atomic<bool> s3_away_{false};
  metrics::Counter& mail_taken_;
  metrics::Counter& mail_refused_;
  metrics::Counter& mail_failed_;
  std::atomic<bool> mail_away_{false};
};

}  // namespace gh::app
