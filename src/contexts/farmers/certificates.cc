#include "contexts/farmers/certificates.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/farmers/errors.h"
#include "platform/json/json.h"

namespace gh::farmers {

namespace {

struct Step {
  Standing from;
  CertificateAction action;
  Standing to;
};
// Revoked and surrendered are the end: who comes back applies for a new certificate (7 CFR 205.662).
constexpr Step steps[] = {
    {Standing::in_force, CertificateAction::verify, Standing::in_force},
    {Standing::in_force, CertificateAction::refuse, Standing::in_force},
    {Standing::in_force, CertificateAction::suspend, Standing::suspended},
    {Standing::in_force, CertificateAction::revoke, Standing::revoked},
    {Standing::in_force, CertificateAction::surrender, Standing::surrendered},
    {Standing::suspended, CertificateAction::reinstate, Standing::in_force},
    {Standing::suspended, CertificateAction::revoke, Standing::revoked},
    {Standing::suspended, CertificateAction::surrender, Standing::surrendered},
};

bool waits_for_check(const Certification& c) { return !c.verified || c.renewal; }

// The standing allows it, and there is something to verify or refuse, or something verified to act on.
bool is_legal(const Certification& c, const Step& step) {
  if (step.from != c.standing) return false;
  const bool checks = step.action == CertificateAction::verify || step.action == CertificateAction::refuse;
  return checks ? waits_for_check(c) : c.verified.has_value();
}

Error illegal(const Certification& c, CertificateAction action) {
  std::string legal;
  for (const auto& step : steps)
    if (is_legal(c, step)) legal += fmt::format("{}\"{}\"", legal.empty() ? "" : ",", json::enum_name(step.action));
  Error error(errors::certification_state, fmt::format("\"{}\" is not possible for a certificate that is {}{}", json::enum_name(action),
                                                       c.verified ? "verified and " : "not verified and ", json::enum_name(c.standing)));
  error.extend("current", fmt::format("\"{}\"", json::enum_name(c.standing))).extend("legal", "[" + legal + "]");
  return error;
}

Date following(Date day) { return {day.days + 1}; }

// The day that reminders count down to; nothing where nothing is to be done.
std::optional<Date> due(const Certification& c) {
  if (!c.verified || c.standing != Standing::in_force || c.renewal) return std::nullopt;
  return c.valid_to ? c.valid_to : c.anniversary;
}

Result<void> check_dates(const Certification& c, const zones::Zone& zone, Timestamp now) {
  Error error(errors::certification_dates);
  const auto wrong = [&](std::string_view field, std::string_view code, std::string_view detail) {
    error.field("/" + std::string(field), std::string(code), std::string(detail));
  };
  if (c.scheme == Scheme::eu && !c.valid_to)
    wrong("valid_to", "required", "An EU certificate has a last day (Article 35 of (EU) 2018/848).");
  if (c.scheme == Scheme::eu && c.anniversary) wrong("anniversary", "not_of_scheme", "An EU certificate has no anniversary date.");
  if (c.scheme == Scheme::usda_nop && !c.valid_to && !c.anniversary)
    wrong("anniversary", "required", "A USDA certificate names its anniversary date (7 CFR 205.404).");
  if (c.valid_to && c.valid_from >= *c.valid_to) wrong("valid_to", "too_early", "valid_to must be after valid_from");
  if (c.anniversary && c.valid_from >= *c.anniversary) wrong("anniversary", "too_early", "anniversary must be after valid_from");
  if (c.issued && *c.issued > zone.date_of(now)) wrong("issued", "in_the_future", "issued must not be in the future");
  if (!error.fields().empty()) return fail(std::move(error));
  if (const auto end = ends(c, zone); end && *end <= now) {
    Error expired(errors::certification_expired, fmt::format("its last day was {}", to_string(*c.valid_to)));
    return fail(expired.field("/valid_to", "expired", "valid_to must not be in the past"));
  }
  return {};
}

void accept_renewal(Certification& c) {
  if (c.renewal->valid_to) c.valid_to = c.renewal->valid_to;
  if (c.renewal->anniversary) c.anniversary = c.renewal->anniversary;
  if (c.renewal->document) c.document = c.renewal->document;
  c.renewal.reset();
}

}  // namespace

const zones::Zone& zone_of(const Farm& farm) { return zones::Zone::of(farm.profile ? farm.profile->time_zone : std::string()); }

Timestamp begins(const Certification& c, const zones::Zone& zone) { return zone.start_of(c.valid_from); }
std::optional<Timestamp> ends(const Certification& c, const zones::Zone& zone) {
  if (!c.valid_to) return std::nullopt;
  return zone.start_of(following(*c.valid_to));
}

CertificateStatus status_of(const Certification& c, const zones::Zone& zone, Timestamp now) {
  switch (c.standing) {
    case Standing::suspended:
      return CertificateStatus::suspended;
    case Standing::surrendered:
      return CertificateStatus::surrendered;
    case Standing::revoked:
      return CertificateStatus::revoked;
    case Standing::in_force:
      break;
  }
  if (!c.verified) return c.refusal.empty() ? CertificateStatus::unverified : CertificateStatus::refused;
  if (now < begins(c, zone)) return CertificateStatus::pending;
  const auto end = ends(c, zone);
  return end && *end <= now ? CertificateStatus::lapsed : CertificateStatus::valid;
}

bool update_overdue(const Certification& c, const zones::Zone& zone, Timestamp now) {
  return !c.valid_to && c.anniversary && c.standing == Standing::in_force && zone.start_of(following(*c.anniversary)) <= now;
}

bool is_certified(const Farm& farm, Timestamp now) {
  const auto& zone = zone_of(farm);
  return std::ranges::any_of(farm.certifications,
                             [&](const Certification& c) { return status_of(c, zone, now) == CertificateStatus::valid; });
}

Certification* find_certification(Farm& farm, std::int32_t id) {
  const auto found = std::ranges::find(farm.certifications, id, &Certification::id);
  return found == farm.certifications.end() ? nullptr : &*found;
}

Result<void> add_certification(Farm& farm, Certification certification, Timestamp now) {
  GH_CHECK(check_dates(certification, zone_of(farm), now));
  const auto same = [&](const Certification& other) {
    return other.scheme == certification.scheme && other.number == certification.number;
  };
  if (std::ranges::any_of(farm.certifications, same)) return fail(errors::certification_exists);
  if (farm.certifications.size() == certifications_max)
    return fail(errors::farm_full, fmt::format("at most {} certificates", certifications_max));
  certification.id = ++farm.certifications_made;
  farm.certifications.push_back(std::move(certification));
  return {};
}

Result<void> remove_certification(Farm& farm, std::int32_t id) {
  if (std::erase_if(farm.certifications, [&](const Certification& c) { return c.id == id; }) == 0) return fail(gh::errors::not_found);
  return {};
}

Result<void> ask_renewal(Certification& c, Renewal renewal, const zones::Zone& zone, Timestamp now) {
  if (!c.verified || c.standing == Standing::revoked || c.standing == Standing::surrendered) {
    Error error(errors::certification_state, "Only a verified certificate that was neither surrendered nor revoked is renewed.");
    error.extend("current", fmt::format("\"{}\"", json::enum_name(status_of(c, zone, now)))).extend("legal", "[]");
    return fail(std::move(error));
  }
  Certification renewed = c;
  renewed.renewal = renewal;
  accept_renewal(renewed);
  GH_CHECK(check_dates(renewed, zone, now));
  const auto later = [](const std::optional<Date>& given, const std::optional<Date>& now_is) {
    return given && (!now_is || *given > *now_is);
  };
  if (!later(renewal.valid_to, c.valid_to) && !later(renewal.anniversary, c.anniversary)) {
    Error error(errors::certification_dates, "A renewal names a later last day, or a later anniversary.");
    return fail(error.field(c.valid_to ? "/valid_to" : "/anniversary", "too_early", "must be later than what the certificate says now"));
  }
  c.renewal = std::move(renewal);
  return {};
}

Result<void> act(Certification& c, CertificateAction action, const std::string& reason, const zones::Zone& zone, Timestamp now) {
  const auto* step = std::ranges::find_if(steps, [&](const Step& s) { return s.action == action && is_legal(c, s); });
  if (step == std::end(steps)) return fail(illegal(c, action));
  if (action == CertificateAction::verify) {
    if (c.renewal) accept_renewal(c);
    c.verified = now;
    c.refusal.clear();
    return {};
  }
  if (action == CertificateAction::refuse) {
    c.renewal.reset();  // of a verified one only the renewal is refused
    c.refusal = reason;
    return {};
  }
  c.standing = step->to;
  c.standing_reason = action == CertificateAction::reinstate ? std::string() : reason;
  c.standing_since = zone.date_of(now);
  return {};
}

std::vector<ports::OutboxEntry> timetable(const Farm& farm, Timestamp now) {
  std::vector<ports::OutboxEntry> entries;
  const auto& zone = zone_of(farm);
  const auto turn = [&](const Certification& c, Timestamp moment) {
    if (moment <= now) return;
    entries.push_back({std::string(certificate_turn_task), fmt::format("certificate_turn_{}_{}_{}", farm.id.text(), c.id, moment.ms),
                       json::to_string(FarmChanged{farm.id}), moment});
  };
  for (const auto& c : farm.certifications) {
    if (!c.verified || c.standing != Standing::in_force) continue;
    turn(c, begins(c, zone));
    if (const auto end = ends(c, zone)) turn(c, *end);
    const auto day = due(c);
    if (!day) continue;
    for (const int days : reminder_days) {
      const auto moment = zone.at({day->days - days}, reminder_minutes);
      if (moment <= now) continue;
      entries.push_back({std::string(certificate_reminder_task),
                         fmt::format("certificate_reminder_{}_{}_{}_{}", farm.id.text(), c.id, to_string(*day), moment.ms),
                         json::to_string(CertificateReminder{farm.id, c.id, *day, days}), moment});
    }
  }
  return entries;
}

Certification* reminds_of(Farm& farm, const CertificateReminder& reminder, Timestamp now) {
  auto* c = find_certification(farm, reminder.certificate);
  if (c == nullptr || due(*c) != reminder.due) return nullptr;
  if (c->told && c->told->due == reminder.due && c->told->days <= reminder.days) return nullptr;
  return zone_of(farm).date_of(now) <= reminder.due ? c : nullptr;  // one that comes after the day is too late
}

bool lapsed_untold(const Certification& c, const zones::Zone& zone, Timestamp now) {
  return status_of(c, zone, now) == CertificateStatus::lapsed && !(c.told && c.told->due == *c.valid_to && c.told->lapsed);
}

}  // namespace gh::farmers
