#include "contexts/farmers/farm.h"

#include <fmt/format.h>
#include <boost/describe/enum_to_string.hpp>

#include "base/errors.h"
#include "contexts/farmers/errors.h"
#include "contexts/farmers/names.h"

namespace gh::farmers {

namespace {

using enum FarmStatus;

constexpr Transition table[] = {
    {applied, Action::verify, verified}, {applied, Action::reject, rejected}, {rejected, Action::apply, applied},
    {verified, Action::pause, paused},   {paused, Action::resume, verified},  {listed, Action::claim, claimed},
    {claimed, Action::verify, verified}, {claimed, Action::reject, listed},
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
bool may_be_edited(FarmStatus status) { return status == applied || status == verified || status == rejected || status == paused; }

Result<void> add_certification(Farm& farm, Certification certification, Date today) {
  if (certification.valid_from >= certification.valid_to) {
    Error error(errors::certification_dates,
                fmt::format("{} is not before {}", to_string(certification.valid_from), to_string(certification.valid_to)));
    return fail(error.field("/valid_to", "too_early", "valid_to must be after valid_from"));
  }
  if (certification.valid_to < today) {
    Error error(errors::certification_expired, fmt::format("its last day was {}", to_string(certification.valid_to)));
    return fail(error.field("/valid_to", "expired", "valid_to must not be in the past"));
  }
  const auto same = [&](const Certification& other) {
    return other.scheme == certification.scheme && other.number == certification.number;
  };
  if (std::ranges::any_of(farm.certifications, same)) return fail(errors::certification_exists);
  if (farm.certifications.size() == certifications_max)
    return fail(errors::farm_full, fmt::format("at most {} certificates", certifications_max));
  certification.id = ++farm.certifications_made;
  farm.certifications.push_back(std::move(certification));
  return {};
}

Result<void> remove_certification(Farm& farm, std::int32_t id) {
  if (std::erase_if(farm.certifications, [&](const Certification& c) { return c.id == id; }) == 0) return fail(gh::errors::not_found);
  return {};
}

bool is_certified(const Farm& farm, Date day) {
  return std::ranges::any_of(farm.certifications, [&](const Certification& c) { return c.valid_from <= day && day <= c.valid_to; });
}

Result<void> add_field(Farm& farm, Field field) {
  const auto same = [name = folded(field.name)](const Field& other) { return folded(other.name) == name; };
  if (std::ranges::any_of(farm.fields, same)) return fail(errors::field_exists);
  if (farm.fields.size() == fields_max) return fail(errors::farm_full, fmt::format("at most {} fields", fields_max));
  farm.fields.push_back(std::move(field));
  return {};
}

}  // namespace gh::farmers
