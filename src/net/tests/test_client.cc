#include "test_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>

namespace gh::net {

TestClient::TestClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const timeval limit{.tv_sec = 5};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) ADD_FAILURE() << std::strerror(errno);
}

TestClient::~TestClient() { ::close(socket_); }

TestClient& TestClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) break;  // the server may have closed: what it answered tells
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return *this;
}

void TestClient::end_sending() { ::shutdown(socket_, SHUT_WR); }

bool TestClient::more() {
  std::array<char, 64 * 1024> part;
  const auto got = ::recv(socket_, part.data(), part.size(), 0);
  if (got < 0 && errno == EAGAIN) ADD_FAILURE() << "no answer within five seconds";
  ended_cleanly_ = got == 0;
  if (got <= 0) return false;
  buffer_.append(part.data(), static_cast<std::size_t>(got));
  return true;
}

std::string TestClient::answer(bool with_body) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!more()) return {};
  }
  end += 4;
  const std::size_t line = buffer_.find("Content-Length: ");
  if (with_body && line < end) end += std::stoul(buffer_.substr(line + 16));
  while (buffer_.size() < end) {
    if (!more()) return {};
  }
  const std::string taken = buffer_.substr(0, end);
  buffer_.erase(0, end);
  return taken;
}

std::string TestClient::everything() {
  while (more()) {}
  return std::exchange(buffer_, {});
}

bool TestClient::is_closed_within(int milliseconds) {
  pollfd wait{.fd = socket_, .events = POLLIN};
  char byte = 0;
  return ::poll(&wait, 1, milliseconds) == 1 && ::recv(socket_, &byte, 1, MSG_PEEK) <= 0;
}

void TestHandler::note(std::string_view path) {
  const std::lock_guard lock(mutex_);
  executed_.append(path).append(" ");
}

std::string TestHandler::executed() {
  const std::lock_guard lock(mutex_);
  return executed_;
}

Admission TestHandler::admit(const Request& head) {
  Admission admission{.body_bytes_max = 100'000};
  if (head.path == "/refused") admission.refusal = Response{.status = 401, .body = "no"};
  return admission;
}

std::optional<Response> TestHandler::answer_now(const Request& request) {
  if (!request.path.starts_with("/now")) return std::nullopt;
  note(request.path);
  static const auto body = std::make_shared<const std::string>("at hand");
  return Response{.body = body};
}

Task<Response> TestHandler::handle(const Request& request) {
  if (request.path == "/slow") co_await sleep(Milliseconds(std::stol(std::string(request.query))));
  note(request.path);
  if (request.path == "/file") co_return Response{.body = FileBody{file, file_size}};
  if (request.path == "/big") co_return Response{.body = std::string(std::stoul(std::string(request.query)), 'b')};
  if (request.path == "/none") co_return Response{.status = 204};
  Response response{.body = fmt::format("{}|{}|{}", request.method_text, request.peer, request.body)};
  response.head.add("X-Secure", request.secure ? "yes" : "no");
  co_return response;
}

Response TestHandler::refuse(int status, std::string_view code, std::string_view) { return {.status = status, .body = std::string(code)}; }

TlsFiles make_certificate(const std::string& folder) {
  const TlsFiles files{folder + "/certificate.pem", folder + "/key.pem"};
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  FILE* out = std::fopen(files.certificate.c_str(), "w");
  PEM_write_X509(out, certificate);
  std::fclose(out);
  out = std::fopen(files.key.c_str(), "w");
  PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(out);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return files;
}

}  // namespace gh::net
