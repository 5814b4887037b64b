#include "adapters/s3/address.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::s3 {

namespace {

std::unexpected<Error> bad(std::string_view why) { return fail(errors::invalid, fmt::format("not an address of a bucket: {}", why)); }

bool is_plain(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'; }

// What ends a header line or a part of "provider:region:service" would be read as something else.
bool is_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != ':'; });
}

}  // namespace

Result<Address> Address::make(std::string_view url, std::string region, std::string access_key, std::string secret_key,
                              std::string session_token) {
  const auto scheme = url.find("://");
  if (!url.starts_with("https://") && !url.starts_with("http://")) return bad("it does not begin with https:// or http://");
  while (url.ends_with('/')) url.remove_suffix(1);
  const auto rest = url.size() > scheme + 3 ? url.substr(scheme + 3) : std::string_view();
  const auto host = rest.substr(0, rest.find('/'));
  if (host.contains('@')) return bad("keys do not belong into it, they are settings of their own");
  if (host.empty() || !std::ranges::all_of(host, [](char c) { return is_plain(c) || c == ':' || c == '[' || c == ']'; }))
    return bad("the host is missing or has characters that no host has");
  if (!std::ranges::all_of(rest.substr(host.size()), [](char c) { return is_plain(c) || c == '_' || c == '/'; }))
    return bad("the path has other characters than letters, digits, -, _, . and /");
  for (const auto& [value, name] : {std::pair{&region, "region"}, {&access_key, "access key"}, {&secret_key, "secret key"}})
    if (value->empty()) return bad(fmt::format("the {} is missing", name));
  if (!is_word(region) || !is_word(access_key)) return bad("the region or the access key has characters that none has");
  for (const auto* value : {&secret_key, &session_token})
    if (!std::ranges::all_of(*value, [](char c) { return c > ' ' && c < 0x7f; }))
      return bad("the secret key or the session token has characters that none has");
  return Address{std::string(url), std::move(region), std::move(access_key), std::move(secret_key), std::move(session_token), {}};
}

}  // namespace gh::s3
