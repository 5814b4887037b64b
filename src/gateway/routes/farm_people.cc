#include "contexts/farmers/errors.h"
#include "gateway/routes/farmers.h"

namespace gh::gateway {

struct FarmPerson {
  UserId user;
  farmers::FarmRole role = farmers::FarmRole::packer;
  std::string name;
  std::string email;
  std::optional<Timestamp> joined;  // of packers
};
BOOST_DESCRIBE_STRUCT(FarmPerson, (), (user, role, name, email, joined))

struct FarmInvitation {
  std::int32_t id = 0;
  std::string email;
  Timestamp created;
  Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(FarmInvitation, (), (id, email, created, expires))

// After a change.
struct FarmPeople {
  std::vector<FarmPerson> people;  // the owner first
  std::vector<FarmInvitation> invitations;
};
BOOST_DESCRIBE_STRUCT(FarmPeople, (), (people, invitations))

struct FarmPeopleList {
  std::vector<FarmPerson> items;  // as people
  std::vector<FarmInvitation> invitations;
};
BOOST_DESCRIBE_STRUCT(FarmPeopleList, (), (items, invitations))

struct FarmPersonPath {
  UserId user;
};
BOOST_DESCRIBE_STRUCT(FarmPersonPath, (), (user))
struct InvitationPath {
  json::Bounded<std::int32_t, 1, 1'000'000> id;
};
BOOST_DESCRIBE_STRUCT(InvitationPath, (), (id))
struct NewFarmOwner {
  UserId user;
};
BOOST_DESCRIBE_STRUCT(NewFarmOwner, (), (user))

}  // namespace gh::gateway

namespace gh::json {
template <>
inline constexpr std::string_view schema_name<farmers::NewInvitation> = "NewFarmInvitation";
template <>
inline constexpr std::string_view schema_name<farmers::InvitationAnswer> = "FarmInvitationAnswer";
}  // namespace gh::json

namespace gh::gateway {
namespace {

using json::None;
using People = Reply<FarmPeople>;

struct PeopleDesk {
  farmers::Service& farms;
  const Clock& clock;
  identity::Service& accounts;

  // An account that is gone leaves the address that was invited.
  Task<Result<FarmPerson>> person(UserId user, farmers::FarmRole role, std::string email, std::optional<Timestamp> joined) const {
    FarmPerson view{user, role, {}, std::move(email), joined};
    auto account = co_await accounts.account(std::move(user));
    if (!account && !account.error().is(gh::errors::not_found)) co_return fail(std::move(account).error());
    if (account) {
      view.name = std::move(account->name);
      view.email = std::move(account->email);
    }
    co_return view;
  }

