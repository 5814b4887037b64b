#include "gateway/routes/farmers.h"

#include <fmt/format.h>

#include "contexts/farmers/errors.h"
#include "contexts/farmers/farm.h"
#include "contexts/identity/scopes.h"
#include "contexts/pictures/errors.h"
#include "gateway/routes/farm_views.h"
#include "gateway/routes/if_any.h"
#include "gateway/routes/pictures.h"
#include "gateway/routes/search_query.h"

namespace gh::gateway {

struct FarmList {
  std::vector<FarmInList> items;
  std::optional<std::string> next_cursor;
  std::optional<std::int64_t> total;             // of a search
  std::optional<bool> total_is_exact;            // of a search; false: at least so many
  std::optional<std::string> did_you_mean;       // what was searched for, if the text had typing errors
  std::optional<std::vector<Facet>> facets;      // with facets
  std::optional<std::vector<Relaxation>> relax;  // nothing was found: which filter to give up
};
BOOST_DESCRIBE_STRUCT(FarmList, (), (items, next_cursor, total, total_is_exact, did_you_mean, facets, relax))

struct FarmSlugPath {
  json::Slug slug;
};
BOOST_DESCRIBE_STRUCT(FarmSlugPath, (), (slug))
struct FarmDocumentPath {
  json::Bounded<std::int32_t, 1, 1'000'000> id;
};
BOOST_DESCRIBE_STRUCT(FarmDocumentPath, (), (id))

enum class FarmSort { relevance, distance, newest, name };
BOOST_DESCRIBE_ENUM(FarmSort, relevance, distance, newest, name)

struct FarmsQuery {
  json::PageLimit limit;
  json::Cursor cursor;
  std::optional<SearchText> q;
  std::optional<SearchTags> tag;
  AnyOf<farmers::Scheme> certification;
  AnyOf<json::Text<2, 2>> state;
  std::optional<NearText> near;
  std::optional<WithinKm> within_km;
  std::optional<FarmSort> sort;  // absent: relevance with q, distance with near, newest with other filters, else name
  AnyOf<FacetName> facets;
};
BOOST_DESCRIBE_STRUCT(FarmsQuery, (), (limit, cursor, q, tag, certification, state, near, within_km, sort, facets))
struct FarmQueueQuery {
  std::optional<farmers::FarmStatus> status;  // absent: applied
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(FarmQueueQuery, (), (status, limit, cursor))

struct FarmQuestion {
  farmers::Reason question;
};
BOOST_DESCRIBE_STRUCT(FarmQuestion, (), (question))

struct FarmReason {
  farmers::Reason reason;
};
BOOST_DESCRIBE_STRUCT(FarmReason, (), (reason))

}  // namespace gh::gateway

namespace gh::json {
template <>
inline constexpr std::string_view schema_name<farmers::Application> = "FarmApplication";
template <>
inline constexpr std::string_view schema_name<farmers::ClaimRequest> = "FarmClaim";
template <>
inline constexpr std::string_view schema_name<farmers::ProfileChange> = "FarmProfileChange";
template <>
inline constexpr std::string_view schema_name<farmers::NewField> = "NewFarmField";
template <>
inline constexpr std::string_view schema_name<farmers::NewPaper> = "NewFarmDocument";
}  // namespace gh::json

namespace gh::gateway {

namespace {

using json::None;

// The certificates of what is listed begin and end by the clock.
void list_farm(Reply<FarmList>& reply, farmers::Farm farm, std::optional<std::int64_t> distance_m, Timestamp now) {
  if (const auto turn = next_turn(farm, now); turn && (!reply.valid_until || *turn < *reply.valid_until)) reply.valid_until = turn;
  reply.value.items.push_back(farm_in_list(std::move(farm), distance_m, now));
}

Task<Result<Reply<FarmList>>> listed(FarmOffice desk, int limit, std::string cursor) {
  const auto now = desk.clock.now();
  GH_CO_TRY(auto page, co_await desk.farms.list(limit, std::move(cursor)));
  Reply<FarmList> reply(FarmList{});
  reply.value.next_cursor = if_any(std::move(page.next_cursor));
  for (auto& farm : page.items) list_farm(reply, std::move(farm), {}, now);
  reply.tags = {"farms"};
  co_return reply;
}

constexpr ports::SearchFacet farm_facets[] = {ports::SearchFacet::tag, ports::SearchFacet::certification, ports::SearchFacet::state};

Result<ports::SearchQuery> as_search(const FarmsQuery& query, Timestamp now) {
  static constexpr std::pair<FarmSort, ports::SearchSort> sorts[] = {{FarmSort::relevance, ports::SearchSort::relevance},
                                                                     {FarmSort::distance, ports::SearchSort::distance},
                                                                     {FarmSort::newest, ports::SearchSort::newest},
                                                                     {FarmSort::name, ports::SearchSort::title}};
  GH_TRY(auto search, search_query({query.q, query.tag, query.near, query.within_km}));
  if (query.sort == FarmSort::distance && !search.near)
    return fail(bad_key("sort", "needs_near", "Sorting by distance needs near=latitude,longitude."));
  search.kind = ports::SearchKind::farm;
  search.now = now;
  ports::SearchFilter certified{ports::SearchFacet::certification, {}}, in_state{ports::SearchFacet::state, {}};
  for (const auto scheme : query.certification) certified.values.emplace_back(json::enum_name(scheme));
  for (const auto& state : query.state) {
    in_state.values.push_back(state.value());
    for (auto& c : in_state.values.back()) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  }
  if (!certified.values.empty()) search.filters.push_back(std::move(certified));
  if (!in_state.values.empty()) search.filters.push_back(std::move(in_state));
  GH_TRY(search.facets, facets_named(query.facets.value(), farm_facets));
  search.sort = std::ranges::find(sorts, query.sort.value_or(FarmSort::relevance), &std::pair<FarmSort, ports::SearchSort>::first)->second;
  search.limit = query.limit.value();
  search.after = query.cursor.value();
  return search;
}

Task<Result<Reply<FarmList>>> searched(FarmOffice desk, ports::SearchIndex& index, ports::SearchQuery query) {
  const auto now = query.now;
  const bool wants_facets = !query.facets.empty();
  GH_CO_TRY(auto answer, co_await index.query(std::move(query)));
  Reply<FarmList> reply(FarmList{});
  reply.tags = {search_tag};
  reply.valid_until = valid_until(answer);
  reply.value.next_cursor = if_any(std::move(answer.next));
  reply.value.total = answer.total;
  reply.value.total_is_exact = answer.total_is_exact;
  reply.value.did_you_mean = if_any(std::move(answer.corrected));
  if (wants_facets) reply.value.facets = facet_views(answer);
  if (answer.total == 0) reply.value.relax = relaxation_views(answer);
  for (const auto& hit : answer.hits) {
    auto id = FarmId::parse(hit.id);
    if (!id) continue;
    reply.tags.push_back("farms/" + hit.id);
    auto farm = co_await desk.farms.get(*std::move(id));
    if (!farm && farm.error().is(gh::errors::not_found)) continue;  // the index is a step behind
    if (!farm) co_return fail(std::move(farm).error());
    if (farmers::is_public(farm->status)) list_farm(reply, *std::move(farm), hit.distance_m, now);
  }
  co_return reply;
}

void directory_routes(RouteTable& table, FarmOffice desk, ports::SearchIndex& index) {
  table.add<Input<None, FarmsQuery>, FarmList>(
      {.method = net::Method::get,
       .path = "/api/v1/farms",
       .operation_id = "listFarms",
       .summary = "The farms of the shop and of the directory: by name, or searched with typing errors, filtered and counted by tag, "
                  "certification, state and distance.",
       .context = "farmers",
       .cached = CacheFamily::farms,
       .errors = {&gh::errors::bad_cursor, &ports::errors::search_busy, &ports::errors::search_unavailable}},
      [desk, &index](const Call&, Input<None, FarmsQuery> in) -> Task<Result<Reply<FarmList>>> {
        const auto& query = in.query;
        const bool browsing = !query.q && !query.tag && query.certification.empty() && query.state.empty() && !query.near &&
                              !query.within_km && query.facets.empty() && query.sort.value_or(FarmSort::name) == FarmSort::name;
        if (browsing) co_return co_await listed(desk, query.limit.value(), query.cursor.value());
        GH_CO_TRY(auto search, as_search(query, desk.clock.now()));
        co_return co_await searched(desk, index, std::move(search));
      });
  // Not cached: its owner and admins see here what others do not.
  table.add<Input<FarmSlugPath>, FarmPage>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/{slug}",
       .operation_id = "getFarm",
       .summary = "One farm. A farm that is not verified or listed is found by its owner and by admins only.",
       .context = "farmers",
       .errors = {&gh::errors::not_found}},
      [desk](const Call& call, Input<FarmSlugPath> in) -> Task<Result<Reply<FarmPage>>> {
        const farmers::Viewer viewer{call.caller.user, call.caller.role == identity::Role::admin};
        GH_CO_TRY(auto farm, co_await desk.farms.by_slug(in.path.slug.value(), viewer));
        co_return farm_page(std::move(farm), desk.clock.now());
      });
}

void application_routes(RouteTable& table, FarmOffice desk) {
  using ApplyInput = Input<None, None, farmers::Application>;
  table.add<ApplyInput, OwnFarmView>({.method = net::Method::post,
                                      .path = "/api/v1/farms",
                                      .operation_id = "applyAsFarm",
                                      .summary = "The caller applies with a farm, or again with one that was rejected.",
                                      .context = "farmers",
                                      .roles = signed_in,
                                      .verified_email = true,
                                      .rate = RateGroup::write,
                                      .success_status = 201,
                                      .errors = {&farmers::errors::illegal_transition, &farmers::errors::farm_exists,
                                                 &farmers::errors::works_elsewhere, &farmers::errors::unknown_tag}},
                                     [desk](const Call& call, ApplyInput in) -> Task<Result<Reply<OwnFarmView>>> {
                                       co_return created_reply(co_await desk.farms.apply(*call.caller.user, std::move(in.body)),
                                                               desk.clock.now());
                                     });
  using ClaimInput = Input<FarmSlugPath, None, farmers::ClaimRequest>;
  table.add<ClaimInput, OwnFarmView>(
      {.method = net::Method::post,
       .path = "/api/v1/farms/{slug}/claim",
       .operation_id = "claimFarm",
       .summary = "A listed farm of the directory is the caller's; an admin decides.",
       .context = "farmers",
       .roles = signed_in,
       .verified_email = true,
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition, &farmers::errors::farm_exists,
                  &farmers::errors::works_elsewhere}},
      [desk](const Call& call, ClaimInput in) -> Task<Result<Reply<OwnFarmView>>> {
        co_return own_reply(co_await desk.farms.claim(*call.caller.user, in.path.slug.value(), std::move(in.body)), desk.clock.now());
      });
}

