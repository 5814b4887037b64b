// The farmers' rows of the error list.
#pragma once
#include "base/error.h"

namespace gh::farmers::errors {

inline constexpr ErrorKind illegal_transition{40930, "illegal_farm_transition", "The farm's status does not allow this."};
inline constexpr ErrorKind farm_exists{40931, "farm_exists", "You have a farm already."};
inline constexpr ErrorKind certification_exists{40932, "certification_exists", "The farm has this certificate already."};
inline constexpr ErrorKind field_exists{40933, "field_exists", "The farm has a field of this name already."};
inline constexpr ErrorKind farm_full{40934, "farm_list_full", "The farm has as many of these as it can have."};
inline constexpr ErrorKind certification_dates{42230, "certification_dates", "A certificate must end after it begins."};
inline constexpr ErrorKind certification_expired{42231, "certification_expired", "This certificate has expired."};
inline constexpr ErrorKind unknown_tag{42232, "unknown_tag", "A tag is not one of the produce list."};
inline constexpr const ErrorKind* all[] = {&illegal_transition, &farm_exists,         &certification_exists,  &field_exists,
                                           &farm_full,          &certification_dates, &certification_expired, &unknown_tag};

}  // namespace gh::farmers::errors
