#include "gateway/route_table.h"

#include <stdexcept>

#include <fmt/format.h>

namespace gh::gateway {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = path.find('/');
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
  }
  return segments;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

bool same_shape(std::string_view a, std::string_view b) { return a == b || (is_parameter(a) && is_parameter(b)); }

// The parameters' values if the path has the route's shape.
std::optional<std::vector<std::string>> fit(const Route& route, const std::vector<std::string_view>& segments) {
  if (route.segments.size() != segments.size()) return std::nullopt;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (is_parameter(route.segments[i]) ? segments[i].empty() : route.segments[i] != segments[i]) return std::nullopt;
  }
  std::vector<std::string> values;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (is_parameter(route.segments[i])) values.emplace_back(segments[i]);
  }
  return values;
}

std::size_t literal_count(const Route& route) {
  return static_cast<std::size_t>(std::ranges::count_if(route.segments, [](const auto& s) { return !is_parameter(s); }));
}

}  // namespace

void RouteTable::add_route(std::unique_ptr<Route> route, std::vector<std::string> path_members) {
  const auto& spec = route->spec;
  route->index = routes_.size();
  route->segments = split(spec.path);
  std::vector<std::string> parameters;
  for (const auto& segment : route->segments) {
    if (is_parameter(segment)) parameters.push_back(segment.substr(1, segment.size() - 2));
  }
  if (parameters != path_members) throw std::logic_error(spec.path + ": the parameters are not the members of the path struct");
  if (spec.operation_id.empty() || spec.summary.empty() || spec.context.empty())
    throw std::logic_error(spec.path + ": id, summary or context missing");
  if (spec.cached && (spec.method != net::Method::get || spec.roles != anyone))
    throw std::logic_error(spec.path + ": only a GET for anyone can be cached");
  if ((route->takes_raw || route->gives_raw) == spec.media_types.empty())
    throw std::logic_error(spec.path + ": media types go with a raw body or answer");
  for (const auto& other : routes_) {
    // "Templated paths with the same hierarchy but different templated names MUST NOT exist as they are identical" (the same).
    if (other->spec.path != spec.path && std::ranges::equal(other->segments, route->segments, same_shape))
      throw std::logic_error(spec.path + " and " + other->spec.path + " are one path with two names");
    if (other->spec.operation_id == spec.operation_id) throw std::logic_error(spec.operation_id + " is declared twice");
    if (other->spec.method == spec.method && other->segments == route->segments) throw std::logic_error(spec.path + " is declared twice");
  }
  routes_.push_back(std::move(route));
}

Match RouteTable::match(net::Method method, std::string_view path) const {
  if (method == net::Method::head) method = net::Method::get;
  std::vector<std::string_view> segments;
  for (std::size_t at = 1; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    segments.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  Match best;
  std::size_t best_literals = 0;
  for (const auto& route : routes_) {
    auto values = fit(*route, segments);
    const auto literals = literal_count(*route);
    if (!values || literals < best_literals) continue;
    // "/farms/mine" wins over "/farms/{slug}", whatever their methods: "concrete definitions are matched before their templated
    // counterparts" (OpenAPI 3.1, Paths Object).
    if (literals > best_literals) best = {};
    best_literals = literals;
    best.allowed.push_back(route->spec.method);
    if (route->spec.method != method) continue;
    best.route = route.get();
    best.values = *std::move(values);
  }
  return best;
}

}  // namespace gh::gateway
