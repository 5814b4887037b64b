// Transfer: one request to S3 and its answer, on the calling thread. What it takes from and leaves in a Connection is a connection that is
// kept. Signing (AWS Signature Version 4) and TLS, whose certificates are always checked, are libcurl's.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "adapters/s3/address.h"
#include "base/time.h"

namespace gh::s3 {

// Of whatever a server sends: a picture's form is far smaller, since what is uploaded is 10 MiB at most (platform/imaging).
inline constexpr std::size_t object_bytes_max = 16 * 1024 * 1024;
// Of an answer that is no object: S3's errors are a few hundred bytes of XML.
inline constexpr std::size_t error_bytes_max = 16 * 1024;

enum class Method { put, get, erase };

struct Request {
  Method method = Method::get;
  std::string_view id;
  std::string_view bytes;  // of a put
};

struct Answer {
  int status = 0;       // 0: none came, see `trouble`
  std::string body;     // of 200 up to object_bytes_max, else up to error_bytes_max
  std::string trouble;  // libcurl's words; never a key nor a header
  bool too_large = false;
};

class Connection {
 public:
  // MUST come after curl::load_driver() has succeeded.
  Connection();
  ~Connection();
  Connection(const Connection&) = delete;

  // connect: for name, TCP and TLS. total: for everything; both more than 0.
  Answer ask(const Address&, const Request&, Milliseconds connect, Milliseconds total);

 private:
  void* curl_;
};

// The text of <Code> in an error of S3, made of letters and digits only; empty: none. Nothing else of an error is ever shown: a
// SignatureDoesNotMatch repeats what was signed.
std::string_view error_code(std::string_view body);

}  // namespace gh::s3
