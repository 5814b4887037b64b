#pragma once
#include "contexts/farmers/service.h"
#include "contexts/operations/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// What the routes show of an operation; also the answer of every route that starts one.
struct OperationView {
  operations::OperationId id;
  std::string kind;
  std::map<std::string, std::string> parameters;
  operations::State state = operations::State::queued;
  std::int64_t total = 0;
  std::int64_t done = 0;
  std::int64_t errors = 0;
  std::map<std::string, std::int64_t> counts;
  std::optional<operations::Failure> failure;
  bool cancel_requested = false;
  UserId created_by;
  std::optional<FarmId> farm;
  Timestamp created;
  std::optional<Timestamp> started;
  std::optional<Timestamp> finished;
};
BOOST_DESCRIBE_STRUCT(OperationView, (),
                      (id, kind, parameters, state, total, done, errors, counts, failure, cancel_requested, created_by, farm, created,
                       started, finished))

OperationView view(operations::Operation operation);
// 202 with the Location of the operation: for routes that start one (success_status 202).
Reply<OperationView> accepted(operations::Operation operation);

void operation_routes(RouteTable& table, operations::Service& operations, farmers::Service& farms);

}  // namespace gh::gateway
