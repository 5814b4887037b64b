// The pictures' rows of the error list; what can be wrong with one itself stands in platform/imaging/errors.h.
#pragma once
#include "base/error.h"

namespace gh::pictures::errors {

inline constexpr ErrorKind picture_gone{42255, "picture_gone", "A picture that this names is not there (any more); upload it again."};
inline constexpr ErrorKind too_many_pictures{42950, "too_many_pictures", "Nobody may upload more pictures in a day; try again tomorrow."};
inline constexpr const ErrorKind* all[] = {&picture_gone, &too_many_pictures};

}  // namespace gh::pictures::errors
