#include "gateway/pages/pages.h"

#include <chrono>

#include <fmt/format.h>

#include "gateway/browser_session.h"
#include "gateway/pages/static_files.h"
#include "platform/log/log.h"
#include "platform/metrics/registry.h"

namespace gh::gateway {
namespace {

constexpr Milliseconds complaint_grain_ms{1'000};  // one line in the log for all failures of this time
constexpr int retry_after_s = 5;

// What waiters get when nothing came: they do not ask, too.
const std::shared_ptr<const KeptPage>& nothing_came() {
  static const auto page =
      std::make_shared<const KeptPage>(std::string(), std::string(nonce_length, '-'), "", std::vector<std::string>{}, Timestamp{});
  return page;
}

std::string key_of(const net::Request& request) {
  std::string key(request.field("Host").value_or(""));
  key += request.target;
  return key;
}

struct Words {
  std::string_view language, title, text, again;
};
constexpr Words english{"en", "We will be right back", "The shop's pages are being restarted. Orders and carts are safe.", "Try again"};
constexpr Words spanish{"es", "Volvemos enseguida",
                        "Las páginas de la tienda se están reiniciando. Los pedidos y las cestas están a salvo.", "Volver a intentarlo"};

std::string away_page(const Words& words, std::string_view nonce, bool reads) {
  return fmt::format(
      R"(<!doctype html>
<html lang="{0}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">{5}
<title>{1} · GreenHarvest</title>
<style nonce="{4}">
:root {{ color-scheme: light dark }}
body {{ font: 1.125rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem }}
h1 {{ font-size: 1.75rem; line-height: 1.2 }}
</style>
</head>
<body>
<main>
<h1>{1}</h1>
<p>{2}</p>
{6}</main>
</body>
</html>
)",
      words.language, words.title, words.text, words.again, nonce,
      reads ? fmt::format("\n<meta http-equiv=\"refresh\" content=\"{}\">", retry_after_s) : "",
      reads ? fmt::format("<p><a href=\"\">{}</a></p>\n", words.again) : "");
}

}  // namespace

Pages::Pages(const PagesSettings& settings, const Clock& clock, Random& random, const ReaderWords& readers, metrics::Registry& registry)
    : settings_(settings),
      clock_(clock),
      random_(random),
      readers_(readers),
      kept_(settings.kept_bytes_max),
      duration_(registry.histogram("page_server_duration_seconds", "Time that the page server took for an answer.", metrics::Unit::seconds,
                                   {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10})) {
  if (settings_.upstream) upstream_ = std::make_unique<net::Upstream>(*settings_.upstream, settings_.limits);
  for (const auto failure : {net::UpstreamFailure::unreachable, net::UpstreamFailure::broken, net::UpstreamFailure::timeout,
                             net::UpstreamFailure::malformed, net::UpstreamFailure::too_large, net::UpstreamFailure::busy})
    failures_.push_back(&registry.counter("page_server_failures_total", "Page requests that the page server did not answer, by why.",
                                          {{"reason", std::string(net::name_of(failure))}}));
  const auto counted = [&](std::string_view name, std::string_view help, const std::atomic<std::uint64_t>& value) {
    registry.sampled_counter(name, help, [&value] { return static_cast<double>(value.load(std::memory_order_relaxed)); });
  };
  const auto& figures = kept_.figures();
  counted("page_cache_hits_total", "Pages that were sent from kept ones.", figures.hits);
  counted("page_cache_misses_total", "Pages for everybody that the page server was asked for.", figures.misses);
  counted("page_cache_waits_total", "Requests that waited for somebody else's page.", figures.waited);
  counted("page_cache_drops_total", "Kept pages that a change or their time dropped.", figures.dropped);
  counted("page_cache_evictions_total", "Kept pages that the bound pushed out.", figures.evicted);
  registry.sampled_gauge("page_cache_bytes", "Size of the kept pages.", [this] { return static_cast<double>(kept_.bytes()); });
}

bool Pages::has(std::string_view path) const {
  // A file of another build is not there; the page server has none of them, either.
  return upstream_ != nullptr && (settings_.files.empty() || !path.starts_with(hashed_files));
}

std::optional<net::Response> Pages::answer_now(const net::Request& request) {
  if (audience_of(request) == Audience::one) return std::nullopt;
  const auto page = kept_.find(key_of(request), clock_);
  if (!page) return std::nullopt;
  return from_kept(request, *page, "HIT");
}

Task<net::Response> Pages::handle(const net::Request& request, std::string request_id) {
  const auto audience = audience_of(request);
  if (audience == Audience::one) co_return co_await pass(request, std::move(request_id));
  const auto key = key_of(request);
  auto flight = kept_.join(key);
  if (!flight.wait) co_return co_await lead(request, key, std::move(flight), std::move(request_id), audience);
  const auto theirs = co_await *flight.wait;
  if (theirs == nothing_came()) co_return away(request, net::UpstreamFailure::unreachable, request_id);
  if (theirs) co_return from_kept(request, *theirs, "WAIT");
  // It was not a page for everybody after all.
  co_return co_await pass(request, std::move(request_id));
}

Task<net::Upstream::Outcome> Pages::ask(const net::Request& request, const Forwarding& forwarding) {
  const auto started = std::chrono::steady_clock::now();
  auto outcome =
      co_await upstream_->ask({.head = question_head(request, forwarding), .body = request.body, .repeatable = !is_change(request.method)});
  if (outcome) duration_.observe(std::chrono::steady_clock::now() - started);
  co_return outcome;
}

// Asks as nobody in particular. A visitor with cookies of their own, whose page turns out not to be for everybody, is asked for again.
Task<net::Response> Pages::lead(const net::Request& request, const std::string& key, Flight flight, std::string request_id,
                                Audience audience) {
  const auto nonce = make_nonce(random_);
  const auto reader = readers_.about(request.peer, clock_.now());
  auto outcome = co_await ask(
      request,
      {.nonce = nonce, .request_id = request_id, .reader = reader, .over_tls = settings_.cookies.secure(request), .as_nobody = true});
  if (!outcome) {
    kept_.done(key, flight, nothing_came(), false);
    co_return away(request, outcome.error(), request_id);
  }
  auto read = read_page_answer(*outcome);
  const auto page = page_to_keep(*outcome, read, nonce);
  kept_.done(key, flight, page, page != nullptr);
  if (page) co_return from_kept(request, *page, "MISS");
  if (audience == Audience::everyone) co_return co_await pass(request, std::move(request_id));
  co_return from_answer(request, *std::move(outcome), std::move(read), nonce);
}

Task<net::Response> Pages::pass(const net::Request& request, std::string request_id) {
  const auto nonce = make_nonce(random_);
  const auto reader = readers_.about(request.peer, clock_.now());
  auto outcome = co_await ask(
      request,
      {.nonce = nonce, .request_id = request_id, .reader = reader, .over_tls = settings_.cookies.secure(request), .as_nobody = false});
  if (!outcome) co_return away(request, outcome.error(), request_id);
  auto read = read_page_answer(*outcome);
  co_return from_answer(request, *std::move(outcome), std::move(read), nonce);
}

// Takes the body of the answer, if it is one to keep.
std::shared_ptr<const KeptPage> Pages::page_to_keep(net::UpstreamAnswer& answer, const PageAnswer& read, std::string_view nonce) const {
  if (!read.keep_s) return nullptr;
  auto tags = read.tags;
  // What shows goods shows them as the search index has them, which follows a change a moment later.
  if (!tags.empty()) tags.emplace_back(search_tag);
  const auto life = std::min(Milliseconds(std::min<std::int64_t>(*read.keep_s, 86'400) * 1000), settings_.kept_max);
  net::Head lines;
  lines.add_lines(read.lines).add("Vary", read.vary.empty() ? "Accept-Encoding, Cookie" : read.vary + ", Accept-Encoding, Cookie");
  return std::make_shared<const KeptPage>(std::move(answer.body), nonce, lines.text(), std::move(tags), clock_.now() + life);
}

net::Response Pages::from_kept(const net::Request& request, const KeptPage& page, std::string_view word) const {
  const auto nonce = make_nonce(random_);
  auto response = page.answer(request.field("Accept-Encoding"), nonce);
  response.head.add("Content-Security-Policy", page_policy(nonce)).add("X-Cache", word);
  return response;
}

net::Response Pages::from_answer(const net::Request& request, net::UpstreamAnswer answer, PageAnswer read, std::string_view nonce) const {
  net::Response response{.status = answer.status, .shared_head = nullptr, .head = {}, .body = {}, .close = false};
  response.head.add_lines(read.lines).add("Content-Security-Policy", page_policy(nonce));
  const bool whole = answer.status != 206 && answer.status != 204 && answer.status != 304;
  auto vary = std::move(read.vary);
  const auto varies_by = [&vary](std::string_view name) { vary += (vary.empty() ? "" : ", ") + std::string(name); };
  if (read.is_text && !read.encoded && whole) {
    varies_by("Accept-Encoding");
    const auto encoding = accepted_encoding(request.field("Accept-Encoding"));
    if (encoding && *encoding != Encoding::identity && answer.body.size() >= encode_bytes_min) {
      answer.body = encode(*encoding, answer.body, 0);
      response.head.add("Content-Encoding", encoding_name(*encoding));
    }
  }
  if (read.is_document) varies_by("Cookie");
  if (!vary.empty()) response.head.add("Vary", vary);
  response.body = std::move(answer.body);
  return response;
}

net::Response Pages::away(const net::Request& request, net::UpstreamFailure failure, std::string_view request_id) {
  failures_[static_cast<std::size_t>(failure)]->add();
  const auto now_ms = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
  auto before_ms = complained_ms_.load(std::memory_order_relaxed);
  // No address and no cookie: a link that was mailed has its secret in the address.
  if (now_ms - before_ms >= complaint_grain_ms.count() && complained_ms_.compare_exchange_strong(before_ms, now_ms))
    log::warn("the page server did not answer", {{"request_id", request_id}, {"reason", net::name_of(failure)}});
  const auto nonce = make_nonce(random_);
  const bool spanish_path = request.path == "/es" || request.path.starts_with("/es/");
  net::Response response{.status = 503, .shared_head = nullptr, .head = {}, .body = {}, .close = false};
  response.body = away_page(spanish_path ? spanish : english, nonce, !is_change(request.method));
  response.head.add("Content-Type", "text/html; charset=utf-8")
      .add("Retry-After", std::to_string(retry_after_s))
      .add("Cache-Control", "no-store")
      .add_lines(page_lines())
      .add("Content-Security-Policy", page_policy(nonce));
  return response;
}

}  // namespace gh::gateway
