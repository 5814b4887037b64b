// Upstream: an HTTP/1.1 server of our own behind this one, asked over kept connections, with a deadline and bounded answers.
//
// One per process; ask() is called on the threads of the server's loops and each loop has connections of its own, so that nothing is
// shared between cores. Outlives the server. What comes back is read as strictly as what clients send: an answer that can be read in
// two ways is none.
#pragma once
#include <atomic>
#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/task.h"
#include "base/time.h"
#include "net/server.h"
#include "net/upstream_limits.h"

namespace gh::net {

class Loop;

enum class UpstreamFailure : std::uint8_t { unreachable, broken, timeout, malformed, too_large, busy };
std::string_view name_of(UpstreamFailure failure);

struct UpstreamAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> fields;  // as sent, framing included
  std::string body;                                         // de-chunked
};

struct UpstreamQuestion {
  std::string head;        // request line and lines, without framing and without the empty line
  std::string_view body;   // lives until the answer is there
  bool repeatable = true;  // nothing happens twice if it is asked twice: may use a kept connection, which the other side may just close
};

class Upstream {
 public:
  using Outcome = std::expected<UpstreamAnswer, UpstreamFailure>;

  Upstream(Endpoint endpoint, UpstreamLimits limits) : endpoint_(std::move(endpoint)), limits_(limits) {}
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;

  Task<Outcome> ask(UpstreamQuestion question);

 private:
  class Link;
  class Pool;

  Pool& pool();
  Task<Outcome> ask_once(Pool& pool, const UpstreamQuestion& question, std::int64_t due_ms, bool fresh, bool& again);

  const Endpoint endpoint_;
  const UpstreamLimits limits_;
  std::mutex mutex_;
  std::map<Loop*, Pool*> pools_;  // under mutex_; the loops own them
  std::atomic<std::size_t> asked_ = 0;
};

}  // namespace gh::net
