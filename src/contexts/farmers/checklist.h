// What an application should say before it is decided: the one list that the owner, the admin and the decision share. Pure.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/farmers/types.h"

namespace gh::farmers {

struct ChecklistRule {
  std::string_view name;
  std::string_view pointer;  // to the field of the farm that is to be filled in
  std::string_view message;
  bool required;  // without it the farm cannot be verified
  bool (*met)(const Farm&);
};
std::span<const ChecklistRule> checklist();
std::vector<const ChecklistRule*> missing_of_application(const Farm&);

// application_incomplete names the required rules that are not met: the extension "missing" and a field error each.
Result<void> require_application(const Farm&);

}  // namespace gh::farmers
