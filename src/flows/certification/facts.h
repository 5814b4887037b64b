// What products carry of their farm, from the farm. Pure.
#pragma once
#include "contexts/catalog/types.h"
#include "contexts/farmers/types.h"

namespace gh::certification {

// The labels are the verified certificates, in whatever standing, with the moments of the farm's clock between which they hold.
catalog::FarmFacts facts_of(const farmers::Farm&);

}  // namespace gh::certification
