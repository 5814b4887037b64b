// ReaderWords: the page server asks the API on behalf of whoever reads its page, from its own address. So that limits, sign-ins and the
// audit trail see the reader's, the gateway hands the page server a signed word about the reader, and believes it when it comes back.
//
// A word is ADDRESS;MILLISECONDS;MAC, the moment being the end of its life, the mac HMAC-SHA-256 in base64url. Any thread.
#pragma once
#include <string>
#include <string_view>

#include "base/time.h"
#include "net/http.h"
#include "platform/crypto/hmac.h"

namespace gh::gateway {

class ReaderWords {
 public:
  static constexpr std::string_view field = "Gh-Reader";
  static constexpr Milliseconds good_for{60'000};  // longer than a page may take by default (web.deadline)
  static constexpr std::size_t bytes_max = 128;

  explicit ReaderWords(std::string secret) : key_(std::move(secret)) {}

  std::string about(std::string_view address, Timestamp now) const;
  // Of whoever the request is for: the address of a good word, else that which the request came from.
  std::string_view address_of(const net::Request& request, Timestamp now) const;

 private:
  std::string mac_of(std::string_view text) const;

  crypto::HmacKey key_;
};

}  // namespace gh::gateway
