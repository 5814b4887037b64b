// The rows of the error list that belong to notifications.
#pragma once
#include "base/error.h"

namespace gh::notifications::errors {

inline constexpr ErrorKind unsubscribe_link{40498, "unsubscribe_link_invalid", "This link to unsubscribe is not one that was sent."};
inline constexpr ErrorKind mandatory_notice{40998, "mandatory_notice", "This message cannot be switched off."};
inline constexpr ErrorKind unknown_event{42298, "unknown_event", "There is no such event to tell of."};
inline constexpr ErrorKind template_invalid{42299, "template_invalid",
                                            "The template has a placeholder that the event does not fill, or cannot be read."};
inline constexpr const ErrorKind* all[] = {&unsubscribe_link, &mandatory_notice, &unknown_event, &template_invalid};

}  // namespace gh::notifications::errors
