#include "contexts/farmers/service.h"

#include <fmt/format.h>

#include "contexts/farmers/decision_mail.h"
#include "contexts/farmers/errors.h"
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

bool names_index(const Error& error, std::string_view index) {
  return error.is(ports::errors::duplicate_key) && error.detail().find(index) != std::string::npos;
}

bool may_see(const Farm& farm, const Viewer& viewer) {
  return is_public(farm.status) || viewer.admin || (viewer.user && farm.owner == viewer.user);
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

template <class Change>
Task<Result<Farm>> Service::update(FarmId id, Change change) {
  GH_CO_TRY(auto written, co_await farms_.update(std::move(id), std::move(change)));
  co_return std::move(written.value);
}

template <class Change>
Task<Result<Farm>> Service::update_own(UserId owner, Change change) {
  GH_CO_TRY(const auto own, co_await farms_.find_one(indexes::owner, owner.text()));
  if (!own) co_return fail(gh::errors::not_found, "you have no farm yet");
  co_return co_await update(own->value.id, [&](Farm& farm, FarmCollection::Outbox&) -> Result<void> {
    if (farm.owner != owner) return fail(gh::errors::not_found);
    if (!may_be_edited(farm.status))
      return fail(Error(errors::illegal_transition, "a claim is decided before the farm can be edited")
                      .extend("current", "\"claimed\"")
                      .extend("legal", "[]"));
    GH_CHECK(change(farm));
    farm.updated = clock_.now();
    return {};
  });
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
  GH_CO_TRY(const auto own, co_await farms_.find_one(indexes::owner, owner.text()));
  const auto now = clock_.now();
  if (!own) {
    Farm farm{.id = FarmId::make(now, random_), .owner = owner, .source = "application", .created = now, .updated = now};
    put_application(farm, application, std::move(tags));
    co_return co_await insert_new(std::move(farm));
  }
  co_return co_await update(own->value.id, [&](Farm& farm, FarmCollection::Outbox&) -> Result<void> {
    GH_CHECK(move(farm, Action::apply, now));
    farm.reject_reason.clear();
    put_application(farm, application, tags);
    return {};
  });
}

Task<Result<Farm>> Service::claim(UserId owner, std::string slug, ClaimRequest request) {
  GH_CO_TRY(const auto listed, co_await farms_.find_one(indexes::slug, std::move(slug)));
  if (!listed || !is_public(listed->value.status)) co_return fail(gh::errors::not_found);
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

Task<Result<Farm>> Service::verify(FarmId id) {
  const auto now = clock_.now();
  co_return co_await update(std::move(id), [now](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(move(farm, Action::verify, now));
    farm.reject_reason.clear();
    if (!farm.owner) return fail(gh::errors::internal, "a farm without an owner was to be verified");
    outbox.push_back(verified_mail(farm));
    outbox.push_back({"farmers.owner_verified",
                      fmt::format("owner_verified_{}_{}", farm.id.text(), farm.owner->text()),
                      json::to_string(OwnerVerified{farm.id, *farm.owner}),
                      {}});
    return {};
  });
}

Task<Result<Farm>> Service::reject(FarmId id, std::string reason) {
  const auto now = clock_.now();
  co_return co_await update(std::move(id), [&](Farm& farm, FarmCollection::Outbox& outbox) -> Result<void> {
    GH_CHECK(move(farm, Action::reject, now));
    outbox.push_back(rejected_mail(farm, reason));
    if (farm.status == FarmStatus::rejected) {
      farm.reject_reason = reason;
    } else {  // the listing goes on as nobody's
      farm.owner.reset();
      farm.contact_email.clear();
    }
    return {};
  });
}

Task<Result<Farm>> Service::pause(FarmId id) {
  co_return co_await update(std::move(id),
                            [now = clock_.now()](Farm& farm, FarmCollection::Outbox&) { return move(farm, Action::pause, now); });
}

Task<Result<Farm>> Service::resume(FarmId id) {
  co_return co_await update(std::move(id),
                            [now = clock_.now()](Farm& farm, FarmCollection::Outbox&) { return move(farm, Action::resume, now); });
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

Task<Result<std::optional<Farm>>> Service::farm_of(UserId owner) {
  GH_CO_TRY(auto found, co_await farms_.find_one(indexes::owner, owner.text()));
  if (!found) co_return std::nullopt;
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

Task<Result<Farm>> Service::update_profile(UserId owner, ProfileChange change) {
  std::optional<std::vector<std::string>> tags;
  if (change.tags) {
    GH_CO_TRY(tags, checked_tags(change.tags->value()));
  }
  co_return co_await update_own(std::move(owner), [&](Farm& farm) -> Result<void> {
    put_profile(farm, change);
    if (tags) farm.tags = *tags;
    return {};
  });
}

Task<Result<Farm>> Service::add_certification(UserId owner, NewCertification certification) {
  const Certification added{0,
                            certification.scheme,
                            certification.certifier.value(),
                            certification.number.value(),
                            certification.valid_from,
                            certification.valid_to};
  const auto today = date_of(clock_.now());
  co_return co_await update_own(std::move(owner), [&](Farm& farm) { return farmers::add_certification(farm, added, today); });
}

Task<Result<Farm>> Service::remove_certification(UserId owner, std::int32_t id) {
  co_return co_await update_own(std::move(owner), [id](Farm& farm) { return farmers::remove_certification(farm, id); });
}

Task<Result<Farm>> Service::add_field(UserId owner, NewField field) {
  const Field added{FieldId::make(clock_.now(), random_), field.name.value(),
                    field.area_m2 ? std::optional(field.area_m2->value()) : std::nullopt,
                    field.location ? std::optional(field.location->point()) : std::nullopt};
  co_return co_await update_own(std::move(owner), [&](Farm& farm) { return farmers::add_field(farm, added); });
}

}  // namespace gh::farmers
