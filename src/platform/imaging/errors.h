// What can be wrong with a picture that somebody sends.
#pragma once
#include "base/error.h"

namespace gh::imaging::errors {

inline constexpr ErrorKind picture_too_large{41350, "picture_too_large", "The picture has more bytes than are taken."};
inline constexpr ErrorKind picture_kind{41550, "picture_kind",
                                        "A picture is a JPEG, a PNG or a WebP; its content says which, not its name."};
inline constexpr ErrorKind too_many_pixels{42253, "too_many_pixels", "The picture has more pixels than are taken."};
inline constexpr ErrorKind picture_damaged{42254, "picture_damaged", "The picture cannot be read to its end."};
inline constexpr const ErrorKind* all[] = {&picture_too_large, &picture_kind, &too_many_pixels, &picture_damaged};

}  // namespace gh::imaging::errors
