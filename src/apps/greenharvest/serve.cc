// `greenharvest serve`: starts, waits for a signal, stops in bounded time.
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/logging.h"
#include "apps/greenharvest/web.h"
#include "base/errors.h"
#include "base/waiters.h"
#include "gateway/middleware/invalidation.h"
#include "gateway/pages/pages.h"
#include "net/server.h"
#include "platform/log/log.h"

namespace gh::app {
namespace {

constexpr Milliseconds background_stop_max{5'000};

// "127.0.0.1:8080", "[::1]:8080", ":8080" (every address).
Result<net::Endpoint> endpoint(std::string_view key, std::string_view text) {
  const auto colon = text.rfind(':');
  const auto bad = [&] {
    return fail(errors::invalid, fmt::format("{}: \"{}\" is not an address:port, such as 127.0.0.1:8080", key, text));
  };
  if (colon == std::string_view::npos) return bad();
  std::string_view address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  net::Endpoint point{.address = address.empty() ? "0.0.0.0" : std::string(address), .port = 0};
  const auto digits = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point.port);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) return bad();
  return point;
}

// "http://127.0.0.1:3000": of this machine or a neighbour in one's own network; what goes there is not encrypted.
Result<net::Endpoint> upstream_endpoint(std::string_view text) {
  constexpr std::string_view scheme = "http://", local = "localhost:";
  if (!text.starts_with(scheme)) return fail(errors::invalid, fmt::format("web.upstream: \"{}\" does not begin with http://", text));
  auto address = std::string(text.substr(scheme.size()));
  if (address.ends_with('/')) address.pop_back();
  if (address.starts_with(local)) address.replace(0, local.size(), "127.0.0.1:");
  return endpoint("web.upstream", address);
}

Result<net::ServerOptions> server_options(const Settings& settings) {
  net::ServerOptions options{.plain = std::nullopt,
                             .secure = std::nullopt,
                             .tls = std::nullopt,
                             .threads = static_cast<unsigned>(settings.io_threads),
                             .limits = settings.limits,
                             .proxies = {}};
  GH_TRY(options.proxies, net::Proxies::parse(settings.trusted_proxies));
  GH_TRY(options.plain, endpoint("listen", settings.listen));
  if (!settings.tls_listen.empty()) {
    GH_TRY(options.secure, endpoint("tls.listen", settings.tls_listen));
    options.tls = net::TlsFiles{.certificate = settings.tls_certificate, .key = settings.tls_key};
  }
  return options;
}

void raise_descriptor_limit() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// The change feed, for what is kept of answers and pages.
class Invalidation {
 public:
  Invalidation(ports::Documents& documents, gateway::Followed followed) {
    loop_.start("invalidation");
    spawn(loop_, follow(documents, std::move(followed)));
  }
  ~Invalidation() { stop(background_stop_max); }

  // false: it still waits for the store. It hears of the end at least every follow_wait.
  bool stop(Milliseconds limit) {
    stopping_ = true;
    constexpr Milliseconds grain{10};
    for (Milliseconds waited{0}; !ended_ && waited < limit; waited += grain) std::this_thread::sleep_for(grain);
    std::this_thread::sleep_for(Waiters::timer_left_max);
    loop_.stop();
    return ended_;
  }

 private:
  Task<void> follow(ports::Documents& documents, gateway::Followed followed) {
    co_await gateway::follow_changes(documents, std::move(followed), stopping_);
    ended_ = true;
  }

  std::atomic<bool> stopping_{false}, ended_{false};
  executors::EventLoop loop_;  // last: what runs on it uses the rest
};

Result<void> serve(const Settings& settings, const sigset_t& signals) {
  GH_TRY(const auto options, server_options(settings));
  GH_TRY(auto shop, Shop::open(settings));
  gateway::PagesSettings pages = settings.pages;
  if (!settings.web_upstream.empty()) {
    GH_TRY(pages.upstream, upstream_endpoint(settings.web_upstream));
  }
  Web web(*shop, settings);
  GH_CHECK(web.add_pages_of(pages));
  GH_TRY(auto server, net::Server::make(options, shop->observers));
  Invalidation invalidation(*shop->documents, web.followed());
  GH_CHECK(server->listen(web.handler()));
  shop->start_background([&web](const ports::FeedPosition& at, bool moved) { web.indexed(at, moved); });
  web.set_ready(true);
  log::info("serving", {{"address", settings.listen}, {"port", server->port()}, {"data", settings.data}});

  int signal = 0;
  sigwait(&signals, &signal);
  log::info("ending", {{"signal", signal}});
  web.set_ready(false);
  const auto unanswered = server->stop();
  const bool quiet = shop->stop_background(background_stop_max) && invalidation.stop(background_stop_max);
  if (unanswered > 0 || !quiet) {
    // Somebody still waits for something: the store is safe at any moment, what they refer to is not. Ending at once is.
    log::warn("ended with work undone; it is taken up at the next start", {{"requests", unanswered}, {"background_quiet", quiet}});
    flush_log();
    std::_Exit(0);
  }
  server.reset();
  log::info("ended");
  return {};
}

}  // namespace

int command_serve(const Start& start) {
  const auto signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread, so that every thread inherits it
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  return with_settings(start, [&signals](const Settings& settings) { return serve(settings, signals); });
}

}  // namespace gh::app
