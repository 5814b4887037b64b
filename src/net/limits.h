// Every bound of the HTTP server. All are configuration values; the defaults are those of a public shop.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace gh::net {

struct Limits {
  // One request head, request line and the empty line included: 431 (414 if the request line alone breaks it).
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t fields_max = 100;                      // 431
  std::size_t target_bytes_max = 8 * 1024;           // 414
  std::size_t chunk_extension_bytes_max = 256;       // of one chunk: 400
  std::size_t chunk_overhead_bytes_max = 16 * 1024;  // what the size lines of a body may have more than its data: 400
  std::size_t trailer_bytes_max = 8 * 1024;          // 431; trailers are checked and dropped

  Milliseconds header_deadline{10'000};  // first byte of a head (or accept) to its end: 408
  Milliseconds body_deadline{60'000};    // end of the head to the end of the body: 408
  Milliseconds idle_deadline{75'000};    // between two requests: closed
  Milliseconds write_deadline{30'000};   // for each 64 KiB that the client takes: closed
  Milliseconds linger_deadline{2'000};   // how long what comes behind a refused request is read and dropped, so that the answer arrives
  Milliseconds drain_deadline{10'000};   // graceful stop

  std::size_t connections_max = 8'192;         // 503 and closed
  std::size_t requests_in_flight_max = 4'096;  // in handle() at one time: 503 with Retry-After
  std::size_t pipelined_max = 64;              // answers of one connection that are gathered before the client has to take them
  std::size_t output_bytes_max = 1024 * 1024;  // as pipelined_max, in bytes: no further request is begun beyond it
  Milliseconds retry_after{1'000};
};

}  // namespace gh::net
