#include "gateway/pages/kept_page.h"

#include <array>
#include <stdexcept>

#include <zlib.h>

#include "platform/crypto/encoding.h"

namespace gh::gateway {
namespace {

constexpr int level = 6;
constexpr std::string_view gzip_head("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);  // RFC 1952: deflate, no name, no time, Unix
constexpr std::string_view last_block("\x03\0", 2);                        // RFC 1951: empty, with fixed codes
constexpr std::size_t stored_head_bytes = 5;                               // RFC 1951, 3.2.4, on a byte boundary
constexpr std::size_t trailer_bytes = 8;
constexpr char mark = '\x01';  // no text has it

std::uint32_t crc(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void put_le(char* at, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) at[i] = static_cast<char>(value >> (8 * i));
}

// Raw deflate, piece by piece; each piece ends on a byte boundary.
class Deflater {
 public:
  explicit Deflater(int flush) : flush_(flush) {
    constexpr int raw_window = -15, memory = 9;
    if (deflateInit2(&stream_, level, Z_DEFLATED, raw_window, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("deflateInit2");
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string piece(std::string_view text) {
    constexpr std::size_t flush_room = 64;
    std::string out(deflateBound(&stream_, text.size()) + flush_room, '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib reads only
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    // Nothing to do since the last flush is no error: an empty piece between two holes.
    const int status = deflate(&stream_, flush_);
    if ((status != Z_OK && status != Z_BUF_ERROR) || stream_.avail_in != 0 || stream_.avail_out == 0) throw std::runtime_error("deflate");
    out.resize(out.size() - stream_.avail_out);
    return out;
  }

 private:
  z_stream stream_{};
  const int flush_;
};

void fill(std::string& bytes, const std::vector<std::size_t>& holes, std::string_view nonce) {
  for (const auto hole : holes) bytes.replace(hole, nonce.size(), nonce);
}

}  // namespace

std::string make_nonce(Random& random) {
  std::array<std::uint64_t, 3> bits{random.next(), random.next(), random.next()};
  return crypto::base64url(std::as_bytes(std::span(bits))).substr(0, nonce_length);
}

std::vector<std::size_t> KeptPage::holes_of(std::string_view body, std::string_view nonce) {
  std::vector<std::size_t> holes;
  for (auto at = body.find(nonce); at != std::string_view::npos; at = body.find(nonce, at + nonce.size())) holes.push_back(at);
  return holes;
}

KeptPage::KeptPage(std::string body, std::string_view nonce, std::string_view lines, std::vector<std::string> tags, Timestamp valid_until)
    : nonce_(nonce),
      plain_{.bytes = std::move(body), .holes = {}, .head = nullptr},
      tags_(std::move(tags)),
      valid_until_(valid_until),
      lines_bytes_(lines.size()) {
  plain_.holes = holes_of(plain_.bytes, nonce_);
  const auto head = [&](std::string_view encoding) {
    auto made = std::make_shared<net::Head>();
    made->add_lines(lines);
    if (!encoding.empty()) made->add("Content-Encoding", encoding);
    return std::shared_ptr<const net::Head>(std::move(made));
  };
  plain_.head = head({});
  gzip_.head = head(encoding_name(Encoding::gzip));
  make_gzip();
}

// The holes are deflated as marks, whose output is thrown away: so distances into the text before them stay right, and nothing can be
// copied out of a hole, because no text has the mark. Where one has it, nothing is copied over a hole at all.
void KeptPage::make_gzip() {
  const std::string_view body = plain_.bytes;
  Deflater deflater(body.find(mark) == std::string_view::npos ? Z_SYNC_FLUSH : Z_FULL_FLUSH);
  const std::string marks(nonce_.size(), mark);
  auto& out = gzip_.bytes;
  out = gzip_head;
  std::size_t at = 0;
  for (const auto hole : plain_.holes) {
    out += deflater.piece(body.substr(at, hole - at));
    std::array<char, stored_head_bytes> stored{};
    put_le(stored.data() + 1, static_cast<std::uint32_t>(nonce_.size()), 2);
    put_le(stored.data() + 3, ~static_cast<std::uint32_t>(nonce_.size()), 2);
    out.append(stored.data(), stored.size());
    gzip_.holes.push_back(out.size());
    out += nonce_;
    (void)deflater.piece(marks);
    at = hole + nonce_.size();
    // For the same length, checksums differ by the difference of the pieces', moved to their places.
    shift_ ^= static_cast<std::uint32_t>(crc32_combine_gen(static_cast<z_off_t>(body.size() - at)));
  }
  out += deflater.piece(body.substr(at));
  out += last_block;
  checksum_ = crc(body);
  out.append(trailer_bytes, '\0');
  put_le(out.data() + out.size() - 4, static_cast<std::uint32_t>(body.size()), 4);
}

std::uint32_t KeptPage::checksum_with(std::string_view nonce) const {
  if (plain_.holes.empty()) return checksum_;
  return static_cast<std::uint32_t>(crc32_combine_op(crc(nonce) ^ crc(nonce_), checksum_, shift_));
}

net::Response KeptPage::answer(std::optional<std::string_view> accept_encoding, std::string_view nonce) const {
  // Brotli would need a stream of its own for each answer; who takes it takes gzip, too, unless they say otherwise.
  const auto wanted = accepted_encoding(accept_encoding);
  const bool zipped = wanted == Encoding::gzip || (wanted == Encoding::brotli && accepts(accept_encoding, Encoding::gzip));
  const Form& form = zipped ? gzip_ : plain_;
  std::string body = form.bytes;
  fill(body, form.holes, nonce);
  if (zipped) put_le(body.data() + body.size() - trailer_bytes, checksum_with(nonce), 4);
  return {.status = 200, .shared_head = form.head, .head = {}, .body = std::move(body), .close = false};
}

}  // namespace gh::gateway
