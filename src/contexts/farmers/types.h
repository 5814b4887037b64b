// Farms as they are stored, and what the service takes and gives. Plain described structs.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "contexts/farmers/certificate_types.h"
#include "contexts/farmers/profile_types.h"

namespace gh::farmers {

// applied: an owner asks to be let in.            verified: sells.            rejected: may apply again.
// paused: was verified, sells nothing for now.    listed: known from a public directory, nobody's; shown, sells nothing.
// claimed: listed, and somebody says it is theirs: shown as the directory has it until an admin decides.
// needs_information: applied, and an admin has asked for more.
enum class FarmStatus { applied, verified, rejected, paused, listed, claimed, needs_information };
BOOST_DESCRIBE_ENUM(FarmStatus, applied, verified, rejected, paused, listed, claimed, needs_information)

// Whom a user of a farm is there. What each may do: people.h.
enum class FarmRole { owner, packer };
BOOST_DESCRIBE_ENUM(FarmRole, owner, packer)

// Besides the owner.
struct Person {
  UserId user;
  std::string email;  // that the invitation went to
  Timestamp joined;
};
BOOST_DESCRIBE_STRUCT(Person, (), (user, email, joined))

struct Invitation {
  std::int32_t id = 0;  // within its farm, never reused
  std::string email;
  std::string secret_hash;  // of the token that was sent
  Timestamp created;
  Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, email, secret_hash, created, expires))

enum class PaperKind { identity, land, insurance, food_safety, certificate, other };
BOOST_DESCRIBE_ENUM(PaperKind, identity, land, insurance, food_safety, certificate, other)

// A document that the application leans on; only the owner and admins see it.
struct Paper {
  std::int32_t id = 0;  // within its farm, never reused
  PaperKind kind = PaperKind::other;
  std::string name;
  std::string url;
  Timestamp added;
};
BOOST_DESCRIBE_STRUCT(Paper, (), (id, kind, name, url, added))

// What is there only once a farm has an owner; absent in the directory's farms.
struct Office {
  std::string question;  // what an admin still wants to know; empty: nothing
  std::string pause_reason;
  std::vector<Person> people;
  std::vector<Invitation> invitations;
  std::int32_t invitations_made = 0;
  std::vector<Paper> papers;
  std::int32_t papers_made = 0;
  std::int64_t told = 0;  // numbers of what left by the outbox
};
BOOST_DESCRIBE_STRUCT(Office, (), (question, pause_reason, people, invitations, invitations_made, papers, papers_made, told))

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
  std::optional<Profile> profile;
  std::optional<Office> office;
  std::int64_t revision = 0;  // grows with every change of what products carry of their farm (products.h)
  Timestamp created;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(Farm, (),
                      (id, slug, name, owner, status, reject_reason, contact_email, street, city, state, zip, location, website, facebook,
                       twitter, tags, story, certifications, certifications_made, fields, source, source_digest, profile, office, revision,
                       created, updated))

struct Farms {
  std::vector<Farm> items;
  std::string next_cursor;  // empty at the end
};
BOOST_DESCRIBE_STRUCT(Farms, (), (items, next_cursor))

// Which farm a user works for, and as what.
struct Workplace {
  Farm farm;
  FarmRole role = FarmRole::owner;
};

// Where to look for the farm of somebody who does not own one; believed only if that farm lists them.
struct Seat {
  UserId id;
  FarmId farm;
};
BOOST_DESCRIBE_STRUCT(Seat, (), (id, farm))

// Payload of the task "farmers.person_changed": this user may have begun or ceased to work for a farm that is let in.
struct PersonChanged {
  UserId user;
};
BOOST_DESCRIBE_STRUCT(PersonChanged, (), (user))

// Payload of the task "farmers.farm_changed", and of "farmers.certificate_turn" at the moment when a certificate begins or ends.
struct FarmChanged {
  FarmId farm;
};
BOOST_DESCRIBE_STRUCT(FarmChanged, (), (farm))

// Payload of the task "farmers.certificate_reminder".
struct CertificateReminder {
  FarmId farm;
  std::int32_t certificate = 0;
  Date due;  // that it reminds of; another one by now: it reminds of nothing
  std::int32_t days = 0;
};
BOOST_DESCRIBE_STRUCT(CertificateReminder, (), (farm, certificate, due, days))

}  // namespace gh::farmers
