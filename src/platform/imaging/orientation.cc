#include "platform/imaging/orientation.h"

#include <algorithm>
#include <cstring>

namespace gh::imaging {

namespace {

constexpr unsigned orientation_tag = 0x0112;
constexpr int as_it_is = 1, orientations = 8;
constexpr unsigned entries_max = 1000;  // of a directory; cameras write some twenty

unsigned char byte(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

// Numbers of a TIFF: in either order of bytes, nothing where they lie outside.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}

  bool is_one() const { return bytes_.starts_with("II*") || bytes_.starts_with(std::string_view("MM\0*", 4)); }
  std::optional<unsigned> number(std::size_t at, std::size_t length) const {
    if (at > bytes_.size() || bytes_.size() - at < length) return std::nullopt;
    unsigned value = 0;
    for (std::size_t i = 0; i < length; ++i) value = value << 8 | byte(bytes_, little_ ? at + length - 1 - i : at + i);
    return value;
  }

 private:
  std::string_view bytes_;
  bool little_;
};

int orientation_in(std::string_view exif) {
  const Tiff tiff(exif);
  if (!tiff.is_one()) return as_it_is;
  const auto directory = tiff.number(4, 4);
  const auto entries = directory ? tiff.number(*directory, 2) : std::nullopt;
  if (!entries) return as_it_is;
  constexpr std::size_t entry_bytes = 12;
  for (unsigned i = 0; i < std::min(*entries, entries_max); ++i) {
    const std::size_t at = std::size_t{*directory} + 2 + i * entry_bytes;
    const auto tag = tiff.number(at, 2);
    if (!tag) return as_it_is;
    if (*tag != orientation_tag) continue;
    const auto value = tiff.number(at + 8, 2);
    return value && *value >= 1 && *value <= orientations ? static_cast<int>(*value) : as_it_is;
  }
  return as_it_is;
}

}  // namespace

int orientation_of(std::string_view jpeg) {
  constexpr unsigned char mark = 0xff, start_of_scan = 0xda, app1 = 0xe1;
  constexpr std::string_view exif("Exif\0\0", 6);
  for (std::size_t at = 2; at + 4 <= jpeg.size();) {
    if (byte(jpeg, at) != mark) return as_it_is;
    const auto kind = byte(jpeg, at + 1);
    if (kind == mark) {  // fill
      ++at;
      continue;
    }
    if (kind == start_of_scan) return as_it_is;
    const std::size_t length = std::size_t{byte(jpeg, at + 2)} << 8 | byte(jpeg, at + 3);
    if (length < 2) return as_it_is;
    const auto segment = jpeg.substr(at + 4, length - 2);
    if (kind == app1 && segment.starts_with(exif)) return orientation_in(segment.substr(exif.size()));
    at += 2 + length;
  }
  return as_it_is;
}

Pixels turned(Pixels from, int orientation) {
  if (orientation == as_it_is) return from;
  const bool sideways = orientation >= 5;
  Pixels to{.width = sideways ? from.height : from.width, .height = sideways ? from.width : from.height, .rgba = {}};
  to.rgba.resize(from.rgba.size());
  // Where the pixel of the new picture was, for each of the eight.
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  for (int y = 0; y < to.height; ++y) {
    for (int x = 0; x < to.width; ++x) {
      int from_x = sideways ? y : x;
      int from_y = sideways ? x : y;
      if (mirror_x) from_x = from.width - 1 - from_x;
      if (mirror_y) from_y = from.height - 1 - from_y;
      const auto source = (static_cast<std::size_t>(from_y) * static_cast<std::size_t>(from.width) + static_cast<std::size_t>(from_x)) * 4;
      const auto target = (static_cast<std::size_t>(y) * static_cast<std::size_t>(to.width) + static_cast<std::size_t>(x)) * 4;
      std::memcpy(&to.rgba[target], &from.rgba[source], 4);
    }
  }
  return to;
}

}  // namespace gh::imaging
