#include "gateway/routes/farmers.h"

#include <fmt/format.h>

#include "contexts/farmers/errors.h"
#include "contexts/farmers/farm.h"
#include "gateway/routes/search_query.h"

namespace gh::gateway {

// What everyone may know of a farm.
struct FarmPoint {
  json::Latitude latitude;
  json::Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(FarmPoint, (), (latitude, longitude))

struct FarmCertification {
  std::int32_t id = 0;
  farmers::Scheme scheme = farmers::Scheme::usda_nop;
  std::string certifier;
  std::string number;
  Date valid_from;
  Date valid_to;
};
BOOST_DESCRIBE_STRUCT(FarmCertification, (), (id, scheme, certifier, number, valid_from, valid_to))

struct FarmField {
  FieldId id;
  std::string name;
  std::optional<std::int64_t> area_m2;
  std::optional<FarmPoint> location;
};
BOOST_DESCRIBE_STRUCT(FarmField, (), (id, name, area_m2, location))

struct FarmView {
  FarmId id;
  std::string slug;
  std::string name;
  farmers::FarmStatus status = farmers::FarmStatus::applied;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
  std::optional<FarmPoint> location;
  std::optional<std::string> website;
  std::optional<std::string> facebook;
  std::optional<std::string> twitter;
  std::vector<std::string> tags;
  std::string story;
  std::vector<FarmCertification> certifications;
  std::vector<FarmField> fields;
  std::string source;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(FarmView, (),
                      (id, slug, name, status, street, city, state, zip, location, website, facebook, twitter, tags, story, certifications,
                       fields, source, updated))

// For the owner and admins.
struct OwnFarmView : FarmView {
  std::optional<UserId> owner;
  std::optional<std::string> contact_email;
  std::optional<std::string> reject_reason;
  Timestamp created;
};
BOOST_DESCRIBE_STRUCT(OwnFarmView, (FarmView), (owner, contact_email, reject_reason, created))

struct FarmInList : FarmView {
  std::optional<std::int64_t> distance_m;  // with near
};
BOOST_DESCRIBE_STRUCT(FarmInList, (FarmView), (distance_m))

struct FarmList {
  std::vector<FarmInList> items;
  std::optional<std::string> next_cursor;
  std::optional<std::int64_t> total;        // of a search
  std::optional<std::string> did_you_mean;  // what was searched for, if the text had typing errors
};
BOOST_DESCRIBE_STRUCT(FarmList, (), (items, next_cursor, total, did_you_mean))

struct OwnFarmList {
  std::vector<OwnFarmView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OwnFarmList, (), (items, next_cursor))

struct FarmSlugPath {
  json::Slug slug;
};
BOOST_DESCRIBE_STRUCT(FarmSlugPath, (), (slug))
struct FarmIdPath {
  FarmId id;
};
BOOST_DESCRIBE_STRUCT(FarmIdPath, (), (id))
struct CertificationPath {
  json::Bounded<std::int32_t, 1, 1'000'000> id;
};
BOOST_DESCRIBE_STRUCT(CertificationPath, (), (id))

enum class FarmSort { relevance, distance, newest, name };
BOOST_DESCRIBE_ENUM(FarmSort, relevance, distance, newest, name)

struct FarmsQuery {
  json::PageLimit limit;
  json::Cursor cursor;
  std::optional<SearchText> q;
  std::optional<SearchTags> tag;
  std::optional<NearText> near;
  std::optional<WithinKm> within_km;
  std::optional<FarmSort> sort;  // absent: relevance with q, distance with near, newest with tag, else name
};
BOOST_DESCRIBE_STRUCT(FarmsQuery, (), (limit, cursor, q, tag, near, within_km, sort))
struct FarmQueueQuery {
  std::optional<farmers::FarmStatus> status;  // absent: applied
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(FarmQueueQuery, (), (status, limit, cursor))

struct FarmRejection {
  farmers::Reason reason;
};
BOOST_DESCRIBE_STRUCT(FarmRejection, (), (reason))

}  // namespace gh::gateway

namespace gh::json {
template <>
inline constexpr std::string_view schema_name<farmers::Application> = "FarmApplication";
template <>
inline constexpr std::string_view schema_name<farmers::ClaimRequest> = "FarmClaim";
template <>
inline constexpr std::string_view schema_name<farmers::ProfileChange> = "FarmProfileChange";
template <>
inline constexpr std::string_view schema_name<farmers::NewCertification> = "NewFarmCertification";
template <>
inline constexpr std::string_view schema_name<farmers::NewField> = "NewFarmField";
template <>
inline constexpr std::string_view schema_name<farmers::PointInput> = "FarmPointInput";
}  // namespace gh::json

namespace gh::gateway {

namespace {

using json::None;

std::optional<FarmPoint> to_view(const std::optional<farmers::Point>& point) {
  if (!point) return std::nullopt;
  return FarmPoint{json::Latitude(point->latitude_micro), json::Longitude(point->longitude_micro)};
}

std::optional<std::string> if_any(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

void put_public(FarmView& view, farmers::Farm farm) {
  view.id = std::move(farm.id);
  view.slug = std::move(farm.slug);
  view.name = std::move(farm.name);
  view.status = farm.status;
  view.street = std::move(farm.street);
  view.city = std::move(farm.city);
  view.state = std::move(farm.state);
  view.zip = std::move(farm.zip);
  view.location = to_view(farm.location);
  view.website = if_any(std::move(farm.website));
  view.facebook = if_any(std::move(farm.facebook));
  view.twitter = if_any(std::move(farm.twitter));
  view.tags = std::move(farm.tags);
  view.story = std::move(farm.story);
  for (auto& c : farm.certifications)
    view.certifications.push_back({c.id, c.scheme, std::move(c.certifier), std::move(c.number), c.valid_from, c.valid_to});
  for (auto& f : farm.fields) view.fields.push_back({std::move(f.id), std::move(f.name), f.area_m2, to_view(f.location)});
  view.source = std::move(farm.source);
  view.updated = farm.updated;
}

FarmView to_view(farmers::Farm farm) {
  FarmView view;
  put_public(view, std::move(farm));
  return view;
}

OwnFarmView to_own_view(farmers::Farm farm) {
  OwnFarmView view;
  view.owner = farm.owner;
  view.contact_email = if_any(farm.contact_email);
  view.reject_reason = if_any(farm.reject_reason);
  view.created = farm.created;
  put_public(view, std::move(farm));
  return view;
}

Reply<OwnFarmView> created(farmers::Farm farm) {
  Reply<OwnFarmView> reply(to_own_view(std::move(farm)));
  reply.head.add("Location", "/api/v1/farms/" + reply.value.slug);
  return reply;
}

Result<Reply<OwnFarmView>> own_reply(Result<farmers::Farm> farm) {
  if (!farm) return fail(std::move(farm).error());
  return Reply<OwnFarmView>(to_own_view(*std::move(farm)));
}

FarmInList in_list(farmers::Farm farm, std::optional<std::int64_t> distance_m) {
  FarmInList view;
  put_public(view, std::move(farm));
  view.distance_m = distance_m;
  return view;
}

Task<Result<Reply<FarmList>>> listed(farmers::Service& service, int limit, std::string cursor) {
  GH_CO_TRY(auto page, co_await service.list(limit, std::move(cursor)));
  Reply<FarmList> reply(FarmList{{}, if_any(std::move(page.next_cursor)), {}, {}});
  for (auto& farm : page.items) reply.value.items.push_back(in_list(std::move(farm), {}));
  reply.tags = {"farms"};
  co_return reply;
}

Result<ports::SearchQuery> as_search(const FarmsQuery& query) {
  static constexpr std::pair<FarmSort, ports::SearchSort> sorts[] = {{FarmSort::relevance, ports::SearchSort::relevance},
                                                                     {FarmSort::distance, ports::SearchSort::distance},
                                                                     {FarmSort::newest, ports::SearchSort::newest},
                                                                     {FarmSort::name, ports::SearchSort::title}};
  GH_TRY(auto search, search_query({query.q, query.tag, query.near, query.within_km}));
  if (query.sort == FarmSort::distance && !search.near)
    return fail(Error(gh::errors::invalid).field("?sort", "needs_near", "Sorting by distance needs near=latitude,longitude."));
  search.kind = ports::SearchKind::farm;
  search.sort = std::ranges::find(sorts, query.sort.value_or(FarmSort::relevance), &std::pair<FarmSort, ports::SearchSort>::first)->second;
  search.limit = query.limit.value();
  search.after = query.cursor.value();
  return search;
}

Task<Result<Reply<FarmList>>> searched(farmers::Service& service, ports::SearchIndex& index, ports::SearchQuery query) {
  GH_CO_TRY(auto answer, co_await index.query(std::move(query)));
  Reply<FarmList> reply(FarmList{{}, if_any(std::move(answer.next)), answer.total, if_any(std::move(answer.corrected))});
  reply.tags = {search_tag};
  for (const auto& hit : answer.hits) {
    auto id = FarmId::parse(hit.id);
    if (!id) continue;
    reply.tags.push_back("farms/" + hit.id);
    auto farm = co_await service.get(*std::move(id));
    if (!farm && farm.error().is(gh::errors::not_found)) continue;  // the index is a step behind
    if (!farm) co_return fail(std::move(farm).error());
    if (farmers::is_public(farm->status)) reply.value.items.push_back(in_list(*std::move(farm), hit.distance_m));
  }
  co_return reply;
}

void directory_routes(RouteTable& table, farmers::Service& service, ports::SearchIndex& index) {
  table.add<Input<None, FarmsQuery>, FarmList>(
      {.method = net::Method::get,
       .path = "/api/v1/farms",
       .operation_id = "listFarms",
       .summary = "The farms of the shop and of the directory: by name, or searched with typing errors, by tag and by distance.",
       .context = "farmers",
       .cached = true,
       .errors = {&gh::errors::bad_cursor, &ports::errors::search_busy, &ports::errors::search_unavailable}},
      [&service, &index](const Call&, Input<None, FarmsQuery> in) -> Task<Result<Reply<FarmList>>> {
        const auto& query = in.query;
        const bool browsing =
            !query.q && !query.tag && !query.near && !query.within_km && query.sort.value_or(FarmSort::name) == FarmSort::name;
        if (browsing) co_return co_await listed(service, query.limit.value(), query.cursor.value());
        GH_CO_TRY(auto search, as_search(query));
        co_return co_await searched(service, index, std::move(search));
      });
  // Not cached: its owner and admins see here what others do not.
  table.add<Input<FarmSlugPath>, FarmView>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/{slug}",
       .operation_id = "getFarm",
       .summary = "One farm. A farm that is not verified or listed is found by its owner and by admins only.",
       .context = "farmers",
       .errors = {&gh::errors::not_found}},
      [&service](const Call& call, Input<FarmSlugPath> in) -> Task<Result<Reply<FarmView>>> {
        const farmers::Viewer viewer{call.caller.user, call.caller.role == identity::Role::admin};
        GH_CO_TRY(auto farm, co_await service.by_slug(in.path.slug.value(), viewer));
        co_return to_view(std::move(farm));
      });
}

void application_routes(RouteTable& table, farmers::Service& service) {
  using ApplyInput = Input<None, None, farmers::Application>;
  table.add<ApplyInput, OwnFarmView>(
      {.method = net::Method::post,
       .path = "/api/v1/farms",
       .operation_id = "applyAsFarm",
       .summary = "The caller applies with a farm, or again with one that was rejected.",
       .context = "farmers",
       .roles = signed_in,
       .rate = RateGroup::write,
       .success_status = 201,
       .errors = {&farmers::errors::illegal_transition, &farmers::errors::farm_exists, &farmers::errors::unknown_tag}},
      [&service](const Call& call, ApplyInput in) -> Task<Result<Reply<OwnFarmView>>> {
        GH_CO_TRY(auto farm, co_await service.apply(*call.caller.user, std::move(in.body)));
        co_return created(std::move(farm));
      });
  using ClaimInput = Input<FarmSlugPath, None, farmers::ClaimRequest>;
  table.add<ClaimInput, OwnFarmView>(
      {.method = net::Method::post,
       .path = "/api/v1/farms/{slug}/claim",
       .operation_id = "claimFarm",
       .summary = "A listed farm of the directory is the caller's; an admin decides.",
       .context = "farmers",
       .roles = signed_in,
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition, &farmers::errors::farm_exists}},
      [&service](const Call& call, ClaimInput in) -> Task<Result<Reply<OwnFarmView>>> {
        co_return own_reply(co_await service.claim(*call.caller.user, in.path.slug.value(), std::move(in.body)));
      });
}

void own_farm_routes(RouteTable& table, farmers::Service& service) {
  table.add<Input<>, OwnFarmView>({.method = net::Method::get,
                                   .path = "/api/v1/farms/mine",
                                   .operation_id = "getMyFarm",
                                   .summary = "The caller's own farm, whatever its status.",
                                   .context = "farmers",
                                   .roles = signed_in,
                                   .errors = {&gh::errors::not_found}},
                                  [&service](const Call& call, Input<>) -> Task<Result<Reply<OwnFarmView>>> {
                                    GH_CO_TRY(auto farm, co_await service.farm_of(*call.caller.user));
                                    if (!farm) co_return fail(gh::errors::not_found, "you have no farm yet");
                                    co_return to_own_view(*std::move(farm));
                                  });
  using ChangeInput = Input<None, None, farmers::ProfileChange>;
  table.add<ChangeInput, OwnFarmView>(
      {.method = net::Method::patch,
       .path = "/api/v1/farms/mine",
       .operation_id = "changeMyFarm",
       .summary = "Members that are given replace what was.",
       .context = "farmers",
       .roles = signed_in,
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition, &farmers::errors::unknown_tag}},
      [&service](const Call& call, ChangeInput in) -> Task<Result<Reply<OwnFarmView>>> {
        co_return own_reply(co_await service.update_profile(*call.caller.user, std::move(in.body)));
      });
  using CertificationInput = Input<None, None, farmers::NewCertification>;
  table.add<CertificationInput, OwnFarmView>(
      {.method = net::Method::post,
       .path = "/api/v1/farms/mine/certifications",
       .operation_id = "addCertification",
       .summary = "A certificate of the caller's farm.",
       .context = "farmers",
       .roles = signed_in,
       .rate = RateGroup::write,
       .success_status = 201,
       .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition, &farmers::errors::certification_exists,
                  &farmers::errors::farm_full, &farmers::errors::certification_dates, &farmers::errors::certification_expired}},
      [&service](const Call& call, CertificationInput in) -> Task<Result<Reply<OwnFarmView>>> {
        GH_CO_TRY(auto farm, co_await service.add_certification(*call.caller.user, std::move(in.body)));
        co_return created(std::move(farm));
      });
  table.add<Input<CertificationPath>, OwnFarmView>(
      {.method = net::Method::del,
       .path = "/api/v1/farms/mine/certifications/{id}",
       .operation_id = "removeCertification",
       .summary = "Takes a certificate off the caller's farm.",
       .context = "farmers",
       .roles = signed_in,
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition}},
      [&service](const Call& call, Input<CertificationPath> in) -> Task<Result<Reply<OwnFarmView>>> {
        co_return own_reply(co_await service.remove_certification(*call.caller.user, in.path.id.value()));
      });
  using FieldInput = Input<None, None, farmers::NewField>;
  table.add<FieldInput, OwnFarmView>({.method = net::Method::post,
                                      .path = "/api/v1/farms/mine/fields",
                                      .operation_id = "addField",
                                      .summary = "A field of the caller's farm.",
                                      .context = "farmers",
                                      .roles = signed_in,
                                      .rate = RateGroup::write,
                                      .success_status = 201,
                                      .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition,
                                                 &farmers::errors::field_exists, &farmers::errors::farm_full}},
                                     [&service](const Call& call, FieldInput in) -> Task<Result<Reply<OwnFarmView>>> {
                                       GH_CO_TRY(auto farm, co_await service.add_field(*call.caller.user, std::move(in.body)));
                                       co_return created(std::move(farm));
                                     });
}

