// Problem documents (RFC 9457): the one form of every error answer, and the one list of error codes.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "net/http.h"

namespace gh::gateway {

// Every row of every folder's errors.h, ordered by number. A test refuses doubles.
std::span<const ErrorKind* const> all_errors();

// {"type","title","status","code","detail","request_id","errors":[{pointer,code,detail}],...extensions}
std::string problem_json(const Error&, std::string_view request_id);
net::Response problem(const Error&, std::string_view request_id);

}  // namespace gh::gateway
