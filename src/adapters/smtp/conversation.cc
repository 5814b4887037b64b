#include "adapters/smtp/conversation.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

#include <fmt/format.h>

#include "platform/curl/transfer.h"

namespace gh::smtp {

namespace {

constexpr std::size_t line_bytes_max = 512;   // RFC 5321, 4.5.3.1.5
constexpr std::size_t status_bytes_max = 10;  // RFC 3463, 2: "5.123.456"

// The server's lines come one by one. The last refusal counts; behind it comes the answer to QUIT.
std::size_t hear(const char* line, std::size_t, std::size_t size, void* to) {
  if (size > 0 && (*line == '4' || *line == '5')) static_cast<std::string*>(to)->assign(line, std::min(size, line_bytes_max));
  return size;
}

long usage_of(Security security) {
  switch (security) {
    case Security::required:
      return CURLUSESSL_ALL;
    case Security::offered:
      return CURLUSESSL_TRY;
    case Security::off:
      break;
  }
  return CURLUSESSL_NONE;
}

}  // namespace

Connection::Connection() : curl_(curl::curl_easy_init()) {
  if (curl_ == nullptr) throw std::bad_alloc();
}
Connection::~Connection() { curl::curl_easy_cleanup(curl_); }

Answer Connection::hand_over(const Address& address, const Envelope& envelope, std::string_view name, Milliseconds connect,
                             Milliseconds total) {
  curl::curl_easy_reset(curl_);  // not its connection
  const auto set = [this](CURLoption option, auto value) { curl::curl_easy_setopt(curl_, option, value); };
  const auto url = fmt::format("{}/{}", address.url, name);
  const auto from = fmt::format("<{}>", envelope.from);
  curl::List recipients;
  curl::append(recipients, fmt::format("<{}>", envelope.to));
  auto unsent = envelope.data;
  std::string heard;

  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_USE_SSL, usage_of(address.security));
  if (!address.user.empty()) {
    set(CURLOPT_USERNAME, address.user.c_str());
    set(CURLOPT_PASSWORD, address.password.c_str());
  }
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(envelope.data.size()));
  set(CURLOPT_READFUNCTION, &curl::send_rest);
  set(CURLOPT_READDATA, &unsent);
  set(CURLOPT_HEADERFUNCTION, &hear);
  set(CURLOPT_HEADERDATA, &heard);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");  // the configuration says where things are, not an environment's proxy
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!address.authorities.empty()) set(CURLOPT_CAINFO, address.authorities.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
  // libcurl says QUIT also to a server that was silent for too long, and waits for the answer as long as for any other one, beyond the
  // rest.
  const auto for_quit = std::max(std::chrono::floor<std::chrono::seconds>(total / 3), std::chrono::seconds(1));
  set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(for_quit.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max(total - for_quit, total / 3).count()));

  const auto outcome = curl::curl_easy_perform(curl_);
  Answer answer{.taken = outcome == CURLE_OK, .code = 0, .status = {}, .trouble = {}};
  long code = 0;
  curl::curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &code);
  answer.code = static_cast<int>(code);
  if (answer.taken) return answer;
  answer.status = status_of(heard);
  answer.trouble = curl::curl_easy_strerror(outcome);
  // What is left of a conversation that broke off is no place to begin the next one.
  curl::curl_easy_cleanup(std::exchange(curl_, nullptr));
  curl_ = curl::curl_easy_init();
  if (curl_ == nullptr) throw std::bad_alloc();
  return answer;
}

std::string_view status_of(std::string_view line) {
  constexpr std::size_t code_bytes = 4;  // "550 "
  if (line.size() <= code_bytes) return {};
  line.remove_prefix(code_bytes);
  const auto status = line.substr(0, line.find_first_of(" \r\n"));
  const bool is_one =
      std::ranges::count(status, '.') == 2 && std::ranges::all_of(status, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  return is_one && status.size() <= status_bytes_max ? status : std::string_view();
}

}  // namespace gh::smtp
