// Names of methods and statuses (RFC 9110).
#pragma once
#include <string_view>

#include "net/http.h"

namespace gh::gateway {

std::string_view method_name(net::Method);        // "GET"
std::string_view method_name_lower(net::Method);  // "get"
std::string_view reason(int status);              // "Not Found"

}  // namespace gh::gateway
