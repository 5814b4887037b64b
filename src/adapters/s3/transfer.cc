#include "adapters/s3/transfer.h"

#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"
#include "platform/curl/transfer.h"

namespace gh::s3 {

namespace {

constexpr std::size_t code_bytes_max = 64;
constexpr long status_ok = 200;

// What the function below is called with.
struct Exchange {
  CURL* curl;
  Answer answer;
};

std::size_t receive(const char* data, std::size_t, std::size_t size, void* to) {
  auto& exchange = *static_cast<Exchange*>(to);
  long status = 0;
  curl::curl_easy_getinfo(exchange.curl, CURLINFO_RESPONSE_CODE, &status);
  auto& body = exchange.answer.body;
  const auto room = (status == status_ok ? object_bytes_max : error_bytes_max) - body.size();
  body.append(data, std::min(size, room));
  exchange.answer.too_large = size > room;
  return exchange.answer.too_large ? 0 : size;  // 0 of some ends the transfer
}

}  // namespace

Connection::Connection() : curl_(curl::curl_easy_init()) {
  if (curl_ == nullptr) throw std::bad_alloc();
}
Connection::~Connection() { curl::curl_easy_cleanup(curl_); }

Answer Connection::ask(const Address& address, const Request& request, Milliseconds connect, Milliseconds total) {
  curl::curl_easy_reset(curl_);  // not its connection
  Exchange exchange{.curl = curl_, .answer = {}};
  auto unsent = request.bytes;
  const auto set = [this](CURLoption option, auto value) { curl::curl_easy_setopt(curl_, option, value); };

  const auto url = fmt::format("{}/{}", address.url, request.id);
  const auto signature = fmt::format("aws:amz:{}:s3", address.region);
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_AWS_SIGV4, signature.c_str());
  set(CURLOPT_USERNAME, address.access_key.c_str());
  set(CURLOPT_PASSWORD, address.secret_key.c_str());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");  // the configuration says where things are, not http_proxy
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!address.authorities.empty()) set(CURLOPT_CAINFO, address.authorities.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(total.count()));
  set(CURLOPT_WRITEFUNCTION, &receive);
  set(CURLOPT_WRITEDATA, &exchange);

  curl::List headers;
  curl::append(headers, "x-amz-content-sha256: " + crypto::hex(crypto::sha256(request.bytes)));
  if (!address.session_token.empty()) curl::append(headers, "x-amz-security-token: " + address.session_token);
  switch (request.method) {
    case Method::get:
      break;
    case Method::erase:
      set(CURLOPT_CUSTOMREQUEST, "DELETE");
      break;
    case Method::put:
      curl::append(headers, "Content-Type: application/octet-stream");
      curl::append(headers, "Expect:");  // a round trip for nothing: these bodies are small
      set(CURLOPT_UPLOAD, 1L);
      set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.bytes.size()));
      set(CURLOPT_READFUNCTION, &curl::send_rest);
      set(CURLOPT_READDATA, &unsent);
      break;
  }
  set(CURLOPT_HTTPHEADER, headers.get());

  const auto outcome = curl::curl_easy_perform(curl_);
  if (outcome != CURLE_OK) {
    exchange.answer.trouble = curl::curl_easy_strerror(outcome);
    return std::move(exchange.answer);
  }
  long status = 0;
  curl::curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
  exchange.answer.status = static_cast<int>(status);
  return std::move(exchange.answer);
}

std::string_view error_code(std::string_view body) {
  constexpr std::string_view begin = "<Code>", end = "</Code>";
  const auto at = body.find(begin);
  if (at == std::string_view::npos) return {};
  body.remove_prefix(at + begin.size());
  const auto code = body.substr(0, body.find(end));
  const bool plain =
      std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  return plain && code.size() <= code_bytes_max ? code : std::string_view();
}

}  // namespace gh::s3
