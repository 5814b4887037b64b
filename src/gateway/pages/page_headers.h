// What of a request goes to the page server, and what of its answer goes to the browser (docs/adr/0006). Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "net/upstream.h"

namespace gh::gateway {

// Content-Security-Policy of a page.
std::string page_policy(std::string_view nonce);
// On every answer that is not the API's.
std::string_view page_lines();

// Whose page it is.
enum class Audience : std::uint8_t {
  one,       // session, cart, RSC, a change, a part of a page: passed on, never kept
  everyone,  // may be answered from a kept page, and has cookies of its own in case that there is none for everybody
  anyone,    // likewise, and has none
};
Audience audience_of(const net::Request& request);

struct Forwarding {
  std::string_view nonce;
  std::string_view request_id;
  std::string_view reader;  // ReaderWords
  bool over_tls = false;    // how the browser came (BrowserCookies)
  bool as_nobody = false;   // for a page that may be kept: without Cookie and Accept-Language
};
// Request line and lines for the page server: without hop-by-hop fields, and without what only this server may say. HEAD is asked as GET.
std::string question_head(const net::Request& request, const Forwarding& forwarding);

// An answer of the page server, read for what this server decides by.
struct PageAnswer {
  std::string lines;                   // finished header lines for the browser; not yet: Vary, Content-Encoding, policy
  std::string vary;                    // what it varies by
  bool is_text = false;                // worth compressing
  bool is_document = false;            // HTML, or a part of one: may name a nonce
  bool encoded = false;                // by the page server already
  std::optional<std::int64_t> keep_s;  // a page for everybody, by what it says of itself
  std::vector<std::string> tags;
};
PageAnswer read_page_answer(const net::UpstreamAnswer& answer);

}  // namespace gh::gateway
