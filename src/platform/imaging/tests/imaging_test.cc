// Pictures made by the same libraries, and by hand where a header lies.
#include "platform/imaging/imaging.h"

#include <gtest/gtest.h>
#include <png.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include "platform/imaging/errors.h"
#include "platform/imaging/orientation.h"

namespace gh::imaging {
namespace {

// Red on the left, blue on the right; the upper half is lighter.
Pixels sample(int width, int height) {
  Pixels pixels{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto strong = static_cast<std::uint8_t>(y < height / 2 ? 250 : 120);
      const bool left = x < width / 2;
      for (const auto value : {left ? strong : std::uint8_t{0}, std::uint8_t{0}, left ? std::uint8_t{0} : strong, std::uint8_t{255}})
        pixels.rgba.push_back(value);
    }
  }
  return pixels;
}

std::string jpeg_of(const Pixels& pixels) {
  const tjhandle handle = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  EXPECT_EQ(tjCompress2(handle, pixels.rgba.data(), pixels.width, 0, pixels.height, TJPF_RGBA, &bytes, &size, TJSAMP_444, 95, 0), 0);
  std::string out(reinterpret_cast<char*>(bytes), size);
  tjFree(bytes);
  tjDestroy(handle);
  return out;
}

std::string png_of(const Pixels& pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(pixels.width);
  image.height = static_cast<png_uint_32>(pixels.height);
  image.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = 0;
  EXPECT_NE(png_image_write_to_memory(&image, nullptr, &size, 0, pixels.rgba.data(), 0, nullptr), 0);
  std::string out(size, '\0');
  EXPECT_NE(png_image_write_to_memory(&image, out.data(), &size, 0, pixels.rgba.data(), 0, nullptr), 0);
  out.resize(size);
  return out;
}

std::string webp_of(const Pixels& pixels) {
  std::uint8_t* bytes = nullptr;
  const auto size = WebPEncodeRGBA(pixels.rgba.data(), pixels.width, pixels.height, pixels.width * 4, 90, &bytes);
  std::string out(reinterpret_cast<char*>(bytes), size);
  WebPFree(bytes);
  return out;
}

// A segment with EXIF: the orientation and, as cameras write it, where the picture was taken.
std::string with_exif(const std::string& jpeg, int orientation) {
  std::string tiff("II*\0\x08\0\0\0\x01\0", 10);
  tiff += std::string("\x12\x01\x03\0\x01\0\0\0", 8) + static_cast<char>(orientation) + std::string(7, '\0');
  tiff += "GPS 39.2731 N 77.6300 W";
  const auto exif = std::string("Exif\0\0", 6) + tiff;
  const auto length = exif.size() + 2;
  return jpeg.substr(0, 2) + "\xff\xe1" + static_cast<char>(length >> 8) + static_cast<char>(length & 255) + exif + jpeg.substr(2);
}

struct Colour {
  int red, blue;
};
Colour at(const Pixels& pixels, double x, double y) {
  const auto column = static_cast<std::size_t>(x * pixels.width), row = static_cast<std::size_t>(y * pixels.height);
  const auto i = (row * static_cast<std::size_t>(pixels.width) + column) * 4;
  return {pixels.rgba[i], pixels.rgba[i + 2]};
}
bool is_red(Colour colour) { return colour.red > colour.blue + 60; }
bool is_light(Colour colour) { return std::max(colour.red, colour.blue) > 190; }

template <class T>
std::string_view code_of(const Result<T>& result) {
  return result ? "taken" : result.error().kind().code;
}

TEST(Imaging, EveryKindComesOutAsWebpInEverySize) {
  const auto pixels = sample(1000, 600);
  for (const auto& bytes : {jpeg_of(pixels), png_of(pixels), webp_of(pixels)}) {
    EXPECT_EQ(size_of(bytes)->width, 1000);
    const auto sizes = renew(bytes, std::vector{800, 200});
    ASSERT_TRUE(sizes);
    ASSERT_EQ(sizes->size(), 2U);
    EXPECT_EQ((*sizes)[0].width, 800);
    EXPECT_EQ((*sizes)[0].height, 480);
    EXPECT_EQ((*sizes)[1].width, 200);
    for (const auto& size : *sizes) {
      EXPECT_EQ(kind_of(size.webp), Kind::webp);
      const auto again = decode(size.webp, 2000);
      ASSERT_TRUE(again);
      EXPECT_EQ(again->width, size.width);
      EXPECT_TRUE(is_red(at(*again, 0.1, 0.1)) && !is_red(at(*again, 0.9, 0.1)));
      EXPECT_TRUE(is_light(at(*again, 0.1, 0.1)) && !is_light(at(*again, 0.1, 0.9)));
    }
  }
}

TEST(Imaging, ASmallOneIsNotMadeLarger) {
  const auto sizes = renew(png_of(sample(30, 20)), std::vector{800, 200});
  ASSERT_TRUE(sizes);
  EXPECT_EQ((*sizes)[0].width, 30);
  EXPECT_EQ((*sizes)[1].height, 20);
}

TEST(Imaging, WhatIsClearStaysClear) {
  auto pixels = sample(40, 40);
  for (std::size_t i = 3; i < pixels.rgba.size(); i += 4) pixels.rgba[i] = 0;
  const auto again = decode(encode(pixels, 40)->webp, 40);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->rgba[3], 0);
}

