#include "gateway/routes/farm_views.h"

#include <fmt/format.h>

#include "contexts/farmers/checklist.h"
#include "contexts/farmers/errors.h"
#include "gateway/routes/if_any.h"

namespace gh::gateway {
namespace {

using farmers::CertificateStatus;
using farmers::Farm;

std::optional<FarmPoint> point_view(const std::optional<farmers::Point>& point) {
  if (!point) return std::nullopt;
  return FarmPoint{json::Latitude(point->latitude_micro), json::Longitude(point->longitude_micro)};
}

json::ClockTime clock_time(std::int32_t minutes) { return json::ClockTime(fmt::format("{:02}:{:02}", minutes / 60, minutes % 60)); }

farmers::OpeningTimesInput opening_times_view(const farmers::OpeningTimes& times) {
  std::vector<farmers::OpenOnWeekdayInput> weekdays;
  for (const auto& day : times.weekdays) weekdays.push_back({day.day, clock_time(day.opens), clock_time(day.closes)});
  std::vector<farmers::OpenOnDateInput> exceptions;
  for (const auto& day : times.exceptions) {
    std::vector<farmers::OpenIntervalInput> intervals;
    for (const auto& one : day.intervals) intervals.push_back({clock_time(one.opens), clock_time(one.closes)});
    farmers::OpenOnDateInput view{day.date, decltype(farmers::OpenOnDateInput::intervals)(std::move(intervals)), {}};
    if (!day.note.empty()) view.note.emplace(day.note);
    exceptions.push_back(std::move(view));
  }
  farmers::OpeningTimesInput view;
  view.weekdays.emplace(std::move(weekdays));
  view.exceptions.emplace(std::move(exceptions));
  return view;
}

farmers::PickupPointInput pickup_view(const farmers::PickupPoint& point) {
  farmers::PickupPointInput view;
  view.id.emplace(point.id);
  view.name = farmers::Name(point.name);
  view.street = farmers::Street(point.street);
  view.city = farmers::City(point.city);
  view.state = farmers::State(point.state);
  view.zip = farmers::Zip(point.zip);
  if (point.place)
    view.place = farmers::PointInput{json::Latitude(point.place->latitude_micro), json::Longitude(point.place->longitude_micro)};
  view.opening_times = opening_times_view(point.opening_times);
  if (!point.note.empty()) view.note.emplace(point.note);
  return view;
}

FarmCertification certification_view(const farmers::Certification& c, CertificateStatus status) {
  FarmCertification view;
  view.id = c.id;
  view.scheme = c.scheme;
  view.certifier = c.certifier;
  view.number = c.number;
  view.scopes = c.scopes;
  view.issued = c.issued;
  view.valid_from = c.valid_from;
  view.valid_to = c.valid_to;
  view.anniversary = c.anniversary;
  view.document = c.document;
  view.status = status;
  return view;
}

std::vector<FarmCertification> public_certifications(const Farm& farm, Timestamp now) {
  std::vector<FarmCertification> views;
  for (const auto& c : farm.certifications)
    if (const auto status = farmers::status_of(c, farmers::zone_of(farm), now); status == CertificateStatus::valid)
      views.push_back(certification_view(c, status));
  return views;
}

std::vector<FarmCertification> own_certifications(const Farm& farm, Timestamp now) {
  std::vector<FarmCertification> views;
  const auto& zone = farmers::zone_of(farm);
  for (const auto& c : farm.certifications) {
    auto view = certification_view(c, farmers::status_of(c, zone, now));
    view.update_overdue = farmers::update_overdue(c, zone, now);
    view.refusal = if_any(c.refusal);
    view.standing_reason = if_any(c.standing_reason);
    view.standing_since = c.standing_since;
    if (c.renewal) view.renewal = FarmRenewal{c.renewal->valid_to, c.renewal->anniversary, c.renewal->document, c.renewal->sent};
    views.push_back(std::move(view));
  }
  return views;
}

void put_public(FarmView& view, Farm farm, Timestamp now) {
  view.certifications = public_certifications(farm, now);
  view.id = std::move(farm.id);
  view.slug = std::move(farm.slug);
  view.name = std::move(farm.name);
  view.status = farm.status;
  view.street = std::move(farm.street);
  view.city = std::move(farm.city);
  view.state = std::move(farm.state);
  view.zip = std::move(farm.zip);
  view.location = point_view(farm.location);
  view.website = if_any(std::move(farm.website));
  view.facebook = if_any(std::move(farm.facebook));
  view.twitter = if_any(std::move(farm.twitter));
  view.tags = std::move(farm.tags);
  view.story = std::move(farm.story);
  for (auto& f : farm.fields) view.fields.push_back({std::move(f.id), std::move(f.name), f.area_m2, point_view(f.location)});
  view.source = std::move(farm.source);
  view.updated = farm.updated;
}

void put_page(FarmPage& page, const Farm& farm, Timestamp now) {
  put_public(page, farm, now);
  page.time_zone = "UTC";
  if (!farm.profile) return;
  const auto& profile = *farm.profile;
  if (!profile.time_zone.empty()) page.time_zone = profile.time_zone;
  if (profile.phone_public) page.phone = if_any(profile.phone);
  for (const auto& picture : profile.pictures) {
    farmers::PictureInput view{json::PictureAddress(picture.url), {}};
    if (!picture.alt.empty()) view.alt.emplace(picture.alt);
    page.pictures.push_back(std::move(view));
  }
  if (const auto& area = profile.delivery_area) {
    page.delivery_area.emplace();
    page.delivery_area->text = decltype(farmers::DeliveryAreaInput::text)(area->text);
    if (area->radius_km) page.delivery_area->radius_km.emplace(*area->radius_km);
  }
  if (profile.opening_times) page.opening_times = opening_times_view(*profile.opening_times);
  for (const auto& point : profile.pickup_points) page.pickup_points.push_back(pickup_view(point));
}

}  // namespace

RouteSpec own_farm_change(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  errors.insert(errors.end(), {&gh::errors::not_found, &farmers::errors::illegal_transition});
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "farmers",
          .roles = signed_in,
          .rate = RateGroup::write,
          .errors = std::move(errors)};
}

