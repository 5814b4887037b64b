#include "gateway/openapi.h"

#include <map>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "gateway/browser_session.h"
#include "gateway/method.h"

namespace gh::gateway {
namespace {

// What any route of this shape can answer besides what its declaration names.
std::vector<const ErrorKind*> errors_of(const Route& route) {
  std::vector<const ErrorKind*> kinds = route.spec.errors;
  const auto add = [&kinds](std::initializer_list<const ErrorKind*> more) { kinds.insert(kinds.end(), more); };
  add({&errors::malformed_request, &gh::errors::bad_request, &gh::errors::unknown_query_key, &errors::rate_limited,
       &ports::errors::rate_limit_unavailable, &gh::errors::internal, &errors::overloaded, &gh::errors::deadline, &gh::errors::invalid,
       &errors::body_not_allowed, &errors::request_timeout, &errors::target_too_long, &errors::header_too_large, &errors::body_too_large,
       &errors::expectation_failed, &errors::unsupported_media_type, &errors::not_acceptable, &errors::invalid_token,
       &gh::errors::unauthenticated});  // also where a guest may come in: a token that is sent must be good
  if (is_change(route.spec.method)) add({&errors::cross_site_request});
  if (route.takes_raw)
    add({&errors::body_required});
  else if (route.takes_body)
    add({&gh::errors::malformed_json, &gh::errors::unknown_field, &errors::body_required});
  if ((route.spec.roles & role_bit(identity::Role::guest)) == 0) add({&gh::errors::forbidden});
  const bool for_everybody = route.spec.cached || route.gives_raw;
  if (!for_everybody) add({&identity::errors::scope_missing});
  if ((route.spec.roles & role_bit(identity::Role::admin)) != 0 && !route.spec.enrolment && !for_everybody)
    add({&identity::errors::must_enrol});
  if (route.spec.verified_email) add({&identity::errors::email_not_verified});
  if (route.spec.path.find('{') != std::string::npos) add({&gh::errors::not_found});
  if (route.spec.idempotency_key) add({&errors::idempotency_key_required});
  return kinds;
}

std::string text(std::string_view value) { return json::escape(value); }

std::string join(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, ",")); }

std::string parameters(const Route& route, json::SchemaSet& schemas) {
  std::vector<std::string> all;
  for (const auto& list : {route.path_parameters(schemas), route.query_parameters(schemas)}) {
    if (list.size() > 2) all.push_back(list.substr(1, list.size() - 2));  // without its brackets
  }
  if (route.spec.idempotency_key) {
    all.emplace_back(
        R"({"name":"Idempotency-Key","in":"header","required":true,"description":"One value per intended effect: a repeat with the same key and body gets the first answer.","schema":{"type":"string","minLength":1,"maxLength":255,"pattern":"^[!-~]+$"}})");
  }
  if (route.spec.opens_session) {
    all.emplace_back(
        R"({"name":"Gh-Session","in":"header","required":false,"description":"cookie: the session is kept by the browser, as Set-Cookie; the answer then has no tokens.","schema":{"type":"string","enum":["cookie"]}})");
  }
  return join(all);
}

// What is no JSON has no schema.
std::string raw_content(const Route& route) {
  std::vector<std::string> all;
  for (const auto type : route.spec.media_types) all.push_back(fmt::format("{}:{{}}", text(type)));
  return join(all);
}

std::string responses(const Route& route, json::SchemaSet& schemas) {
  std::vector<std::string> all;
  std::vector<int> statuses{route.spec.success_status};
  statuses.insert(statuses.end(), route.spec.further_statuses.begin(), route.spec.further_statuses.end());
  for (const int status : statuses) {
    const std::string_view csv =
        route.is_list ? R"(,"text/csv":{"schema":{"type":"string","description":"With format=csv: the whole list, RFC 4180."}})" : "";
    if (route.gives_raw) {
      all.push_back(fmt::format(R"("{}":{{"description":"{}","content":{{{}}}}})", status, reason(status), raw_content(route)));
      continue;
    }
    all.push_back(route.gives_body
                      ? fmt::format(R"("{}":{{"description":"{}","content":{{"{}":{{"schema":{}}}{}}}}})", status, reason(status),
                                    route.gives_csv ? "text/csv" : "application/json", route.output_schema(schemas), csv)
                      : fmt::format(R"("{}":{{"description":"{}"}})", status, reason(status)));
  }
  if (route.spec.cached || route.gives_raw) all.push_back(R"("304":{"description":"Not Modified"})");
  std::map<int, std::set<std::string_view>> codes;
  for (const auto* kind : errors_of(route)) codes[kind->http_status()].insert(kind->code);
  for (const auto& [status, names] : codes) {
    all.push_back(fmt::format(
        R"("{}":{{"description":"{}: {}","content":{{"application/problem+json":{{"schema":{{"$ref":"#/components/schemas/Problem"}}}}}}}})",
        status, reason(status), fmt::join(names, ", ")));
  }
  return join(all);
}

