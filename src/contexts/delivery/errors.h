// The delivery rows of the error list.
#pragma once
#include "base/error.h"

namespace gh::delivery::errors {

// Extensions: cut_off.
inline constexpr ErrorKind window_closed{40994, "window_closed", "Nothing can be booked in this window (any more)."};
inline constexpr ErrorKind list_full{40995, "delivery_list_full", "The farm has as many of these as it can have."};
inline constexpr ErrorKind not_delivered_here{42294, "not_delivered_here", "The farm does not deliver to this place in this window."};
inline constexpr ErrorKind window_times{42295, "window_times", "The window's times contradict themselves."};
inline constexpr ErrorKind bad_zone{42296, "bad_zone", "The zone contradicts itself."};
inline constexpr ErrorKind point_needed{42297, "point_needed", "This window goes to zones that are circles: the address needs its point."};

inline constexpr const ErrorKind* all[] = {&window_closed, &list_full, &not_delivered_here, &window_times, &bad_zone, &point_needed};

}  // namespace gh::delivery::errors
