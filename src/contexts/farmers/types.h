// Farms as they are stored, and what the service takes and gives. Plain described structs.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace gh::farmers {

// applied: an owner asks to be let in.            verified: sells.            rejected: may apply again.
// paused: was verified, sells nothing for now.    listed: known from a public directory, nobody's; shown, sells nothing.
// claimed: listed, and somebody says it is theirs: shown as the directory has it until an admin decides.
enum class FarmStatus { applied, verified, rejected, paused, listed, claimed };
BOOST_DESCRIBE_ENUM(FarmStatus, applied, verified, rejected, paused, listed, claimed)

// usda_nop: 7 CFR 205. eu: Regulation (EU) 2018/848.
enum class Scheme { usda_nop, eu };
BOOST_DESCRIBE_ENUM(Scheme, usda_nop, eu)

// WGS 84 in millionths of a degree (about 11 cm).
struct Point {
  std::int32_t latitude_micro = 0;   // north
  std::int32_t longitude_micro = 0;  // east

  auto operator<=>(const Point&) const = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (latitude_micro, longitude_micro))

struct Certification {
  std::int32_t id = 0;  // within its farm, never reused
  Scheme scheme = Scheme::usda_nop;
  std::string certifier;
  std::string number;
  Date valid_from;
  Date valid_to;  // the last day on which it holds

  auto operator<=>(const Certification&) const = default;
};
BOOST_DESCRIBE_STRUCT(Certification, (), (id, scheme, certifier, number, valid_from, valid_to))

struct Field {
  FieldId id;
  std::string name;
  std::optional<std::int64_t> area_m2;
  std::optional<Point> location;

  auto operator<=>(const Field&) const = default;
};
BOOST_DESCRIBE_STRUCT(Field, (), (id, name, area_m2, location))

struct Farm {
  FarmId id;
  std::string slug;
  std::string name;
  std::optional<UserId> owner;  // claimed: who claims it
  FarmStatus status = FarmStatus::applied;
  std::string reject_reason;
  std::string contact_email;  // of the owner; never public
  std::string street;
  std::string city;
  std::string state;  // two capital letters
  std::string zip;
  std::optional<Point> location;
  std::string website;
  std::string facebook;
  std::string twitter;
  std::vector<std::string> tags;  // of produce_tags.h, ascending
  std::string story;
  std::vector<Certification> certifications;
  std::int32_t certifications_made = 0;
  std::vector<Field> fields;
  std::string source;         // "application", or the directory that it was imported from
  std::string source_digest;  // of what the directory said; empty for applications
  Timestamp created;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(Farm, (),
                      (id, slug, name, owner, status, reject_reason, contact_email, street, city, state, zip, location, website, facebook,
                       twitter, tags, story, certifications, certifications_made, fields, source, source_digest, created, updated))

struct Farms {
  std::vector<Farm> items;
  std::string next_cursor;  // empty at the end
};
BOOST_DESCRIBE_STRUCT(Farms, (), (items, next_cursor))

// Payload of the task "mail.send"; the task's id is the message's.
struct MailRequest {
  std::string to;
  std::string subject;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(MailRequest, (), (to, subject, text))

// Payload of the task "farmers.owner_verified": this user is a farmer from now on.
struct OwnerVerified {
  FarmId farm;
  UserId owner;
};
BOOST_DESCRIBE_STRUCT(OwnerVerified, (), (farm, owner))

}  // namespace gh::farmers
