// Fuzzes what a picture goes through. Properties: what is decoded has the size that the header says, at most halved three times and
// turned; nothing is decoded beyond the limits; what is taken is encoded within the wanted side and can be read again; the orientation is
// one of eight, whatever comes. -DGREENHARVEST_PLANT=picture_limits must be found.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "platform/imaging/imaging.h"
#include "platform/imaging/orientation.h"

namespace {

constexpr int longest = 64;
constexpr std::int64_t pixels_fuzzed_max = 1'000'000;  // a larger one takes the fuzzer's time

void must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gh::imaging;
  // A copy of exactly its size: what is read beyond it is seen.
  const auto copy = std::make_unique<char[]>(size);
  std::copy(data, data + size, copy.get());
  const std::string_view bytes(copy.get(), size);
  const int orientation = orientation_of(bytes);
  must(orientation >= 1 && orientation <= 8, "one of eight orientations");
  const auto header = size_of(bytes);
  if (!header) {
    must(!decode(bytes, longest), "what has no size is not decoded");
    return 0;
  }
  const auto pixels = static_cast<std::int64_t>(header->width) * header->height;
  must(pixels <= pixels_max && header->width <= side_max && header->height <= side_max, "the limits");
  if (pixels > pixels_fuzzed_max) return 0;
  const auto decoded = decode(bytes, longest);
  if (!decoded) return 0;
  must(decoded->width <= side_max && decoded->height <= side_max, "not larger than the header says");
  must(decoded->rgba.size() == static_cast<std::size_t>(decoded->width) * static_cast<std::size_t>(decoded->height) * 4, "all pixels");
  const auto made = encode(*decoded, longest);
  must(made.has_value(), "what was decoded can be encoded");
  must(made->width <= longest && made->height <= longest, "the wanted side");
  const auto again = decode(made->webp, longest);
  must(again && again->width == made->width && again->height == made->height, "round trip");
  return 0;
}
