#include "contexts/farmers/service.h"

#include <fmt/format.h>

#include "contexts/farmers/checklist.h"
#include "contexts/farmers/errors.h"
#include "contexts/farmers/notices.h"
#include "contexts/farmers/opening_times.h"
#include "contexts/farmers/produce_tags.h"

namespace gh::farmers {

namespace {

constexpr int slug_candidates_max = 1000;

Result<std::vector<std::string>> checked_tags(const std::vector<json::Text<1, 40>>& given) {
  std::vector<std::string> tags;
  Error unknown(errors::unknown_tag);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!is_produce_tag(given[i].value())) unknown.field(fmt::format("/tags/{}", i), "unknown_tag", "not in the produce list");
    tags.push_back(given[i].value());
  }
  if (!unknown.fields().empty()) return fail(std::move(unknown));
  std::ranges::sort(tags);
  tags.erase(std::ranges::unique(tags).begin(), tags.end());
  return tags;
}

template <class Text>
void put(std::string& to, const std::optional<Text>& from) {
  if (from) to = from->value();
}

void put_application(Farm& farm, const Application& from, std::vector<std::string> tags) {
  farm.name = from.name.value();
  farm.contact_email = from.contact_email.value();
  farm.street = from.street.value();
  farm.city = from.city.value();
  farm.state = from.state.value();
  farm.zip = from.zip.value();
  farm.location = from.location ? std::optional(from.location->point()) : std::nullopt;
  farm.website = from.website ? from.website->value() : std::string();
  farm.story = from.story ? from.story->value() : std::string();
  farm.tags = std::move(tags);
}

void put_profile(Farm& farm, const ProfileChange& from) {
  put(farm.name, from.name);
  put(farm.contact_email, from.contact_email);
  put(farm.street, from.street);
  put(farm.city, from.city);
  put(farm.state, from.state);
  put(farm.zip, from.zip);
  put(farm.website, from.website);
  put(farm.facebook, from.facebook);
  put(farm.twitter, from.twitter);
  put(farm.story, from.story);
  if (from.location) farm.location = from.location->point();
}

Result<void> put_desk(Farm& farm, const ProfileChange& from) {
  if (!from.time_zone && !from.phone && !from.phone_public && !from.pictures && !from.delivery_area && !from.opening_times &&
      !from.pickup_points)
    return {};
  auto& profile = farm.profile ? *farm.profile : farm.profile.emplace();
  put(profile.time_zone, from.time_zone);
  put(profile.phone, from.phone);
  if (from.phone_public) profile.phone_public = *from.phone_public;
  if (from.pictures) profile.pictures = pictures(*from.pictures);
  if (const auto& area = from.delivery_area)
    profile.delivery_area = DeliveryArea{area->text.value(), area->radius_km ? std::optional(area->radius_km->value()) : std::nullopt};
  if (from.opening_times) {
    GH_TRY(profile.opening_times, opening_times(*from.opening_times, "/opening_times"));
  }
  if (from.pickup_points) GH_CHECK(set_pickup_points(profile, *from.pickup_points));
  return {};
}

bool names_index(const Error& error, std::string_view index) {
  return error.is(ports::errors::duplicate_key) && error.detail().find(index) != std::string::npos;
}

bool may_see(const Farm& farm, const Viewer& viewer) {
  return is_public(farm.status) || viewer.admin || (viewer.user && role_of(farm, *viewer.user));
}

// Of list: every name. Keys of names are UTF-8, in which 0xFF does not occur.
const ports::Range all_names{"", "", false};

Farms to_page(TypedPage<Farm> page) {
  Farms farms;
  farms.items.reserve(page.items.size());
  for (auto& item : page.items) farms.items.push_back(std::move(item.value));
  farms.next_cursor = std::move(page.next);
  return farms;
}

}  // namespace

void follow_up(const Farm& before, Farm& after, FarmCollection::Outbox& outbox, Timestamp now) {
  if (!concerns_products(before, after)) return;
  ++after.revision;
  outbox.push_back({std::string(farm_changed_task),
                    fmt::format("farm_changed_{}_{}", after.id.text(), after.revision),
                    json::to_string(FarmChanged{after.id}),
                    {}});
  const auto known = timetable(before, now);
  for (auto& entry : timetable(after, now))
    if (std::ranges::find(known, entry.id, &ports::OutboxEntry::id) == known.end()) outbox.push_back(std::move(entry));
}

