#include "gateway/routes/operations.h"

#include "contexts/identity/scopes.h"
#include "contexts/operations/errors.h"
#include "gateway/routes/if_any.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct OperationPath {
  operations::OperationId id;
};
BOOST_DESCRIBE_STRUCT(OperationPath, (), (id))

struct OperationListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(OperationListQuery, (), (limit, cursor))

struct OperationList {
  std::vector<OperationView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OperationList, (), (items, next_cursor))

struct RowErrorList {
  std::vector<operations::RowError> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(RowErrorList, (), (items, next_cursor))

Task<Result<operations::Viewer>> viewer_of(farmers::Service& farms, identity::Caller caller) {
  operations::Viewer viewer{.farm = std::nullopt, .admin = caller.role == identity::Role::admin};
  if (viewer.admin || !caller.user) co_return viewer;
  GH_CO_TRY(auto work, co_await farms.works_for(*caller.user));
  if (work && farmers::may(work->role, farmers::Duty::manage)) viewer.farm = std::move(work->farm.id);
  co_return viewer;
}

RouteSpec operation_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "operations",
          .roles = farmers | admins,
          .scope = std::string(method == net::Method::get ? identity::operations_read : identity::operations_write),
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .errors = std::move(errors)};
}

}  // namespace

OperationView view(operations::Operation operation) {
  return {.id = std::move(operation.id),
          .kind = std::move(operation.kind),
          .parameters = std::move(operation.parameters),
          .state = operation.state,
          .total = operation.total,
          .done = operation.done,
          .errors = operation.errors,
          .counts = std::move(operation.counts),
          .failure = std::move(operation.failure),
          .cancel_requested = operation.cancel_requested,
          .created_by = std::move(operation.created_by),
          .farm = std::move(operation.farm),
          .created = operation.created,
          .started = operation.started,
          .finished = operation.finished};
}

Reply<OperationView> accepted(operations::Operation operation) {
  Reply<OperationView> reply(view(std::move(operation)));
  reply.head.add("Location", "/api/v1/operations/" + reply.value.id.text());
  return reply;
}

void operation_routes(RouteTable& table, operations::Service& operations, farmers::Service& farms) {
  table.add<Input<None, OperationListQuery>, OperationList>(
      operation_spec(net::Method::get, "/api/v1/operations", "listOperations",
                     "Bulk work of the caller's farm, of everybody for admins; newest first.", {&gh::errors::bad_cursor}),
      [&](const Call& call, Input<None, OperationListQuery> in) -> Task<Result<Reply<OperationList>>> {
        GH_CO_TRY(auto viewer, co_await viewer_of(farms, call.caller));
        GH_CO_TRY(auto page, co_await operations.list(std::move(viewer), in.query.limit.value(), in.query.cursor.value()));
        OperationList out;
        for (auto& operation : page.items) out.items.push_back(view(std::move(operation)));
        out.next_cursor = if_any(std::move(page.next_cursor));
        co_return out;
      });
  table.add<Input<OperationPath>, OperationView>(
      operation_spec(net::Method::get, "/api/v1/operations/{id}", "getOperation",
                     "How far the bulk work has come, and what became of its rows.", {&gh::errors::not_found}),
      [&](const Call& call, Input<OperationPath> in) -> Task<Result<Reply<OperationView>>> {
        GH_CO_TRY(auto viewer, co_await viewer_of(farms, call.caller));
        GH_CO_TRY(auto operation, co_await operations.get(std::move(in.path.id), std::move(viewer)));
        co_return view(std::move(operation));
      });
  table.add<Input<OperationPath>, OperationView>(operation_spec(net::Method::post, "/api/v1/operations/{id}/cancel", "cancelOperation",
                                                                "Ends the bulk work before its next rows; what was done stays done.",
                                                                {&gh::errors::not_found, &operations::errors::operation_ended}),
                                                 [&](const Call& call, Input<OperationPath> in) -> Task<Result<Reply<OperationView>>> {
                                                   GH_CO_TRY(auto viewer, co_await viewer_of(farms, call.caller));
                                                   GH_CO_TRY(auto operation,
                                                             co_await operations.cancel(std::move(in.path.id), std::move(viewer)));
                                                   co_return view(std::move(operation));
                                                 });
  table.add<Input<OperationPath, OperationListQuery>, RowErrorList>(
      operation_spec(net::Method::get, "/api/v1/operations/{id}/errors", "listOperationErrors",
                     "What was wrong with rows, in their order: the line, a pointer to the field, a code and a sentence.",
                     {&gh::errors::not_found, &gh::errors::bad_cursor}),
      [&](const Call& call, Input<OperationPath, OperationListQuery> in) -> Task<Result<Reply<RowErrorList>>> {
        GH_CO_TRY(auto viewer, co_await viewer_of(farms, call.caller));
        GH_CO_TRY(auto page,
                  co_await operations.errors(std::move(in.path.id), std::move(viewer), in.query.limit.value(), in.query.cursor.value()));
        co_return RowErrorList{.items = std::move(page.items), .next_cursor = if_any(std::move(page.next_cursor))};
      });
}

}  // namespace gh::gateway
