#include "gateway/browser_session.h"

#include <fmt/format.h>

#include "contexts/identity/tokens.h"

namespace gh::gateway {
namespace {

constexpr std::string_view plain_name = "gh_session";
constexpr std::string_view secure_name = "__Host-gh_session";
constexpr std::string_view sign_name = "gh_signed_in";
// As long as a session can last; when it really ends the server knows.
constexpr auto kept_s = identity::family_ms_max.count() / 1000;

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

}  // namespace

std::optional<std::string_view> cookie(const net::Request& request, std::string_view name) {
  for (const auto& field : request.fields) {
    if (!net::same_name(field.name, "Cookie")) continue;
    for (std::string_view rest = field.value; !rest.empty();) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (const auto equals = pair.find('='); equals != std::string_view::npos && pair.substr(0, equals) == name)
        return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> BrowserCookies::session_of(const net::Request& request) const {
  const auto found = cookie(request, secure_name);
  return found || secure(request) ? found : cookie(request, plain_name);
}

void BrowserCookies::keep(net::Head& head, const net::Request& request, std::string_view secret) const {
  const bool over_tls = secure(request);
  const std::string_view lock = over_tls ? "; Secure" : "";
  head.add("Set-Cookie",
           fmt::format("{}={}; HttpOnly; SameSite=Lax; Path=/; Max-Age={}{}", over_tls ? secure_name : plain_name, secret, kept_s, lock));
  head.add("Set-Cookie", fmt::format("{}=1; SameSite=Lax; Path=/; Max-Age={}{}", sign_name, kept_s, lock));
}

void BrowserCookies::forget(net::Head& head, const net::Request& request) const {
  const bool over_tls = secure(request);
  const std::string_view lock = over_tls ? "; Secure" : "";
  head.add("Set-Cookie", fmt::format("{}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0{}", over_tls ? secure_name : plain_name, lock));
  head.add("Set-Cookie", fmt::format("{}=; SameSite=Lax; Path=/; Max-Age=0{}", sign_name, lock));
}

bool is_change(net::Method method) { return method != net::Method::get && method != net::Method::head && method != net::Method::options; }

bool is_same_origin(const net::Request& request) {
  if (const auto site = request.field("Sec-Fetch-Site")) return *site == "same-origin";
  const auto host = request.field("Host");
  const auto origin = request.field("Origin");
  if (!host || host->empty() || !origin) return false;
  constexpr std::string_view plain = "http://", over_tls = "https://";
  if (origin->starts_with(over_tls)) return net::same_name(origin->substr(over_tls.size()), *host);
  return !request.secure && origin->starts_with(plain) && net::same_name(origin->substr(plain.size()), *host);
}

}  // namespace gh::gateway