void own_farm_routes(RouteTable& table, FarmOffice desk, const pictures::Service& pictures) {
  using Own = Reply<OwnFarmView>;
  table.add<Input<>, OwnFarmView>({.method = net::Method::get,
                                   .path = "/api/v1/farms/mine",
                                   .operation_id = "getMyFarm",
                                   .summary = "The farm that the caller works for, whatever its status; all of it for its owner.",
                                   .context = "farmers",
                                   .roles = signed_in,
                                   .scope = std::string(identity::farm_read),
                                   .errors = {&gh::errors::not_found}},
                                  [desk](const Call& call, Input<>) -> Task<Result<Own>> {
                                    GH_CO_TRY(auto work, co_await desk.farms.works_for(*call.caller.user));
                                    if (!work) co_return fail(gh::errors::not_found, "you have no farm yet");
                                    const bool owner = work->role == farmers::FarmRole::owner;
                                    auto view = (owner ? own_farm : packers_farm)(std::move(work->farm), desk.clock.now());
                                    view.role = work->role;
                                    co_return view;
                                  });
  using ChangeInput = Input<None, None, farmers::ProfileChange>;
  table.add<ChangeInput, OwnFarmView>(
      own_farm_change(net::Method::patch, "/api/v1/farms/mine", "changeMyFarm",
                      "Members that are given replace what was; of lists, the whole list.",
                      {&farmers::errors::unknown_tag, &farmers::errors::opening_times, &pictures::errors::picture_gone}),
      [desk, &pictures](const Call& call, ChangeInput in) -> Task<Result<Own>> {
        GH_CO_CHECK(co_await name_pictures(pictures, in.body.pictures, "/pictures"));
        co_return own_reply(co_await desk.farms.update_profile(*call.caller.user, std::move(in.body)), desk.clock.now());
      });
  table.add<Input<>, OwnFarmView>(
      own_farm_change(net::Method::post, "/api/v1/farms/mine/submit", "submitMyFarm", "What an admin asked for is in the farm now.", {}),
      [desk](const Call& call, Input<>) -> Task<Result<Own>> {
        co_return own_reply(co_await desk.farms.submit(*call.caller.user), desk.clock.now());
      });
  using FieldInput = Input<None, None, farmers::NewField>;
  auto field = own_farm_change(net::Method::post, "/api/v1/farms/mine/fields", "addField", "A field of the caller's farm.",
                               {&farmers::errors::field_exists, &farmers::errors::farm_full});
  field.success_status = 201;
  table.add<FieldInput, OwnFarmView>(std::move(field), [desk](const Call& call, FieldInput in) -> Task<Result<Own>> {
    co_return created_reply(co_await desk.farms.add_field(*call.caller.user, std::move(in.body)), desk.clock.now());
  });
  using PaperInput = Input<None, None, farmers::NewPaper>;
  auto paper =
      own_farm_change(net::Method::post, "/api/v1/farms/mine/documents", "addFarmDocument",
                      "Names a document that the application leans on; only the owner and admins see it.", {&farmers::errors::farm_full});
  paper.success_status = 201;
  table.add<PaperInput, OwnFarmView>(std::move(paper), [desk](const Call& call, PaperInput in) -> Task<Result<Own>> {
    co_return created_reply(co_await desk.farms.add_paper(*call.caller.user, std::move(in.body)), desk.clock.now());
  });
  table.add<Input<FarmDocumentPath>, OwnFarmView>(
      own_farm_change(net::Method::del, "/api/v1/farms/mine/documents/{id}", "removeFarmDocument",
                      "Takes a document off the caller's farm.", {}),
      [desk](const Call& call, Input<FarmDocumentPath> in) -> Task<Result<Own>> {
        co_return own_reply(co_await desk.farms.remove_paper(*call.caller.user, in.path.id.value()), desk.clock.now());
      });
}

