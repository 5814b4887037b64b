// Mail: hands one message to the outside. Called from tasks only, so that nothing is sent before it is durable.
//
// Contract (tests/contract/mail): a message with an id that was accepted before MUST be accepted and not sent again (as far as the
// transport can tell). Header values MUST NOT be able to add header lines. MUST answer within its deadline. invalid: it cannot be sent as
// it is. recipient_refused: nothing will ever reach this address. mail_refused: this message is refused for good. Anything else: later.
#pragma once
#include <string>

#include "base/error.h"
#include "base/task.h"

namespace gh::ports {

namespace errors {
inline constexpr ErrorKind mail_refused{42280, "mail_refused", "The mail server refuses this message for good."};
inline constexpr ErrorKind recipient_refused{42281, "recipient_refused", "The mail server refuses this address for good."};
inline constexpr const ErrorKind* mail_all[] = {&mail_refused, &recipient_refused};
}  // namespace errors

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