Result<void> require_editable(const Farm& farm) {
  if (may_be_edited(farm.status)) return {};
  return fail(Error(errors::illegal_transition, "a claim is decided before the farm can be edited")
                  .extend("current", fmt::format("\"{}\"", json::enum_name(farm.status)))
                  .extend("legal", "[]"));
}

Task<Result<Farm>> Service::insert_new(Farm farm) {
  for (int n = 0; n < slug_candidates_max; ++n) {
    farm.slug = slug_candidate(farm.name, farm.city, n);
    auto written = co_await farms_.insert(farm);
    if (written) co_return std::move(written->value);
    if (names_index(written.error(), indexes::owner)) co_return fail(errors::farm_exists);
    if (!names_index(written.error(), indexes::slug)) co_return fail(written.error());
  }
  co_return fail(gh::errors::unavailable, "no free address for this name");
}

Task<Result<Farm>> Service::apply(UserId owner, Application application) {
  GH_CO_TRY(auto tags, checked_tags(application.tags ? application.tags->value() : std::vector<json::Text<1, 40>>()));
  GH_CO_TRY(const auto work, co_await works_for(owner));
  const auto now = clock_.now();
  if (!work) {
    Farm farm{.id = FarmId::make(now, random_), .owner = owner, .source = "application", .created = now, .updated = now};
    put_application(farm, application, std::move(tags));
    co_return co_await insert_new(std::move(farm));
  }
  if (work->role != FarmRole::owner) co_return fail(errors::works_elsewhere);
  co_return co_await update(work->farm.id, [&](Farm& farm, FarmCollection::Outbox&) -> Result<void> {
    GH_CHECK(move(farm, Action::apply, now));
    farm.reject_reason.clear();
    office_of(farm).question.clear();
    put_application(farm, application, tags);
    return {};
  });
}

Task<Result<Farm>> Service::submit(UserId owner) {
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox&) -> Result<void> {
    GH_CHECK(move(farm, Action::apply, clock_.now()));
    farm.reject_reason.clear();
    office_of(farm).question.clear();
    return {};
  });
}

Task<Result<Farm>> Service::claim(UserId owner, std::string slug, ClaimRequest request) {
  GH_CO_TRY(const auto listed, co_await farms_.find_one(indexes::slug, std::move(slug)));
  if (!listed || !is_public(listed->value.status)) co_return fail(gh::errors::not_found);
  GH_CO_TRY(const auto work, co_await works_for(owner));
  if (work && work->role != FarmRole::owner) co_return fail(errors::works_elsewhere);
  const auto now = clock_.now();
  auto claimed = co_await update(listed->value.id, [&](Farm& farm, FarmCollection::Outbox&) -> Result<void> {
    GH_CHECK(move(farm, Action::claim, now));
    farm.owner = owner;
    farm.contact_email = request.contact_email.value();
    return {};
  });
  if (!claimed && names_index(claimed.error(), indexes::owner)) co_return fail(errors::farm_exists);
  co_return claimed;
}

Task<Result<Farm>> Service::ask(FarmId id, std::string question) {
  const auto now = clock_.now();
  co_return co_await update(std::move(id), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(move(farm, Action::ask, now));
    office_of(farm).question = question;
    tell_owner(farm, outbox, "farmers.information_needed", {{"question", question}});
    return {};
  });
}

Task<Result<Farm>> Service::verify(FarmId id) {
  const auto now = clock_.now();
  co_return co_await update(std::move(id), [now](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    const bool claimed = farm.status == FarmStatus::claimed;
    GH_CHECK(move(farm, Action::verify, now));
    if (!claimed) GH_CHECK(require_application(farm));  // a claimed one has the directory's words, which its claimant may not mend yet
    if (!farm.owner) return fail(gh::errors::internal, "a farm without an owner was to be verified");
    farm.reject_reason.clear();
    office_of(farm).question.clear();
    tell_owner(farm, outbox, "farmers.farm_verified");
    person_changed(farm, outbox, *farm.owner);
    for (const auto& person : std::vector<Person>(farm.office->people)) person_changed(farm, outbox, person.user);
    return {};
  });
}

