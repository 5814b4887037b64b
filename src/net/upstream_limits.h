// Every bound of what an upstream is asked (upstream.h). All are configuration values.
#pragma once
#include <cstddef>

#include "base/time.h"

namespace gh::net {

struct UpstreamLimits {
  Milliseconds deadline{10'000};           // from the question to the last byte of its answer, waiting for a connection included
  std::size_t head_bytes_max = 64 * 1024;  // of an answer
  std::size_t body_bytes_max = 8 << 20;    // of an answer
  std::size_t connections_max = 32;        // of one loop; more questions wait for one to be free
  std::size_t requests_max = 512;          // asked or waiting, of all loops; beyond: busy
  Milliseconds keep{4'000};                // an unused connection; less than the other side keeps it
};

}  // namespace gh::net
