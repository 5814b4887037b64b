// Socket: a byte stream to one endpoint, TCP or TLS, that never blocks but in wait(). Used by one thread at a time.
#pragma once
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adapters/redis/address.h"
#include "base/time.h"

struct ssl_st;

namespace gh::redis {

using Instant = std::chrono::steady_clock::time_point;
inline Instant after(Milliseconds span) { return std::chrono::steady_clock::now() + span; }

// unavailable: what was on its way may or may not have happened.
std::unexpected<Error> broken(std::string_view why);

class Socket {
 public:
  // Connected, and with TLS shaken hands: the certificate is that of the host and of somebody who is believed. The name is resolved by
  // the system, for which it takes its own time. unavailable.
  static Result<Socket> open(const Endpoint&, const Address&, Instant deadline);

  // How many bytes went; 0: none now. Fails with unavailable once the stream has ended.
  Result<std::size_t> read(std::span<char> into);
  Result<std::size_t> write(std::string_view bytes);

  int descriptor() const { return *descriptor_; }
  // What to wait for (POLLIN, POLLOUT): input always, output if the caller or TLS has some.
  short events(bool has_output) const;
  // false: the deadline has passed.
  bool wait(bool has_output, Instant deadline) const;

 private:
  struct Close {
    void operator()(int* descriptor) const;
  };
  struct Free {
    void operator()(ssl_st* tls) const;
  };
  Socket() = default;
  Result<void> connect(const Endpoint&, Instant deadline);
  Result<void> shake_hands(const Endpoint&, const Address&, Instant deadline);
  Result<std::size_t> outcome_of(int count);

  std::unique_ptr<int, Close> descriptor_;
  std::unique_ptr<ssl_st, Free> tls_;
  bool tls_wants_output_ = false;
};

}  // namespace gh::redis
