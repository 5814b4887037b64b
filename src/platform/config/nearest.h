// The known name that a wrong one was probably meant to be.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gh::config {

// Empty if none is similar: at most a third of the characters are wrong (insertions, deletions, replacements).
std::string nearest(std::string_view wrong, const std::vector<std::string>& known);

}  // namespace gh::config