std::vector<std::string_view> role_names(Roles roles) {
  std::vector<std::string_view> names;
  for (const auto role : {identity::Role::guest, identity::Role::customer, identity::Role::farmer, identity::Role::admin}) {
    if (roles & role_bit(role)) names.push_back(json::enum_name(role));
  }
  return names;
}

std::string operation(const Route& route, json::SchemaSet& schemas) {
  const auto& spec = route.spec;
  const auto roles = role_names(spec.roles);
  std::string out = fmt::format(R"("{}":{{"operationId":{},"tags":[{}],"summary":{},"description":"Roles: {}.","x-roles":["{}"])",
                                method_name_lower(spec.method), text(spec.operation_id), text(spec.context), text(spec.summary),
                                fmt::join(roles, ", "), fmt::join(roles, R"(",")"));
  if (spec.roles != anyone)
    out += spec.scope.empty() ? R"(,"security":[{"bearer":[]},{"cookie":[]}])"
                              : fmt::format(R"(,"security":[{{"bearer":[]}},{{"cookie":[]}},{{"api_key":[{}]}}])", text(spec.scope));
  if (!spec.scope.empty()) out += fmt::format(R"(,"x-scope":{})", text(spec.scope));
  if (const auto list = parameters(route, schemas); !list.empty()) out += fmt::format(R"(,"parameters":[{}])", list);
  if (route.takes_raw) {
    out += fmt::format(R"(,"requestBody":{{"required":true,"content":{{{}}}}})", raw_content(route));
  } else if (route.takes_body) {
    out +=
        fmt::format(R"(,"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}})", route.body_schema(schemas));
  }
  return out + fmt::format(R"(,"responses":{{{}}}}})", responses(route, schemas));
}

constexpr std::string_view problem_schema =
    R"("Problem":{"type":"object","description":"RFC 9457. Some problems have further members, named where they occur.","required":["type","title","status","code","request_id"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"code":{"type":"string","description":"Stable, for programs."},"detail":{"type":"string"},"request_id":{"type":"string"},"errors":{"type":"array","items":{"type":"object","required":["pointer","code","detail"],"properties":{"pointer":{"type":"string","description":"JSON pointer into the body, or ?name of a query key."},"code":{"type":"string"},"detail":{"type":"string"}}}}}})";

}  // namespace

std::string openapi(const RouteTable& table, std::string_view version) {
  json::SchemaSet schemas;
  schemas.begin_inputs();
  for (const auto& route : table.routes()) {
    if (route->takes_body && !route->takes_raw) route->body_schema(schemas);
  }
  schemas.end_inputs();
  std::map<std::string, std::vector<std::string>> paths;
  for (const auto& route : table.routes()) paths[route->spec.path].push_back(operation(*route, schemas));
  if (!schemas.clashes().empty()) throw std::logic_error(fmt::format("two types are named {}", fmt::join(schemas.clashes(), ", ")));
  std::vector<std::string> items;
  for (const auto& [path, operations] : paths) items.push_back(fmt::format("{}:{{{}}}", text(path), join(operations)));
  std::string components(problem_schema);
  for (const auto& [name, schema] : schemas.all()) components += fmt::format(",{}:{}", text(name), schema);
  return json::pretty(fmt::format(
      R"({{"openapi":"3.1.0","info":{{"title":"GreenHarvest","version":{},"description":"The marketplace API. Every error is a problem document; every list answers {{items, next_cursor}}, and the whole of it as CSV with format=csv (at most 100,000 rows; X-Csv-Truncated says if there were more). A member that is null counts as absent.","license":{{"name":"Apache-2.0","identifier":"Apache-2.0"}}}},"servers":[{{"url":"/"}}],"paths":{{{}}},"components":{{"securitySchemes":{{"bearer":{{"type":"http","scheme":"bearer","bearerFormat":"JWT"}},"cookie":{{"type":"apiKey","in":"cookie","name":"gh_session","description":"A browser's session (Gh-Session: cookie at sign-in); over TLS its name is __Host-gh_session. A request that changes something must come from a page of the same origin."}},"api_key":{{"type":"http","scheme":"bearer","description":"A key of a farm's own system (ghk_…); x-scope names what it must be good for."}}}},"schemas":{{{}}}}}}})",
      text(version), join(items), components));
}

}  // namespace gh::gateway
