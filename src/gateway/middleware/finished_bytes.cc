#include "gateway/middleware/finished_bytes.h"

#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::gateway {
Finished::Finished(int status, std::string body, std::string_view fixed_lines, std::size_t route_index, std::vector<std::string> tags,
                   std::optional<Timestamp> valid_until)
    : status_(status),
      route_index_(route_index),
      fixed_lines_(fixed_lines),
      tags_(std::move(tags)),
      valid_until_(valid_until),
      cache_control_(Keeping{}.cache_control) {
  validator_ = crypto::hex(crypto::sha256(body)).substr(0, 24);
  form_identity_ = make_form(Encoding::identity, std::move(body));
}

Finished::Finished(std::string body, std::string_view fixed_lines, Keeping keeping)
    : status_(200), route_index_(0), fixed_lines_(fixed_lines), cache_control_(keeping.cache_control), compressible_(keeping.compressible) {
  validator_ = crypto::hex(crypto::sha256(body)).substr(0, 24);
  form_identity_ = make_form(Encoding::identity, std::move(body));
  const auto preset = [this](Encoding encoding, std::optional<std::string>& bytes) {
    if (bytes) made_[static_cast<std::size_t>(encoding)] = make_form(encoding, *std::move(bytes));
  };
  preset(Encoding::gzip, keeping.gzip);
  preset(Encoding::brotli, keeping.brotli);
}

std::string Finished::etag(Encoding encoding) const {
  static constexpr std::array<std::string_view, encodings> suffixes{"", "-g", "-b"};
  return '"' + validator_ + std::string(suffixes[static_cast<std::size_t>(encoding)]) + '"';
}

bool Finished::matches(std::string_view if_none_match) const {
  // Weak comparison (RFC 9110, 13.1.2): all our forms start with the same unguessable digits, so a search suffices.
  return if_none_match == "*" || if_none_match.find(validator_) != std::string_view::npos;
}

Finished::Form Finished::make_form(Encoding encoding, std::string body) const {
  auto head = std::make_shared<net::Head>();
  head->add("ETag", etag(encoding));
  head->add("Vary", "Accept-Encoding, Origin");
  head->add("Cache-Control", cache_control_);
  if (encoding != Encoding::identity) head->add("Content-Encoding", encoding_name(encoding));
  head->add_lines(fixed_lines_);
  return {std::move(head), std::make_shared<const std::string>(std::move(body))};
}

Finished::Form Finished::form(Encoding encoding) const {
  if (encoding == Encoding::identity || !compressible_ || form_identity_.body->size() < encode_bytes_min) return form_identity_;
  const std::lock_guard lock(making_);
  auto& made = made_[static_cast<std::size_t>(encoding)];
  if (!made) made = make_form(encoding, encode(encoding, *form_identity_.body, 1));
  return *made;
}

}  // namespace gh::gateway
