// Stream: the bytes of one connection, plain or over TLS, never blocking. One connection code serves both.
//
// The thread that uses it has SIGPIPE blocked: sendfile and OpenSSL raise it for a connection that the client has closed.
#pragma once
#include <sys/uio.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"

struct ssl_ctx_st;
struct ssl_st;

namespace gh::net {

// Certificate, key and protocol rules of a TLS listener. TLS 1.2 and newer, ALPN "http/1.1". Shared by all threads once made.
class TlsContext {
 public:
  // PEM files: the certificate with its chain, and its key. bad_certificate.
  static Result<TlsContext> from_files(const std::string& certificate_file, const std::string& key_file);

  ssl_ctx_st* get() const { return context_.get(); }

 private:
  struct Free {
    void operator()(ssl_ctx_st*) const;
  };
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

enum class Io : std::uint8_t { done, blocked, ended };  // ended: closed by the other side, or broken

// Owns the descriptor.
class Stream {
 public:
  // context: nullptr for plain.
  Stream(int descriptor, const TlsContext* context);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  bool secure() const { return tls_ != nullptr; }
  int descriptor() const { return descriptor_; }

  Io handshake();  // plain: done
  // One read of at most `size` bytes; `got` > 0 if done.
  Io read(char* into, std::size_t size, std::size_t& got);
  // One gather write; `put` may be less than all. more: further bytes follow at once.
  Io write(std::span<const iovec> pieces, std::size_t& put, bool more);
  // Up to `size` bytes of the file from `offset`. ended also if the file is shorter.
  Io send_file(int file, std::uint64_t offset, std::size_t size, std::size_t& put);
  // Tells the other side that nothing more comes.
  void shut_down();

 private:
  struct Free {
    void operator()(ssl_st*) const;
  };
  Io tls_outcome(int result) const;

  int descriptor_;
  std::unique_ptr<ssl_st, Free> tls_;
};

}  // namespace gh::net
