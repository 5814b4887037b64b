// FinishedBytes: answers kept as the bytes that go out, in each encoding, with their ETag, until a document that they show changes.
// kept.h says how; the composition root owns them.
#pragma once
#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "gateway/middleware/encoding.h"
#include "gateway/middleware/kept.h"
#include "net/http.h"

namespace gh::gateway {

// One kept answer. Immutable but for the encodings, which are made when first wanted.
class Finished {
 public:
  struct Form {
    std::shared_ptr<const net::Head> head;  // ETag, Content-Encoding, Vary, Cache-Control and the fixed lines
    std::shared_ptr<const std::string> body;
  };

  // How clients may keep it, and which other forms there are.
  struct Keeping {
    std::string_view cache_control = "public, no-cache";  // a copy is kept but asked about: a change is visible at once
    bool compressible = true;                             // false: pictures and what else is dense already
    std::optional<std::string> gzip = {}, brotli = {};    // made beforehand
  };

  // fixed_lines: finished header lines, Content-Type among them. valid_until: from when the clock makes the answer untrue; none: never.
  Finished(int status, std::string body, std::string_view fixed_lines, std::size_t route_index, std::vector<std::string> tags,
           std::optional<Timestamp> valid_until = {});
  // Bytes that stay as they are while the program runs: files.
  Finished(std::string body, std::string_view fixed_lines, Keeping keeping);

  int status() const { return status_; }
  std::size_t route_index() const { return route_index_; }
  const std::vector<std::string>& tags() const { return tags_; }
  bool valid_at(const Clock& clock) const { return !valid_until_ || clock.now() < *valid_until_; }
  Form form(Encoding) const;
  // The strong validator of this encoding, quotes included (RFC 9110, 8.8.3).
  std::string etag(Encoding) const;
  // Whether an If-None-Match value names any form of this answer.
  bool matches(std::string_view if_none_match) const;
  std::size_t bytes() const { return form_identity_.body->size(); }

 private:
  Form make_form(Encoding, std::string body) const;

  int status_;
  std::size_t route_index_;
  std::string fixed_lines_;
  std::vector<std::string> tags_;
  std::optional<Timestamp> valid_until_;
  std::string cache_control_;
  bool compressible_ = true;
  std::string validator_;  // hash of the identity bytes, hex
  Form form_identity_;
  mutable std::mutex making_;
  mutable std::array<std::optional<Form>, encodings> made_;
};

using FinishedBytes = Kept<Finished>;

}  // namespace gh::gateway
