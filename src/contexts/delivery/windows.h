// The rules of windows as pure functions: which ones a plan has, what their times are, whether one can be booked.
#pragma once
#include <string>
#include <vector>

#include "base/error.h"
#include "contexts/delivery/places.h"
#include "contexts/delivery/types.h"

namespace gh::delivery {

inline constexpr std::int32_t day_minutes = 24 * 60;
inline constexpr std::int32_t places_max = 10'000;
inline constexpr std::int32_t cut_off_days_max = 14;
inline constexpr std::int32_t weeks_ahead_max = 8;

Weekday weekday_of(Date day);
std::string clock_text(std::int32_t minutes);  // "09:30"

// A window of this day: its moments are those of the farm's zone, so that 09:00 is 09:00 on either side of a change of clocks.
// id and state are the caller's. window_times: it does not end after it begins, or could be booked after it began.
Result<Window> window_of(const WindowTerms& terms, CutOff cut_off, Date day, const FarmId& farm, const std::string& time_zone);

// The weekly windows of the plan that begin on the days from .. to, those in blackouts left out. The same weekly window, day and times
// always have the same id; other times are another window, so that what was booked is what it was.
std::vector<Window> planned(const Plan& plan, Date from, Date to);

// Brings a window that is there into line with the plan's: what buyers may book from now on. False: it was.
bool align(Window& window, const Window& planned);

// Whether it can be booked now, for this place: the zone that counts; none for pick_up. window_closed, not_delivered_here; point_needed
// where a circle might hold the place if it had a point.
Result<const Zone*> bookable(const Window& window, const Plan& plan, const Place& place, Timestamp now);

}  // namespace gh::delivery
