// The rules of one farm: pure functions over the document. No I/O.
#pragma once
#include <span>

#include "base/error.h"
#include "contexts/farmers/types.h"

namespace gh::farmers {

inline constexpr std::size_t certifications_max = 20;
inline constexpr std::size_t fields_max = 500;

enum class Action { apply, claim, verify, reject, pause, resume };
BOOST_DESCRIBE_ENUM(Action, apply, claim, verify, reject, pause, resume)

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

// Fails with certification_dates, certification_expired (last day before `today`), certification_exists or farm_full.
Result<void> add_certification(Farm&, Certification, Date today);  // its id is given here
// not_found if there is none.
Result<void> remove_certification(Farm&, std::int32_t id);
// A certificate of any scheme that holds on this day.
bool is_certified(const Farm&, Date);

Result<void> add_field(Farm&, Field);  // field_exists (by name, letter case aside) or farm_full

}  // namespace gh::farmers
