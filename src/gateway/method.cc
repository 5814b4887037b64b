#include "gateway/method.h"

#include <array>
#include <utility>

namespace gh::gateway {
namespace {

struct Names {
  std::string_view upper, lower;
};
constexpr std::array<Names, 8> methods{{{"GET", "get"},
                                        {"HEAD", "head"},
                                        {"POST", "post"},
                                        {"PUT", "put"},
                                        {"PATCH", "patch"},
                                        {"DELETE", "delete"},
                                        {"OPTIONS", "options"},
                                        {"other", "other"}}};

constexpr std::pair<int, std::string_view> reasons[] = {{200, "OK"},
                                                        {201, "Created"},
                                                        {202, "Accepted"},
                                                        {204, "No Content"},
                                                        {206, "Partial Content"},
                                                        {304, "Not Modified"},
                                                        {400, "Bad Request"},
                                                        {401, "Unauthorized"},
                                                        {402, "Payment Required"},
                                                        {403, "Forbidden"},
                                                        {404, "Not Found"},
                                                        {405, "Method Not Allowed"},
                                                        {406, "Not Acceptable"},
                                                        {408, "Request Timeout"},
                                                        {409, "Conflict"},
                                                        {410, "Gone"},
                                                        {412, "Precondition Failed"},
                                                        {413, "Content Too Large"},
                                                        {414, "URI Too Long"},
                                                        {415, "Unsupported Media Type"},
                                                        {416, "Range Not Satisfiable"},
                                                        {417, "Expectation Failed"},
                                                        {422, "Unprocessable Content"},
                                                        {429, "Too Many Requests"},
                                                        {431, "Request Header Fields Too Large"},
                                                        {500, "Internal Server Error"},
                                                        {501, "Not Implemented"},
                                                        {502, "Bad Gateway"},
                                                        {503, "Service Unavailable"},
                                                        {504, "Gateway Timeout"},
                                                        {505, "HTTP Version Not Supported"}};

}  // namespace

std::string_view method_name(net::Method method) { return methods[static_cast<std::size_t>(method)].upper; }
std::string_view method_name_lower(net::Method method) { return methods[static_cast<std::size_t>(method)].lower; }

std::string_view reason(int status) {
  for (const auto& [number, name] : reasons) {
    if (number == status) return name;
  }
  return "Unknown";
}

}  // namespace gh::gateway
