// Pictures that people send, made anew: told by their content, bounded before a pixel is decoded, turned as their camera says, and
// encoded without anything else that came with them (place, device, thumbnails, profiles). Pure functions; they take some tenths of a
// second and are for a worker thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace gh::imaging {

enum class Kind : std::uint8_t { jpeg, png, webp };

inline constexpr std::size_t bytes_max = 10 * 1024 * 1024;
inline constexpr std::int64_t pixels_max = 25'000'000;  // a camera of 24 megapixels; 100 MB when decoded
inline constexpr int side_max = 16'000;

// 8 bits each of red, green, blue and opacity, row by row.
struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

struct Size {
  int width = 0;
  int height = 0;
};

// One form of a picture, as WebP.
struct Rendition {
  int width = 0;
  int height = 0;
  std::string webp;
};

// By the first bytes.
std::optional<Kind> kind_of(std::string_view bytes);

// Of the header, nothing is decoded; before the camera's turn. picture_too_large, picture_kind (also for one that moves),
// too_many_pixels with the extensions pixels, pixels_max and side_max, picture_damaged.
Result<Size> size_of(std::string_view bytes);

// Turned as the camera says. Where the kind can be decoded smaller, the longest side is at least longest_wanted and not much more.
// Errors of size_of.
Result<Pixels> decode(std::string_view bytes, int longest_wanted);

// No side longer than `longest`; never larger than it came.
Result<Rendition> encode(const Pixels& pixels, int longest);

// The picture in each of these sizes (longest sides, the first one the longest). Errors of size_of.
Result<std::vector<Rendition>> renew(std::string_view bytes, std::span<const int> longest_sides);

}  // namespace gh::imaging
