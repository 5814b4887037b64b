// The rows of the error list that belong to operations.
#pragma once
#include "base/error.h"

namespace gh::operations::errors {

inline constexpr ErrorKind operation_ended{40997, "operation_ended", "The operation has ended already."};
inline constexpr ErrorKind operation_too_large{41397, "operation_too_large",
                                               "The operation has more rows, or larger ones, than one may have."};
inline constexpr ErrorKind too_many_operations{42997, "too_many_operations",
                                               "Too many operations of yours wait or run; let one end first."};
inline constexpr const ErrorKind* all[] = {&operation_ended, &operation_too_large, &too_many_operations};

}  // namespace gh::operations::errors
