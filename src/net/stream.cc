#include "net/stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "net/errors.h"

namespace gh::net {
namespace {

Io outcome_of_errno() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? Io::blocked : Io::ended; }

// A client that offers protocols of which none is ours is refused (RFC 7301, 3.2).
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, ours, sizeof ours - 1, in, in_size) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

std::string last_tls_error() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<TlsContext> TlsContext::from_files(const std::string& certificate_file, const std::string& key_file) {
  TlsContext made(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = made.get();
  if (context == nullptr) return fail(errors::bad_certificate, last_tls_error());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  static constexpr unsigned char session_context[] = "greenharvest";
  SSL_CTX_set_session_id_context(context, session_context, sizeof session_context - 1);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    return fail(errors::bad_certificate, certificate_file + ": " + last_tls_error());
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return fail(errors::bad_certificate, key_file + ": " + last_tls_error());
  }
  return made;
}

void Stream::Free::operator()(ssl_st* tls) const { SSL_free(tls); }

Stream::Stream(int descriptor, const TlsContext* context) : descriptor_(descriptor) {
  if (context == nullptr) return;
  tls_.reset(SSL_new(context->get()));
  SSL_set_fd(tls_.get(), descriptor);
  SSL_set_accept_state(tls_.get());
}

Stream::~Stream() { ::close(descriptor_); }

Io Stream::tls_outcome(int result) const {
  const int error = SSL_get_error(tls_.get(), result);
  ERR_clear_error();
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Io::blocked : Io::ended;
}

Io Stream::handshake() {
  if (!tls_) return Io::done;
  ERR_clear_error();
  const int result = SSL_do_handshake(tls_.get());
  return result == 1 ? Io::done : tls_outcome(result);
}

Io Stream::read(char* into, std::size_t size, std::size_t& got) {
  if (tls_) {
    ERR_clear_error();
    const int result = SSL_read_ex(tls_.get(), into, size, &got);
    return result == 1 ? Io::done : tls_outcome(result);
  }
  const auto result = ::recv(descriptor_, into, size, 0);
  if (result < 0) return outcome_of_errno();
  got = static_cast<std::size_t>(result);
  return result == 0 ? Io::ended : Io::done;
}

Io Stream::write(std::span<const iovec> pieces, std::size_t& put, bool more) {
  if (tls_) {
    // One record of TLS at a time, gathered: small pieces would each become a record of their own.
    std::array<char, std::size_t{16} * 1024> record;
    std::size_t size = 0;
    for (const iovec& piece : pieces) {
      const std::size_t part = std::min(piece.iov_len, record.size() - size);
      std::memcpy(record.data() + size, piece.iov_base, part);
      size += part;
      if (size == record.size()) break;
    }
    ERR_clear_error();
    const int result = SSL_write_ex(tls_.get(), record.data(), size, &put);
    return result == 1 ? Io::done : tls_outcome(result);
  }
  const int flags = MSG_NOSIGNAL | (more ? MSG_MORE : 0);
  ssize_t result = 0;
  if (pieces.size() == 1) {
    result = ::send(descriptor_, pieces[0].iov_base, pieces[0].iov_len, flags);
  } else {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());
    message.msg_iovlen = pieces.size();
    result = ::sendmsg(descriptor_, &message, flags);
  }
  if (result < 0) return outcome_of_errno();
  put = static_cast<std::size_t>(result);
  return Io::done;
}

Io Stream::send_file(int file, std::uint64_t offset, std::size_t size, std::size_t& put) {
  if (tls_) {
    std::array<char, std::size_t{16} * 1024> record;
    const auto got = ::pread(file, record.data(), std::min(size, record.size()), static_cast<off_t>(offset));
    if (got <= 0) return Io::ended;
    const iovec piece{record.data(), static_cast<std::size_t>(got)};
    return write(std::span(&piece, 1), put, false);
  }
  auto from = static_cast<off_t>(offset);
  const auto result = ::sendfile(descriptor_, file, &from, size);
  if (result < 0) return outcome_of_errno();
  put = static_cast<std::size_t>(result);
  return result == 0 ? Io::ended : Io::done;
}

void Stream::shut_down() {
  if (tls_ && SSL_is_init_finished(tls_.get())) {
    ERR_clear_error();
    SSL_shutdown(tls_.get());
    ERR_clear_error();
  }
  ::shutdown(descriptor_, SHUT_WR);
}

}  // namespace gh::net
