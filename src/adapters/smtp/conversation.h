// Conversation: one message handed to a mail server (RFC 5321), on the calling thread. What it leaves in a Connection is a connection that
// is kept. Signing in and TLS, whose certificates are always checked, are libcurl's.
#pragma once
#include <string>
#include <string_view>

#include "adapters/smtp/address.h"
#include "base/time.h"

namespace gh::smtp {

struct Envelope {
  std::string_view from, to;
  std::string_view data;  // lines end with CR LF
};

struct Answer {
  bool taken = false;
  int code = 0;         // of the server's last answer; 0: none
  std::string status;   // that answer's enhanced status ("5.1.1", RFC 3463); empty: it has none
  std::string trouble;  // libcurl's words; never an address nor a password
};

class Connection {
 public:
  // MUST come after curl::load_driver() has succeeded.
  Connection();
  ~Connection();
  Connection(const Connection&) = delete;

  // connect: for name, TCP and TLS. total: for everything, a third of it for one answer; both more than 0, of `total` less than 3 s may
  // become 1 s more. name: of this client, for EHLO.
  Answer hand_over(const Address&, const Envelope&, std::string_view name, Milliseconds connect, Milliseconds total);

 private:
  void* curl_;
};

// "5.1.1" of "550 5.1.1 no such user"; empty: it has none.
std::string_view status_of(std::string_view line);

}  // namespace gh::smtp
