#include "gateway/pages/page_headers.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "gateway/browser_session.h"
#include "gateway/method.h"
#include "gateway/reader_words.h"

namespace gh::gateway {
namespace {

using net::same_name;

constexpr std::string_view next_parts = "/_next/";  // images and the like: with conditions and ranges, never a page
constexpr std::size_t tags_max = 32;

// RFC 9110, 7.6.1, and what older clients send in their place.
constexpr std::array<std::string_view, 10> hop_by_hop{
    "Connection", "Keep-Alive",        "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "TE",
    "Trailer",    "Transfer-Encoding", "Upgrade"};
// What the page server hears from this one only.
constexpr std::array<std::string_view, 12> own_questions{
    "Host", "Content-Length",          "Expect",  "Accept-Encoding", "Forwarded",      "X-Real-Ip",
    "Via",  "Content-Security-Policy", "X-Nonce", "X-Request-Id",    "X-Matched-Path", "X-Http-Method-Override"};
// Headers by which frameworks talk to themselves; one from outside has skipped checks before (CVE-2025-29927).
constexpr std::array<std::string_view, 8> own_prefixes{"X-Forwarded-", "X-Middleware-", "X-Invoke-", "X-Nextjs-",
                                                       "X-Next-",      "X-Now-",        "X-Vercel-", "Gh-"};
constexpr std::array<std::string_view, 6> conditions{"If-None-Match",       "If-Modified-Since", "If-Match",
                                                     "If-Unmodified-Since", "If-Range",          "Range"};
// What the browser hears from this server only.
constexpr std::array<std::string_view, 19> own_answers{"Content-Length",
                                                       "Date",
                                                       "Server",
                                                       "X-Powered-By",
                                                       "Content-Security-Policy",
                                                       "Content-Security-Policy-Report-Only",
                                                       "X-Frame-Options",
                                                       "X-Content-Type-Options",
                                                       "Referrer-Policy",
                                                       "Strict-Transport-Security",
                                                       "Permissions-Policy",
                                                       "Cross-Origin-Opener-Policy",
                                                       "Cross-Origin-Resource-Policy",
                                                       "X-Request-Id",
                                                       "X-Nonce",
                                                       "X-Cache",
                                                       "Gh-Cache-Tags",
                                                       "Vary",
                                                       "Cache-Control"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::any_of(names, [&](std::string_view other) { return same_name(name, other); });
}

bool has_own_prefix(std::string_view name) {
  return std::ranges::any_of(own_prefixes, [&](std::string_view prefix) { return same_name(name.substr(0, prefix.size()), prefix); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

template <class Each>
void for_each_item(std::string_view list, char separator, Each each) {
  while (!list.empty()) {
    const auto end = std::min(list.find(separator), list.size());
    if (const auto item = trimmed(list.substr(0, end)); !item.empty()) each(item);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

template <class Fields>
std::vector<std::string_view> named_by_connection(const Fields& fields) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : fields) {
    if (same_name(name, "Connection")) for_each_item(value, ',', [&](std::string_view item) { names.push_back(item); });
  }
  return names;
}

bool is_among(std::string_view name, const std::vector<std::string_view>& names) {
  return std::ranges::any_of(names, [&](std::string_view other) { return same_name(name, other); });
}

bool starts_with(std::string_view text, std::string_view prefix) { return same_name(text.substr(0, prefix.size()), prefix); }

bool is_text_type(std::string_view type) {
  constexpr std::array<std::string_view, 7> texts{
      "text/",           "application/json",    "application/javascript", "application/manifest+json",
      "application/xml", "application/rss+xml", "image/svg+xml"};
  return std::ranges::any_of(texts, [&](std::string_view prefix) { return starts_with(type, prefix); });
}

// What Cache-Control says, as far as it matters here.
struct Directives {
  bool is_public = false, forbids = false, no_transform = false, shared = false;
  std::int64_t shared_s = 0;
};

Directives directives_of(std::string_view cache_control) {
  Directives found;
  for_each_item(cache_control, ',', [&](std::string_view item) {
    constexpr std::string_view shared = "s-maxage=";
    if (same_name(item, "public")) found.is_public = true;
    if (starts_with(item, "private") || same_name(item, "no-store") || starts_with(item, "no-cache")) found.forbids = true;
    if (same_name(item, "no-transform")) found.no_transform = true;
    if (!starts_with(item, shared)) return;
    found.shared = true;
    const auto number = item.substr(shared.size());
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), found.shared_s);
    if (error != std::errc() || end != number.data() + number.size()) found.forbids = true;
  });
  return found;
}

void add_tags(std::vector<std::string>& tags, std::string_view value) {
  std::string text(value);
  std::ranges::replace(text, ',', ' ');
  for_each_item(text, ' ', [&](std::string_view tag) {
    if (tags.size() < tags_max) tags.emplace_back(tag);
  });
}

}  // namespace

std::string page_policy(std::string_view nonce) {
  return fmt::format(
      "default-src 'self'; script-src 'self' 'nonce-{0}' 'strict-dynamic'; style-src 'self' 'nonce-{0}'; img-src 'self' data: blob:; "
      "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action "
      "'self'; frame-ancestors 'none'",
      nonce);
}

std::string_view page_lines() {
  // Referrer-Policy: with no-referrer a form that is posted without scripts would come from the origin "null".
  return "X-Content-Type-Options: nosniff\r\n"
         "X-Frame-Options: DENY\r\n"
         "Referrer-Policy: same-origin\r\n"
         "Cross-Origin-Opener-Policy: same-origin\r\n"
         "Cross-Origin-Resource-Policy: same-origin\r\n"
         "Permissions-Policy: camera=(), microphone=(), geolocation=(self), payment=(), usb=()\r\n";
}

Audience audience_of(const net::Request& request) {
  if (is_change(request.method) || request.path.starts_with(next_parts)) return Audience::one;
  Audience audience = Audience::anyone;
  for (const auto& [name, value] : request.fields) {
    if (same_name(name, "RSC") || same_name(name, "Authorization") || starts_with(name, "Next-")) return Audience::one;
    if (!same_name(name, "Cookie")) continue;
    bool personal = false;
    for_each_item(value, ';', [&](std::string_view pair) {
      const auto cookie_name = pair.substr(0, pair.find('='));
      if (cookie_name == "gh_session" || cookie_name == "__Host-gh_session" || cookie_name == "gh_cart" || cookie_name == "__Host-gh_cart")
        personal = true;
      else if (cookie_name != "gh_signed_in")
        audience = Audience::everyone;
    });
    if (personal) return Audience::one;
  }
  return audience;
}

std::string question_head(const net::Request& request, const Forwarding& forwarding) {
  const bool reads = !is_change(request.method);
  const bool page = !request.path.starts_with(next_parts);
  const auto host = request.field("Host").value_or("localhost");
  const auto nominated = named_by_connection(request.fields);
  net::Head head;
  head.add_lines(fmt::format("{} {} HTTP/1.1\r\n", reads ? "GET" : method_name(request.method), request.target));
  head.add("Host", host);
  for (const auto& [name, value] : request.fields) {
    if (is_one_of(name, hop_by_hop) || is_one_of(name, own_questions) || has_own_prefix(name) || is_among(name, nominated)) continue;
    if (page && is_one_of(name, conditions)) continue;  // a page has a nonce: no copy of it is good again
    if (forwarding.as_nobody && (same_name(name, "Cookie") || same_name(name, "Accept-Language"))) continue;
    head.add(name, value);
  }
  head.add("Accept-Encoding", "identity")
      .add("X-Forwarded-For", request.peer)
      .add("X-Forwarded-Proto", forwarding.over_tls ? "https" : "http")
      .add("X-Forwarded-Host", host)
      .add(ReaderWords::field, forwarding.reader)
      .add("X-Request-Id", forwarding.request_id)
      .add("X-Nonce", forwarding.nonce)
      .add("Content-Security-Policy", page_policy(forwarding.nonce));
  return head.text();
}

PageAnswer read_page_answer(const net::UpstreamAnswer& answer) {
  PageAnswer read;
  std::string_view type, cache_control;
  bool sets_cookie = false;
  for (const auto& [name, value] : answer.fields) {
    if (same_name(name, "Content-Type")) type = value;
    if (same_name(name, "Cache-Control")) cache_control = value;
    if (same_name(name, "Content-Encoding") && !same_name(value, "identity")) read.encoded = true;
    if (same_name(name, "Set-Cookie")) sets_cookie = true;
    if (same_name(name, "Vary")) read.vary += (read.vary.empty() ? "" : ", ") + value;
    if (same_name(name, "Gh-Cache-Tags")) add_tags(read.tags, value);
  }
  const bool html = starts_with(type, "text/html");
  read.is_document = html || starts_with(type, "text/x-component");
  const auto nominated = named_by_connection(answer.fields);
  net::Head head;
  for (const auto& [name, value] : answer.fields) {
    if (is_one_of(name, hop_by_hop) || is_one_of(name, own_answers) || is_among(name, nominated)) continue;
    if (read.is_document && (same_name(name, "ETag") || same_name(name, "Last-Modified"))) continue;
    head.add(name, value);
  }
  const auto directives = directives_of(cache_control);
  read.is_text = is_text_type(type) && !directives.no_transform;
  // A shared cache would give one nonce to many. What is the same for everybody is kept here, and by no one else.
  const bool same_for_all = directives.is_public && directives.shared && !directives.forbids;
  if (!read.is_document) {
    if (!cache_control.empty()) head.add("Cache-Control", cache_control);
  } else if (directives.is_public || directives.shared) {
    head.add("Cache-Control", "private, no-cache");
  } else {
    head.add("Cache-Control", cache_control.empty() ? "private, no-store" : cache_control);
  }
  bool varies = false;
  for_each_item(read.vary, ',', [&](std::string_view item) { varies = varies || item == "*" || same_name(item, "Cookie"); });
  if (answer.status == 200 && html && same_for_all && directives.shared_s > 0 && !sets_cookie && !read.encoded && !varies)
    read.keep_s = directives.shared_s;
  head.add_lines(page_lines());
  read.lines = head.text();
  return read;
}

}  // namespace gh::gateway