// The decisions that take nothing but the farm.
struct Decision {
  std::string_view verb;
  std::string_view operation_id;
  std::string_view summary;
  Task<Result<farmers::Farm>> (farmers::Service::*decide)(FarmId);
};
constexpr Decision decisions[] = {
    {"verify", "verifyFarm", "The farm may sell; its owner becomes a farmer and is told by mail.", &farmers::Service::verify},
    {"pause", "pauseFarm", "A verified farm sells nothing for now.", &farmers::Service::pause},
    {"resume", "resumeFarm", "A paused farm sells again.", &farmers::Service::resume},
};

void admin_routes(RouteTable& table, farmers::Service& service) {
  table.add<Input<None, FarmQueueQuery>, OwnFarmList>(
      {.method = net::Method::get,
       .path = "/api/v1/admin/farms",
       .operation_id = "listFarmsByStatus",
       .summary = "Farms in one status, oldest change first; \"applied\" and \"claimed\" wait for a decision.",
       .context = "farmers",
       .roles = admins,
       .errors = {&gh::errors::bad_cursor}},
      [&service](const Call&, Input<None, FarmQueueQuery> in) -> Task<Result<Reply<OwnFarmList>>> {
        GH_CO_TRY(auto page, co_await service.list_by_status(in.query.status.value_or(farmers::FarmStatus::applied), in.query.limit.value(),
                                                             in.query.cursor.value()));
        OwnFarmList list{{}, if_any(std::move(page.next_cursor))};
        for (auto& farm : page.items) list.items.push_back(to_own_view(std::move(farm)));
        co_return list;
      });
  for (const auto& decision : decisions) {
    table.add<Input<FarmIdPath>, OwnFarmView>(
        {.method = net::Method::post,
         .path = fmt::format("/api/v1/farms/{{id}}/{}", decision.verb),
         .operation_id = std::string(decision.operation_id),
         .summary = std::string(decision.summary),
         .context = "farmers",
         .roles = admins,
         .rate = RateGroup::write,
         .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition}},
        [&service, decide = decision.decide](const Call&, Input<FarmIdPath> in) -> Task<Result<Reply<OwnFarmView>>> {
          co_return own_reply(co_await (service.*decide)(std::move(in.path.id)));
        });
  }
  using RejectInput = Input<FarmIdPath, None, FarmRejection>;
  table.add<RejectInput, OwnFarmView>({.method = net::Method::post,
                                       .path = "/api/v1/farms/{id}/reject",
                                       .operation_id = "rejectFarm",
                                       .summary = "The application or claim is refused; the owner is told why by mail.",
                                       .context = "farmers",
                                       .roles = admins,
                                       .rate = RateGroup::write,
                                       .errors = {&gh::errors::not_found, &farmers::errors::illegal_transition}},
                                      [&service](const Call&, RejectInput in) -> Task<Result<Reply<OwnFarmView>>> {
                                        co_return own_reply(co_await service.reject(std::move(in.path.id), in.body.reason.value()));
                                      });
}

}  // namespace

void farmers_routes(RouteTable& table, farmers::Service& service, ports::SearchIndex& search) {
  directory_routes(table, service, search);
  application_routes(table, service);
  own_farm_routes(table, service);
  admin_routes(table, service);
}

}  // namespace gh::gateway
