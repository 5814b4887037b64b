#include "contexts/farmers/errors.h"
#include "contexts/farmers/notices.h"
#include "contexts/farmers/service.h"
#include "platform/crypto/secret_token.h"

namespace gh::farmers {

Task<Result<std::optional<Workplace>>> Service::works_for(UserId user) {
  GH_CO_TRY(auto own, co_await farms_.find_one(indexes::owner, user.text()));
  if (own) co_return Workplace{std::move(own->value), FarmRole::owner};
  GH_CO_TRY(const auto seat, co_await seats_.get(user));
  if (!seat) co_return std::nullopt;
  GH_CO_TRY(auto farm, co_await farms_.get(seat->value.farm));
  if (!farm || role_of(farm->value, user) != FarmRole::packer) co_return std::nullopt;
  co_return Workplace{std::move(farm->value), FarmRole::packer};
}

Task<Result<Farm>> Service::farm_for(UserId user, Duty duty) {
  GH_CO_TRY(auto work, co_await works_for(std::move(user)));
  if (!work) co_return fail(gh::errors::not_found, "you have no farm yet");
  if (!may(work->role, duty)) co_return fail(gh::errors::forbidden, "Only the owner of the farm may do this.");
  co_return std::move(work->farm);
}

Task<Result<Farm>> Service::invite(UserId owner, NewInvitation invitation) {
  const auto secret = crypto::make_secret_token(random_);
  const auto email = invitation.email.value();
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_TRY(const auto open, farmers::invite(farm, email, crypto::stored_form(secret), clock_.now()));
    tell_address(farm, outbox, "farmers.person_invited", email,
                 {{"token", to_string(InvitationToken{farm.id, open.id, secret})}, {"expires", to_string(open.expires)}});
    return {};
  });
}

Task<Result<Farm>> Service::withdraw_invitation(UserId owner, std::int32_t id) {
  co_return co_await update_own(std::move(owner),
                                [id](Farm& farm, FarmCollection::Outbox&) { return farmers::withdraw_invitation(farm, id); });
}

// Of two farms that a user joins at once the one that is written last here wins; accept() looks again.
Task<Result<void>> Service::take_seat(UserId user, FarmId farm) {
  GH_CO_TRY(const auto before, co_await seats_.get(user));
  Result<Versioned<Seat>> written = before ? co_await seats_.replace(*before, {user, farm}) : co_await seats_.insert({user, farm});
  if (written) co_return Result<void>();
  if (written.error().is(ports::errors::version_conflict) || written.error().is(ports::errors::duplicate_key))
    co_return fail(errors::works_elsewhere);
  co_return fail(std::move(written).error());
}

Task<Result<Farm>> Service::accept(UserId user, std::string token) {
  const auto parsed = parse_invitation_token(token);
  if (!parsed) co_return fail(errors::invitation_void);
  GH_CO_TRY(const auto work, co_await works_for(user));
  if (work) co_return fail(errors::works_elsewhere);
  GH_CO_TRY(const auto inviting, co_await farms_.get(parsed->farm));
  if (!inviting) co_return fail(errors::invitation_void);
  GH_CO_CHECK(co_await take_seat(user, parsed->farm));
  const auto hash = crypto::stored_form(parsed->secret);
  GH_CO_TRY(auto farm, co_await update(parsed->farm, [&](Farm& joined, FarmCollection::Outbox& outbox) -> Result<void> {
              GH_CHECK(require_editable(joined));
              GH_CHECK(farmers::accept(joined, parsed->invitation, hash, user, clock_.now()));
              tell_owner(joined, outbox, "farmers.person_joined", {{"person_email", joined.office->people.back().email}});
              person_changed(joined, outbox, user);
              return {};
            }));
  GH_CO_TRY(const auto seat, co_await seats_.get(user));
  if (seat && seat->value.farm == farm.id) co_return farm;
  GH_CO_CHECK(co_await update(farm.id, [&](Farm& left, FarmCollection::Outbox&) -> Result<void> {
    GH_CHECK(farmers::remove_person(left, user));
    return {};
  }));
  co_return fail(errors::works_elsewhere);
}

Task<Result<Farm>> Service::remove_person(UserId owner, UserId person) {
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(farmers::remove_person(farm, person));
    tell_user(farm, outbox, "farmers.person_removed", person);
    person_changed(farm, outbox, person);
    return {};
  });
}

Task<Result<void>> Service::leave(UserId user) {
  GH_CO_TRY(const auto work, co_await works_for(user));
  if (!work) co_return fail(gh::errors::not_found, "you have no farm yet");
  if (work->role == FarmRole::owner) co_return fail(errors::owner_cannot_leave);
  GH_CO_CHECK(co_await update(work->farm.id, [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_TRY(const auto person, farmers::remove_person(farm, user));
    tell_owner(farm, outbox, "farmers.person_left", {{"person_email", person.email}});
    person_changed(farm, outbox, user);
    return {};
  }));
  co_return Result<void>();
}

// The old owner's seat comes first: whoever looks in between finds them an owner still, and a packer right after.
Task<Result<Farm>> Service::hand_over(UserId owner, UserId to) {
  GH_CO_TRY(const auto own, co_await farm_for(owner, Duty::manage));
  GH_CO_CHECK(co_await take_seat(owner, own.id));
  auto written = co_await update_own(owner, [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(farmers::hand_over(farm, to, clock_.now()));
    tell_owner(farm, outbox, "farmers.ownership_received");
    tell_user(farm, outbox, "farmers.ownership_given", owner);
    return {};
  });
  if (!written && written.error().is(ports::errors::duplicate_key)) co_return fail(errors::farm_exists);
  co_return written;
}

}  // namespace gh::farmers