  Task<Result<People>> people(Result<farmers::Farm> farm) const {
    if (!farm) co_return fail(std::move(farm).error());
    FarmPeople view;
    if (farm->owner) {
      GH_CO_TRY(auto owner, co_await person(*farm->owner, farmers::FarmRole::owner, farm->contact_email, {}));
      view.people.push_back(std::move(owner));
    }
    if (farm->office) {
      for (const auto& one : farm->office->people) {
        GH_CO_TRY(auto packer, co_await person(one.user, farmers::FarmRole::packer, one.email, one.joined));
        view.people.push_back(std::move(packer));
      }
      for (const auto& open : farm->office->invitations)
        if (open.expires > clock.now()) view.invitations.push_back({open.id, open.email, open.created, open.expires});
    }
    co_return view;
  }
};

void invitation_routes(RouteTable& table, PeopleDesk desk) {
  using InviteInput = Input<None, None, farmers::NewInvitation>;
  auto invited = own_farm_change(net::Method::post, "/api/v1/farms/mine/invitations", "invitePerson",
                                 "Sends a packer's invitation, good once and for seven days, to an address.",
                                 {&farmers::errors::already_invited, &farmers::errors::works_here, &farmers::errors::farm_full});
  invited.success_status = 201;
  table.add<InviteInput, FarmPeople>(std::move(invited), [desk](const Call& call, InviteInput in) -> Task<Result<People>> {
    auto reply = co_await desk.people(co_await desk.farms.invite(*call.caller.user, std::move(in.body)));
    if (reply) reply->head.add("Location", "/api/v1/farms/mine/people");
    co_return reply;
  });
  table.add<Input<InvitationPath>, FarmPeople>(
      own_farm_change(net::Method::del, "/api/v1/farms/mine/invitations/{id}", "withdrawInvitation",
                      "The invitation does not hold any more.", {}),
      [desk](const Call& call, Input<InvitationPath> in) -> Task<Result<People>> {
        co_return co_await desk.people(co_await desk.farms.withdraw_invitation(*call.caller.user, in.path.id.value()));
      });
  using AcceptInput = Input<None, None, farmers::InvitationAnswer>;
  table.add<AcceptInput, OwnFarmView>(
      own_farm_change(net::Method::post, "/api/v1/farms/invitations/accept", "acceptInvitation",
                      "The caller works for the farm that sent this token; sign in again to see its pages.",
                      {&farmers::errors::invitation_void, &farmers::errors::works_elsewhere, &farmers::errors::farm_full}),
      [desk](const Call& call, AcceptInput in) -> Task<Result<Reply<OwnFarmView>>> {
        GH_CO_TRY(auto farm, co_await desk.farms.accept(*call.caller.user, in.body.token.value()));
        auto view = packers_farm(std::move(farm), desk.clock.now());
        view.role = farmers::FarmRole::packer;
        co_return view;
      });
}

void staff_routes(RouteTable& table, PeopleDesk desk) {
  table.add<Input<>, FarmPeopleList>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/mine/people",
       .operation_id = "listMyPeople",
       .summary = "Who works for the caller's farm, and who is invited.",
       .context = "farmers",
       .roles = signed_in,
       .errors = {&gh::errors::not_found}},
      [desk](const Call& call, Input<>) -> Task<Result<Reply<FarmPeopleList>>> {
        GH_CO_TRY(auto staff, co_await desk.people(co_await desk.farms.farm_for(*call.caller.user, farmers::Duty::manage)));
        co_return FarmPeopleList{std::move(staff.value.people), std::move(staff.value.invitations)};
      });
  table.add<Input<FarmPersonPath>, FarmPeople>(
      own_farm_change(net::Method::del, "/api/v1/farms/mine/people/{user}", "removePerson", "A packer does not work for the farm any more.",
                      {}),
      [desk](const Call& call, Input<FarmPersonPath> in) -> Task<Result<People>> {
        co_return co_await desk.people(co_await desk.farms.remove_person(*call.caller.user, std::move(in.path.user)));
      });
  auto left = own_farm_change(net::Method::post, "/api/v1/farms/mine/leave", "leaveMyFarm", "The caller, a packer, leaves the farm.",
                              {&farmers::errors::owner_cannot_leave});
  left.success_status = 204;
  table.add<Input<>, None>(std::move(left), [desk](const Call& call, Input<>) -> Task<Result<Reply<None>>> {
    GH_CO_CHECK(co_await desk.farms.leave(*call.caller.user));
    co_return None{};
  });
  using OwnerInput = Input<None, None, NewFarmOwner>;
  table.add<OwnerInput, FarmPeople>(
      own_farm_change(net::Method::put, "/api/v1/farms/mine/owner", "handOverFarm",
                      "A packer of the farm becomes its owner, the caller a packer.",
                      {&farmers::errors::farm_exists, &farmers::errors::works_elsewhere}),
      [desk](const Call& call, OwnerInput in) -> Task<Result<People>> {
        co_return co_await desk.people(co_await desk.farms.hand_over(*call.caller.user, std::move(in.body.user)));
      });
}

}  // namespace

void farm_people_routes(RouteTable& table, FarmOffice desk, identity::Service& accounts) {
  const PeopleDesk people{desk.farms, desk.clock, accounts};
  invitation_routes(table, people);
  staff_routes(table, people);
}

}  // namespace gh::gateway
