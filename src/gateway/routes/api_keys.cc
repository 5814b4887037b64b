#include "gateway/routes/api_keys.h"

#include "base/errors.h"
#include "contexts/identity/errors.h"

namespace gh::gateway {

namespace {

using json::None;

struct ApiKeyPath {
  ApiKeyId id;
};
BOOST_DESCRIBE_STRUCT(ApiKeyPath, (), (id))

struct ApiKeysQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(ApiKeysQuery, (), (limit, cursor))

struct ApiKeyList {
  std::vector<identity::ApiKeyView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ApiKeyList, (), (items, next_cursor))

// Keys are the owner's business.
Task<Result<FarmId>> own_farm(farmers::Service& farms, UserId user) {
  GH_CO_TRY(auto farm, co_await farms.farm_for(std::move(user), farmers::Duty::manage));
  co_return std::move(farm.id);
}

}  // namespace

void api_key_routes(RouteTable& table, const identity::ApiKeys& keys, farmers::Service& farms) {
  using NewKeyInput = Input<None, None, identity::NewApiKey>;
  table.add<NewKeyInput, identity::NewApiKeyView>(
      {.method = net::Method::post,
       .path = "/api/v1/farms/mine/api-keys",
       .operation_id = "createApiKey",
       .summary = "A key for a system of the caller's farm. Its text is shown this once.",
       .context = "identity",
       .roles = gateway::farmers,
       .rate = RateGroup::write,
       .success_status = 201,
       .errors = {&gh::errors::not_found, &identity::errors::too_many_keys, &identity::errors::bad_expiry}},
      [&keys, &farms](const Call& call, NewKeyInput in) -> Task<Result<Reply<identity::NewApiKeyView>>> {
        GH_CO_TRY(auto farm, co_await own_farm(farms, *call.caller.user));
        GH_CO_TRY(auto made, co_await keys.create(*call.caller.user, std::move(farm), std::move(in.body)));
        Reply<identity::NewApiKeyView> reply(std::move(made));
        reply.head.add("Location", "/api/v1/farms/mine/api-keys");
        co_return reply;
      });
  table.add<Input<None, ApiKeysQuery>, ApiKeyList>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/mine/api-keys",
       .operation_id = "listApiKeys",
       .summary = "The keys of the caller's farm, newest first, revoked ones among them.",
       .context = "identity",
       .roles = gateway::farmers,
       .errors = {&gh::errors::not_found, &gh::errors::bad_cursor}},
      [&keys, &farms](const Call& call, Input<None, ApiKeysQuery> in) -> Task<Result<Reply<ApiKeyList>>> {
        GH_CO_TRY(auto farm, co_await own_farm(farms, *call.caller.user));
        GH_CO_TRY(auto page, co_await keys.of_farm(std::move(farm), in.query.limit.value(), in.query.cursor.value()));
        Reply<ApiKeyList> reply(ApiKeyList{std::move(page.items), {}});
        if (!page.next_cursor.empty()) reply.value.next_cursor = std::move(page.next_cursor);
        co_return reply;
      });
  table.add<Input<ApiKeyPath>, None>({.method = net::Method::del,
                                      .path = "/api/v1/farms/mine/api-keys/{id}",
                                      .operation_id = "revokeApiKey",
                                      .summary = "The key is refused from now on.",
                                      .context = "identity",
                                      .roles = gateway::farmers,
                                      .rate = RateGroup::write,
                                      .success_status = 204},
                                     [&keys, &farms](const Call& call, Input<ApiKeyPath> in) -> Task<Result<Reply<None>>> {
                                       GH_CO_TRY(auto farm, co_await own_farm(farms, *call.caller.user));
                                       GH_CO_CHECK(co_await keys.revoke(std::move(farm), std::move(in.path.id)));
                                       co_return Reply<None>(None{});
                                     });
}

}  // namespace gh::gateway