// The decisions that take nothing but the farm.
struct Decision {
  std::string_view verb;
  std::string_view operation_id;
  std::string_view summary;
  Task<Result<farmers::Farm>> (farmers::Service::*decide)(FarmId);
  bool needs_application;
};
constexpr Decision decisions[] = {
    {"verify", "verifyFarm", "The farm may sell from now on.", &farmers::Service::verify, true},
    {"resume", "resumeFarm", "A paused farm sells again.", &farmers::Service::resume, false},
};

void decision_routes(RouteTable& table, FarmOffice desk) {
  for (const auto& decision : decisions) {
    std::vector<const ErrorKind*> errors;
    if (decision.needs_application) errors.push_back(&farmers::errors::application_incomplete);
    table.add<Input<FarmIdPath>, OwnFarmView>(
        farm_decision(fmt::format("/api/v1/farms/{{id}}/{}", decision.verb), std::string(decision.operation_id),
                      std::string(decision.summary), std::move(errors)),
        [desk, decide = decision.decide](const Call&, Input<FarmIdPath> in) -> Task<Result<Reply<OwnFarmView>>> {
          co_return own_reply(co_await desk.products.carried((desk.farms.*decide)(std::move(in.path.id))), desk.clock.now());
        });
  }
  using RejectInput = Input<FarmIdPath, None, FarmReason>;
  table.add<RejectInput, OwnFarmView>(
      farm_decision("/api/v1/farms/{id}/reject", "rejectFarm", "The application or claim is refused; the owner is told why.", {}),
      [desk](const Call&, RejectInput in) -> Task<Result<Reply<OwnFarmView>>> {
        co_return own_reply(co_await desk.farms.reject(std::move(in.path.id), in.body.reason.value()), desk.clock.now());
      });
  table.add<RejectInput, OwnFarmView>(
      farm_decision("/api/v1/farms/{id}/pause", "pauseFarm",
                    "The farm sells nothing for now; in force when this answers. The owner is told why.", {}),
      [desk](const Call&, RejectInput in) -> Task<Result<Reply<OwnFarmView>>> {
        co_return own_reply(co_await desk.products.carried(desk.farms.pause(std::move(in.path.id), in.body.reason.value())),
                            desk.clock.now());
      });
  using AskInput = Input<FarmIdPath, None, FarmQuestion>;
  table.add<AskInput, OwnFarmView>(
      farm_decision("/api/v1/farms/{id}/ask", "askFarm", "The application needs more before it is decided; the owner is told what.", {}),
      [desk](const Call&, AskInput in) -> Task<Result<Reply<OwnFarmView>>> {
        co_return own_reply(co_await desk.farms.ask(std::move(in.path.id), in.body.question.value()), desk.clock.now());
      });
}

