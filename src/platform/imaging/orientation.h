// How a camera was held (EXIF 2.3, tag 0x0112), and turning pixels accordingly. Pure.
#pragma once
#include <string_view>

#include "platform/imaging/imaging.h"

namespace gh::imaging {

// 1 to 8; 1 (as it is) where the JPEG does not say or says it in a way that cannot be read.
int orientation_of(std::string_view jpeg);
Pixels turned(Pixels pixels, int orientation);

}  // namespace gh::imaging
