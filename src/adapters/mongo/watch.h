// Watch: a change stream on the log. It tells that there is a new entry and nothing else: what it misses is seen with the next look, so it
// need not go on where it broke off. Servers have change streams that are a replica set or a sharded cluster (MongoDB manual, "Change
// Streams").
//
// Used by the thread of its session, which outlives it.
#pragma once
#include <memory>

#include "adapters/mongo/connection.h"

struct _mongoc_change_stream_t;

namespace gh::mongo {

class Watch {
 public:
  static constexpr Milliseconds wait_max{500};

  // Fails where the server has no change streams, or is away.
  static Result<Watch> open(Session&);

  // true: there is an entry behind this one. false: for wait_max none came. Fails where the stream has broken off; open another one later.
  Result<bool> wait(std::int64_t head);

 private:
  struct Destroy {
    void operator()(_mongoc_change_stream_t*) const;
  };
  explicit Watch(_mongoc_change_stream_t* stream) : stream_(stream) {}
  Result<void> check() const;

  std::unique_ptr<_mongoc_change_stream_t, Destroy> stream_;
};

}  // namespace gh::mongo
