#include "gateway/reader_words.h"

#include <charconv>

#include <fmt/format.h>

#include "platform/crypto/encoding.h"

namespace gh::gateway {

std::string ReaderWords::mac_of(std::string_view text) const { return crypto::base64url(key_.sign(text)); }

std::string ReaderWords::about(std::string_view address, Timestamp now) const {
  const auto word = fmt::format("{};{}", address, (now + good_for).ms);
  return word + ';' + mac_of(word);
}

std::string_view ReaderWords::address_of(const net::Request& request, Timestamp now) const {
  const auto word = request.field(field);
  if (!word || word->size() > bytes_max) return request.peer;
  const auto before_mac = word->rfind(';');
  if (before_mac == std::string_view::npos) return request.peer;
  const auto text = word->substr(0, before_mac);
  if (!crypto::equal_constant_time(word->substr(before_mac + 1), mac_of(text))) return request.peer;
  // Signed by us, so it has the form that about() gave it.
  const auto before_moment = text.rfind(';');
  std::int64_t until = 0;
  std::from_chars(text.data() + before_moment + 1, text.data() + text.size(), until);
  return now.ms < until ? text.substr(0, before_moment) : request.peer;
}

}  // namespace gh::gateway
