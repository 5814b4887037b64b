#include "adapters/mongo/task_writes.h"

#include <algorithm>
#include <set>

#include "adapters/mongo/bson.h"

namespace gh::mongo {

std::int64_t Stamps::next() {
  const auto now = clock_.now().ms * of_one_millisecond;
  auto last = last_.load(std::memory_order_relaxed);
  while (!last_.compare_exchange_weak(last, std::max(last + 1, now), std::memory_order_relaxed)) {}
  return std::max(last + 1, now);
}

Result<void> add_tasks(Session& session, const std::vector<const ports::OutboxEntry*>& entries, Stamps& stamps) {
  std::vector<WriteOperation> writes;
  std::set<std::string_view> ids;
  for (const auto* entry : entries) {
    if (!ids.insert(entry->id).second) continue;
    auto& write =
        writes.emplace_back(WriteOperation{.kind = WriteOperation::Kind::upsert, .filter = is("_id", to_text(entry->id)), .change = {}});
    Bson task;
    task.text("name", entry->task)
        .text("payload", entry->payload)
        .integer("due", entry->not_before.ms)
        .integer("added", stamps.next())
        .integer("tries", 0);
    write.change.document("$setOnInsert", task);
  }
  GH_TRY(const auto reply, session.write(tasks_collection, writes));
  // Two upserts of one id at one moment: one of them is refused, and there is the task.
  const auto real = std::ranges::find_if(reply.refusals, [](const Refusal& refusal) { return !refusal.is_duplicate(); });
  if (real != reply.refusals.end()) return fail(real->error());
  return {};
}

}  // namespace gh::mongo
