// Command: one waiting write, as it lies in the writer's queue.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/sqlite/tables.h"
#include "base/scheduler.h"
#include "platform/ports/documents.h"

namespace gh::sqlite {

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

}  // namespace gh::sqlite