TEST(Imaging, NothingElseComesAlong) {
  const auto sent = with_exif(jpeg_of(sample(400, 300)), 1);
  ASSERT_NE(sent.find("GPS 39.2731"), std::string::npos);
  const auto made = renew(sent, std::vector{400});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->front().webp.find("GPS"), std::string::npos);
  EXPECT_EQ(made->front().webp.find("Exif"), std::string::npos);
}

// What stands where after the turn, for each way in which a camera can be held: is the left upper corner red, is it light?
TEST(Imaging, APictureIsTurnedAsTheCameraSays) {
  const auto jpeg = jpeg_of(sample(400, 200));
  struct Case {
    int orientation;
    bool sideways, red, light;
  };
  for (const auto& [orientation, sideways, red, light] :
       {Case{1, false, true, true}, Case{2, false, false, true}, Case{3, false, false, false}, Case{4, false, true, false},
        Case{5, true, true, true}, Case{6, true, true, false}, Case{7, true, false, false}, Case{8, true, false, true}}) {
    const auto pixels = decode(with_exif(jpeg, orientation), 400);
    ASSERT_TRUE(pixels) << orientation;
    EXPECT_EQ(pixels->width, sideways ? 200 : 400) << orientation;
    EXPECT_EQ(pixels->height, sideways ? 400 : 200) << orientation;
    EXPECT_EQ(is_red(at(*pixels, 0.1, 0.1)), red) << orientation;
    EXPECT_EQ(is_light(at(*pixels, 0.1, 0.1)), light) << orientation;
    // The corner beside it differs in one of the two, the one across in both.
    EXPECT_NE(is_red(at(*pixels, 0.9, 0.9)), red) << orientation;
    EXPECT_NE(is_light(at(*pixels, 0.9, 0.9)), light) << orientation;
    EXPECT_EQ(is_red(at(*pixels, 0.9, 0.1)) != red, !sideways) << orientation;
  }
}

TEST(Imaging, AnOrientationThatCannotBeReadIsNone) {
  const auto jpeg = jpeg_of(sample(40, 20));
  EXPECT_EQ(orientation_of(with_exif(jpeg, 6)), 6);
  EXPECT_EQ(orientation_of(with_exif(jpeg, 0)), 1);
  EXPECT_EQ(orientation_of(with_exif(jpeg, 9)), 1);
  const auto whole = with_exif(jpeg, 6);
  for (std::size_t length = 0; length < 60; ++length) {
    const auto said = orientation_of(whole.substr(0, length));
    EXPECT_TRUE(said == 1 || said == 6) << length;
  }
}

TEST(Imaging, KindsAreToldByTheContent) {
  EXPECT_EQ(code_of(size_of("")), "picture_kind");
  EXPECT_EQ(code_of(size_of("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")), "picture_kind");
  EXPECT_EQ(code_of(size_of("GIF89a\x01\x01")), "picture_kind");
  EXPECT_EQ(code_of(size_of("RIFF\x10\0\0\0WAVEfmt ")), "picture_kind");
  std::string moving("RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x09\0\0\x09\0\0", 30);
  EXPECT_EQ(code_of(size_of(moving)), "picture_kind");
}

std::string png_header(std::uint32_t width, std::uint32_t height) {
  auto png = png_of(sample(8, 8));
  for (int i = 0; i < 4; ++i) {
    png[static_cast<std::size_t>(16 + i)] = static_cast<char>(width >> (24 - 8 * i));
    png[static_cast<std::size_t>(20 + i)] = static_cast<char>(height >> (24 - 8 * i));
  }
  // The chunk's sum, which libpng checks.
  std::uint32_t crc = 0xffffffff;
  for (std::size_t i = 12; i < 29; ++i) {
    crc ^= static_cast<unsigned char>(png[i]);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
  }
  crc = ~crc;
  for (int i = 0; i < 4; ++i) png[static_cast<std::size_t>(29 + i)] = static_cast<char>(crc >> (24 - 8 * i));
  return png;
}

TEST(Imaging, TooManyPixelsAreRefusedByTheHeader) {
  const auto bomb = png_header(15'000, 15'000);
  ASSERT_LT(bomb.size(), 2000U);
  for (const auto& result : {code_of(size_of(bomb)), code_of(decode(bomb, 100)), code_of(renew(bomb, std::vector{100}))})
    EXPECT_EQ(result, "too_many_pixels");
  EXPECT_EQ(code_of(size_of(png_header(20'000, 10))), "too_many_pixels");
  EXPECT_EQ(size_of(png_header(5'000, 5'000))->width, 5'000);
  EXPECT_EQ(code_of(size_of(png_header(5'001, 5'000))), "too_many_pixels");
  const auto refused = size_of(bomb);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().extensions().front().json, "225000000");
  EXPECT_EQ(code_of(size_of(png_header(0, 10))), "picture_damaged");
}

TEST(Imaging, BytesAreBounded) {
  auto padded = jpeg_of(sample(40, 20));
  padded.resize(bytes_max + 1);
  EXPECT_EQ(code_of(size_of(padded)), "picture_too_large");
}

TEST(Imaging, WhatIsCutOffIsDamaged) {
  const auto pixels = sample(300, 300);
  for (const auto& bytes : {jpeg_of(pixels), png_of(pixels), webp_of(pixels)}) {
    for (const auto part : {12U, 30U, 60U, 95U}) {
      const auto cut = bytes.substr(0, bytes.size() * part / 100);
      EXPECT_EQ(code_of(renew(cut, std::vector{100})), "picture_damaged") << bytes.substr(1, 3) << ' ' << part;
    }
  }
}

}  // namespace
}  // namespace gh::imaging
