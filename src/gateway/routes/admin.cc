#include "gateway/routes/admin.h"

#include <algorithm>

#include "contexts/operations/errors.h"
#include "gateway/routes/operations.h"
#include "platform/crypto/encoding.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct AdminListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(AdminListQuery, (), (limit, cursor))

struct QueueView {
  std::string task;
  std::int64_t ready = 0;
  std::int64_t delayed = 0;
  std::int64_t leased = 0;
  std::int64_t dead = 0;
};
BOOST_DESCRIBE_STRUCT(QueueView, (), (task, ready, delayed, leased, dead))
struct QueueList {
  std::vector<QueueView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(QueueList, (), (items, next_cursor))

struct DeadTaskView {
  std::string id;
  std::string task;
  std::int64_t attempts = 0;
  std::string error;
  Timestamp died;
};
BOOST_DESCRIBE_STRUCT(DeadTaskView, (), (id, task, attempts, error, died))
struct DeadTaskList {
  std::vector<DeadTaskView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(DeadTaskList, (), (items, next_cursor))

struct DeadTaskPath {
  std::string task_id;
};
BOOST_DESCRIBE_STRUCT(DeadTaskPath, (), (task_id))

struct SettingList {
  std::vector<SettingView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SettingList, (), (items, next_cursor))

RouteSpec people_spec(net::Method method, std::string path, std::string id, std::string summary,
                      std::vector<const ErrorKind*> errors = {}) {
  return {.method = method,
          .path = "/api/v1/admin" + std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "admin",
          .roles = admins,
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .errors = std::move(errors)};
}

// The page behind the cursor, which is the name of the last one seen. all is in the order of the names. bad_cursor.
template <class List, class Name>
Result<List> page_of(std::vector<typename decltype(List::items)::value_type> all, const AdminListQuery& query, Name name) {
  const auto last = crypto::from_base64url(query.cursor.value());
  if (!last) return fail(gh::errors::bad_cursor);
  List out;
  for (auto& one : all) {
    if (!last->empty() && std::invoke(name, one) <= *last) continue;
    if (out.items.size() == static_cast<std::size_t>(query.limit.value())) {
      out.next_cursor = crypto::base64url(crypto::bytes_of(std::invoke(name, out.items.back())));
      break;
    }
    out.items.push_back(std::move(one));
  }
  return out;
}

void task_routes(RouteTable& table, ports::Tasks& tasks) {
  table.add<Input<None, AdminListQuery>, QueueList>(
      people_spec(net::Method::get, "/tasks", "listTaskQueues", "How many tasks of each kind are due, wait for later, run and are dead.",
                  {&gh::errors::bad_cursor}),
      [&tasks](const Call&, Input<None, AdminListQuery> in) -> Task<Result<Reply<QueueList>>> {
        GH_CO_TRY(const auto counts, co_await tasks.counts());
        std::vector<QueueView> all;
        for (const auto& count : counts) all.push_back({count.task, count.ready, count.delayed, count.leased, count.dead});
        std::ranges::sort(all, {}, &QueueView::task);
        GH_CO_TRY(auto page, page_of<QueueList>(std::move(all), in.query, &QueueView::task));
        co_return page;
      });
  table.add<Input<None, AdminListQuery>, DeadTaskList>(
      people_spec(net::Method::get, "/tasks/dead", "listDeadTasks",
                  "Tasks that were given up, with the reason of the last attempt; by id, the first thousand.", {&gh::errors::bad_cursor}),
      [&tasks](const Call&, Input<None, AdminListQuery> in) -> Task<Result<Reply<DeadTaskList>>> {
        constexpr int dead_shown_max = 1000;
        GH_CO_TRY(const auto dead, co_await tasks.dead(dead_shown_max));
        std::vector<DeadTaskView> all;
        for (const auto& task : dead) all.push_back({task.id, task.task, task.attempts, task.error, task.died});
        GH_CO_TRY(auto page, page_of<DeadTaskList>(std::move(all), in.query, &DeadTaskView::id));
        co_return page;
      });
  auto retry = people_spec(net::Method::post, "/tasks/dead/{task_id}/retry", "retryDeadTask",
                           "Tries a dead task again, from its first attempt.", {&gh::errors::not_found});
  retry.success_status = 204;
  table.add<Input<DeadTaskPath>, None>(std::move(retry), [&tasks](const Call&, Input<DeadTaskPath> in) -> Task<Result<Reply<None>>> {
    GH_CO_CHECK(co_await tasks.revive(std::move(in.path.task_id)));
    co_return Reply<None>(None{});
  });
  auto discard = people_spec(net::Method::del, "/tasks/dead/{task_id}", "discardDeadTask", "Throws a dead task away; again: nothing.");
  discard.success_status = 204;
  table.add<Input<DeadTaskPath>, None>(std::move(discard), [&tasks](const Call&, Input<DeadTaskPath> in) -> Task<Result<Reply<None>>> {
    // Only what is dead: a task that waits or runs is not thrown away.
    constexpr int dead_looked_at_max = 1'000'000;
    GH_CO_TRY(const auto dead, co_await tasks.dead(dead_looked_at_max));
    if (std::ranges::find(dead, in.path.task_id, &ports::DeadTask::id) != dead.end())
      GH_CO_CHECK(co_await tasks.complete({std::move(in.path.task_id)}));
    co_return Reply<None>(None{});
  });
}

// An operation of one row, which is the whole shop.
void shop_operation(RouteTable& table, operations::Service& operations, RouteSpec spec, std::string_view kind) {
  spec.success_status = 202;
  spec.errors.push_back(&operations::errors::too_many_operations);
  table.add<Input<>, OperationView>(std::move(spec), [&operations, kind](const Call& call, Input<>) -> Task<Result<Reply<OperationView>>> {
    GH_CO_TRY(auto operation, co_await operations.start({.kind = std::string(kind),
                                                         .parameters = {},
                                                         .rows = {{1, "the shop"}},
                                                         .created_by = *call.caller.user,
                                                         .farm = std::nullopt}));
    co_return accepted(std::move(operation));
  });
}

}  // namespace

void admin_routes(RouteTable& table, ports::Tasks& tasks, operations::Service& operations, std::vector<SettingView> settings) {
  task_routes(table, tasks);
  std::ranges::sort(settings, {}, &SettingView::key);
  table.add<Input<None, AdminListQuery>, SettingList>(
      people_spec(net::Method::get, "/settings", "listSettings",
                  "Every setting with the value in force and where it comes from; secrets are masked.", {&gh::errors::bad_cursor}),
      [settings = std::move(settings)](const Call&, Input<None, AdminListQuery> in) -> Task<Result<Reply<SettingList>>> {
        GH_CO_TRY(auto page, page_of<SettingList>(settings, in.query, &SettingView::key));
        co_return page;
      });
  shop_operation(table, operations,
                 people_spec(net::Method::post, "/doctor", "examineShop",
                             "Recounts stock, holds, orders, payments and event chains; what does not fit is an error of the operation."),
                 doctor_kind);
  shop_operation(
      table, operations,
      people_spec(net::Method::post, "/search/rebuild", "rebuildSearch", "Builds the search index anew, while the shop is open."),
      rebuild_kind);
}

}  // namespace gh::gateway
