#include "net/http.h"

namespace gh::net {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool ends_a_line(char c) { return c == '\r' || c == '\n' || c == '\0'; }

}  // namespace

bool same_name(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::optional<std::string_view> Request::field(std::string_view name) const {
  for (const Field& candidate : fields) {
    if (same_name(candidate.name, name)) return candidate.value;
  }
  return std::nullopt;
}

Head& Head::add(std::string_view name, std::string_view value) {
  text_.append(name).append(": ");
  if (std::ranges::none_of(value, ends_a_line)) {
    text_.append(value);
  } else {
    std::ranges::remove_copy_if(value, std::back_inserter(text_), ends_a_line);
  }
  text_.append("\r\n");
  return *this;
}

}  // namespace gh::net
