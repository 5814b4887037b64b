// The time of a store that many nodes share.
#pragma once
#include <chrono>
#include <functional>

#include "base/time.h"

namespace gh::group_commit {

// Told what the store's clock showed at some moment after `asked`, while the adapter opens and about once a second from then on.
using TellTime = std::function<void(Timestamp shown, std::chrono::steady_clock::time_point asked)>;

}  // namespace gh::group_commit
