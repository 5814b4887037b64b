#include "adapters/smtp/address.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::smtp {

namespace {

constexpr std::uint16_t submission_port = 587, submissions_port = 465;

std::unexpected<Error> bad(std::string_view why) { return fail(errors::invalid, fmt::format("not the address of a mail server: {}", why)); }

bool is_of_a_host(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'; }

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
}

}  // namespace

Result<Address> Address::make(std::string_view url, std::string user, std::string password, Security security) {
  const bool tls = url.starts_with("smtps://");
  if (!tls && !url.starts_with("smtp://")) return bad("it does not begin with smtp:// or smtps://");
  auto rest = url.substr(url.find("://") + 3);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.contains('@')) return bad("user and password do not belong into it, they are settings of their own");
  std::uint16_t port = tls ? submissions_port : submission_port;
  const auto colon = rest.rfind(':');
  const auto host = rest.substr(0, colon);
  if (colon != std::string_view::npos) {
    const auto digits = rest.substr(colon + 1);
    const auto* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, port);
    if (read.ec != std::errc() || read.ptr != end || port == 0) return bad("the port is no number from 1 to 65535");
  }
  if (host.empty() || !std::ranges::all_of(host, is_of_a_host)) return bad("the host is missing or has characters that no host has");
  if (user.empty() != password.empty()) return bad("user and password come together or not at all");
  if (!is_printable(user) || !is_printable(password)) return bad("user or password has characters that cannot be sent");
  if (!user.empty() && !tls && security != Security::required)
    return bad("a password is not sent without TLS: smtps://, or STARTTLS that is required");
  return Address{fmt::format("{}://{}:{}", tls ? "smtps" : "smtp", host, port), std::move(user), std::move(password), security, {}};
}

}  // namespace gh::smtp
