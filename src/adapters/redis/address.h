// Address: where Redis is and how one comes in, as one text of the configuration.
//
//   redis://[user[:password]@]host[:port][/database]                        rediss://… over TLS
//   redis+sentinel://[user[:password]@]host[:port][,host[:port]]…/name[/database]      rediss+sentinel://…
//   redis+cluster://[user[:password]@]host[:port][,host[:port]]…                       rediss+cluster://…
//
// With Sentinels the master that they name is used; user and password are the master's, those of the Sentinels are not part of the text. Of
// a cluster some of the nodes are named, which know the others; user and password are those of all, and there is no database but 0.
// Characters that mean something in an address are written as %XX in user and password.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace gh::redis {

struct Endpoint {
  std::string host;
  std::uint16_t port = 6379;

  std::string text() const;
  bool operator==(const Endpoint&) const = default;
};

struct Address {
  static constexpr std::size_t endpoints_max = 16;

  std::vector<Endpoint> endpoints;  // one, or the Sentinels, or nodes of the cluster
  std::string master;               // the name that the Sentinels know; empty: no Sentinels
  std::string user, password;
  std::string sentinel_user, sentinel_password;  // of all Sentinels; without a password they are asked without
  int database = 0;
  bool tls = false, cluster = false;
  std::string authorities;  // PEM file of those whose certificates are believed; empty: the system's

  // invalid, with a sentence that names what is wrong and never the password.
  static Result<Address> parse(std::string_view text);
  // For the log: no user, no password.
  std::string label() const;
};

}  // namespace gh::redis
