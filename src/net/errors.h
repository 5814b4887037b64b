// What can go wrong while the server is put together; requests that it refuses are described by Refusal (request_parser.h).
#pragma once
#include "base/error.h"

namespace gh::net::errors {

inline constexpr ErrorKind cannot_listen{50080, "cannot_listen", "The server cannot listen on its address."};
inline constexpr ErrorKind bad_certificate{50081, "bad_certificate", "The TLS certificate or its key cannot be used."};
inline constexpr ErrorKind no_descriptors{50082, "no_descriptors", "The system gives the server no descriptors to wait on."};

inline constexpr ErrorKind bad_proxy{50083, "bad_proxy", "A trusted proxy is no address and no network."};

inline constexpr const ErrorKind* all[] = {&cannot_listen, &bad_certificate, &no_descriptors, &bad_proxy};

}  // namespace gh::net::errors
