// Route: one operation of the API as data. Everything that knows the API reads it from here: the router, the role test, the limits, the
// OpenAPI document, the metric labels. Made by RouteTable::add, which fills in the typed parts.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/task.h"
#include "base/time.h"
#include "contexts/identity/caller.h"
#include "gateway/cache_family.h"
#include "gateway/middleware/rate_gate.h"
#include "net/http.h"
#include "platform/json/schema.h"

namespace gh::gateway {

// A set of roles, as bits.
using Roles = std::uint8_t;
constexpr Roles role_bit(identity::Role role) { return static_cast<Roles>(1U << static_cast<unsigned>(role)); }
inline constexpr Roles customers = role_bit(identity::Role::customer);
inline constexpr Roles farmers = role_bit(identity::Role::farmer);
inline constexpr Roles admins = role_bit(identity::Role::admin);
inline constexpr Roles signed_in = customers | farmers | admins;
inline constexpr Roles anyone = signed_in | role_bit(identity::Role::guest);

inline constexpr std::size_t body_bytes_max_default = 1024 * 1024;

// What a declaration says besides its types.
struct RouteSpec {
  net::Method method = net::Method::get;
  std::string path;          // "/api/v1/orders/{id}"; the names in braces are the members of the Path struct, in order
  std::string operation_id;  // camelCase, unique
  std::string summary;       // one sentence
  std::string context;       // the bounded context, the OpenAPI tag
  Roles roles = anyone;
  std::string
      scope;  // opens the operation to API keys that have it (contexts/identity/scopes.h); empty: closed to keys, unless it is cached
  bool verified_email = false;  // only for callers whose address is verified
  bool enrolment = false;       // also for an admin who has to get a second factor first
  RateGroup rate = RateGroup::browse;
  int success_status = 200;
  std::optional<CacheFamily> cached = {};  // finished bytes are kept; the answer must not depend on the caller and must say its tags
  bool idempotency_key = false;            // the header is required
  bool opens_session = false;              // for a browser in a cookie, if it asks for that (browser_session.h)
  bool ignores_body = false;               // whatever comes as body (RFC 8058 posts a form) is passed over
  std::size_t body_bytes_max = body_bytes_max_default;
  std::vector<std::string_view> media_types;  // of a RawBody: what may be sent; of a RawAnswer: the one that it is
  std::vector<const ErrorKind*> errors;       // besides those that every route of its shape can give
  std::vector<int> further_statuses;          // successes besides success_status (a 202 for work that goes on)
};

// One request as a handler sees it. Lives until the answer is given; handlers get it by reference.
struct Call {
  const net::Request& http;
  identity::Caller caller;
  std::string request_id;
  std::string idempotency_key;  // empty unless the route asks for one
  std::string_view address;     // of whoever asks, also through a page (reader_words.h)
};

// A successful answer: the value and what goes with it.
template <class Out>
struct Reply {
  Out value;
  int status = 0;                 // 0: the route's success_status
  net::Head head;                 // Location and the like
  std::vector<std::string> tags;  // of the documents that the value shows, "products/prd_..." or "products" for any of them
  bool cacheable = true;          // false keeps this one answer out of the finished bytes
  // When the clock alone makes the value untrue (a sale starts, a certificate ends); kept bytes are not sent from then on.
  std::optional<Timestamp> valid_until;

  Reply(Out v) : value(std::move(v)) {}
};

struct Rendered {
  int status = 200;
  std::string body;
  net::Head head;
  std::vector<std::string> tags;
  bool cacheable = true;
  std::optional<Timestamp> valid_until;
  std::string_view content_type = "application/json";
  std::string_view cache_control = "no-store";
};

// The answer of a route that gives a table (RFC 4180) and nothing else.
struct CsvText {
  std::string text;
};

// A body that is no JSON, as it came. Its route names the media types that it takes; what it is, its content says.
struct RawBody {
  std::string_view bytes;  // of the request, which lives until the answer is given
};

// An answer that is no JSON and never changes: whoever has it need not ask again.
struct RawAnswer {
  std::string bytes;
};
inline constexpr std::string_view immutable = "public, max-age=31536000, immutable";

template <class Path = json::None, class Query = json::None, class Body = json::None>
struct Input {
  Path path;
  Query query;
  Body body;
};

struct Route {
  RouteSpec spec;
  std::size_t index = 0;  // position in the table, the handle of its metrics
  bool takes_body = false;
  bool takes_raw = false;  // and it is a RawBody
  bool gives_raw = false;  // its answer is a RawAnswer
  bool gives_body = false;
  bool is_list = false;               // also as CSV (list_export.h)
  bool gives_csv = false;             // and only that: its answer is a CsvText
  bool takes_address = false;         // its query may have the e-mail address of a guest, in place of an account (order_views.h)
  std::vector<std::string> segments;  // of the path; "{name}" is a parameter

  // Parts of the OpenAPI document, as JSON; null where there is nothing to describe.
  using Describe = std::string (*)(json::SchemaSet&);
  Describe path_parameters = nullptr;
  Describe query_parameters = nullptr;
  Describe body_schema = nullptr;
  Describe output_schema = nullptr;
  // values: the path parameters as sent, in order.
  std::function<Task<Result<Rendered>>(const Call&, const std::vector<std::string>& values)> run;
};

}  // namespace gh::gateway
