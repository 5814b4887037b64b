#include "contexts/identity/scopes.h"

#include <algorithm>

#include <fmt/format.h>

#include "platform/json/schema.h"

namespace gh::identity {

json::Violation Scope::check(std::string& text) {
  if (std::ranges::find(all_scopes, text) != all_scopes.end()) return {};
  return {"unknown_scope", fmt::format("must be one of {}", fmt::join(all_scopes, ", "))};
}

void Scope::schema(json::Schema& schema) {
  schema.raw(fmt::format(R"({{"type":"string","enum":["{}"]}})", fmt::join(all_scopes, R"(",")")));
}

}  // namespace gh::identity
