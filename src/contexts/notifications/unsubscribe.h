// The token of a link to unsubscribe: whose choices and which event, signed. It needs no store and no sign-in, and can do nothing else.
#pragma once
#include <optional>
#include <string>

#include "contexts/notifications/types.h"
#include "platform/crypto/hmac.h"

namespace gh::notifications {

struct Unsubscription {
  ChoicesId choices;
  std::string event;
};

class UnsubscribeTokens {
 public:
  static constexpr std::size_t token_bytes_max = 300;

  explicit UnsubscribeTokens(std::string_view secret);
  std::string make(const Unsubscription& what) const;
  std::optional<Unsubscription> read(std::string_view token) const;

 private:
  std::string signature(std::string_view body) const;
  crypto::HmacKey key_;
};

}  // namespace gh::notifications
