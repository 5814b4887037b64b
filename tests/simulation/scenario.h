// A scenario plays one seed to its end, lets the dust settle, and recounts.
#pragma once
#include <cstdint>
#include <string>

#include "contexts/inventory/service.h"

namespace gh::simulation {

// So small that every item's movements go to pages again and again, with the next write waiting for them.
inline constexpr inventory::ItemLimits small_tail{.paged_at = 4, .kept = 1, .waited_at = 8};
// And so few lots that those that are sold out make room for new ones.
inline constexpr inventory::ItemLimits few_lots{.paged_at = 4, .kept = 1, .waited_at = 8, .lots = 2};

struct Played {
  std::string broken;  // empty: every invariant held
  std::uint64_t hash = 0;
  std::string history;
};

// Buyers and farmers at the stock of a few skus; three nodes that crash, clocks that jump, a store that loses answers.
Played play_stock(std::uint64_t seed);

// The whole shop: checkout, payment, second steps, cancellations, tasks, sweepers, price and stock changes on the same three nodes.
Played play_shop(std::uint64_t seed);

}  // namespace gh::simulation
