// The rows of the error list that any folder may need.
#pragma once
#include "base/error.h"

namespace gh::errors {

inline constexpr ErrorKind bad_request{40000, "bad_request", "The request cannot be understood."};
inline constexpr ErrorKind malformed_json{40001, "malformed_json", "The body is not valid JSON."};
inline constexpr ErrorKind unknown_field{40002, "unknown_field", "The body has a field that this operation does not know."};
inline constexpr ErrorKind unknown_query_key{40003, "unknown_query_key", "The query has a key that this operation does not know."};
inline constexpr ErrorKind bad_cursor{40004, "bad_cursor", "The cursor is not one that this list gave out."};
inline constexpr ErrorKind unauthenticated{40100, "unauthenticated", "This operation needs a valid access token."};
inline constexpr ErrorKind forbidden{40300, "forbidden", "Your role may not do this."};
inline constexpr ErrorKind not_found{40400, "not_found", "There is nothing here."};
inline constexpr ErrorKind conflict{40900, "conflict", "The object has changed in the meantime."};
inline constexpr ErrorKind already_exists{40901, "already_exists", "There is one already."};
inline constexpr ErrorKind invalid{42200, "invalid_input", "A field has a value that is not allowed."};
inline constexpr ErrorKind too_many_requests{42900, "too_many_requests", "Too many requests; try again later."};
inline constexpr ErrorKind internal{50000, "internal", "The server failed; the request id finds the reason in its log."};
inline constexpr ErrorKind unavailable{50300, "unavailable", "The server cannot do this right now; try again later."};
inline constexpr ErrorKind deadline{50400, "deadline_exceeded", "The operation did not end in time."};

inline constexpr const ErrorKind* all[] = {&bad_request,     &malformed_json,    &unknown_field, &unknown_query_key, &bad_cursor,
                                           &unauthenticated, &forbidden,         &not_found,     &conflict,          &already_exists,
                                           &invalid,         &too_many_requests, &internal,      &unavailable,       &deadline};

}  // namespace gh::errors
