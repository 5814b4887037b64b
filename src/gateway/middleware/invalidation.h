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

// Runs until `stop` is set; looks at it at least every follow_wait. Everything outlives it.
inline constexpr Milliseconds follow_wait{500};
inline constexpr int follow_batch = 1000;  // changes at once
// kept: dropped in this order, so that what is made from answers of another one comes behind it.
Task<void> follow_changes(ports::Documents& documents, std::vector<Droppable*> kept, const std::atomic<bool>& stop);

}  // namespace gh::gateway
