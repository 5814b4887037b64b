// From what was sent to what is stored of a farm's profile. Pure.
#pragma once
#include <string>

#include "base/error.h"
#include "contexts/farmers/profile_inputs.h"

namespace gh::farmers {

// Sorted. Fails with opening_times, each offending entry below `pointer`: closes before it opens, two that overlap, a date twice.
Result<OpeningTimes> opening_times(const OpeningTimesInput&, const std::string& pointer);
// The whole new list: a point with an id keeps it, one that is left out is gone. opening_times; invalid_input for an unknown id.
Result<void> set_pickup_points(Profile&, const PickupPoints&);
std::vector<Picture> pictures(const Pictures&);

}  // namespace gh::farmers
