// What the gateway itself answers, before any context has a say.
#pragma once
#include "base/error.h"

namespace gh::gateway::errors {

inline constexpr ErrorKind malformed_request{40080, "malformed_request", "The request's framing or header is not valid HTTP/1.1."};
inline constexpr ErrorKind idempotency_key_required{40082, "idempotency_key_required",
                                                    "This operation needs an Idempotency-Key header of 1 to 255 visible characters."};
inline constexpr ErrorKind body_required{40083, "body_required", "This operation needs a JSON body."};
inline constexpr ErrorKind body_not_allowed{40084, "body_not_allowed", "This operation takes no body."};
inline constexpr ErrorKind invalid_token{40180, "invalid_token", "The access token is not valid (any more)."};
inline constexpr ErrorKind cross_site_request{40380, "cross_site_request",
                                              "With the session of a browser only pages of this address may change something."};
inline constexpr ErrorKind no_such_route{40480, "no_such_route", "There is no such address in this API."};
inline constexpr ErrorKind unknown_api_version{40481, "unknown_api_version", "This version of the API does not exist."};
inline constexpr ErrorKind method_not_allowed{40580, "method_not_allowed", "This address does not know this method."};
inline constexpr ErrorKind not_acceptable{40680, "not_acceptable", "None of the accepted encodings can be produced."};
inline constexpr ErrorKind request_timeout{40880, "request_timeout", "The request did not arrive in time."};
inline constexpr ErrorKind body_too_large{41380, "body_too_large", "The body is larger than this operation allows."};
inline constexpr ErrorKind target_too_long{41480, "target_too_long", "The address is longer than the server allows."};
inline constexpr ErrorKind unsupported_media_type{
    41580, "unsupported_media_type", "The body must be of a media type that this operation takes (mostly application/json), not encoded."};
inline constexpr ErrorKind range_not_satisfiable{41680, "range_not_satisfiable", "The range lies outside of what is served here."};
inline constexpr ErrorKind expectation_failed{41780, "expectation_failed", "The server knows only the expectation 100-continue."};
inline constexpr ErrorKind rate_limited{42980, "rate_limited", "Too many requests from this address; wait as Retry-After says."};
inline constexpr ErrorKind header_too_large{43180, "header_too_large", "The request header is larger than the server allows."};
inline constexpr ErrorKind not_implemented{50180, "not_implemented", "The server does not know this method or transfer coding."};
inline constexpr ErrorKind overloaded{50380, "overloaded", "The server has too much to do; wait as Retry-After says."};
inline constexpr ErrorKind shutting_down{50381, "shutting_down", "The server is ending; try again."};
inline constexpr ErrorKind http_version{50580, "http_version_not_supported", "The server speaks HTTP/1.1 and HTTP/1.0."};

inline constexpr const ErrorKind* all[] = {&malformed_request,     &idempotency_key_required,
                                           &body_required,         &body_not_allowed,
                                           &invalid_token,         &cross_site_request,
                                           &no_such_route,         &unknown_api_version,
                                           &method_not_allowed,    &not_acceptable,
                                           &request_timeout,       &body_too_large,
                                           &target_too_long,       &unsupported_media_type,
                                           &range_not_satisfiable, &expectation_failed,
                                           &rate_limited,          &header_too_large,
                                           &not_implemented,       &overloaded,
                                           &shutting_down,         &http_version};

}  // namespace gh::gateway::errors