Task<Result<Farm>> Service::reject(FarmId id, std::string reason) {
  const auto now = clock_.now();
  co_return co_await update(std::move(id), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(move(farm, Action::reject, now));
    tell_owner(farm, outbox, farm.status == FarmStatus::rejected ? "farmers.farm_rejected" : "farmers.claim_rejected",
               {{"reason", reason}});
    office_of(farm).question.clear();
    if (farm.status == FarmStatus::rejected) {
      farm.reject_reason = reason;
    } else {  // the listing goes on as nobody's; the numbers of its notices must not come again
      farm.owner.reset();
      farm.contact_email.clear();
    }
    return {};
  });
}

Task<Result<Farm>> Service::pause(FarmId id, std::string reason) {
  const auto now = clock_.now();
  co_return co_await update(std::move(id), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(move(farm, Action::pause, now));
    office_of(farm).pause_reason = reason;
    tell_owner(farm, outbox, "farmers.farm_paused", {{"reason", reason}});
    return {};
  });
}

Task<Result<Farm>> Service::resume(FarmId id) {
  co_return co_await update(std::move(id), [now = clock_.now()](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(move(farm, Action::resume, now));
    office_of(farm).pause_reason.clear();
    tell_owner(farm, outbox, "farmers.farm_resumed");
    return {};
  });
}

Task<Result<Farm>> Service::get(FarmId id) {
  GH_CO_TRY(auto found, co_await farms_.require(std::move(id)));
  co_return std::move(found.value);
}

Task<Result<Farm>> Service::by_slug(std::string slug, Viewer viewer) {
  GH_CO_TRY(auto found, co_await farms_.find_one(indexes::slug, std::move(slug)));
  if (!found || !may_see(found->value, viewer)) co_return fail(gh::errors::not_found);
  co_return std::move(found->value);
}

Task<Result<Farms>> Service::list(int limit, std::string cursor) {
  GH_CO_TRY(auto page, co_await farms_.find(indexes::by_name, all_names, limit, std::move(cursor)));
  co_return to_page(std::move(page));
}

Task<Result<Farms>> Service::list_by_status(FarmStatus status, int limit, std::string cursor) {
  GH_CO_TRY(auto page, co_await farms_.find(indexes::by_status, status_range(status), limit, std::move(cursor)));
  co_return to_page(std::move(page));
}

Task<Result<Farms>> Service::list_unchecked(int limit, std::string cursor) {
  GH_CO_TRY(auto page, co_await farms_.find(indexes::unchecked, {}, limit, std::move(cursor)));
  co_return to_page(std::move(page));
}

Task<Result<Farm>> Service::update_profile(UserId owner, ProfileChange change) {
  std::optional<std::vector<std::string>> tags;
  if (change.tags) {
    GH_CO_TRY(tags, checked_tags(change.tags->value()));
  }
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox&) -> Result<void> {
    put_profile(farm, change);
    if (tags) farm.tags = *tags;
    return put_desk(farm, change);
  });
}

Task<Result<Farm>> Service::add_field(UserId owner, NewField field) {
  const Field added{FieldId::make(clock_.now(), random_), field.name.value(),
                    field.area_m2 ? std::optional(field.area_m2->value()) : std::nullopt,
                    field.location ? std::optional(field.location->point()) : std::nullopt};
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox&) { return farmers::add_field(farm, added); });
}

Task<Result<Farm>> Service::add_paper(UserId owner, NewPaper paper) {
  const Paper added{0, paper.kind, paper.name.value(), paper.url.value(), clock_.now()};
  co_return co_await update_own(std::move(owner), [&](Farm& farm, FarmCollection::Outbox&) { return farmers::add_paper(farm, added); });
}

Task<Result<Farm>> Service::remove_paper(UserId owner, std::int32_t id) {
  co_return co_await update_own(std::move(owner), [id](Farm& farm, FarmCollection::Outbox&) { return farmers::remove_paper(farm, id); });
}

}  // namespace gh::farmers
