#include "contexts/farmers/errors.h"
#include "gateway/routes/farmers.h"

#include <fmt/format.h>

namespace gh::gateway {

struct CertificationPath {
  json::Bounded<std::int32_t, 1, 1'000'000> id;
};
BOOST_DESCRIBE_STRUCT(CertificationPath, (), (id))
struct FarmCertificationPath {
  FarmId id;
  json::Bounded<std::int32_t, 1, 1'000'000> certification;
};
BOOST_DESCRIBE_STRUCT(FarmCertificationPath, (), (id, certification))

struct CertificationReason {
  farmers::Reason reason;
};
BOOST_DESCRIBE_STRUCT(CertificationReason, (), (reason))

struct UncheckedQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(UncheckedQuery, (), (limit, cursor))

}  // namespace gh::gateway

namespace gh::json {
template <>
inline constexpr std::string_view schema_name<farmers::NewCertification> = "NewFarmCertification";
template <>
inline constexpr std::string_view schema_name<farmers::CertificationRenewal> = "FarmCertificationRenewal";
template <>
inline constexpr std::string_view schema_name<farmers::DocumentRefInput> = "FarmDocumentRefInput";
}  // namespace gh::json

namespace gh::gateway {
namespace {

using json::None;
using Own = Reply<OwnFarmView>;

void own_routes(RouteTable& table, FarmOffice desk) {
  using NewInput = Input<None, None, farmers::NewCertification>;
  auto added = own_farm_change(net::Method::post, "/api/v1/farms/mine/certifications", "addCertification",
                               "A certificate of the caller's farm; products may claim it once an admin has verified it.",
                               {&farmers::errors::certification_exists, &farmers::errors::farm_full, &farmers::errors::certification_dates,
                                &farmers::errors::certification_expired});
  added.success_status = 201;
  table.add<NewInput, OwnFarmView>(std::move(added), [desk](const Call& call, NewInput in) -> Task<Result<Own>> {
    co_return created_reply(co_await desk.farms.add_certification(*call.caller.user, std::move(in.body)), desk.clock.now());
  });
  table.add<Input<CertificationPath>, OwnFarmView>(
      own_farm_change(net::Method::del, "/api/v1/farms/mine/certifications/{id}", "removeCertification",
                      "Takes a certificate off the caller's farm, and its label off the farm's products.", {}),
      [desk](const Call& call, Input<CertificationPath> in) -> Task<Result<Own>> {
        co_return own_reply(co_await desk.products.carried(desk.farms.remove_certification(*call.caller.user, in.path.id.value())),
                            desk.clock.now());
      });
  using RenewInput = Input<CertificationPath, None, farmers::CertificationRenewal>;
  table.add<RenewInput, OwnFarmView>(
      own_farm_change(
          net::Method::post, "/api/v1/farms/mine/certifications/{id}/renew", "renewCertification",
          "The certificate's next period, or its annual update; counts once an admin has verified it.",
          {&farmers::errors::certification_state, &farmers::errors::certification_dates, &farmers::errors::certification_expired}),
      [desk](const Call& call, RenewInput in) -> Task<Result<Own>> {
        co_return own_reply(co_await desk.farms.renew_certification(*call.caller.user, in.path.id.value(), std::move(in.body)),
                            desk.clock.now());
      });
  using SurrenderInput = Input<CertificationPath, None, CertificationReason>;
  table.add<SurrenderInput, OwnFarmView>(
      own_farm_change(net::Method::post, "/api/v1/farms/mine/certifications/{id}/surrender", "surrenderCertification",
                      "The farm gives the certificate back; that is the end of it.", {&farmers::errors::certification_state}),
      [desk](const Call& call, SurrenderInput in) -> Task<Result<Own>> {
        co_return own_reply(co_await desk.products.carried(
                                desk.farms.surrender_certification(*call.caller.user, in.path.id.value(), in.body.reason.value())),
                            desk.clock.now());
      });
}

struct Step {
  std::string_view verb;
  std::string_view operation_id;
  std::string_view summary;
  farmers::CertificateAction action;
};
constexpr Step plain_steps[] = {
    {"verify", "verifyCertification", "The certificate, or its renewal, is what it says.", farmers::CertificateAction::verify},
    {"reinstate", "reinstateCertification", "A suspension is lifted; labels and listings return.", farmers::CertificateAction::reinstate},
};
constexpr Step steps_with_reason[] = {
    {"refuse", "refuseCertification", "The certificate, or its renewal, could not be verified.", farmers::CertificateAction::refuse},
    {"suspend", "suspendCertification", "The certifier has suspended it: its label is gone when this answers.",
     farmers::CertificateAction::suspend},
    {"revoke", "revokeCertification", "The certifier has revoked it: its label is gone for good.", farmers::CertificateAction::revoke},
};

RouteSpec step_spec(const Step& step) {
  return farm_decision(fmt::format("/api/v1/farms/{{id}}/certifications/{{certification}}/{}", step.verb), std::string(step.operation_id),
                       std::string(step.summary), {&farmers::errors::certification_state});
}

Task<Result<Own>> take(FarmOffice desk, FarmCertificationPath path, farmers::CertificateAction action, std::string reason) {
  co_return own_reply(co_await desk.products.carried(
                          desk.farms.act_on_certification(std::move(path.id), path.certification.value(), action, std::move(reason))),
                      desk.clock.now());
}

void admin_routes(RouteTable& table, FarmOffice desk) {
  table.add<Input<None, UncheckedQuery>, OwnFarmList>(
      {.method = net::Method::get,
       .path = "/api/v1/admin/farms/certifications",
       .operation_id = "listFarmsWithUncheckedCertificates",
       .summary = "Farms with a certificate or renewal that waits for an admin, oldest change first.",
       .context = "farmers",
       .roles = admins,
       .errors = {&gh::errors::bad_cursor}},
      [desk](const Call&, Input<None, UncheckedQuery> in) -> Task<Result<Reply<OwnFarmList>>> {
        GH_CO_TRY(auto page, co_await desk.farms.list_unchecked(in.query.limit.value(), in.query.cursor.value()));
        co_return own_farm_list(std::move(page), desk.clock.now());
      });
  for (const auto& step : plain_steps)
    table.add<Input<FarmCertificationPath>, OwnFarmView>(
        step_spec(step), [desk, action = step.action](const Call&, Input<FarmCertificationPath> in) -> Task<Result<Own>> {
          co_return co_await take(desk, std::move(in.path), action, {});
        });
  using ReasonInput = Input<FarmCertificationPath, None, CertificationReason>;
  for (const auto& step : steps_with_reason)
    table.add<ReasonInput, OwnFarmView>(step_spec(step), [desk, action = step.action](const Call&, ReasonInput in) -> Task<Result<Own>> {
      co_return co_await take(desk, std::move(in.path), action, in.body.reason.value());
    });
}

}  // namespace

void farm_certificate_routes(RouteTable& table, FarmOffice desk) {
  own_routes(table, desk);
  admin_routes(table, desk);
}

}  // namespace gh::gateway
