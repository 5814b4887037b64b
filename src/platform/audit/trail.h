// Trail: the entries. Appends what the outbox tells and lists them, newest first; there is nothing else that it can do to them.
// One per process, any thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/audit/entry.h"
#include "platform/documents/collection.h"
#include "platform/ports/tasks.h"

namespace gh::audit {

// What is given narrows the list.
struct TrailQuery {
  std::string actor;  // a user's or an API key's id
  std::optional<FarmId> farm;
  std::string collection;
  std::string subject;             // a document's id
  std::optional<Timestamp> from;   // inclusive
  std::optional<Timestamp> until;  // exclusive
  int limit = 20;
  std::string cursor;
};

struct TrailPage {
  std::vector<AuditEntry> items;
  std::string next_cursor;  // empty at the end
};

class Trail {
 public:
  static constexpr int scanned_max = 2000;  // entries that one list reads; a page may then be short, its cursor goes on

  explicit Trail(ports::Documents& documents);
  const Result<void>& opened() const { return entries_.opened(); }

  // For the task append_task. Again: nothing.
  Task<Result<void>> append(ports::LeasedTask task) const;
  // bad_cursor.
  Task<Result<TrailPage>> list(TrailQuery query) const;

 private:
  Collection<AuditEntry> entries_;
};

}  // namespace gh::audit
