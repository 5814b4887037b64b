// Organic certificates as they are stored.
//
// United States: 7 CFR 205.404 and 205.406. A certification has no end: it continues until it is surrendered, suspended or revoked; the
// farm brings it up to date each year, and the certificate names the anniversary by which it does.
// European Union: Regulation (EU) 2018/848, Article 35 and Annex VI. A certificate has a period of validity.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"

namespace gh::farmers {

// usda_nop: 7 CFR 205. eu: Regulation (EU) 2018/848.
enum class Scheme { usda_nop, eu };
BOOST_DESCRIBE_ENUM(Scheme, usda_nop, eu)

// 7 CFR 205.2 and 205.207; the EU's categories of Article 35(7) are named by the nearest of these.
enum class CertificateScope { crops, livestock, handling, wild_crops };
BOOST_DESCRIBE_ENUM(CertificateScope, crops, livestock, handling, wild_crops)

// What the certifier has done to it since.
enum class Standing { in_force, suspended, surrendered, revoked };
BOOST_DESCRIBE_ENUM(Standing, in_force, suspended, surrendered, revoked)

// What it is worth at a moment: from its standing, whether an admin has checked it, and the clock.
enum class CertificateStatus { unverified, refused, pending, valid, lapsed, suspended, surrendered, revoked };
BOOST_DESCRIBE_ENUM(CertificateStatus, unverified, refused, pending, valid, lapsed, suspended, surrendered, revoked)

// Where a document is kept; the bytes are not here.
struct DocumentRef {
  std::string url;
  std::string name;

  auto operator<=>(const DocumentRef&) const = default;
};
BOOST_DESCRIBE_STRUCT(DocumentRef, (), (url, name))

// A later period of the same certificate, which the farm has sent and no admin has checked yet.
struct Renewal {
  std::optional<Date> valid_to;
  std::optional<Date> anniversary;
  std::optional<DocumentRef> document;
  Timestamp sent;

  auto operator<=>(const Renewal&) const = default;
};
BOOST_DESCRIBE_STRUCT(Renewal, (), (valid_to, anniversary, document, sent))

// What the farm was last told of its end, so that it is told once.
struct CertificateTold {
  Date due;
  std::int32_t days = 0;  // before it
  bool lapsed = false;

  auto operator<=>(const CertificateTold&) const = default;
};
BOOST_DESCRIBE_STRUCT(CertificateTold, (), (due, days, lapsed))

struct Certification {
  std::int32_t id = 0;  // within its farm, never reused
  Scheme scheme = Scheme::usda_nop;
  std::string certifier;
  std::string number;
  Date valid_from;               // the first day on which it holds ("effective")
  std::optional<Date> valid_to;  // the last day on which it holds; none: it continues
  std::optional<Date> anniversary;
  std::vector<CertificateScope> scopes;
  std::optional<Date> issued;
  std::optional<DocumentRef> document;
  std::optional<Timestamp> verified;
  std::string refusal;  // why an admin did not verify it
  Standing standing = Standing::in_force;
  std::string standing_reason;
  std::optional<Date> standing_since;
  std::optional<Renewal> renewal;
  std::optional<CertificateTold> told;

  auto operator<=>(const Certification&) const = default;
};
BOOST_DESCRIBE_STRUCT(Certification, (),
                      (id, scheme, certifier, number, valid_from, valid_to, anniversary, scopes, issued, document, verified, refusal,
                       standing, standing_reason, standing_since, renewal, told))

}  // namespace gh::farmers
