// Who works for a farm: pure functions over the document.
#pragma once
#include "base/error.h"
#include "contexts/farmers/types.h"

namespace gh::farmers {

inline constexpr std::size_t people_max = 20;
inline constexpr std::size_t invitations_max = 20;  // open ones
inline constexpr Milliseconds invitation_lives{std::chrono::days(7)};

// What somebody wants to do for the farm.
//   orders: see and pack them.   stock: see and change it.   look: see products and the farm's desk.
//   manage: prices, products, profile, certificates, documents, people, payouts.
enum class Duty { orders, stock, look, manage };
bool may(FarmRole, Duty);

// What the user is at this farm; nothing: a stranger.
std::optional<FarmRole> role_of(const Farm&, const UserId&);
// Of farms that are let in, also paused ones, the people are farmers.
bool makes_farmers(FarmStatus);

Office& office_of(Farm&);  // made if missing

// farm_full, already_invited (an open invitation to this address), works_here (a packer has it).
Result<Invitation> invite(Farm&, std::string email, std::string secret_hash, Timestamp now);
// not_found.
Result<void> withdraw_invitation(Farm&, std::int32_t id);
// Uses the invitation up. invitation_void if it is used, withdrawn, expired or another one's; farm_full.
Result<void> accept(Farm&, std::int32_t id, const std::string& secret_hash, const UserId& user, Timestamp now);
// not_found if the user is no packer here.
Result<Person> remove_person(Farm&, const UserId&);
// The packer becomes the owner and the owner a packer. not_found if the user is no packer here.
Result<void> hand_over(Farm&, const UserId& to, Timestamp now);

// An invitation's token: "<farm id>.<number>.<secret>".
struct InvitationToken {
  FarmId farm;
  std::int32_t invitation = 0;
  std::string secret;
};
std::string to_string(const InvitationToken&);
std::optional<InvitationToken> parse_invitation_token(std::string_view);

}  // namespace gh::farmers
