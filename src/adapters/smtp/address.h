// Address: which server takes the shop's mail, and how one comes in, as the configuration says it.
//
//   smtp://relay.example.net[:587]     TLS by STARTTLS (RFC 3207), as Security says
//   smtps://relay.example.net[:465]    TLS from the first byte (RFC 8314, 3.3)
//
// User and password are settings of their own: what signs in does not belong into an address.
#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace gh::smtp {

// Of smtp://. required: nothing is sent without TLS. offered: with TLS where the server offers it, which whoever sits in between can
// prevent. off: none, for a relay on this machine.
enum class Security { required, offered, off };

struct Address {
  std::string url;  // with the port, without a slash at the end
  std::string user, password;
  Security security = Security::required;
  std::string authorities;  // PEM file of those whose certificates are believed; empty: the system's

  // invalid, with a sentence that names what is wrong and never the password. A password wants TLS that
  // nobody in between can prevent.
  static Result<Address> make(std::string_view url, std::string user, std::string password, Security security);
};

}  // namespace gh::smtp
