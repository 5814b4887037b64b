// The catalog's rows of the error list.
#pragma once
#include "base/error.h"

namespace gh::catalog::errors {

inline constexpr ErrorKind product_state{40940, "product_state", "The product's state does not allow this."};
inline constexpr ErrorKind category_exists{40941, "category_exists", "There is a category with this slug already."};
inline constexpr ErrorKind reference_taken{40942, "reference_taken", "The farm has a product with this reference already."};
inline constexpr ErrorKind table_too_large{41340, "table_too_large", "The table has more rows than can be taken at once."};
inline constexpr ErrorKind provenance_required{42240, "provenance_required",
                                               "A product is published only when it says where it comes from."};
inline constexpr ErrorKind too_many_variants{42241, "too_many_variants", "The product has used up the numbers of its variants."};

inline constexpr const ErrorKind* all[] = {&product_state,   &category_exists,     &reference_taken,
                                           &table_too_large, &provenance_required, &too_many_variants};

}  // namespace gh::catalog::errors
