// What others may ask of the farmers context. One per process, callable from any thread; outlives its calls.
// Its parts: service.cc (farms and decisions), service_people.cc, service_certificates.cc.
#pragma once
#include "base/random.h"
#include "contexts/farmers/certificates.h"
#include "contexts/farmers/inputs.h"
#include "contexts/farmers/people.h"
#include "contexts/farmers/store.h"

namespace gh::farmers {

// Who looks: decides whether a farm that is not public is there at all.
struct Viewer {
  std::optional<UserId> user;
  bool admin = false;
};

class Service {
 public:
  Service(ports::Documents& documents, const Clock& clock, Random& random)
      : farms_(open_farms(documents)), seats_(open_seats(documents)), clock_(clock), random_(random) {}

  // What opening the collections said; checked at start.
  const Result<void>& opened() const { return farms_.opened() ? seats_.opened() : farms_.opened(); }

  // A new farm of this user, or the next try of one that was rejected or asked for more. illegal_transition if the user's farm is in
  // another status, unknown_tag, works_elsewhere.
  Task<Result<Farm>> apply(UserId owner, Application application);
  // The answer to what an admin asked is in the farm now. illegal_transition unless the farm needs information.
  Task<Result<Farm>> submit(UserId owner);
  // A listed farm is this user's, an admin will decide. farm_exists if the user has one, illegal_transition if it is not (only) listed.
  Task<Result<Farm>> claim(UserId owner, std::string slug, ClaimRequest request);

  // Admins. Each fails with illegal_transition where the farm's status does not allow it and tells the owner; verify also with
  // application_incomplete.
  Task<Result<Farm>> ask(FarmId id, std::string question);
  Task<Result<Farm>> verify(FarmId id);
  Task<Result<Farm>> reject(FarmId id, std::string reason);
  Task<Result<Farm>> pause(FarmId id, std::string reason);
  Task<Result<Farm>> resume(FarmId id);

  Task<Result<Farm>> get(FarmId id);  // whatever its status
  // not_found also where the farm is not public and the viewer neither one of its people nor an admin.
  Task<Result<Farm>> by_slug(std::string slug, Viewer viewer);
  // Public farms by name. limit 1 .. 100; cursor: next_cursor of the page before, or "".
  Task<Result<Farms>> list(int limit, std::string cursor);
  // The admin's lists, oldest change first: by status (applied and claimed wait for a decision), and those with a certificate that waits.
  Task<Result<Farms>> list_by_status(FarmStatus status, int limit, std::string cursor);
  Task<Result<Farms>> list_unchecked(int limit, std::string cursor);

  // Of the owner's own farm: as farm_for(owner, Duty::manage), illegal_transition while a claim is undecided.
  Task<Result<Farm>> update_profile(UserId owner, ProfileChange change);
  Task<Result<Farm>> add_field(UserId owner, NewField field);
  Task<Result<Farm>> add_paper(UserId owner, NewPaper paper);
  Task<Result<Farm>> remove_paper(UserId owner, std::int32_t id);

  // People. Which farm a user works for, and as what.
  Task<Result<std::optional<Workplace>>> works_for(UserId user);
  // The farm that the user works for, if they may do this there. not_found: no farm; forbidden: the duty is the owner's.
  Task<Result<Farm>> farm_for(UserId user, Duty duty);
  // Sends a token to the address. For the errors of these see people.h.
  Task<Result<Farm>> invite(UserId owner, NewInvitation invitation);
  Task<Result<Farm>> withdraw_invitation(UserId owner, std::int32_t id);
  // works_elsewhere: a person works for one farm.
  Task<Result<Farm>> accept(UserId user, std::string token);
  Task<Result<Farm>> remove_person(UserId owner, UserId person);
  // owner_cannot_leave.
  Task<Result<void>> leave(UserId user);
  Task<Result<Farm>> hand_over(UserId owner, UserId to);

  // Certificates. Errors: certificates.h.
  Task<Result<Farm>> add_certification(UserId owner, NewCertification certification);
  Task<Result<Farm>> remove_certification(UserId owner, std::int32_t id);
  Task<Result<Farm>> renew_certification(UserId owner, std::int32_t id, CertificationRenewal renewal);
  Task<Result<Farm>> surrender_certification(UserId owner, std::int32_t id, std::string reason);
  // Admins. Tells the owner.
  Task<Result<Farm>> act_on_certification(FarmId farm, std::int32_t id, CertificateAction action, std::string reason);
  // For the task "farmers.certificate_reminder": tells the owner if there is still something to remind of. Again: nothing.
  Task<Result<void>> remind(CertificateReminder reminder);
  // Tells the owner of certificates that have come to their end. Again: nothing. The farm as it is then.
  Task<Result<Farm>> note_lapses(FarmId id);

 private:
  // Every change of a farm goes by here: what products and moments to come depend on leaves with it.
  template <class Change>
  Task<Result<Farm>> update(FarmId id, Change change);
  template <class Change>
  Task<Result<Farm>> update_own(UserId owner, Change change);
  Task<Result<Farm>> insert_new(Farm farm);
  Task<Result<void>> take_seat(UserId user, FarmId farm);

  FarmCollection farms_;
  SeatCollection seats_;
  const Clock& clock_;
  Random& random_;
};

// What follows from a change besides the change: revision, "farmers.farm_changed", the timetable's new entries.
void follow_up(const Farm& before, Farm& after, FarmCollection::Outbox& outbox, Timestamp now);
// illegal_transition while a claim is undecided.
Result<void> require_editable(const Farm&);

template <class Change>
Task<Result<Farm>> Service::update(FarmId id, Change change) {
  const auto now = clock_.now();
  GH_CO_TRY(auto written, co_await farms_.update(std::move(id), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    const Farm before = farm;
    GH_CHECK(change(farm, outbox));
    follow_up(before, farm, outbox, now);
    return {};
  }));
  co_return std::move(written.value);
}

template <class Change>
Task<Result<Farm>> Service::update_own(UserId owner, Change change) {
  GH_CO_TRY(const auto own, co_await farm_for(owner, Duty::manage));
  co_return co_await update(own.id, [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    if (farm.owner != owner) return fail(gh::errors::not_found);
    GH_CHECK(require_editable(farm));
    GH_CHECK(change(farm, outbox));
    farm.updated = clock_.now();
    return {};
  });
}

}  // namespace gh::farmers
