// What others may ask of the farmers context. One per process, callable from any thread; outlives its calls.
#pragma once
#include "base/random.h"
#include "contexts/farmers/inputs.h"
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
      : farms_(open_farms(documents)), clock_(clock), random_(random) {}

  // What opening the collection said; checked at start.
  const Result<void>& opened() const { return farms_.opened(); }

  // A new farm of this user, or the second try of a rejected one. illegal_transition if the user's farm is in another status,
  // unknown_tag.
  Task<Result<Farm>> apply(UserId owner, Application application);
  // A listed farm is this user's, an admin will decide. farm_exists if the user has one, illegal_transition if it is not (only) listed.
  Task<Result<Farm>> claim(UserId owner, std::string slug, ClaimRequest request);

  // Admins. Each fails with illegal_transition where the farm's status does not allow it. verify and reject mail the owner;
  // verify also leaves the task "farmers.owner_verified" (types.h).
  Task<Result<Farm>> verify(FarmId id);
  Task<Result<Farm>> reject(FarmId id, std::string reason);
  Task<Result<Farm>> pause(FarmId id);
  Task<Result<Farm>> resume(FarmId id);

  Task<Result<Farm>> get(FarmId id);  // whatever its status
  // not_found also where the farm is not public and the viewer neither its owner nor an admin.
  Task<Result<Farm>> by_slug(std::string slug, Viewer viewer);
  Task<Result<std::optional<Farm>>> farm_of(UserId owner);
  // Public farms by name. limit 1 .. 100; cursor: next_cursor of the page before, or "".
  Task<Result<Farms>> list(int limit, std::string cursor);
  // The admin's list; applied and claimed are what waits for a decision. Oldest change first.
  Task<Result<Farms>> list_by_status(FarmStatus status, int limit, std::string cursor);

  // Of the owner's own farm: not_found if there is none, illegal_transition while a claim is undecided.
  Task<Result<Farm>> update_profile(UserId owner, ProfileChange change);
  Task<Result<Farm>> add_certification(UserId owner, NewCertification certification);
  Task<Result<Farm>> remove_certification(UserId owner, std::int32_t id);
  Task<Result<Farm>> add_field(UserId owner, NewField field);

 private:
  template <class Change>
  Task<Result<Farm>> update(FarmId id, Change change);
  template <class Change>
  Task<Result<Farm>> update_own(UserId owner, Change change);
  Task<Result<Farm>> insert_new(Farm farm);

  FarmCollection farms_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::farmers
