// TaskQueue: due times, leases and dead letters of tasks, in memory. What the adapters of the Tasks port have in common.
//
// A plain value without lock, clock or I/O: the adapter that owns it holds its lock around every call and gives it the time.
// Deterministic: the same calls give the same answers.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/ports/tasks.h"

namespace gh {

class TaskQueue {
 public:
  // Waiting, leased and dead ones together; an adapter refuses writes whose outbox would go beyond it.
  static constexpr std::size_t tasks_max = 1'000'000;
  static constexpr std::size_t error_bytes_max = 1000;  // of the reason kept with a dead task

  bool knows(const std::string& id) const { return items_.contains(id) || dead_.contains(id); }
  std::size_t size() const { return items_.size() + dead_.size(); }

  // false: a task with this id waits, runs or is dead; nothing changes.
  // handle: whatever the adapter wants to find again with the task, the row of its table.
  bool add(ports::OutboxEntry, int attempt = 1, std::int64_t handle = 0);
  bool add_dead(ports::DeadTask);

  // Leases that ran out by `now` are waiting again, with attempt + 1. The one that is due longest comes first.
  std::vector<ports::LeasedTask> lease(const std::vector<std::string>& names, int limit, Timestamp now, Milliseconds lease_for);
  // When the next task of these names becomes due or its lease runs out.
  std::optional<Timestamp> next_event(const std::vector<std::string>& names) const;

  struct Attempted {
    const std::string* task;
    const std::string* payload;
    int attempt;
    std::int64_t handle;
  };
  // A task that waits or runs.
  std::optional<Attempted> find(const std::string& id) const;
  const ports::DeadTask* find_dead(const std::string& id) const;

  // Each gives false if there is no such task.
  bool complete(const std::string& id);
  bool retry(const std::string& id, Timestamp not_before);
  bool bury(const std::string& id, std::string error, Timestamp now);
  bool revive(const std::string& id, Timestamp now, std::int64_t handle = 0);

  std::vector<ports::TaskCounts> counts(Timestamp now) const;
  std::vector<ports::DeadTask> dead(int limit) const;  // by id

 private:
  struct Item {
    ports::OutboxEntry entry;
    int attempt = 1;
    std::int64_t handle = 0;
    bool leased = false;
    Timestamp at;         // waiting: due; leased: end of the lease
    std::uint64_t order;  // of arrival
  };
  struct ByTime {
    bool operator()(const Item* a, const Item* b) const { return a->at != b->at ? a->at < b->at : a->order < b->order; }
  };
  using Line = std::set<Item*, ByTime>;
  struct Lines {
    Line waiting;
    Line leased;
  };

  void wait_from(Item&, Timestamp);
  void take_back_expired(Lines&, Timestamp now);
  void leave_line(Item&);

  std::unordered_map<std::string, Item> items_;
  std::map<std::string, Lines, std::less<>> lines_;  // by the task's name
  std::map<std::string, ports::DeadTask> dead_;
  std::uint64_t arrivals_ = 0;
};

}  // namespace gh
