#include "platform/audit/trail.h"

#include "base/errors.h"
#include "platform/crypto/encoding.h"

namespace gh::audit {
namespace {

namespace indexes {
constexpr std::string_view actor = "actor", farm = "farm", collection = "collection", subject = "subject", at = "at";
}

// "<what>/<moment>": the entries of one thing, by time.
std::string keyed(std::string_view what, Timestamp at) {
  if (what.empty()) return {};
  return std::string(what) + '/' + ports::sortable(at.ms);
}

std::string actor_of(const AuditEntry& entry) {
  if (entry.api_key) return entry.api_key->text();
  return entry.user ? entry.user->text() : std::string();
}

Collection<AuditEntry>::Keys keys_of(const AuditEntry& entry) {
  return {keyed(actor_of(entry), entry.at), keyed(entry.farm ? entry.farm->text() : "", entry.at), keyed(entry.collection, entry.at),
          keyed(entry.subject, entry.at), ports::sortable(entry.at.ms)};
}

struct Way {
  std::string_view index;
  ports::Range range;
};

// The index with the fewest entries to look at.
Way way_of(const TrailQuery& query) {
  constexpr Timestamp end_of_time{253'402'300'800'000};  // the year 10000
  const auto from = query.from.value_or(Timestamp{}), until = query.until.value_or(end_of_time);
  const std::pair<std::string_view, std::string> choices[] = {{indexes::subject, query.subject},
                                                              {indexes::actor, query.actor},
                                                              {indexes::farm, query.farm ? query.farm->text() : ""},
                                                              {indexes::collection, query.collection}};
  for (const auto& [index, what] : choices) {
    if (!what.empty()) return {index, {keyed(what, from), keyed(what, until), true}};
  }
  return {indexes::at, {ports::sortable(from.ms), ports::sortable(until.ms), true}};
}

bool fits(const AuditEntry& entry, const TrailQuery& query) {
  return (query.actor.empty() || query.actor == actor_of(entry)) && (!query.farm || query.farm == entry.farm) &&
         (query.collection.empty() || query.collection == entry.collection) && (query.subject.empty() || query.subject == entry.subject);
}

}  // namespace

Trail::Trail(ports::Documents& documents)
    : entries_(documents,
               {std::string(entries_collection),
                {{std::string(indexes::actor)},
                 {std::string(indexes::farm)},
                 {std::string(indexes::collection)},
                 {std::string(indexes::subject)},
                 {std::string(indexes::at)}}},
               keys_of) {}

Task<Result<void>> Trail::append(ports::LeasedTask task) const {
  GH_CO_TRY(auto entry, json::parse_stored<AuditEntry>(task.payload));
  const auto written = co_await entries_.insert(std::move(entry));
  if (!written && !written.error().is(ports::errors::duplicate_key)) co_return fail(written.error());
  co_return Result<void>{};
}

Task<Result<TrailPage>> Trail::list(TrailQuery query) const {
  const auto after = crypto::from_base64url(query.cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  const auto way = way_of(query);
  TrailPage page;
  std::string position = *after;
  for (int scanned = 0; scanned < scanned_max;) {
    // No more than the page has room for: where it ends, the next one begins.
    const int wanted = query.limit - static_cast<int>(page.items.size());
    GH_CO_TRY(auto found, co_await entries_.find(way.index, way.range, wanted, std::move(position)));
    scanned += static_cast<int>(found.items.size());
    for (auto& entry : found.items) {
      if (fits(entry.value, query)) page.items.push_back(std::move(entry.value));
    }
    position = std::move(found.next);
    if (position.empty() || static_cast<int>(page.items.size()) == query.limit) break;
  }
  page.next_cursor = crypto::base64url(crypto::bytes_of(position));
  co_return page;
}

}  // namespace gh::audit
