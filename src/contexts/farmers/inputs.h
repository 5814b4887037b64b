// What people send about farms: reading one of these is checking it.
#pragma once
#include "contexts/farmers/profile_inputs.h"
#include "contexts/farmers/types.h"

namespace gh::farmers {

inline constexpr std::size_t tags_max = 28;
using Story = json::LongText<0, 5000>;
using Tags = json::List<json::Text<1, 40>, 0, tags_max>;  // of produce_tags.h

struct Application {
  Name name;
  json::Email contact_email;
  Street street;
  City city;
  State state;
  Zip zip;
  std::optional<PointInput> location;
  std::optional<json::Url> website;
  std::optional<Tags> tags;
  std::optional<Story> story;
};
BOOST_DESCRIBE_STRUCT(Application, (), (name, contact_email, street, city, state, zip, location, website, tags, story))

// "The listed farm at this address is mine."
struct ClaimRequest {
  json::Email contact_email;
};
BOOST_DESCRIBE_STRUCT(ClaimRequest, (), (contact_email))

// Members that are there replace what was; the address under which the farm is found stays.
struct ProfileChange {
  std::optional<Name> name;
  std::optional<json::Email> contact_email;
  std::optional<Street> street;
  std::optional<City> city;
  std::optional<State> state;
  std::optional<Zip> zip;
  std::optional<PointInput> location;
  std::optional<json::Url> website;
  std::optional<json::Url> facebook;
  std::optional<json::Url> twitter;
  std::optional<Tags> tags;
  std::optional<Story> story;
  std::optional<ZoneName> time_zone;
  std::optional<Phone> phone;
  std::optional<bool> phone_public;
  std::optional<Pictures> pictures;  // each of these lists: the whole new one
  std::optional<DeliveryAreaInput> delivery_area;
  std::optional<OpeningTimesInput> opening_times;
  std::optional<PickupPoints> pickup_points;
};
BOOST_DESCRIBE_STRUCT(ProfileChange, (),
                      (name, contact_email, street, city, state, zip, location, website, facebook, twitter, tags, story, time_zone, phone,
                       phone_public, pictures, delivery_area, opening_times, pickup_points))

struct DocumentRefInput {
  json::Url url;
  json::Text<1, 120> name;
};
BOOST_DESCRIBE_STRUCT(DocumentRefInput, (), (url, name))

using CertificateScopes = json::List<CertificateScope, 1, 4>;

// Days of the farm's clock. An EU certificate has valid_to; one of the USDA an anniversary, or valid_to where the certifier names an end.
struct NewCertification {
  Scheme scheme = Scheme::usda_nop;
  json::Text<1, 120> certifier;
  json::Text<1, 60> number;
  Date valid_from;
  std::optional<Date> valid_to;
  std::optional<Date> anniversary;
  std::optional<CertificateScopes> scopes;  // absent: crops
  std::optional<Date> issued;
  std::optional<DocumentRefInput> document;
};
BOOST_DESCRIBE_STRUCT(NewCertification, (), (scheme, certifier, number, valid_from, valid_to, anniversary, scopes, issued, document))

// The next period of a certificate, or the year's update.
struct CertificationRenewal {
  std::optional<Date> valid_to;
  std::optional<Date> anniversary;
  std::optional<DocumentRefInput> document;
};
BOOST_DESCRIBE_STRUCT(CertificationRenewal, (), (valid_to, anniversary, document))

struct NewPaper {
  PaperKind kind = PaperKind::other;
  json::Text<1, 120> name;
  json::Url url;
};
BOOST_DESCRIBE_STRUCT(NewPaper, (), (kind, name, url))

struct NewInvitation {
  json::Email email;
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (email))

struct InvitationAnswer {
  json::Text<1, 120> token;
};
BOOST_DESCRIBE_STRUCT(InvitationAnswer, (), (token))

struct NewField {
  json::Text<1, 80> name;
  std::optional<json::Bounded<std::int64_t, 1, 100'000'000'000>> area_m2;  // up to 100,000 km2, larger than any farm
  std::optional<PointInput> location;
};
BOOST_DESCRIBE_STRUCT(NewField, (), (name, area_m2, location))

using Reason = json::LongText<1, 1000>;

}  // namespace gh::farmers
