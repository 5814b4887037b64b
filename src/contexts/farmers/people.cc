#include "contexts/farmers/people.h"

#include <charconv>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/farmers/errors.h"
#include "platform/crypto/secret_token.h"

namespace gh::farmers {

namespace {

void forget_expired(Office& office, Timestamp now) {
  std::erase_if(office.invitations, [now](const Invitation& i) { return i.expires <= now; });
}

}  // namespace

bool may(FarmRole role, Duty duty) { return role == FarmRole::owner || duty != Duty::manage; }

std::optional<FarmRole> role_of(const Farm& farm, const UserId& user) {
  if (farm.owner == user) return FarmRole::owner;
  if (farm.office && std::ranges::find(farm.office->people, user, &Person::user) != farm.office->people.end()) return FarmRole::packer;
  return std::nullopt;
}

bool makes_farmers(FarmStatus status) { return status == FarmStatus::verified || status == FarmStatus::paused; }

Office& office_of(Farm& farm) { return farm.office ? *farm.office : farm.office.emplace(); }

Result<Invitation> invite(Farm& farm, std::string email, std::string secret_hash, Timestamp now) {
  auto& office = office_of(farm);
  forget_expired(office, now);
  const auto at_field = [](const ErrorKind& kind) { return Error(kind).field("/email", std::string(kind.code), std::string(kind.title)); };
  if (std::ranges::find(office.people, email, &Person::email) != office.people.end()) return fail(at_field(errors::works_here));
  if (std::ranges::find(office.invitations, email, &Invitation::email) != office.invitations.end())
    return fail(at_field(errors::already_invited));
  if (office.people.size() >= people_max) return fail(errors::farm_full, fmt::format("at most {} people besides the owner", people_max));
  if (office.invitations.size() >= invitations_max)
    return fail(errors::farm_full, fmt::format("at most {} open invitations", invitations_max));
  office.invitations.push_back({++office.invitations_made, std::move(email), std::move(secret_hash), now, now + invitation_lives});
  return office.invitations.back();
}

Result<void> withdraw_invitation(Farm& farm, std::int32_t id) {
  if (std::erase_if(office_of(farm).invitations, [id](const Invitation& i) { return i.id == id; }) == 0) return fail(gh::errors::not_found);
  return {};
}

Result<void> accept(Farm& farm, std::int32_t id, const std::string& secret_hash, const UserId& user, Timestamp now) {
  auto& office = office_of(farm);
  const auto found = std::ranges::find(office.invitations, id, &Invitation::id);
  if (found == office.invitations.end() || found->secret_hash != secret_hash || found->expires <= now) return fail(errors::invitation_void);
  if (office.people.size() >= people_max) return fail(errors::farm_full, fmt::format("at most {} people besides the owner", people_max));
  office.people.push_back({user, found->email, now});
  office.invitations.erase(found);
  return {};
}

Result<Person> remove_person(Farm& farm, const UserId& user) {
  auto& people = office_of(farm).people;
  const auto found = std::ranges::find(people, user, &Person::user);
  if (found == people.end()) return fail(gh::errors::not_found);
  Person person = std::move(*found);
  people.erase(found);
  return person;
}

Result<void> hand_over(Farm& farm, const UserId& to, Timestamp now) {
  GH_TRY(const auto heir, remove_person(farm, to));
  office_of(farm).people.push_back({*farm.owner, farm.contact_email, now});
  farm.owner = to;
  farm.contact_email = heir.email;
  return {};
}

std::string to_string(const InvitationToken& token) { return fmt::format("{}.{}.{}", token.farm.text(), token.invitation, token.secret); }

std::optional<InvitationToken> parse_invitation_token(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.size() - second - 1 != crypto::secret_token_length) return std::nullopt;
  auto farm = FarmId::parse(text.substr(0, first));
  const auto number = text.substr(first + 1, second - first - 1);
  InvitationToken token;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), token.invitation);
  if (!farm || error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  token.farm = *std::move(farm);
  token.secret = text.substr(second + 1);
  return token;
}

}  // namespace gh::farmers
