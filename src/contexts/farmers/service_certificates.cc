#include "contexts/farmers/errors.h"
#include "contexts/farmers/notices.h"
#include "contexts/farmers/service.h"

namespace gh::farmers {

namespace {

std::optional<DocumentRef> document_of(const std::optional<DocumentRefInput>& in) {
  if (!in) return std::nullopt;
  return DocumentRef{in->url.value(), in->name.value()};
}

std::vector<CertificateScope> scopes_of(const std::optional<CertificateScopes>& in) {
  if (!in) return {CertificateScope::crops};
  auto scopes = in->value();
  std::ranges::sort(scopes);
  scopes.erase(std::ranges::unique(scopes).begin(), scopes.end());
  return scopes;
}

NoticeData data_of(const Certification& c) {
  NoticeData data{{"scheme", std::string(json::enum_name(c.scheme))}, {"certifier", c.certifier}, {"number", c.number}};
  if (c.valid_to) data.emplace("valid_to", gh::to_string(*c.valid_to));
  if (c.anniversary) data.emplace("anniversary", gh::to_string(*c.anniversary));
  return data;
}

std::string_view event_of(CertificateAction action) {
  switch (action) {
    case CertificateAction::verify:
      return "farmers.certificate_verified";
    case CertificateAction::refuse:
      return "farmers.certificate_refused";
    case CertificateAction::suspend:
      return "farmers.certificate_suspended";
    case CertificateAction::reinstate:
      return "farmers.certificate_reinstated";
    case CertificateAction::revoke:
      return "farmers.certificate_revoked";
    case CertificateAction::surrender:
      return "farmers.certificate_surrendered";
  }
  return {};
}

Result<void> act_and_tell(Farm& farm, FarmCollection::Outbox& outbox, std::int32_t id, CertificateAction action, const std::string& reason,
                          Timestamp now) {
  auto* c = find_certification(farm, id);
  if (c == nullptr) return fail(gh::errors::not_found);
  GH_CHECK(act(*c, action, reason, zone_of(farm), now));
  farm.updated = now;
  auto data = data_of(*c);
  if (!reason.empty()) data.emplace("reason", reason);
  tell_owner(farm, outbox, event_of(action), std::move(data));
  return {};
}

}  // namespace

Task<Result<Farm>> Service::add_certification(UserId owner, NewCertification in) {
  const Certification added{.scheme = in.scheme,
                            .certifier = in.certifier.value(),
                            .number = in.number.value(),
                            .valid_from = in.valid_from,
                            .valid_to = in.valid_to,
                            .anniversary = in.anniversary,
                            .scopes = scopes_of(in.scopes),
                            .issued = in.issued,
                            .document = document_of(in.document),
                            .verified = {},
                            .refusal = {},
                            .standing_reason = {},
                            .standing_since = {},
                            .renewal = {},
                            .told = {}};
  const auto now = clock_.now();
  co_return co_await update_own(std::move(owner),
                                [&](Farm& farm, FarmCollection::Outbox&) { return farmers::add_certification(farm, added, now); });
}

Task<Result<Farm>> Service::remove_certification(UserId owner, std::int32_t id) {
  co_return co_await update_own(std::move(owner),
                                [id](Farm& farm, FarmCollection::Outbox&) { return farmers::remove_certification(farm, id); });
}

Task<Result<Farm>> Service::renew_certification(UserId owner, std::int32_t id, CertificationRenewal in) {
  const auto now = clock_.now();
  const Renewal renewal{in.valid_to, in.anniversary, document_of(in.document), now};
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox&) -> Result<void> {
    auto* c = find_certification(farm, id);
    if (c == nullptr) return fail(gh::errors::not_found);
    return ask_renewal(*c, renewal, zone_of(farm), now);
  });
}

Task<Result<Farm>> Service::surrender_certification(UserId owner, std::int32_t id, std::string reason) {
  const auto now = clock_.now();
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox& outbox) {
    return act_and_tell(farm, outbox, id, CertificateAction::surrender, reason, now);
  });
}

Task<Result<Farm>> Service::act_on_certification(FarmId farm, std::int32_t id, CertificateAction action, std::string reason) {
  const auto now = clock_.now();
  co_return co_await update(std::move(farm), [&](Farm& changed, FarmCollection::Outbox& outbox) {
    return act_and_tell(changed, outbox, id, action, reason, now);
  });
}

Task<Result<void>> Service::remind(CertificateReminder reminder) {
  const auto now = clock_.now();
  const auto done = co_await update(reminder.farm, [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    auto* c = reminds_of(farm, reminder, now);
    if (c == nullptr) return {};
    c->told = CertificateTold{reminder.due, reminder.days, false};
    auto data = data_of(*c);
    data.emplace("due", gh::to_string(reminder.due));
    data.emplace("days", std::to_string(reminder.due.days - zone_of(farm).date_of(now).days));
    tell_owner(farm, outbox, c->valid_to ? "farmers.certificate_ends" : "farmers.certificate_update_due", std::move(data));
    return {};
  });
  if (!done && !done.error().is(gh::errors::not_found)) co_return fail(done.error());
  co_return Result<void>();
}

Task<Result<Farm>> Service::note_lapses(FarmId id) {
  const auto now = clock_.now();
  co_return co_await update(std::move(id), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    for (auto& c : farm.certifications) {
      if (!lapsed_untold(c, zone_of(farm), now)) continue;
      c.told = CertificateTold{*c.valid_to, 0, true};
      tell_owner(farm, outbox, "farmers.certificate_lapsed", data_of(c));
    }
    return {};
  });
}

}  // namespace gh::farmers
