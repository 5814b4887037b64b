// RouteTable: all operations of the API. Filled once at start by the routes_*() functions, then read by every thread.
//
// A declaration, as gateway/routes/<context>.cc writes it:
//
//   struct OrderPath { OrderId id; };
//   BOOST_DESCRIBE_STRUCT(OrderPath, (), (id))
//
//   void order_routes(RouteTable& table, orders::Service& orders) {
//     table.add<Input<OrderPath>, orders::OrderView>(
//         {.method = net::Method::get, .path = "/api/v1/orders/{id}", .operation_id = "getOrder", .summary = "One order of the caller.",
//          .context = "orders", .roles = signed_in, .errors = {&gh::errors::not_found}},
//         [&orders](const Call& call, Input<OrderPath> in) -> Task<Result<Reply<orders::OrderView>>> {
//           co_return co_await orders.view(in.path.id, call.caller.user);   // a Result<OrderView> becomes a Reply by itself
//         });
//   }
//
// The handler object lives as long as the table: what it captures may be used across co_await.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "gateway/errors.h"
#include "gateway/list_export.h"
#include "gateway/route.h"

namespace gh::gateway {

struct Match {
  const Route* route = nullptr;  // nothing: no route has this path
  std::vector<std::string> values;
  std::vector<net::Method> allowed;  // methods of the routes with this path, when none fits the method
};

class RouteTable {
 public:
  // Throws std::logic_error on a declaration that contradicts itself or another one; it is a programming error seen at start.
  template <class In, class Out, class Handle>
  void add(RouteSpec spec, Handle handle);

  // HEAD finds the route of GET. path is not decoded.
  Match match(net::Method method, std::string_view path) const;
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  void add_route(std::unique_ptr<Route> route, std::vector<std::string> path_members);

  std::vector<std::unique_ptr<Route>> routes_;
};

namespace detail {

template <class T>
std::vector<std::string> member_names() {
  std::vector<std::string> names;
  for (const auto& member : json::detail::members_of<T>()) names.emplace_back(member.name);
  return names;
}

// Path parameters are checked by their types; one that cannot be an id of its kind names nothing: not_found.
template <class T>
Result<T> read_path(const std::vector<std::string>& values) {
  T path{};
  if (!json::from_parameters(values, path)) return fail(gh::errors::not_found);
  return path;
}

template <class In>
struct InputParts;
template <class P, class Q, class B>
struct InputParts<Input<P, Q, B>> {
  using Path = P;
  using Query = Q;
  using Body = B;
};

template <class In, class Out, class Handle>
Task<Result<Rendered>> run_route(const Handle& handle, const RouteSpec& spec, const Call& call, const std::vector<std::string>& values) {
  using Parts = InputParts<In>;
  In input{};
  GH_CO_TRY(input.path, read_path<typename Parts::Path>(values));
  bool as_csv = false;
  if constexpr (ListAnswer<Out>) {
    GH_CO_TRY(auto query, json::from_query<ListQueryOf<typename Parts::Query>>(call.http.query));
    as_csv = query.format == ListFormat::csv;
    if constexpr (!std::is_same_v<typename Parts::Query, json::None>) input.query = static_cast<typename Parts::Query&&>(std::move(query));
  } else {
    GH_CO_TRY(input.query, json::from_query<typename Parts::Query>(call.http.query));
  }
  if constexpr (std::is_same_v<typename Parts::Body, RawBody>) {
    if (call.http.body.empty()) co_return fail(errors::body_required);
    input.body.bytes = call.http.body;
  } else if constexpr (!std::is_same_v<typename Parts::Body, json::None>) {
    if (call.http.body.empty()) co_return fail(errors::body_required);
    GH_CO_TRY(input.body, json::parse<typename Parts::Body>(call.http.body));
  } else if (!call.http.body.empty() && !spec.ignores_body) {
    co_return fail(errors::body_not_allowed);
  }
  if constexpr (ListAnswer<Out>) {
    if (as_csv) co_return co_await run_as_csv<In, Out>(handle, spec, call, std::move(input));
  }
  Result<Reply<Out>> reply = co_await handle(call, std::move(input));
  if (!reply) co_return fail(std::move(reply).error());
  Rendered rendered{.status = reply->status != 0 ? reply->status : spec.success_status,
                    .body = {},
                    .head = std::move(reply->head),
                    .tags = std::move(reply->tags),
                    .cacheable = reply->cacheable,
                    .valid_until = reply->valid_until};
  if constexpr (std::is_same_v<Out, CsvText>) {
    rendered.body = std::move(reply->value.text);
    rendered.content_type = csv_type;
  } else if constexpr (std::is_same_v<Out, RawAnswer>) {
    rendered.body = std::move(reply->value.bytes);
    rendered.content_type = spec.media_types.front();
    rendered.cache_control = immutable;
  } else if constexpr (!std::is_same_v<Out, json::None>) {
    json::write(rendered.body, reply->value);
  }
  co_return rendered;
}

}  // namespace detail

template <class In, class Out, class Handle>
void RouteTable::add(RouteSpec spec, Handle handle) {
  using Parts = detail::InputParts<In>;
  auto route = std::make_unique<Route>();
  route->spec = std::move(spec);
  route->takes_body = !std::is_same_v<typename Parts::Body, json::None>;
  route->gives_body = !std::is_same_v<Out, json::None>;
  route->path_parameters = [](json::SchemaSet& set) { return json::parameters<typename Parts::Path>(set, "path"); };
  route->is_list = ListAnswer<Out>;
  route->takes_address = requires { Parts::Query::has_guest_address; };
  if constexpr (ListAnswer<Out>) {
    route->query_parameters = [](json::SchemaSet& set) { return json::parameters<ListQueryOf<typename Parts::Query>>(set, "query"); };
  } else {
    route->query_parameters = [](json::SchemaSet& set) { return json::parameters<typename Parts::Query>(set, "query"); };
  }
  if constexpr (std::is_same_v<typename Parts::Body, RawBody>) {
    route->takes_raw = true;
  } else if constexpr (!std::is_same_v<typename Parts::Body, json::None>) {
    route->body_schema = [](json::SchemaSet& set) { return json::schema<typename Parts::Body>(set); };
  }
  if constexpr (std::is_same_v<Out, CsvText>) {
    route->gives_csv = true;
    route->output_schema = [](json::SchemaSet&) { return std::string(R"({"type":"string"})"); };
  } else if constexpr (std::is_same_v<Out, RawAnswer>) {
    route->gives_raw = true;
  } else if constexpr (!std::is_same_v<Out, json::None>) {
    route->output_schema = [](json::SchemaSet& set) { return json::schema<Out>(set); };
  }
  const RouteSpec& kept = route->spec;  // lives as long as the route
  route->run = [handle = std::move(handle), &kept](const Call& call, const std::vector<std::string>& values) {
    return detail::run_route<In, Out>(handle, kept, call, values);
  };
  add_route(std::move(route), detail::member_names<typename Parts::Path>());
}

}  // namespace gh::gateway
