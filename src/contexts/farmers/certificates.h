// The rules of a farm's certificates: pure functions over the document. Days are days of the farm's clock.
#pragma once
#include <span>

#include "base/error.h"
#include "contexts/farmers/types.h"
#include "platform/ports/documents.h"
#include "platform/zones/zone.h"

namespace gh::farmers {

inline constexpr std::size_t certifications_max = 20;
inline constexpr int reminder_days[] = {60, 30, 7};
inline constexpr int reminder_minutes = 8 * 60;  // of the farm's day

inline constexpr std::string_view certificate_turn_task = "farmers.certificate_turn";
inline constexpr std::string_view certificate_reminder_task = "farmers.certificate_reminder";

const zones::Zone& zone_of(const Farm&);

// When it begins to hold, and from when it does not any more; none: it goes on.
Timestamp begins(const Certification&, const zones::Zone&);
std::optional<Timestamp> ends(const Certification&, const zones::Zone&);
CertificateStatus status_of(const Certification&, const zones::Zone&, Timestamp now);
// Of a certificate without an end whose year is over: the farm still has to send the update (7 CFR 205.406).
bool update_overdue(const Certification&, const zones::Zone&, Timestamp now);
// A verified certificate of any scheme that holds now.
bool is_certified(const Farm&, Timestamp now);

// The certificate, or null.
Certification* find_certification(Farm&, std::int32_t id);

// Fails with certification_dates, certification_expired (its last day is over), certification_exists or farm_full.
Result<void> add_certification(Farm&, Certification, Timestamp now);  // its id is given here
// not_found if there is none.
Result<void> remove_certification(Farm&, std::int32_t id);
// A later period, or the year's update; waits for an admin. certification_dates if it is not later, certification_state unless the
// certificate was verified and is in force or suspended.
Result<void> ask_renewal(Certification&, Renewal, const zones::Zone&, Timestamp now);

// What an admin does to a certificate, and what its farm may: surrender.
enum class CertificateAction { verify, refuse, suspend, reinstate, revoke, surrender };
BOOST_DESCRIBE_ENUM(CertificateAction, verify, refuse, suspend, reinstate, revoke, surrender)
// Verifying a certificate with a renewal accepts the renewal, refusing it drops that. certification_state, with what would be legal.
Result<void> act(Certification&, CertificateAction, const std::string& reason, const zones::Zone&, Timestamp now);

// What is to happen at moments to come because of the certificates as they are: turns and reminders, each with its moment.
std::vector<ports::OutboxEntry> timetable(const Farm&, Timestamp now);
// The certificate, if there is something to tell of: it still ends or is due on that day, no renewal has come, and the farm was not told
// yet; else null.
Certification* reminds_of(Farm&, const CertificateReminder&, Timestamp now);
// Whether the certificate has come to its end and the farm was not told so yet.
bool lapsed_untold(const Certification&, const zones::Zone&, Timestamp now);

}  // namespace gh::farmers
