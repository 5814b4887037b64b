// The rules of one farm: pure functions over the document. No I/O.
#pragma once
#include <span>

#include "base/error.h"
#include "contexts/farmers/types.h"

namespace gh::farmers {

inline constexpr std::size_t fields_max = 500;
inline constexpr std::size_t papers_max = 30;

enum class Action { apply, claim, ask, verify, reject, pause, resume };
BOOST_DESCRIBE_ENUM(Action, apply, claim, ask, verify, reject, pause, resume)

struct Transition {
  FarmStatus from;
  Action action;
  FarmStatus to;
};
// The whole life of a farm's status; what is not here is illegal.
std::span<const Transition> transitions();

// Moves the farm, or fails with illegal_transition, whose extensions are "current" (its status) and "legal", the actions that are.
Result<void> move(Farm&, Action, Timestamp now);

// Shown to everyone. The others are seen by their owner and by admins.
bool is_public(FarmStatus);
bool may_sell(FarmStatus);
// A claimed farm shows the directory's words until the claim is decided.
bool may_be_edited(FarmStatus);
// Whether what a product carries of its farm differs: name, address, whether it sells, its certificates and the clock that they go by.
bool concerns_products(const Farm& before, const Farm& after);

Result<void> add_field(Farm&, Field);               // field_exists (by name, letter case aside) or farm_full
Result<void> add_paper(Farm&, Paper);               // its id is given here; farm_full
Result<void> remove_paper(Farm&, std::int32_t id);  // not_found

}  // namespace gh::farmers
