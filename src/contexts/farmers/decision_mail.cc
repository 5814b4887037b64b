#include "contexts/farmers/decision_mail.h"

#include <fmt/format.h>

#include "platform/json/json.h"

namespace gh::farmers {

namespace {

// One message per decision: the write's time is part of its name.
ports::OutboxEntry mail(const Farm& farm, std::string_view decision, MailRequest request) {
  return {"mail.send", fmt::format("farm_{}_{}_{}", decision, farm.id.text(), farm.updated.ms), json::to_string(request), {}};
}

}  // namespace

ports::OutboxEntry verified_mail(const Farm& farm) {
  return mail(
      farm, "verified",
      {farm.contact_email, fmt::format("{} is verified", farm.name),
       fmt::format(
           "Hello,\n\nwe have checked {} and you can now sell on GreenHarvest. Sign in again to see your farmer pages.\n\nGreenHarvest\n",
           farm.name)});
}

ports::OutboxEntry rejected_mail(const Farm& farm, const std::string& reason) {
  return mail(farm, "rejected",
              {farm.contact_email, fmt::format("Your application for {}", farm.name),
               fmt::format("Hello,\n\nwe could not verify {}:\n\n{}\n\nYou can apply again when this is settled.\n\nGreenHarvest\n",
                           farm.name, reason)});
}

}  // namespace gh::farmers
