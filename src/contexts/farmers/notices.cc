#include "contexts/farmers/notices.h"

#include <fmt/format.h>

#include "contexts/farmers/people.h"
#include "platform/notices/notice.h"

namespace gh::farmers {

namespace {

std::string next_id(Farm& farm, std::string_view what) { return fmt::format("{}_{}_{}", what, farm.id.text(), ++office_of(farm).told); }

void leave(Farm& farm, FarmCollection::Outbox& outbox, notices::Notice notice) {
  notice.data.emplace("farm_name", farm.name);
  notice.data.emplace("farm_slug", farm.slug);
  outbox.push_back(notices::outbox(next_id(farm, "farm_notice"), notice));
}

}  // namespace

void tell_owner(Farm& farm, FarmCollection::Outbox& outbox, std::string_view event, NoticeData data) {
  if (!farm.owner) return;
  leave(farm, outbox,
        {.event = std::string(event), .user = farm.owner, .email = farm.contact_email, .locale = {}, .data = std::move(data)});
}

void tell_user(Farm& farm, FarmCollection::Outbox& outbox, std::string_view event, const UserId& user, NoticeData data) {
  leave(farm, outbox, {.event = std::string(event), .user = user, .email = {}, .locale = {}, .data = std::move(data)});
}

void tell_address(Farm& farm, FarmCollection::Outbox& outbox, std::string_view event, const std::string& email, NoticeData data) {
  leave(farm, outbox, {.event = std::string(event), .user = {}, .email = email, .locale = {}, .data = std::move(data)});
}

void person_changed(Farm& farm, FarmCollection::Outbox& outbox, const UserId& user) {
  outbox.push_back({std::string(person_changed_task), next_id(farm, "farm_person"), json::to_string(PersonChanged{user}), {}});
}

}  // namespace gh::farmers
