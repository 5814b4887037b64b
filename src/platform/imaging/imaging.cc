#include "platform/imaging/imaging.h"

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/encode.h>

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/planted.h"
#include "platform/imaging/errors.h"
#include "platform/imaging/orientation.h"

namespace gh::imaging {

namespace {

constexpr float quality = 80;  // of WebP; above it files grow and eyes see nothing

const std::uint8_t* data_of(std::string_view bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }

std::unexpected<Error> damaged(std::string_view detail) { return fail(errors::picture_damaged, std::string(detail)); }

std::size_t rgba_bytes(Size size) { return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 4; }

// The size at which the longest side is `longest`, or as it is.
Size within(Size size, int longest) {
  const int side = std::max(size.width, size.height);
  if (side <= longest) return size;
  const auto scaled = [&](int length) {
    return std::max(1, static_cast<int>((static_cast<std::int64_t>(length) * longest + side / 2) / side));
  };
  return {scaled(size.width), scaled(size.height)};
}

Result<Size> checked(Size size) {
  const auto pixels = static_cast<std::int64_t>(size.width) * size.height;
  if (size.width < 1 || size.height < 1) return damaged("It has no pixels.");
  if ((size.width <= side_max && size.height <= side_max && pixels <= pixels_max) || planted("picture_limits")) return size;
  return fail(Error(errors::too_many_pixels, fmt::format("{} by {} pixels; at most {} pixels and {} on a side are taken.", size.width,
                                                         size.height, pixels_max, side_max))
                  .extend("pixels", std::to_string(pixels))
                  .extend("pixels_max", std::to_string(pixels_max))
                  .extend("side_max", std::to_string(side_max)));
}

struct JpegEnd {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Jpeg = std::unique_ptr<void, JpegEnd>;

Result<Size> jpeg_size(const Jpeg& jpeg, std::string_view bytes) {
  int width = 0, height = 0, subsampling = 0, colours = 0;
  if (tjDecompressHeader3(jpeg.get(), data_of(bytes), bytes.size(), &width, &height, &subsampling, &colours) != 0)
    return damaged(tjGetErrorStr2(jpeg.get()));
  if (colours == TJCS_CMYK || colours == TJCS_YCCK) return damaged("It has the colours of a printing press (CMYK).");
  return checked({width, height});
}

// A half, a quarter or an eighth costs as much less of memory and time.
Result<Pixels> decode_jpeg(std::string_view bytes, int longest_wanted) {
  const Jpeg jpeg(tjInitDecompress());
  if (!jpeg) return damaged("no memory");
  GH_TRY(const auto size, jpeg_size(jpeg, bytes));
  tjscalingfactor scale{1, 1};
  for (const int part : {2, 4, 8}) {
    const tjscalingfactor smaller{1, part};
    if (TJSCALED(std::max(size.width, size.height), smaller) >= longest_wanted) scale = smaller;
  }
  Pixels pixels{TJSCALED(size.width, scale), TJSCALED(size.height, scale), {}};
  pixels.rgba.resize(rgba_bytes({pixels.width, pixels.height}));
  const int done = tjDecompress2(jpeg.get(), data_of(bytes), bytes.size(), pixels.rgba.data(), pixels.width, 0, pixels.height, TJPF_RGBA,
                                 TJFLAG_LIMITSCANS);
  // Cameras leave some bytes too many, which is a warning; an end that is missing is one, too.
  const std::string_view said = done == 0 ? "" : tjGetErrorStr2(jpeg.get());
  if (done != 0 && (tjGetErrorCode(jpeg.get()) != TJERR_WARNING || said.contains("remature"))) return damaged(said);
  return turned(std::move(pixels), orientation_of(bytes));
}

class Png {
 public:
  explicit Png(std::string_view bytes) {
    image_.version = PNG_IMAGE_VERSION;
    open_ = png_image_begin_read_from_memory(&image_, bytes.data(), bytes.size()) != 0;
  }
  ~Png() { png_image_free(&image_); }
  Png(const Png&) = delete;
  Png& operator=(const Png&) = delete;

  Result<Size> size() const {
    if (!open_) return damaged(image_.message);
    constexpr png_uint_32 readable_max = 1U << 30;  // libpng refuses what is beyond a million
    return checked({static_cast<int>(std::min(image_.width, readable_max)), static_cast<int>(std::min(image_.height, readable_max))});
  }
  Result<Pixels> pixels(Size size) {
    image_.format = PNG_FORMAT_RGBA;
    Pixels pixels{size.width, size.height, {}};
    pixels.rgba.resize(rgba_bytes(size));
    if (png_image_finish_read(&image_, nullptr, pixels.rgba.data(), 0, nullptr) == 0) return damaged(image_.message);
    return pixels;
  }

