// How farms look over HTTP: what everybody sees, and what the farm's own people and admins see besides.
#pragma once
#include "contexts/farmers/service.h"
#include "flows/certification/certification.h"
#include "gateway/route_table.h"

namespace gh::gateway {

struct FarmPoint {
  json::Latitude latitude;
  json::Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(FarmPoint, (), (latitude, longitude))

struct FarmRenewal {
  std::optional<Date> valid_to;
  std::optional<Date> anniversary;
  std::optional<farmers::DocumentRef> document;
  Timestamp sent;
};
BOOST_DESCRIBE_STRUCT(FarmRenewal, (), (valid_to, anniversary, document, sent))

struct FarmCertification {
  std::int32_t id = 0;
  farmers::Scheme scheme = farmers::Scheme::usda_nop;
  std::string certifier;
  std::string number;
  std::vector<farmers::CertificateScope> scopes;
  std::optional<Date> issued;
  Date valid_from;
  std::optional<Date> valid_to;
  std::optional<Date> anniversary;
  std::optional<farmers::DocumentRef> document;
  farmers::CertificateStatus status = farmers::CertificateStatus::valid;
  // For the farm's own people and admins.
  std::optional<bool> update_overdue;
  std::optional<std::string> refusal;
  std::optional<std::string> standing_reason;
  std::optional<Date> standing_since;
  std::optional<FarmRenewal> renewal;  // waits for an admin
};
BOOST_DESCRIBE_STRUCT(FarmCertification, (),
                      (id, scheme, certifier, number, scopes, issued, valid_from, valid_to, anniversary, document, status, update_overdue,
                       refusal, standing_reason, standing_since, renewal))

struct FarmField {
  FieldId id;
  std::string name;
  std::optional<std::int64_t> area_m2;
  std::optional<FarmPoint> location;
};
BOOST_DESCRIBE_STRUCT(FarmField, (), (id, name, area_m2, location))

// What everyone may know of a farm, as it stands in lists. Of its certificates those that hold now.
struct FarmView {
  FarmId id;
  std::string slug;
  std::string name;
  farmers::FarmStatus status = farmers::FarmStatus::applied;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
  std::optional<FarmPoint> location;
  std::optional<std::string> website;
  std::optional<std::string> facebook;
  std::optional<std::string> twitter;
  std::vector<std::string> tags;
  std::string story;
  std::vector<FarmCertification> certifications;
  std::vector<FarmField> fields;
  std::string source;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(FarmView, (),
                      (id, slug, name, status, street, city, state, zip, location, website, facebook, twitter, tags, story, certifications,
                       fields, source, updated))

// The farm's own page. The lists have the form in which they are sent.
struct FarmPage : FarmView {
  std::string time_zone;
  std::optional<std::string> phone;  // if the farm wants it public
  std::vector<farmers::PictureInput> pictures;
  std::optional<farmers::DeliveryAreaInput> delivery_area;
  std::optional<farmers::OpeningTimesInput> opening_times;
  std::vector<farmers::PickupPointInput> pickup_points;
};
BOOST_DESCRIBE_STRUCT(FarmPage, (FarmView), (time_zone, phone, pictures, delivery_area, opening_times, pickup_points))

struct ChecklistGap {
  std::string name;
  std::string pointer;
  std::string message;
  bool required = false;  // the farm cannot be verified without it
};
BOOST_DESCRIBE_STRUCT(ChecklistGap, (), (name, pointer, message, required))

// For the owner and admins; a packer sees the page and the role.
struct OwnFarmView : FarmPage {
  std::optional<farmers::FarmRole> role;  // of the caller
  std::optional<UserId> owner;
  std::optional<std::string> contact_email;
  std::optional<bool> phone_public;
  std::optional<std::string> reject_reason;
  std::optional<std::string> pause_reason;
  std::optional<std::string> question;  // what an admin still wants to know
  std::optional<std::vector<farmers::Paper>> documents;
  std::optional<std::vector<ChecklistGap>> missing;  // of the checklist
  Timestamp created;
};
BOOST_DESCRIBE_STRUCT(OwnFarmView, (FarmPage),
                      (role, owner, contact_email, phone_public, reject_reason, pause_reason, question, documents, missing, created))

struct OwnFarmList {
  std::vector<OwnFarmView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OwnFarmList, (), (items, next_cursor))

struct FarmInList : FarmView {
  std::optional<std::int64_t> distance_m;  // with near
};
BOOST_DESCRIBE_STRUCT(FarmInList, (FarmView), (distance_m))

struct FarmIdPath {
  FarmId id;
};
BOOST_DESCRIBE_STRUCT(FarmIdPath, (), (id))

// What the routes of farms work with.
struct FarmOffice {
  farmers::Service& farms;
  const certification::Certification& products;
  const Clock& clock;
};
// A change by the farm's owner; of an application, too.
RouteSpec own_farm_change(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors);
// A decision of an admin about a farm.
RouteSpec farm_decision(std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors);

FarmPage farm_page(farmers::Farm farm, Timestamp now);
FarmInList farm_in_list(farmers::Farm farm, std::optional<std::int64_t> distance_m, Timestamp now);
OwnFarmView own_farm(farmers::Farm farm, Timestamp now);
OwnFarmList own_farm_list(farmers::Farms page, Timestamp now);
OwnFarmView packers_farm(farmers::Farm farm, Timestamp now);
// When the clock alone changes what is shown of the farm's certificates.
std::optional<Timestamp> next_turn(const farmers::Farm& farm, Timestamp now);

Result<Reply<OwnFarmView>> own_reply(Result<farmers::Farm> farm, Timestamp now);
// With Location: the farm's page.
Result<Reply<OwnFarmView>> created_reply(Result<farmers::Farm> farm, Timestamp now);

}  // namespace gh::gateway

namespace gh::json {
template <>
inline constexpr std::string_view schema_name<farmers::DocumentRef> = "FarmDocumentRef";
template <>
inline constexpr std::string_view schema_name<farmers::Paper> = "FarmDocument";
template <>
inline constexpr std::string_view schema_name<farmers::PointInput> = "FarmPointInput";
template <>
inline constexpr std::string_view schema_name<farmers::PictureInput> = "FarmPicture";
template <>
inline constexpr std::string_view schema_name<farmers::DeliveryAreaInput> = "FarmDeliveryArea";
template <>
inline constexpr std::string_view schema_name<farmers::OpenIntervalInput> = "FarmOpenInterval";
template <>
inline constexpr std::string_view schema_name<farmers::OpenOnWeekdayInput> = "FarmOpenOnWeekday";
template <>
inline constexpr std::string_view schema_name<farmers::OpenOnDateInput> = "FarmOpenOnDate";
template <>
inline constexpr std::string_view schema_name<farmers::OpeningTimesInput> = "FarmOpeningTimes";
template <>
inline constexpr std::string_view schema_name<farmers::PickupPointInput> = "FarmPickupPoint";
}  // namespace gh::json
