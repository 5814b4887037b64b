// Gateway: turns HTTP requests into operations and their results into HTTP answers. The only code between net/ and the routes.
//
// One per process; every I/O thread calls it. Order of what happens to a request (docs/ARCHITECTURE.md, "Life of a request"):
// admit (route, method, body limit, media type, refused a moment ago) -> finished bytes -> rate limit -> identity and role -> route ->
// rendering.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "contexts/identity/types.h"
#include "gateway/browser_session.h"
#include "gateway/middleware/finished_bytes.h"
#include "gateway/middleware/rate_gate.h"
#include "gateway/page_source.h"
#include "gateway/reader_words.h"
#include "gateway/route_table.h"
#include "gateway/shared_answers.h"
#include "gateway/telemetry.h"
#include "net/http.h"

namespace gh::gateway {

struct GatewaySettings {
  RateGate::Rules rates{};                // by RateGroup
  std::vector<std::string> cors_origins;  // exact origins, or "*"
  bool hsts = false;                      // behind TLS only
  bool metrics_public = false;            // /metrics for others than this machine
  BrowserCookies cookies;
};

// Who may come in, as the composition root knows it.
struct Doors {
  std::function<Result<identity::Caller>(std::string_view access_token)> authenticate;
  std::function<Task<Result<identity::Caller>>(std::string api_key)> authenticate_key;
  std::function<Task<Result<identity::Visitor>>(std::string cookie, std::string address)> authenticate_cookie;
  std::function<Task<Result<void>>(UserId)> require_verified;  // email_not_verified
};

// Who counts requests: for all nodes, and for this one while that cannot be had. The same where there is one node.
struct RateCounts {
  ports::RateLimits& shared;
  ports::RateLimits& alone;
};

// A page outside the API: fixed bytes or a function of the moment (health, metrics).
struct Page {
  std::string content_type;
  std::function<net::Response()> render;  // exactly one of these two
  std::shared_ptr<const Finished> finished;
  bool local_only = false;  // only for clients on this machine; one behind a proxy is none
};

class Gateway final : public net::Handler {
 public:
  Gateway(const RouteTable& table, FinishedBytes& finished, Doors doors, Telemetry& telemetry, const Clock& clock, Random& random,
          const ReaderWords& readers, RateCounts counts, GatewaySettings settings);

  // Before the server starts.
  void add_page(std::string path, Page page) { pages_.insert_or_assign(std::move(path), std::move(page)); }
  // What nodes share of kept answers. It outlives the gateway.
  void set_shared_answers(SharedAnswers& shared) { shared_ = &shared; }
  // What answers the paths that are not the API's, and no page's of this list.
  void set_page_source(PageSource& source) { source_ = &source; }
  // Bytes that never change while the program runs. policy: Content-Security-Policy; empty: the API's own, which allows nothing.
  void add_fixed_page(std::string path, std::string_view content_type, std::string body, std::string_view policy = {});
  const std::map<std::string, Page, std::less<>>& pages() const { return pages_; }
  const GatewaySettings& settings() const { return settings_; }

  net::Admission admit(const net::Request& head) override;
  std::optional<net::Response> answer_now(const net::Request&) override;
  Task<net::Response> handle(const net::Request&) override;
  net::Response refuse(int status, std::string_view code, std::string_view detail) override;

 private:
  std::string request_id(const net::Request&);
  Task<net::Response> run(const net::Request&, const Route&, std::vector<std::string> values, std::string id);
  Task<net::Response> run_cached(const net::Request&, const Route&, std::vector<std::string> values, std::string id);
  // cookie_ended: the request came with the cookie of a session that is over.
  Task<Result<Rendered>> call_route(const net::Request&, const Route&, const std::vector<std::string>& values, const std::string& id,
                                    bool& cookie_ended);
  Task<Result<identity::Visitor>> identify(const net::Request&, std::string_view address);
  net::Response from_finished(const net::Request&, const Finished&, std::string_view cache_word);
  net::Response from_range(const net::Request&, const Finished&);
  net::Response from_rendered(const net::Request&, Rendered);
  net::Response from_page(const net::Request&, const Page&);
  const Page* find_page(std::string_view path) const;
  bool is_of_source(std::string_view path) const;
  net::Admission admit_to_source(const net::Request& head);
  net::Admission refuse_head(const net::Request& head, const Error& error, std::string_view line_name = {},
                             const std::string& line_value = {});
  std::optional<net::Admission> refused_lately(const net::Request& head, RateGroup group);
  // The refusal, if it is one; else the lines that the answer gets.
  Task<std::optional<net::Response>> count(const net::Request& request, RateGroup group, const std::string& id, net::Head& lines);
  net::Response from_error(const Error&, const std::string& id);
  net::Response preflight(const net::Request&);
  void finish(const net::Request&, net::Response&, std::string_view id) const;
  void finish_page(const net::Request&, net::Response&, std::string_view id) const;

  const RouteTable& table_;
  FinishedBytes& finished_;
  const Doors doors_;
  Telemetry& telemetry_;
  const Clock& clock_;
  Random& random_;
  const ReaderWords& readers_;
  const GatewaySettings settings_;
  std::map<std::string, Page, std::less<>> pages_;
  PageSource* source_ = nullptr;
  SharedAnswers* shared_ = nullptr;
  RateGate rates_;
};

}  // namespace gh::gateway
