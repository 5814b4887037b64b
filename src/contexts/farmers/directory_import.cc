#include "contexts/farmers/directory_import.h"

#include <fmt/format.h>

#include "base/scheduler.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::farmers {

// What one run knows; lives in run()'s frame.
struct DirectoryImport::Run {
  csv::Table table{std::vector<std::string>(std::begin(directory_columns), std::end(directory_columns))};
  ImportProgress progress;
  ImportSummary summary;
  std::vector<Listing> batch;
  std::unordered_map<std::string, std::int64_t> lines;  // of the first row with this identity
  std::unordered_set<std::string> slugs;                // given out in this run

  void note(std::vector<Finding> found) {
    for (auto& finding : found) {
      if (summary.findings.size() == findings_max)
        ++summary.findings_left_out;
      else
        summary.findings.push_back(std::move(finding));
    }
  }
};

namespace {

// Everything but the slug and what the shop itself keeps.
void put_listing(Farm& farm, Listing listing, std::string digest) {
  farm.name = std::move(listing.name);
  farm.street = std::move(listing.street);
  farm.city = std::move(listing.city);
  farm.state = std::move(listing.state);
  farm.zip = std::move(listing.zip);
  farm.location = listing.location;
  farm.website = std::move(listing.website);
  farm.facebook = std::move(listing.facebook);
  farm.twitter = std::move(listing.twitter);
  farm.tags = std::move(listing.tags);
  farm.source_digest = std::move(digest);
}

// Two rows with one of these in common are the same farm: name, city and street, or name and place on the map.
std::vector<std::string> identities(const Listing& listing) {
  std::vector<std::string> keys{listing.id.text()};
  if (listing.location)
    keys.push_back(fmt::format("{}\n{}\n{}", folded(listing.name), listing.location->latitude_micro, listing.location->longitude_micro));
  return keys;
}

}  // namespace

std::int64_t ImportSummary::count(Outcome outcome) const { return std::ranges::count(findings, outcome, &Finding::outcome); }

std::vector<FindingCount> ImportSummary::counts() const {
  std::map<std::tuple<Outcome, std::string_view, std::string_view>, FindingCount> kinds;
  for (const auto& finding : findings) {
    auto& kind = kinds
                     .try_emplace({finding.outcome, finding.field, finding.code},
                                  FindingCount{finding.outcome, finding.field, finding.code, 0, finding.line})
                     .first->second;
    ++kind.count;
  }
  std::vector<FindingCount> counted;
  for (auto& [key, kind] : kinds) counted.push_back(std::move(kind));
  std::ranges::sort(counted, {},
                    [](const FindingCount& kind) { return std::tuple(kind.outcome, -kind.count, kind.first_line, kind.field); });
  return counted;
}

Task<Result<ImportSummary>> DirectoryImport::run(Source source, std::int64_t bytes_total,
                                                 std::function<void(const ImportProgress&)> progress) {
  Run run;
  run.progress.bytes_total = bytes_total;
  for (bool more = true; more;) {
    GH_CO_TRY(const auto bytes, source());
    more = !bytes.empty();
    run.progress.bytes += static_cast<std::int64_t>(bytes.size());
    if (more)
      run.table.feed(bytes);
    else
      run.table.end();
    for (;;) {
      GH_CO_TRY(const auto row, run.table.next());
      if (!row) break;
      take(run, *row);
      if (run.summary.rows > rows_max) co_return fail(gh::errors::invalid, fmt::format("the file has more than {} rows", rows_max));
      if (run.batch.size() == in_flight_max) {
        GH_CO_CHECK(co_await save_batch(run));
        progress(run.progress);
      }
    }
  }
  GH_CO_CHECK(co_await save_batch(run));
  progress(run.progress);
  co_return std::move(run.summary);
}

void DirectoryImport::take(Run& run, const csv::Row& row) const {
  run.progress.rows = ++run.summary.rows;
  if (row.problem) return run.note({{row.line, Outcome::refused, "", std::string(row.problem->code), row.problem->detail}});
  if (type_of(row.fields) != farm_type) {
    ++run.summary.markets_skipped;
    return;
  }
  std::vector<Finding> found;
  auto listing = read_listing(row.line, row.fields, found);
  if (!listing) return run.note(std::move(found));
  const auto keys = identities(*listing);
  for (const auto& key : keys) {
    const auto known = run.lines.find(key);
    if (known != run.lines.end())
      return run.note({{row.line, Outcome::refused, "", "double", fmt::format("the same farm as in line {}", known->second)}});
  }
  for (const auto& key : keys) run.lines.emplace(key, row.line);
  run.note(std::move(found));
  run.batch.push_back(*std::move(listing));
}

Task<Result<void>> DirectoryImport::save_batch(Run& run) const {
  std::vector<Task<Result<Saved>>> saves;
  saves.reserve(run.batch.size());
  for (auto& listing : run.batch) saves.push_back(save(std::move(listing), run));
  run.batch.clear();
  const auto outcomes = co_await when_all(std::move(saves));
  std::int64_t* const counters[] = {&run.summary.farms_new, &run.summary.farms_unchanged, &run.summary.farms_updated,
                                    &run.summary.farms_kept};
  for (const auto& outcome : outcomes) {
    if (!outcome) co_return fail(outcome.error());
    ++*counters[static_cast<std::size_t>(*outcome)];
  }
  co_return Result<void>();
}

Task<Result<DirectoryImport::Saved>> DirectoryImport::save(Listing listing, Run& run) const {
  auto digest = crypto::hex(crypto::sha256(json::to_string(listing)));
  GH_CO_TRY(auto known, co_await farms_.get(listing.id));
  if (!known) co_return co_await create(std::move(listing), std::move(digest), run);
  run.slugs.insert(known->value.slug);
  if (known->value.source_digest == digest) co_return Saved::unchanged;
  if (known->value.status != FarmStatus::listed) co_return Saved::kept;
  co_return co_await bring_up(*std::move(known), std::move(listing), std::move(digest));
}

Task<Result<DirectoryImport::Saved>> DirectoryImport::create(Listing listing, std::string digest, Run& run) const {
  const auto now = clock_.now();
  Farm farm{.id = listing.id, .status = FarmStatus::listed, .source = std::string(directory_source), .created = now, .updated = now};
  put_listing(farm, std::move(listing), std::move(digest));
  for (int n = 0; n < slug_candidates_max; ++n) {
    farm.slug = slug_candidate(farm.name, farm.city, n);
    if (!run.slugs.insert(farm.slug).second) continue;
    const auto written = co_await farms_.insert(farm);
    if (written) co_return Saved::created;
    const bool slug_taken =
        written.error().is(ports::errors::duplicate_key) && written.error().detail().find(indexes::slug) != std::string::npos;
    if (!slug_taken) co_return fail(written.error());
  }
  co_return fail(ports::errors::duplicate_key, fmt::format("no free address for a farm after {} tries", slug_candidates_max));
}

// Gives way to whoever changes the farm meanwhile: the next run brings it up.
Task<Result<DirectoryImport::Saved>> DirectoryImport::bring_up(Versioned<Farm> known, Listing listing, std::string digest) const {
  Farm farm = known.value;
  put_listing(farm, std::move(listing), std::move(digest));
  farm.updated = clock_.now();
  const auto written = co_await farms_.replace(known, std::move(farm));
  if (written) co_return Saved::updated;
  if (written.error().is(ports::errors::version_conflict)) co_return Saved::kept;
  co_return fail(written.error());
}

}  // namespace gh::farmers
