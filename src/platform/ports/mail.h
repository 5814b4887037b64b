// Mail: hands one message to the outside. Called from tasks only, so that nothing is sent before it is durable.
//
// Contract (tests/contract/mail): a message with an id that was accepted before MUST be accepted and not sent again (as far as the
// transport can tell). Header values MUST NOT be able to add header lines. MUST answer within its deadline.
#pragma once
#include <string>

#include "base/error.h"
#include "base/task.h"

namespace gh::ports {

struct Message {
  std::string id;  // of the fact that caused it; becomes the Message-ID
  std::string to;
  std::string subject;      // UTF-8
  std::string text;         // UTF-8
  std::string html;         // the same for readers that show it; empty: none
  std::string unsubscribe;  // https address that takes an empty POST (RFC 8058); empty: none
};

class Mail {
 public:
  virtual ~Mail() = default;
  virtual Task<Result<void>> send(Message) = 0;
};

}  // namespace gh::ports
