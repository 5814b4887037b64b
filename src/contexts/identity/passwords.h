// Which passwords are refused although they are long enough (NIST SP 800-63B, section 5.1.1.2): common ones and what everybody knows of
// the person. Pure.
#pragma once
#include <string_view>

#include "base/error.h"

namespace gh::identity {

inline constexpr std::size_t distinct_characters_min = 4;

// Letter case aside, whether it stands in the list of passwords that people choose most (common_passwords.txt).
bool is_common_password(std::string_view password);

// weak_password, with the field that `pointer` names.
Result<void> check_new_password(std::string_view password, std::string_view email, std::string_view name, std::string_view pointer);

}  // namespace gh::identity
