// Command: one waiting write, as it lies in the queue of a writer that commits many of them at once (an adapter of the ports Documents and
// Tasks).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/scheduler.h"
#include "platform/group_commit/tables.h"
#include "platform/ports/documents.h"

namespace gh::group_commit {

using Answer = Result<std::int64_t>;  // the new version of a document; 0 for the rest

struct Command {
  enum class Kind { insert, replace, erase, enqueue, complete, retry, bury, revive };

  Kind kind;
  const Table* table = nullptr;       // insert, replace, erase
  std::int64_t expected_version = 0;  // replace, erase
  ports::Write write;                 // insert, replace, erase (id); enqueue (outbox)
  std::vector<std::string> tasks;     // complete: ids; retry, bury, revive: one id
  Timestamp at;                       // retry: not before; bury, revive: now
  std::string error;                  // bury
  OneShot<Answer> answer;
};

}  // namespace gh::group_commit
