// EventStream: which documents have changed, in the order of the change feed, for programs beside this one. Whoever follows it keeps its
// own place there.
//
// Contract (tests/contract/event_stream):
// - The stream stands at a place of the feed. append() MUST take effect as a whole and only where it stands at `from`, and then moves it to
//   `to`: the same batch told twice, or by two nodes, is there once.
// - Events MUST stay in the order in which they came, at least events_kept of them.
// - Both MUST answer within the adapter's deadline; an append() that fails may have taken effect, which place() tells.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/task.h"

namespace gh::ports {

inline constexpr std::size_t event_batch_max = 1'000;

struct Event {
  std::string type;     // "orders.put", "products.erased": collection and what happened; "feed.gap": see event_relay/relay.h
  std::string subject;  // the document's id
  std::int64_t version = 0;
};

class EventStream {
 public:
  virtual ~EventStream() = default;
  // The token up to which the feed is told; "" where nothing was told yet, or the stream was lost.
  virtual Task<Result<std::string>> place() = 0;
  // At least one event, at most event_batch_max. False: it stands elsewhere, and nothing was done.
  virtual Task<Result<bool>> append(std::string from, std::vector<Event> events, std::string to) = 0;
};

}  // namespace gh::ports
