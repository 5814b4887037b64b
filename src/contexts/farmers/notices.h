// What a farm's people are told (the list is in README.md): notices in the outbox of the write that made it true.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "contexts/farmers/store.h"

namespace gh::farmers {

using NoticeData = std::map<std::string, std::string>;

// Each has the farm's name and slug besides `data`. The farm's count of them (Office::told) names them.
void tell_owner(Farm&, FarmCollection::Outbox&, std::string_view event, NoticeData data = {});
void tell_user(Farm&, FarmCollection::Outbox&, std::string_view event, const UserId& user, NoticeData data = {});
void tell_address(Farm&, FarmCollection::Outbox&, std::string_view event, const std::string& email, NoticeData data = {});

// Leaves the task "farmers.person_changed".
void person_changed(Farm&, FarmCollection::Outbox&, const UserId& user);

inline constexpr std::string_view person_changed_task = "farmers.person_changed";
inline constexpr std::string_view farm_changed_task = "farmers.farm_changed";

}  // namespace gh::farmers