RouteSpec farm_decision(std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  auto spec = own_farm_change(net::Method::post, std::move(path), std::move(id), std::move(summary), std::move(errors));
  spec.roles = admins;
  return spec;
}

FarmPage farm_page(Farm farm, Timestamp now) {
  FarmPage page;
  put_page(page, farm, now);
  return page;
}

FarmInList farm_in_list(Farm farm, std::optional<std::int64_t> distance_m, Timestamp now) {
  FarmInList view;
  put_public(view, std::move(farm), now);
  view.distance_m = distance_m;
  return view;
}

OwnFarmView packers_farm(Farm farm, Timestamp now) {
  OwnFarmView view;
  put_page(view, farm, now);
  view.created = farm.created;
  return view;
}

OwnFarmView own_farm(Farm farm, Timestamp now) {
  OwnFarmView view;
  put_page(view, farm, now);
  view.certifications = own_certifications(farm, now);
  view.owner = farm.owner;
  view.contact_email = if_any(farm.contact_email);
  if (farm.profile) {
    view.phone = if_any(farm.profile->phone);
    view.phone_public = farm.profile->phone_public;
  }
  view.reject_reason = if_any(farm.reject_reason);
  if (farm.office) view.pause_reason = if_any(farm.office->pause_reason);
  if (farm.office) view.question = if_any(farm.office->question);
  view.documents = farm.office ? farm.office->papers : std::vector<farmers::Paper>();
  view.missing.emplace();
  for (const auto* rule : farmers::missing_of_application(farm))
    view.missing->push_back({std::string(rule->name), std::string(rule->pointer), std::string(rule->message), rule->required});
  view.created = farm.created;
  return view;
}

OwnFarmList own_farm_list(farmers::Farms page, Timestamp now) {
  OwnFarmList list{{}, if_any(std::move(page.next_cursor))};
  for (auto& farm : page.items) list.items.push_back(own_farm(std::move(farm), now));
  return list;
}

std::optional<Timestamp> next_turn(const Farm& farm, Timestamp now) {
  std::optional<Timestamp> next;
  const auto& zone = farmers::zone_of(farm);
  const auto consider = [&](std::optional<Timestamp> moment) {
    if (moment && *moment > now && (!next || *moment < *next)) next = moment;
  };
  for (const auto& c : farm.certifications) {
    consider(farmers::begins(c, zone));
    consider(farmers::ends(c, zone));
  }
  return next;
}

Result<Reply<OwnFarmView>> own_reply(Result<Farm> farm, Timestamp now) {
  if (!farm) return fail(std::move(farm).error());
  return Reply<OwnFarmView>(own_farm(*std::move(farm), now));
}

Result<Reply<OwnFarmView>> created_reply(Result<Farm> farm, Timestamp now) {
  auto reply = own_reply(std::move(farm), now);
  if (reply) reply->head.add("Location", "/api/v1/farms/" + reply->value.slug);
  return reply;
}

}  // namespace gh::gateway