 private:
  png_image image_{};
  bool open_ = false;
};

Result<Size> webp_size(std::string_view bytes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data_of(bytes), bytes.size(), &features) != VP8_STATUS_OK) return damaged("Its header is not one of a WebP.");
  if (features.has_animation != 0) return fail(errors::picture_kind, "A picture that moves is not taken.");
  return checked({features.width, features.height});
}

Result<Pixels> decode_webp(std::string_view bytes, int longest_wanted) {
  GH_TRY(const auto size, webp_size(bytes));
  const auto wanted = within(size, longest_wanted);
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) return damaged("another version of the library");
  config.options.use_scaling = wanted.width != size.width || wanted.height != size.height;
  config.options.scaled_width = wanted.width;
  config.options.scaled_height = wanted.height;
  Pixels pixels{wanted.width, wanted.height, {}};
  pixels.rgba.resize(rgba_bytes(wanted));
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {pixels.rgba.data(), wanted.width * 4, pixels.rgba.size()};
  const auto status = WebPDecode(data_of(bytes), bytes.size(), &config);
  WebPFreeDecBuffer(&config.output);
  if (status != VP8_STATUS_OK) return damaged(status == VP8_STATUS_NOT_ENOUGH_DATA ? "Its end is missing." : "It cannot be decoded.");
  return pixels;
}

Result<Kind> admitted(std::string_view bytes) {
  if (bytes.size() > bytes_max)
    return fail(Error(errors::picture_too_large, fmt::format("At most {} bytes are taken.", bytes_max))
                    .extend("bytes_max", std::to_string(bytes_max)));
  const auto kind = kind_of(bytes);
  if (!kind) return fail(errors::picture_kind);
  return *kind;
}

class WebpPicture {
 public:
  WebpPicture() : usable_(WebPPictureInit(&picture_) != 0) { WebPMemoryWriterInit(&written_); }
  ~WebpPicture() {
    WebPPictureFree(&picture_);
    WebPMemoryWriterClear(&written_);
  }
  WebpPicture(const WebpPicture&) = delete;
  WebpPicture& operator=(const WebpPicture&) = delete;

  bool take(const Pixels& pixels) {
    picture_.width = pixels.width;
    picture_.height = pixels.height;
    return usable_ && WebPPictureImportRGBA(&picture_, pixels.rgba.data(), pixels.width * 4) != 0;
  }
  bool resize(Size size) {
    return (size.width == picture_.width && size.height == picture_.height) || WebPPictureRescale(&picture_, size.width, size.height) != 0;
  }
  std::optional<std::string> encoded() {
    WebPConfig config;
    if (WebPConfigPreset(&config, WEBP_PRESET_PHOTO, quality) == 0) return std::nullopt;
    picture_.writer = WebPMemoryWrite;
    picture_.custom_ptr = &written_;
    if (WebPEncode(&config, &picture_) == 0) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(written_.mem), written_.size);
  }

 private:
  WebPPicture picture_;
  WebPMemoryWriter written_;
  bool usable_;
};

}  // namespace

std::optional<Kind> kind_of(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff")) return Kind::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return Kind::png;
  if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") return Kind::webp;
  return std::nullopt;
}

Result<Size> size_of(std::string_view bytes) {
  GH_TRY(const auto kind, admitted(bytes));
  switch (kind) {
    case Kind::jpeg: {
      const Jpeg jpeg(tjInitDecompress());
      if (!jpeg) return damaged("no memory");
      return jpeg_size(jpeg, bytes);
    }
    case Kind::png:
      return Png(bytes).size();
    case Kind::webp:
      break;
  }
  return webp_size(bytes);
}

Result<Pixels> decode(std::string_view bytes, int longest_wanted) {
  GH_TRY(const auto kind, admitted(bytes));
  switch (kind) {
    case Kind::jpeg:
      return decode_jpeg(bytes, longest_wanted);
    case Kind::png: {
      Png png(bytes);
      GH_TRY(const auto size, png.size());
      return png.pixels(size);
    }
    case Kind::webp:
      break;
  }
  return decode_webp(bytes, longest_wanted);
}

Result<Rendition> encode(const Pixels& pixels, int longest) {
  const auto size = within({pixels.width, pixels.height}, longest);
  WebpPicture picture;
  if (!picture.take(pixels) || !picture.resize(size)) return damaged("It cannot be scaled.");
  auto webp = picture.encoded();
  if (!webp) return damaged("It cannot be encoded.");
  return Rendition{size.width, size.height, *std::move(webp)};
}

Result<std::vector<Rendition>> renew(std::string_view bytes, std::span<const int> longest_sides) {
  GH_TRY(const auto pixels, decode(bytes, longest_sides.front()));
  std::vector<Rendition> renditions;
  for (const int longest : longest_sides) {
    GH_TRY(auto rendition, encode(pixels, longest));
    renditions.push_back(std::move(rendition));
  }
  return renditions;
}

}  // namespace gh::imaging
