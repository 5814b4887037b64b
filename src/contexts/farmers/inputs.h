// What people send about farms: reading one of these is checking it.
#pragma once
#include "contexts/farmers/types.h"
#include "platform/json/fields.h"

namespace gh::farmers {

struct PointInput {
  json::Latitude latitude;
  json::Longitude longitude;

  Point point() const { return {latitude.value(), longitude.value()}; }
};
BOOST_DESCRIBE_STRUCT(PointInput, (), (latitude, longitude))

inline constexpr std::size_t tags_max = 28;
using Name = json::Text<1, 120>;
using Street = json::Text<1, 120>;
using City = json::Text<1, 80>;
using State = json::Text<2, 40>;
using Zip = json::Text<3, 12>;
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
};
BOOST_DESCRIBE_STRUCT(ProfileChange, (), (name, contact_email, street, city, state, zip, location, website, facebook, twitter, tags, story))

struct NewCertification {
  Scheme scheme = Scheme::usda_nop;
  json::Text<1, 120> certifier;
  json::Text<1, 60> number;
  Date valid_from;
  Date valid_to;
};
BOOST_DESCRIBE_STRUCT(NewCertification, (), (scheme, certifier, number, valid_from, valid_to))

struct NewField {
  json::Text<1, 80> name;
  std::optional<json::Bounded<std::int64_t, 1, 100'000'000'000>> area_m2;  // up to 100,000 km2, larger than any farm
  std::optional<PointInput> location;
};
BOOST_DESCRIBE_STRUCT(NewField, (), (name, area_m2, location))

using Reason = json::LongText<1, 1000>;

}  // namespace gh::farmers
