// The farmers' rows of the error list.
#pragma once
#include "base/error.h"

namespace gh::farmers::errors {

inline constexpr ErrorKind illegal_transition{40930, "illegal_farm_transition", "The farm's status does not allow this."};
inline constexpr ErrorKind farm_exists{40931, "farm_exists", "You have a farm already."};
inline constexpr ErrorKind certification_exists{40932, "certification_exists", "The farm has this certificate already."};
inline constexpr ErrorKind field_exists{40933, "field_exists", "The farm has a field of this name already."};
inline constexpr ErrorKind farm_full{40934, "farm_list_full", "The farm has as many of these as it can have."};
inline constexpr ErrorKind certification_state{40935, "certification_state", "The certificate's state does not allow this."};
inline constexpr ErrorKind already_invited{40936, "already_invited", "This address has an open invitation."};
inline constexpr ErrorKind works_here{40937, "works_here", "This person works for the farm already."};
inline constexpr ErrorKind works_elsewhere{40938, "works_elsewhere", "You work for a farm already."};
inline constexpr ErrorKind invitation_void{40939, "invitation_void", "This invitation does not hold any more."};
inline constexpr ErrorKind certification_dates{42230, "certification_dates", "The certificate's dates do not fit together."};
inline constexpr ErrorKind certification_expired{42231, "certification_expired", "This certificate has expired."};
inline constexpr ErrorKind unknown_tag{42232, "unknown_tag", "A tag is not one of the produce list."};
inline constexpr ErrorKind application_incomplete{42233, "application_incomplete", "The application does not say enough yet."};
inline constexpr ErrorKind opening_times{42234, "opening_times", "The opening times do not fit together."};
inline constexpr ErrorKind owner_cannot_leave{42235, "owner_cannot_leave", "The owner hands the farm over before leaving it."};
inline constexpr const ErrorKind* all[] = {
    &illegal_transition,  &farm_exists,           &certification_exists, &field_exists,           &farm_full,
    &certification_state, &already_invited,       &works_here,           &works_elsewhere,        &invitation_void,
    &certification_dates, &certification_expired, &unknown_tag,          &application_incomplete, &opening_times,
    &owner_cannot_leave};

}  // namespace gh::farmers::errors