void queue_route(RouteTable& table, FarmOffice desk) {
  table.add<Input<None, FarmQueueQuery>, OwnFarmList>(
      {.method = net::Method::get,
       .path = "/api/v1/admin/farms",
       .operation_id = "listFarmsByStatus",
       .summary = "Farms in one status, oldest change first; \"applied\" and \"claimed\" wait for a decision.",
       .context = "farmers",
       .roles = admins,
       .errors = {&gh::errors::bad_cursor}},
      [desk](const Call&, Input<None, FarmQueueQuery> in) -> Task<Result<Reply<OwnFarmList>>> {
        GH_CO_TRY(auto page, co_await desk.farms.list_by_status(in.query.status.value_or(farmers::FarmStatus::applied),
                                                                in.query.limit.value(), in.query.cursor.value()));
        co_return own_farm_list(std::move(page), desk.clock.now());
      });
}

}  // namespace

void farmers_routes(RouteTable& table, farmers::Service& service, identity::Service& accounts, const certification::Certification& products,
                    ports::SearchIndex& search, const pictures::Service& pictures, const Clock& clock) {
  const FarmOffice desk{service, products, clock};
  directory_routes(table, desk, search);
  application_routes(table, desk);
  own_farm_routes(table, desk, pictures);
  decision_routes(table, desk);
  queue_route(table, desk);
  farm_certificate_routes(table, desk);
  farm_people_routes(table, desk, accounts);
}

}  // namespace gh::gateway
