#include "gateway/routes/audit.h"

#include "base/errors.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;
using AuditWord = json::Text<1, 80>;

struct FarmAuditQuery {
  std::optional<AuditWord> actor;
  std::optional<AuditWord> collection;
  std::optional<AuditWord> subject;
  std::optional<Timestamp> from;
  std::optional<Timestamp> until;
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(FarmAuditQuery, (), (actor, collection, subject, from, until, limit, cursor))

struct AuditQuery : FarmAuditQuery {
  std::optional<FarmId> farm;
};
BOOST_DESCRIBE_STRUCT(AuditQuery, (FarmAuditQuery), (farm))

struct AuditList {
  std::vector<audit::AuditEntry> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(AuditList, (), (items, next_cursor))

std::string text_of(const std::optional<AuditWord>& word) { return word ? word->value() : std::string(); }

Task<Result<Reply<AuditList>>> listed(const audit::Trail& trail, const FarmAuditQuery& query, std::optional<FarmId> farm) {
  audit::TrailQuery wanted{.actor = text_of(query.actor),
                           .farm = std::move(farm),
                           .collection = text_of(query.collection),
                           .subject = text_of(query.subject),
                           .from = query.from,
                           .until = query.until,
                           .limit = query.limit.value(),
                           .cursor = query.cursor.value()};
  GH_CO_TRY(auto page, co_await trail.list(std::move(wanted)));
  Reply<AuditList> reply(AuditList{std::move(page.items), {}});
  if (!page.next_cursor.empty()) reply.value.next_cursor = std::move(page.next_cursor);
  co_return reply;
}

}  // namespace

void audit_routes(RouteTable& table, audit::Trail& trail, farmers::Service& farms) {
  table.add<Input<None, AuditQuery>, AuditList>(
      {.method = net::Method::get,
       .path = "/api/v1/admin/audit",
       .operation_id = "listAudit",
       .summary = "Who changed what, newest first: what farms, admins and API keys did, with what was before and after.",
       .context = "audit",
       .roles = admins,
       .errors = {&gh::errors::bad_cursor}},
      [&trail](const Call&, Input<None, AuditQuery> in) -> Task<Result<Reply<AuditList>>> {
        auto farm = in.query.farm;
        co_return co_await listed(trail, in.query, std::move(farm));
      });
  table.add<Input<None, FarmAuditQuery>, AuditList>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/mine/audit",
       .operation_id = "listMyFarmAudit",
       .summary = "Who changed what of the caller's farm, newest first.",
       .context = "audit",
       .roles = signed_in,
       .errors = {&gh::errors::not_found, &gh::errors::bad_cursor}},
      [&trail, &farms](const Call& call, Input<None, FarmAuditQuery> in) -> Task<Result<Reply<AuditList>>> {
        GH_CO_TRY(auto farm, co_await farms.farm_for(*call.caller.user, farmers::Duty::manage));
        auto reply = co_await listed(trail, in.query, std::move(farm.id));
        if (!reply) co_return fail(std::move(reply).error());
        for (auto& entry : reply->value.items) {
          if (entry.role == "admin") entry.address.clear();  // where staff sits is not the farm's business
        }
        co_return std::move(*reply);
      });
}

}  // namespace gh::gateway
