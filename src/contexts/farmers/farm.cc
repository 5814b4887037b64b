#include "contexts/farmers/farm.h"

#include <fmt/format.h>
#include <boost/describe/enum_to_string.hpp>

#include "base/errors.h"
#include "contexts/farmers/errors.h"
#include "contexts/farmers/names.h"
#include "contexts/farmers/people.h"

namespace gh::farmers {

namespace {

using enum FarmStatus;

constexpr Transition table[] = {
    {applied, Action::verify, verified},
    {applied, Action::reject, rejected},
    {rejected, Action::apply, applied},
    {verified, Action::pause, paused},
    {paused, Action::resume, verified},
    {listed, Action::claim, claimed},
    {claimed, Action::verify, verified},
    {claimed, Action::reject, listed},
    {applied, Action::ask, needs_information},
    {claimed, Action::ask, claimed},
    {needs_information, Action::apply, applied},
    {needs_information, Action::verify, verified},
    {needs_information, Action::reject, rejected},
};

template <class Enum>
std::string quoted(Enum value) {
  return fmt::format("\"{}\"", boost::describe::enum_to_string(value, ""));
}

}  // namespace

std::span<const Transition> transitions() { return table; }

Result<void> move(Farm& farm, Action action, Timestamp now) {
  std::string legal;
  for (const auto& row : table) {
    if (row.from != farm.status) continue;
    if (row.action == action) {
      farm.status = row.to;
      farm.updated = now;
      return {};
    }
    legal += (legal.empty() ? "" : ",") + quoted(row.action);
  }
  Error error(errors::illegal_transition, fmt::format("{} is not possible while the farm is {}", quoted(action), quoted(farm.status)));
  return fail(error.extend("current", quoted(farm.status)).extend("legal", "[" + legal + "]"));
}

bool is_public(FarmStatus status) { return status == verified || status == listed || status == claimed || status == paused; }
bool may_sell(FarmStatus status) { return status == verified; }
bool may_be_edited(FarmStatus status) { return status != listed && status != claimed; }

bool concerns_products(const Farm& before, const Farm& after) {
  const auto zone = [](const Farm& farm) { return farm.profile ? farm.profile->time_zone : std::string(); };
  return before.name != after.name || before.slug != after.slug || may_sell(before.status) != may_sell(after.status) ||
         before.certifications != after.certifications || zone(before) != zone(after);
}

Result<void> add_field(Farm& farm, Field field) {
  const auto same = [name = folded(field.name)](const Field& other) { return folded(other.name) == name; };
  if (std::ranges::any_of(farm.fields, same)) return fail(errors::field_exists);
  if (farm.fields.size() == fields_max) return fail(errors::farm_full, fmt::format("at most {} fields", fields_max));
  farm.fields.push_back(std::move(field));
  return {};
}

Result<void> add_paper(Farm& farm, Paper paper) {
  auto& office = office_of(farm);
  if (office.papers.size() == papers_max) return fail(errors::farm_full, fmt::format("at most {} documents", papers_max));
  paper.id = ++office.papers_made;
  office.papers.push_back(std::move(paper));
  return {};
}

Result<void> remove_paper(Farm& farm, std::int32_t id) {
  if (std::erase_if(office_of(farm).papers, [id](const Paper& p) { return p.id == id; }) == 0) return fail(gh::errors::not_found);
  return {};
}

}  // namespace gh::farmers
