#include "platform/task_queue/task_queue.h"

namespace gh {

bool TaskQueue::add(ports::OutboxEntry entry, int attempt, std::int64_t handle) {
  if (knows(entry.id)) return false;
  const auto due = entry.not_before;
  auto id = entry.id;
  auto& item = items_.emplace(std::move(id), Item{std::move(entry), attempt, handle, false, due, arrivals_++}).first->second;
  lines_[item.entry.task].waiting.insert(&item);
  return true;
}

bool TaskQueue::add_dead(ports::DeadTask task) {
  if (knows(task.id)) return false;
  auto id = task.id;
  dead_.emplace(std::move(id), std::move(task));
  return true;
}

void TaskQueue::leave_line(Item& item) {
  auto& lines = lines_.find(item.entry.task)->second;
  (item.leased ? lines.leased : lines.waiting).erase(&item);
}

void TaskQueue::wait_from(Item& item, Timestamp due) {
  leave_line(item);
  item.leased = false;
  item.at = due;
  ++item.attempt;
  lines_.find(item.entry.task)->second.waiting.insert(&item);
}

void TaskQueue::take_back_expired(Lines& lines, Timestamp now) {
  while (!lines.leased.empty()) {
    auto& item = **lines.leased.begin();
    if (item.at > now) return;
    wait_from(item, item.at);
  }
}

std::vector<ports::LeasedTask> TaskQueue::lease(const std::vector<std::string>& names, int limit, Timestamp now, Milliseconds lease_for) {
  std::vector<Lines*> lines;
  for (const auto& name : names) {
    if (const auto found = lines_.find(name); found != lines_.end()) {
      take_back_expired(found->second, now);
      lines.push_back(&found->second);
    }
  }
  std::vector<ports::LeasedTask> leased;
  while (static_cast<int>(leased.size()) < limit) {
    Lines* oldest = nullptr;
    for (auto* candidate : lines) {
      if (candidate->waiting.empty() || (*candidate->waiting.begin())->at > now) continue;
      if (oldest == nullptr || ByTime{}(*candidate->waiting.begin(), *oldest->waiting.begin())) oldest = candidate;
    }
    if (oldest == nullptr) break;
    auto& item = **oldest->waiting.begin();
    oldest->waiting.erase(oldest->waiting.begin());
    item.leased = true;
    item.at = now + lease_for;
    oldest->leased.insert(&item);
    leased.push_back({item.entry.task, item.entry.id, item.entry.payload, item.attempt});
  }
  return leased;
}

std::optional<Timestamp> TaskQueue::next_event(const std::vector<std::string>& names) const {
  std::optional<Timestamp> next;
  for (const auto& name : names) {
    const auto found = lines_.find(name);
    if (found == lines_.end()) continue;
    for (const auto* line : {&found->second.waiting, &found->second.leased}) {
      if (!line->empty() && (!next || (*line->begin())->at < *next)) next = (*line->begin())->at;
    }
  }
  return next;
}

std::optional<TaskQueue::Attempted> TaskQueue::find(const std::string& id) const {
  const auto found = items_.find(id);
  if (found == items_.end()) return std::nullopt;
  const auto& item = found->second;
  return Attempted{&item.entry.task, &item.entry.payload, item.attempt, item.handle};
}

const ports::DeadTask* TaskQueue::find_dead(const std::string& id) const {
  const auto found = dead_.find(id);
  return found == dead_.end() ? nullptr : &found->second;
}

bool TaskQueue::complete(const std::string& id) {
  const auto found = items_.find(id);
  if (found == items_.end()) return dead_.erase(id) > 0;
  leave_line(found->second);
  items_.erase(found);
  return true;
}

bool TaskQueue::retry(const std::string& id, Timestamp not_before) {
  const auto found = items_.find(id);
  if (found == items_.end()) return false;
  wait_from(found->second, not_before);
  return true;
}

bool TaskQueue::bury(const std::string& id, std::string error, Timestamp now) {
  const auto found = items_.find(id);
  if (found == items_.end()) return false;
  auto& item = found->second;
  leave_line(item);
  if (error.size() > error_bytes_max) error.resize(error_bytes_max);
  ports::DeadTask dead{
      std::move(item.entry.task), std::move(item.entry.id), std::move(item.entry.payload), item.attempt, std::move(error), now};
  items_.erase(found);
  return add_dead(std::move(dead));
}

bool TaskQueue::revive(const std::string& id, Timestamp now, std::int64_t handle) {
  auto node = dead_.extract(id);
  if (node.empty()) return false;
  auto& dead = node.mapped();
  return add({std::move(dead.task), std::move(dead.id), std::move(dead.payload), now}, 1, handle);
}

std::vector<ports::TaskCounts> TaskQueue::counts(Timestamp now) const {
  std::map<std::string, ports::TaskCounts> by_name;
  for (const auto& [name, lines] : lines_) {
    auto& counts = by_name[name];
    for (const auto* item : lines.waiting) {
      ++(item->at <= now ? counts.ready : counts.delayed);
      if (item->at > now && (!counts.next_due || item->at < *counts.next_due)) counts.next_due = item->at;
    }
    for (const auto* item : lines.leased) ++(item->at <= now ? counts.ready : counts.leased);
  }
  for (const auto& [id, task] : dead_) ++by_name[task.task].dead;
  std::vector<ports::TaskCounts> all;
  for (auto& [name, counts] : by_name) {
    counts.task = name;
    all.push_back(std::move(counts));
  }
  return all;
}

std::vector<ports::DeadTask> TaskQueue::dead(int limit) const {
  std::vector<ports::DeadTask> first;
  for (const auto& [id, task] : dead_) {
    if (static_cast<int>(first.size()) >= limit) break;
    first.push_back(task);
  }
  return first;
}

}  // namespace gh
