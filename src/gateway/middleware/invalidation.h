// Invalidation: drops finished bytes as documents change. One root coroutine per process, on a background scheduler.
//
// Tags of a change: "<collection>/<id>" and "<collection>". An answer that is made from a read model (search) carries that model's own
// tag besides; who feeds the model drops it after each step (Kept::drop), so that no answer of the old model stays.
#pragma once
#include <atomic>
#include <vector>

#include "gateway/middleware/kept.h"
#include "platform/ports/documents.h"

namespace gh::gateway {

std::vector<std::string> tags_of(const std::vector<ports::Change>& changes);

// What answers are made from and does not come from the store each time. Must not block.
class ChangeListener {
 public:
  virtual ~ChangeListener() = default;
  virtual void changed(const ports::Changes& changes) = 0;
  // The feed begins here, or could not be read for a while: whatever was before `at` may not have been told.
  virtual void begun(const ports::FeedPosition& at) = 0;
};

// Runs until `stop` is set; looks at it at least every follow_wait. Everything outlives it.
inline constexpr Milliseconds follow_wait{500};
inline constexpr int follow_batch = 1000;  // changes at once
struct Followed {
  std::vector<ChangeListener*> first;  // told before anything is dropped, so that nothing old is made into a new answer
  std::vector<Droppable*> kept;        // dropped in this order: what is made from answers of another one comes behind it
};
Task<void> follow_changes(ports::Documents& documents, Followed followed, const std::atomic<bool>& stop);

}  // namespace gh::gateway
