// The session of a browser: how its cookie is read, left and taken back, and which requests it may be used for (ADR 0006).
//
// gh_session, or __Host-gh_session over TLS: HttpOnly, the session's secret. gh_signed_in: readable by scripts, says only that there is
// one. Values; any thread.
#pragma once
#include <optional>
#include <string_view>

#include "net/http.h"

namespace gh::gateway {

// The first cookie of this name; names compare exactly (RFC 6265).
std::optional<std::string_view> cookie(const net::Request& request, std::string_view name);

struct BrowserCookies {
  bool always_secure = false;  // people come over TLS, also where somebody else ends it before this program

  // Over TLS only the __Host- form counts: no neighbouring name can set that one. On the plain connection both do, since the
  // page server asks there on behalf of browsers that come over TLS.
  std::optional<std::string_view> session_of(const net::Request& request) const;
  void keep(net::Head& head, const net::Request& request, std::string_view secret) const;
  void forget(net::Head& head, const net::Request& request) const;
  // Whether the browser came over TLS: its cookies are Secure then.
  bool secure(const net::Request& request) const { return always_secure || request.secure; }
};

// All but GET, HEAD and OPTIONS.
bool is_change(net::Method method);

// Sent by a page of the address that was asked: Sec-Fetch-Site says so, or where a browser does not send that, Origin names the Host.
bool is_same_origin(const net::Request& request);

}  // namespace gh::gateway
