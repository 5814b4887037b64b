#include "gateway/gateway.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/call.h"
#include "base/errors.h"
#include "contexts/identity/api_keys.h"
#include "contexts/identity/errors.h"
#include "gateway/method.h"
#include "gateway/middleware/range.h"
#include "gateway/problem.h"
#include "platform/json/input.h"
#include "platform/log/log.h"

namespace gh::gateway {
namespace {

constexpr std::string_view api_root = "/api/";
constexpr std::string_view api_version = "/api/v1/";
constexpr std::size_t request_id_bytes_max = 64;
constexpr std::size_t idempotency_key_bytes_max = 255;

// On every answer. The API gives data, never a page: nothing in it may be run, framed or guessed at.
constexpr std::string_view fixed_lines =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";
constexpr std::string_view api_policy = "default-src 'none'; frame-ancestors 'none'";

bool is_safe_id(std::string_view text) {
  return !text.empty() && text.size() <= request_id_bytes_max && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == ':';
  });
}

bool is_visible(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

const std::vector<net::Method> source_methods{net::Method::get, net::Method::post};

RateGroup group_of_page(net::Method method) { return method == net::Method::post ? RateGroup::write : RateGroup::browse; }

// An address is no secret: who tries some for an order is counted with those who try passwords, and so is who hides a key of the query
// behind percent signs.
RateGroup group_of(const Route& route, const net::Request& request) {
  const bool tries = route.takes_address && (request.query.contains("email=") || request.query.contains('%'));
  return tries ? RateGroup::login : route.spec.rate;
}

constexpr std::string_view retry_uncounted_s = "1";

std::int64_t whole_seconds(Milliseconds span) { return std::chrono::ceil<std::chrono::seconds>(span).count(); }

// draft-ietf-httpapi-ratelimit-headers-06, the last one with a field for each figure, which is what clients read today.
net::Head rate_lines(const RateGate::Answer& answer) {
  net::Head lines;
  lines.add("RateLimit-Limit", std::to_string(answer.limit))
      .add("RateLimit-Remaining", std::to_string(answer.verdict.remaining))
      .add("RateLimit-Reset", std::to_string(whole_seconds(answer.verdict.reset)));
  return lines;
}

// From this machine, by somebody who asks for himself: a proxy on it that nobody has named as ours is a peer from here, too.
bool is_local(const net::Request& request) {
  const bool near = request.peer.starts_with("127.") || request.peer == "::1";
  return near && !request.field("X-Forwarded-For") && !request.field("Forwarded") && !request.field("Via");
}

// Whether a Content-Type is this media type, with or without parameters.
bool is_type(std::string_view given, std::string_view type) {
  if (given.size() < type.size()) return false;
  const auto same =
      std::ranges::equal(given.substr(0, type.size()), type, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
  return same && (given.size() == type.size() || given[type.size()] == ';' || given[type.size()] == ' ');
}

bool takes_type(const Route& route, std::string_view given) {
  if (!route.takes_raw) return is_type(given, "application/json");
  return std::ranges::any_of(route.spec.media_types, [given](std::string_view type) { return is_type(given, type); });
}

const std::shared_ptr<const net::Head>& api_head() {
  static const auto head = [] {
    auto made = std::make_shared<net::Head>();
    made->add_lines(fixed_lines).add("Content-Security-Policy", api_policy);
    return std::shared_ptr<const net::Head>(std::move(made));
  }();
  return head;
}

Error no_route(std::string_view path) {
  if (path.starts_with(api_root) && !path.starts_with(api_version)) {
    return Error(errors::unknown_api_version, "Supported: v1.").extend("supported_versions", R"(["v1"])");
  }
  return Error(errors::no_such_route, "/api/v1/openapi.json lists the addresses.");
}

std::string allow_of(std::vector<net::Method> methods) {
  if (std::ranges::find(methods, net::Method::get) != methods.end()) methods.push_back(net::Method::head);
  methods.push_back(net::Method::options);
  std::vector<std::string_view> names;
  for (const auto method : methods) names.push_back(method_name(method));
  return fmt::format("{}", fmt::join(names, ", "));
}

// What the Authorization header holds; nothing if there is none.
Result<std::optional<std::string_view>> bearer_token(const net::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const auto authorization = request.field("Authorization");
  if (!authorization) return std::nullopt;
  const bool bearer = authorization->size() > scheme.size() && std::ranges::equal(authorization->substr(0, scheme.size()), scheme,
                                                                                  [](char a, char b) { return (a | 0x20) == (b | 0x20); });
  if (!bearer) return fail(errors::invalid_token, "The Authorization header must be: Bearer <access token or API key>.");
  return authorization->substr(scheme.size());
}

Result<void> check_caller(const identity::Caller& caller, const Route& route) {
  const auto& spec = route.spec;
  if ((spec.roles & role_bit(caller.role)) == 0) {
    if (caller.role == identity::Role::guest) return fail(gh::errors::unauthenticated);
    return fail(gh::errors::forbidden);
  }
  if (spec.cached || route.gives_raw) return {};  // the same for everybody, and kept bytes are sent to anyone
  if (caller.must_enrol && !spec.enrolment) return fail(identity::errors::must_enrol);
  if (caller.api_key && std::ranges::find(caller.scopes, spec.scope) == caller.scopes.end())
    return fail(identity::errors::scope_missing,
                spec.scope.empty() ? "no API key may do this" : fmt::format("needs the scope {}", spec.scope));
  return {};
}

}  // namespace

Gateway::Gateway(const RouteTable& table, FinishedBytes& finished, Doors doors, Telemetry& telemetry, const Clock& clock, Random& random,
                 const ReaderWords& readers, RateCounts counts, GatewaySettings settings)
    : table_(table),
      finished_(finished),
      doors_(std::move(doors)),
      telemetry_(telemetry),
      clock_(clock),
      random_(random),
      readers_(readers),
      settings_(std::move(settings)),
      rates_(counts.shared, counts.alone, settings_.rates, clock,
             [&telemetry](RateGroup group, RateGate::Outcome outcome) { telemetry.rate_counted(group, outcome); }) {}

void Gateway::add_fixed_page(std::string path, std::string_view content_type, std::string body, std::string_view policy) {
  net::Head head;
  head.add_lines(fixed_lines)
      .add("Content-Type", content_type)
      .add("Accept-Ranges", "bytes")
      .add("Content-Security-Policy", policy.empty() ? api_policy : policy);
  Page page;
  page.finished = std::make_shared<const Finished>(200, std::move(body), head.text(), 0, std::vector<std::string>{});
  add_page(std::move(path), std::move(page));
}

std::string Gateway::request_id(const net::Request& request) {
  if (const auto given = request.field("X-Request-Id"); given && is_safe_id(*given)) return std::string(*given);
  return fmt::format("{:016x}", random_.next());
}

// Browsers encode characters that names of files may have ("[slug]"); the map has them as they are.
const Page* Gateway::find_page(std::string_view path) const {
  auto found = pages_.find(path);
  if (found == pages_.end() && path.find('%') != std::string_view::npos) {
    if (const auto decoded = json::percent_decoded(path, false)) found = pages_.find(*decoded);
  }
  return found == pages_.end() ? nullptr : &found->second;
}

bool Gateway::is_of_source(std::string_view path) const {
  return source_ != nullptr && !path.starts_with(api_root) && path != api_root.substr(0, api_root.size() - 1) && source_->has(path);
}

net::Admission Gateway::refuse_head(const net::Request& head, const Error& error, std::string_view line_name,
                                    const std::string& line_value) {
  const auto id = request_id(head);
  auto response = from_error(error, id);
  if (!line_name.empty()) response.head.add(line_name, line_value);
  finish(head, response, id);
  telemetry_.refused(response.status);
  return {.body_bytes_max = 0, .refusal = std::move(response)};
}

std::optional<net::Admission> Gateway::refused_lately(const net::Request& head, RateGroup group) {
  if (!rates_.limits(group)) return std::nullopt;
  const auto answer = rates_.refused_lately(group, readers_.address_of(head, clock_.now()));
  if (!answer) return std::nullopt;
  auto admission = refuse_head(head, Error(errors::rate_limited), "Retry-After", std::to_string(whole_seconds(answer->verdict.wait)));
  admission.refusal->head.add_lines(rate_lines(*answer).text());
  return admission;
}

Task<std::optional<net::Response>> Gateway::count(const net::Request& request, RateGroup group, const std::string& id, net::Head& lines) {
  if (!rates_.limits(group)) co_return std::nullopt;
  const auto answer = co_await rates_.take(group, std::string(readers_.address_of(request, clock_.now())));
  if (answer.outcome != RateGate::Outcome::uncounted) lines = rate_lines(answer);
  if (answer.admits()) co_return std::nullopt;
  const bool uncounted = answer.outcome == RateGate::Outcome::uncounted;
  auto response = from_error(Error(uncounted ? ports::errors::rate_limit_unavailable : errors::rate_limited), id);
  response.head.add("Retry-After", uncounted ? retry_uncounted_s : std::to_string(whole_seconds(answer.verdict.wait)));
  response.head.add_lines(lines.text());
  telemetry_.refused(response.status);
  co_return response;
}

net::Admission Gateway::admit(const net::Request& head) {
  if (head.method == net::Method::options) return {.body_bytes_max = body_bytes_max_default, .refusal = std::nullopt};
  const bool reads = head.method == net::Method::get || head.method == net::Method::head;
  // What is most wanted is found without the router; a hit has been through it once.
  const bool page = find_page(head.path) != nullptr;
  if (reads && page) return {};
  const auto match = table_.match(head.method, head.path);
  if (match.route == nullptr) {
    if (page) return refuse_head(head, Error(errors::method_not_allowed), "Allow", allow_of({net::Method::get}));
    if (match.allowed.empty() && is_of_source(head.path)) return admit_to_source(head);
    if (match.allowed.empty()) return refuse_head(head, no_route(head.path));
    return refuse_head(head, Error(errors::method_not_allowed), "Allow", allow_of(match.allowed));
  }
  if (auto refusal = refused_lately(head, group_of(*match.route, head))) return *std::move(refusal);
  if (match.route->takes_body) {
    const auto type = head.field("Content-Type");
    if (!type || !takes_type(*match.route, *type) || head.field("Content-Encoding"))
      return refuse_head(head, match.route->takes_raw ? Error(errors::unsupported_media_type,
                                                              fmt::format("{}", fmt::join(match.route->spec.media_types, ", ")))
                                                      : Error(errors::unsupported_media_type));
  }
  return {.body_bytes_max = match.route->spec.body_bytes_max, .refusal = std::nullopt};
}

// Pages are read, and forms of pages are posted (server actions).
net::Admission Gateway::admit_to_source(const net::Request& head) {
  const bool posts = head.method == net::Method::post;
  if (!posts && head.method != net::Method::get && head.method != net::Method::head)
    return refuse_head(head, Error(errors::method_not_allowed), "Allow", allow_of(source_methods));
  if (auto refusal = refused_lately(head, group_of_page(head.method))) return *std::move(refusal);
  return {.body_bytes_max = posts ? source_->request_bytes_max() : 0, .refusal = std::nullopt};
}

std::optional<net::Response> Gateway::answer_now(const net::Request& request) {
  if (request.method == net::Method::options) return preflight(request);
  if (request.method != net::Method::get && request.method != net::Method::head) return std::nullopt;
  const Telemetry::Stopwatch watch;
  if (const auto kept = finished_.find(request.target, clock_)) {
    auto response = from_finished(request, *kept, "HIT");
    telemetry_.answered(kept->route_index(), response.status, watch);
    finish(request, response, request_id(request));
    return response;
  }
  if (const auto* page = find_page(request.path)) {
    auto response = from_page(request, *page);
    finish(request, response, request_id(request));
    return response;
  }
  if (is_of_source(request.path)) {
    auto response = source_->answer_now(request);
    if (response) finish_page(request, *response, request_id(request));
    return response;
  }
  return std::nullopt;
}

Task<net::Response> Gateway::handle(const net::Request& request) {
  const Telemetry::Stopwatch watch;
  const std::string id = request_id(request);
  auto match = table_.match(request.method, request.path);
  const bool of_source = match.route == nullptr && is_of_source(request.path);
  if (match.route == nullptr && !of_source) co_return from_error(no_route(request.path), id);  // admit() has refused these
  net::Head limit_lines;
  if (auto refusal =
          co_await count(request, of_source ? group_of_page(request.method) : group_of(*match.route, request), id, limit_lines)) {
    finish(request, *refusal, id);
    co_return *std::move(refusal);
  }
  if (of_source) {
    auto response = co_await source_->handle(request, id);
    response.head.add_lines(limit_lines.text());
    finish_page(request, response, id);
    co_return response;
  }
  const Route& route = *match.route;
  // A whole list as CSV is made for the one who asks.
  const bool kept = route.spec.cached && !(route.is_list && request.query.contains("format=csv"));
  auto response =
      kept ? co_await run_cached(request, route, std::move(match.values), id) : co_await run(request, route, std::move(match.values), id);
  telemetry_.answered(route.index, response.status, watch);
  response.head.add_lines(limit_lines.text());
  finish(request, response, id);
  co_return response;
}

// A token that is sent must be good. A cookie comes by itself: one that is not good (any more) leaves a guest.
Task<Result<identity::Visitor>> Gateway::identify(const net::Request& request, std::string_view address) {
  identity::Visitor visitor;
  GH_CO_TRY(const auto token, bearer_token(request));
  if (token && token->starts_with(identity::ApiKeys::mark)) {
    GH_CO_TRY(visitor.caller, co_await doors_.authenticate_key(std::string(*token)));
  } else if (token) {
    GH_CO_TRY(visitor.caller, doors_.authenticate(*token));
  } else if (const auto cookie = settings_.cookies.session_of(request)) {
    if (is_change(request.method) && !is_same_origin(request)) co_return fail(errors::cross_site_request);
    GH_CO_TRY(visitor, co_await doors_.authenticate_cookie(std::string(*cookie), std::string(address)));
  }
  co_return visitor;
}

Task<Result<Rendered>> Gateway::call_route(const net::Request& request, const Route& route, const std::vector<std::string>& values,
                                           const std::string& id, bool& cookie_ended) {
  Call call{.http = request, .caller = {}, .request_id = id, .idempotency_key = {}, .address = readers_.address_of(request, clock_.now())};
  GH_CO_TRY(auto visitor, co_await identify(request, call.address));
  cookie_ended = visitor.ended;
  call.caller = std::move(visitor.caller);
  GH_CO_CHECK(check_caller(call.caller, route));
  if (route.spec.verified_email) GH_CO_CHECK(co_await doors_.require_verified(*call.caller.user));
  if (route.spec.idempotency_key) {
    const auto key = request.field("Idempotency-Key");
    if (!key || key->empty() || key->size() > idempotency_key_bytes_max || !is_visible(*key))
      co_return fail(errors::idempotency_key_required);
    call.idempotency_key = *key;
  }
  const CallContext context{.user = call.caller.user,
                            .api_key = call.caller.api_key,
                            .farm = call.caller.farm,
                            .role = call.caller.user ? std::string(json::enum_name(call.caller.role)) : std::string(),
                            .operation = route.spec.operation_id,
                            .request_id = id,
                            .address = std::string(call.address)};
  try {
    co_return co_await route.run(call, values).called_by(context);
  } catch (const std::exception& exception) {
    log::error("a handler threw", {{"request_id", id}, {"route", route.spec.operation_id}, {"what", exception.what()}});
    co_return fail(gh::errors::internal);
  }
}

Task<net::Response> Gateway::run(const net::Request& request, const Route& route, std::vector<std::string> values, std::string id) {
  bool cookie_ended = false;
  auto rendered = co_await call_route(request, route, values, id, cookie_ended);
  if (rendered) co_return from_rendered(request, *std::move(rendered));
  auto response = from_error(rendered.error(), id);
  if (cookie_ended && response.status == 401) settings_.cookies.forget(response.head, request);
  co_return response;
}

Task<net::Response> Gateway::run_cached(const net::Request& request, const Route& route, std::vector<std::string> values, std::string id) {
  const std::string key(request.target);
  auto flight = finished_.join(key);
  if (flight.wait) {
    // Who computes has had an error when nothing comes: this one then computes for itself.
    if (const auto theirs = co_await *flight.wait) co_return from_finished(request, *theirs, "WAIT");
    co_return co_await run(request, route, std::move(values), std::move(id));
  }
  SharedAnswers::Search search;
  if (shared_ != nullptr) search = co_await shared_->search(*route.spec.cached, key);
  const bool found = search.answer.has_value();
  bool keep = true;
  SharedAnswer made;
  if (found) {
    made = *std::move(search.answer);
  } else {
    bool cookie_ended = false;
    auto rendered = co_await call_route(request, route, values, id, cookie_ended);
    if (!rendered) {
      finished_.done(key, flight, nullptr, false);
      if (shared_ != nullptr) shared_->failed(key, search);
      co_return from_error(rendered.error(), id);
    }
    keep = rendered->cacheable;
    made = {.status = rendered->status,
            .lines = rendered->head.text(),
            .tags = std::move(rendered->tags),
            .valid_until = rendered->valid_until,
            .body = std::move(rendered->body)};
    if (shared_ != nullptr) keep ? shared_->made(*route.spec.cached, key, search, made) : shared_->failed(key, search);
  }
  const auto answer = std::make_shared<const Finished>(made.status, std::move(made.body),
                                                       api_head()->text() + "Content-Type: application/json\r\n" + made.lines, route.index,
                                                       std::move(made.tags), made.valid_until);
  finished_.done(key, flight, answer, keep);
  co_return from_finished(request, *answer, found ? "SHARED" : "MISS");
}

net::Response Gateway::from_finished(const net::Request& request, const Finished& answer, std::string_view cache_word) {
  const auto encoding = accepted_encoding(request.field("Accept-Encoding"));
  if (!encoding) return from_error(Error(errors::not_acceptable), request_id(request));
  auto form = answer.form(*encoding);
  net::Response response{
      .status = answer.status(), .shared_head = std::move(form.head), .head = {}, .body = std::move(form.body), .close = false};
  if (const auto given = request.field("If-None-Match"); given && answer.matches(*given)) {
    response.status = 304;
    response.body = std::string();
  }
  response.head.add("X-Cache", cache_word);
  return response;
}

net::Response Gateway::from_rendered(const net::Request& request, Rendered rendered) {
  net::Response response{
      .status = rendered.status, .shared_head = api_head(), .head = std::move(rendered.head), .body = {}, .close = false};
  response.head.add("Cache-Control", rendered.cache_control);
  if (rendered.body.empty()) return response;
  response.head.add("Content-Type", rendered.content_type);
  if (rendered.body.size() >= encode_bytes_min && rendered.cache_control != immutable) {
    response.head.add("Vary", "Accept-Encoding, Origin");
    const auto encoding = accepted_encoding(request.field("Accept-Encoding"));
    if (encoding && *encoding != Encoding::identity) {
      response.head.add("Content-Encoding", encoding_name(*encoding));
      rendered.body = encode(*encoding, rendered.body, 0);
    }
  }
  response.body = std::move(rendered.body);
  return response;
}

net::Response Gateway::from_page(const net::Request& request, const Page& page) {
  if (page.local_only && !is_local(request)) return from_error(Error(errors::no_such_route), request_id(request));
  if (page.finished) return request.field("Range") ? from_range(request, *page.finished) : from_finished(request, *page.finished, "PAGE");
  net::Response response = page.render();
  response.head.add_lines(fixed_lines).add("Content-Type", page.content_type);
  response.head.add("Cache-Control", "no-store");
  response.head.add("Content-Security-Policy", api_policy);
  return response;
}

// A range is one of the identity bytes; If-None-Match goes before it, and an If-Range that names another form asks for the whole.
net::Response Gateway::from_range(const net::Request& request, const Finished& answer) {
  const auto condition = request.field("If-Range");
  if (request.field("If-None-Match") || (condition && *condition != answer.etag(Encoding::identity)))
    return from_finished(request, answer, "PAGE");
  auto form = answer.form(Encoding::identity);
  ByteRange range;
  switch (read_range(request.field("Range"), form.body->size(), range)) {
    case RangeAnswer::whole:
      return from_finished(request, answer, "PAGE");
    case RangeAnswer::unsatisfiable: {
      auto refusal = from_error(Error(errors::range_not_satisfiable), request_id(request));
      refusal.head.add("Content-Range", fmt::format("bytes */{}", form.body->size()));
      return refusal;
    }
    case RangeAnswer::part:
      break;
  }
  net::Response response{
      .status = 206, .shared_head = std::move(form.head), .head = {}, .body = form.body->substr(range.from, range.count), .close = false};
  response.head.add("Content-Range", fmt::format("bytes {}-{}/{}", range.from, range.from + range.count - 1, form.body->size()));
  return response;
}

net::Response Gateway::from_error(const Error& error, const std::string& id) {
  if (error.kind().http_status() >= 500) {
    log::error("request failed", {{"request_id", id}, {"code", error.kind().code}, {"detail", error.detail()}});
  }
  auto response = problem(error, id);
  response.shared_head = api_head();
  return response;
}

net::Response Gateway::refuse(int status, std::string_view code, std::string_view detail) {
  // The row of the gateway's list with this status; net's own word goes into the detail.
  const ErrorKind* kind = &gh::errors::internal;
  for (const auto* candidate : errors::all) {
    if (candidate->http_status() == status && (kind->http_status() != status || candidate->code == code)) kind = candidate;
  }
  telemetry_.refused(status);
  Error error(*kind, std::string(detail));
  error.extend("reason", '"' + std::string(code) + '"');
  const auto id = fmt::format("{:016x}", random_.next());
  auto response = problem(error, id);
  response.shared_head = api_head();
  response.head.add("X-Request-Id", id);
  if (status == 503 || status == 429) response.head.add("Retry-After", "1");
  return response;
}

net::Response Gateway::preflight(const net::Request& request) {
  auto allowed = table_.match(net::Method::options, request.path).allowed;
  if (find_page(request.path) != nullptr) {
    allowed.push_back(net::Method::get);
  } else if (allowed.empty() && is_of_source(request.path)) {
    allowed = source_methods;
  }
  net::Response response{.status = 204, .shared_head = api_head(), .head = {}, .body = {}, .close = false};
  const auto id = request_id(request);
  if (allowed.empty() && request.target != "*") return from_error(no_route(request.path), id);
  response.head.add("Allow", allow_of(allowed));
  if (request.field("Access-Control-Request-Method")) {
    response.head.add("Access-Control-Allow-Methods", allow_of(allowed));
    response.head.add("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id");
    response.head.add("Access-Control-Max-Age", "600");
  }
  finish(request, response, id);
  return response;
}

// Pages are for nobody else's scripts: nothing of CORS.
void Gateway::finish_page(const net::Request& request, net::Response& response, std::string_view id) const {
  response.head.add("X-Request-Id", id);
  if (settings_.hsts && request.secure) response.head.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

void Gateway::finish(const net::Request& request, net::Response& response, std::string_view id) const {
  finish_page(request, response, id);
  if (settings_.cors_origins.empty()) return;
  const auto origin = request.field("Origin");
  if (!origin) return;
  for (const auto& allowed : settings_.cors_origins) {
    if (allowed != "*" && allowed != *origin) continue;
    response.head.add("Access-Control-Allow-Origin", allowed);
    response.head.add("Access-Control-Expose-Headers",
                      "ETag, X-Request-Id, Retry-After, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset");
    return;
  }
}

}  // namespace gh::gateway
