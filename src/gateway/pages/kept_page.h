// KeptPage: a page that is the same for everybody, but for the nonce of its policy. Kept as finished bytes with holes where the nonce
// stands; each answer is a copy with a nonce of its own, so that none is ever seen twice.
//
// gzip: the text between the holes is deflated once, each hole is a stored block, and the checksum of the whole is corrected for the
// new nonce with one multiplication (CRC-32 is linear). Immutable, any thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "gateway/middleware/encoding.h"
#include "net/http.h"

namespace gh::gateway {

// 144 random bits, in letters that no HTML or JSON escapes.
inline constexpr std::size_t nonce_length = 24;
std::string make_nonce(Random& random);

class KeptPage {
 public:
  // body: as it was made with this nonce. lines: finished header lines, but for Content-Encoding and the policy.
  KeptPage(std::string body, std::string_view nonce, std::string_view lines, std::vector<std::string> tags, Timestamp valid_until);

  const std::vector<std::string>& tags() const { return tags_; }
  std::size_t bytes() const { return plain_.bytes.size() + gzip_.bytes.size() + 2 * lines_bytes_; }
  bool valid_at(const Clock& clock) const { return clock.now() < valid_until_; }

  // 200 with this nonce in the body, which is not in the head yet. Brotli is not made: gzip or as it is.
  net::Response answer(std::optional<std::string_view> accept_encoding, std::string_view nonce) const;
  std::size_t holes() const { return plain_.holes.size(); }

 private:
  struct Form {
    std::string bytes;
    std::vector<std::size_t> holes;  // where the nonce's bytes begin
    std::shared_ptr<const net::Head> head;
  };
  static std::vector<std::size_t> holes_of(std::string_view body, std::string_view nonce);
  void make_gzip();
  std::uint32_t checksum_with(std::string_view nonce) const;

  const std::string nonce_;  // that plain_ and the checksum were made with
  Form plain_, gzip_;
  std::uint32_t checksum_ = 0;
  std::uint32_t shift_ = 0;  // what the nonce's checksum is multiplied with, for all holes together
  std::vector<std::string> tags_;
  Timestamp valid_until_;
  std::size_t lines_bytes_;
};

}  // namespace gh::gateway
