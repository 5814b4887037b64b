// Planted defects: a build with -DGREENHARVEST_PLANT=<name> has exactly that one defect, so that a check can be seen to catch it.
// In every other build planted() is a constant false and the branch is not in the program.
#pragma once
#include <string_view>

namespace gh {

constexpr bool planted([[maybe_unused]] std::string_view defect) {
#ifdef GREENHARVEST_PLANT
  return defect == GREENHARVEST_PLANT;
#else
  return false;
#endif
}

}  // namespace gh
