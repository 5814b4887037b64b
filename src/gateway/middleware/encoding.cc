#include "gateway/middleware/encoding.h"

#include <algorithm>
#include <stdexcept>

#include <brotli/encode.h>
#include <zlib.h>

namespace gh::gateway {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

// ";q=0.5" in thousandths; 1000 without one, 0 if malformed.
int weight(std::string_view parameters) {
  parameters = trim(parameters);
  if (parameters.empty()) return 1000;
  if (!parameters.starts_with("q=") && !parameters.starts_with("Q=")) return 0;
  parameters.remove_prefix(2);
  if (parameters.empty() || (parameters[0] != '0' && parameters[0] != '1')) return 0;
  int value = (parameters[0] - '0') * 1000;
  if (parameters.size() == 1) return value;
  if (parameters[1] != '.' || parameters.size() > 5) return 0;
  int scale = 100;
  for (char c : parameters.substr(2)) {
    if (c < '0' || c > '9') return 0;
    value += (c - '0') * scale;
    scale /= 10;
  }
  return std::min(value, 1000);
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16, memory = 8;
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("deflateInit2");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib reads only
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("deflate");
  return out;
}

std::string brotli(std::string_view bytes, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE) {
    throw std::runtime_error("BrotliEncoderCompress");
  }
  out.resize(size);
  return out;
}

// By encoding; 0: not acceptable.
std::array<int, encodings> weights_of(std::string_view accept) {
  std::array<int, encodings> weights{-1, -1, -1};  // -1: not named
  int any = -1;
  std::string_view rest = accept;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const auto item = trim(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    const auto semicolon = item.find(';');
    const auto name = trim(item.substr(0, semicolon));
    const int q = semicolon == std::string_view::npos ? 1000 : weight(item.substr(semicolon + 1));
    if (name == "*") any = q;
    if (same(name, "identity")) weights[0] = q;
    if (same(name, "gzip") || same(name, "x-gzip")) weights[1] = q;
    if (same(name, "br")) weights[2] = q;
  }
  // "*" speaks for those that are not named; identity is acceptable unless it is excluded (RFC 9110, 12.5.3).
  if (weights[0] < 0) weights[0] = any == 0 ? 0 : 1;
  for (auto& w : weights) w = w < 0 ? std::max(any, 0) : w;
  return weights;
}

}  // namespace

std::string_view encoding_name(Encoding encoding) {
  static constexpr std::array<std::string_view, encodings> names{"", "gzip", "br"};
  return names[static_cast<std::size_t>(encoding)];
}

bool accepts(std::optional<std::string_view> accept, Encoding encoding) {
  if (!accept) return encoding == Encoding::identity;
  return weights_of(*accept)[static_cast<std::size_t>(encoding)] > 0;
}

std::optional<Encoding> accepted_encoding(std::optional<std::string_view> accept) {
  if (!accept) return Encoding::identity;
  const auto weights = weights_of(*accept);
  std::optional<Encoding> best;
  for (std::size_t i = 0; i < encodings; ++i) {
    if (weights[i] > 0 && (!best || weights[i] >= weights[static_cast<std::size_t>(*best)])) best = static_cast<Encoding>(i);
  }
  return best;
}

std::string encode(Encoding encoding, std::string_view bytes, int level) {
  switch (encoding) {
    case Encoding::gzip:
      return gzip(bytes, level == 0 ? 1 : 6);
    case Encoding::brotli:
      return brotli(bytes, level == 0 ? 1 : 5);
    case Encoding::identity:
      break;
  }
  return std::string(bytes);
}

}  // namespace gh::gateway
