#include "contexts/farmers/checklist.h"

#include <fmt/format.h>

#include "contexts/farmers/errors.h"

namespace gh::farmers {

namespace {

bool has_paper(const Farm& farm, PaperKind kind) {
  return farm.office && std::ranges::find(farm.office->papers, kind, &Paper::kind) != farm.office->papers.end();
}

constexpr ChecklistRule rules[] = {
    {"name", "/name", "The farm has a name.", true, [](const Farm& f) { return !f.name.empty(); }},
    {"contact", "/contact_email", "Somebody can be written to.", true, [](const Farm& f) { return !f.contact_email.empty(); }},
    {"address", "/city", "Street, town and state say where the farm is.", true,
     [](const Farm& f) { return !f.city.empty() && !f.state.empty(); }},
    {"location", "/location", "A point on the map, for customers near by.", false, [](const Farm& f) { return f.location.has_value(); }},
    {"story", "/story", "A few sentences about the farm and its people.", false, [](const Farm& f) { return !f.story.empty(); }},
    {"produce", "/tags", "What the farm grows.", false, [](const Farm& f) { return !f.tags.empty(); }},
    {"picture", "/pictures", "At least one picture.", false, [](const Farm& f) { return f.profile && !f.profile->pictures.empty(); }},
    {"time_zone", "/time_zone", "The farm's time zone: its days, opening times and certificates follow it.", false,
     [](const Farm& f) { return f.profile && !f.profile->time_zone.empty(); }},
    {"phone", "/phone", "A telephone number for questions; it need not be public.", false,
     [](const Farm& f) { return f.profile && !f.profile->phone.empty(); }},
    {"identity_document", "/documents", "A document that shows who runs the farm.", false,
     [](const Farm& f) { return has_paper(f, PaperKind::identity); }},
    {"land_document", "/documents", "A document that shows that the land is the farm's to use.", false,
     [](const Farm& f) { return has_paper(f, PaperKind::land); }},
};

}  // namespace

std::span<const ChecklistRule> checklist() { return rules; }

std::vector<const ChecklistRule*> missing_of_application(const Farm& farm) {
  std::vector<const ChecklistRule*> missing;
  for (const auto& rule : rules)
    if (!rule.met(farm)) missing.push_back(&rule);
  return missing;
}

Result<void> require_application(const Farm& farm) {
  std::string names;
  Error error(errors::application_incomplete);
  for (const auto* rule : missing_of_application(farm)) {
    if (!rule->required) continue;
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ",", rule->name);
    error.field(std::string(rule->pointer), std::string(rule->name), std::string(rule->message));
  }
  if (names.empty()) return {};
  return fail(error.extend("missing", "[" + names + "]"));
}

}  // namespace gh::farmers
