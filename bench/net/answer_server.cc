// The HTTP server with nothing behind it: GET / answers 2 KiB that are at hand, GET /wait the same after a coroutine's sleep of 1 ms,
// POST gives the body back. For measuring the server itself (http_cpu.py) and for trying it by hand.
//
//   bench_net_server PORT THREADS [CERTIFICATE KEY]     the TLS listener takes PORT + 1
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/scheduler.h"
#include "net/server.h"

namespace gh {
namespace {

class Answers final : public net::Handler {
 public:
  Answers() {
    auto head = std::make_shared<net::Head>();
    head->add("Content-Type", "application/json").add("ETag", "\"0123456789abcdef\"").add("Cache-Control", "no-cache");
    head_ = head;
    body_ = std::make_shared<const std::string>(2048, 'x');
  }
  net::Admission admit(const net::Request&) override { return {.body_bytes_max = 1024 * 1024}; }
  std::optional<net::Response> answer_now(const net::Request& request) override {
    if (request.path == "/wait") return std::nullopt;
    return net::Response{.shared_head = head_, .body = body_};
  }
  Task<net::Response> handle(const net::Request& request) override {
    if (request.path == "/wait") co_await sleep(Milliseconds(1));
    net::Response response{.shared_head = head_, .body = body_};
    if (!request.body.empty()) response.body = std::string(request.body);
    co_return response;
  }
  net::Response refuse(int status, std::string_view code, std::string_view detail) override {
    net::Response response{.status = status, .body = fmt::format("{}: {}\n", code, detail)};
    response.head.add("Content-Type", "text/plain");
    return response;
  }

 private:
  std::shared_ptr<const net::Head> head_;
  std::shared_ptr<const std::string> body_;
};

int run(int count, char** arguments) {
  if (count != 3 && count != 5) return std::fputs("usage: bench_net_server PORT THREADS [CERTIFICATE KEY]\n", stderr), 2;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const auto port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  net::ServerOptions options{.plain = net::Endpoint{.port = port}, .threads = static_cast<unsigned>(std::atoi(arguments[2]))};
  if (count == 5) {
    options.secure = net::Endpoint{.port = static_cast<std::uint16_t>(port + 1)};
    options.tls = net::TlsFiles{arguments[3], arguments[4]};
  }
  net::Observer observer;
  Answers answers;
  auto server = net::Server::make(options, observer);
  if (!server) return std::fprintf(stderr, "%s\n", server.error().detail().c_str()), 1;
  if (auto listening = (*server)->listen(answers); !listening) {
    return std::fprintf(stderr, "%s\n", listening.error().detail().c_str()), 1;
  }
  std::printf("listening on port %d\n", (*server)->port());
  std::fflush(stdout);
  int got = 0;
  sigwait(&signals, &got);
  std::printf("unfinished %zu\n", (*server)->stop());
  return 0;
}

}  // namespace
}  // namespace gh

int main(int count, char** arguments) { return gh::run(count, arguments); }
