// The directory import over the memory adapter: the extract in tests/data, and the whole file where it is at hand.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "base/errors.h"
#include "contexts/farmers/directory_import.h"
#include "contexts/farmers/service.h"
#include "stage/world.h"

namespace gh::farmers {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Shop : stage::World<stage::ManualClock> {
  Service service{documents, clock, random};
  std::vector<ImportProgress> progress;

  Result<ImportSummary> import(std::string_view text, std::size_t chunk_bytes = 1000) {
    DirectoryImport import(documents, clock);
    std::size_t at = 0;
    auto source = [&]() -> Result<std::string> {
      const auto chunk = text.substr(std::min(at, text.size()), chunk_bytes);
      at += chunk.size();
      return std::string(chunk);
    };
    return loop.run_until_complete(
        import.run(source, static_cast<std::int64_t>(text.size()), [&](const ImportProgress& p) { progress.push_back(p); }));
  }
  Farm farm(const std::string& slug) {
    auto found = loop.run_until_complete(service.by_slug(slug, {}));
    EXPECT_TRUE(found) << slug;
    return found ? *found : Farm{};
  }
  std::vector<Farm> all() {
    std::vector<Farm> farms;
    std::string cursor;
    do {
      auto page = loop.run_until_complete(service.list(100, cursor));
      EXPECT_TRUE(page);
      farms.insert(farms.end(), page->items.begin(), page->items.end());
      cursor = page->next_cursor;
    } while (!cursor.empty());
    return farms;
  }
};

std::string extract() { return read_file(GREENHARVEST_SOURCE_DIR "/src/contexts/farmers/tests/data/directory_extract.csv"); }

bool has(const ImportSummary& summary, std::int64_t line, Outcome outcome, std::string_view field, std::string_view code) {
  return std::ranges::any_of(
      summary.findings, [&](const Finding& f) { return f.line == line && f.outcome == outcome && f.field == field && f.code == code; });
}

TEST(Import, ReportsEachBadRowAndSavesTheRest) {
  Shop shop;
  const auto summary = shop.import(extract());
  ASSERT_TRUE(summary) << summary.error().detail();
  EXPECT_EQ(summary->rows, 68);
  EXPECT_EQ(summary->markets_skipped, 6);
  EXPECT_EQ(summary->farms_new, 68 - 6 - summary->count(Outcome::refused));

  struct Expected {
    std::int64_t line;
    Outcome outcome;
    std::string_view field, code;
  };
  const Expected expected[] = {
      {12, Outcome::refused, "", "double"},  // the same row again
      {17, Outcome::refused, "", "double"},  // another spelling of the street, the same place
      {24, Outcome::refused, "", "double"},
      {62, Outcome::refused, "name", "blank"},
      {63, Outcome::refused, "state", "unknown_state"},
      {69, Outcome::refused, "", "text_after_quote"},  // a line lower: the street of row 65 has two lines
      {70, Outcome::refused, "", "field_count"},
      {9, Outcome::dropped, "y", "outside_the_country"},
      {14, Outcome::missing, "y", "missing"},
      {60, Outcome::repaired, "y", "swapped"},
      {61, Outcome::repaired, "y", "sign_flipped"},
      {67, Outcome::dropped, "y", "not_a_number"},
      {44, Outcome::repaired, "zip", "padded"},
      {51, Outcome::missing, "zip", "blank"},
      {68, Outcome::dropped, "zip", "not_a_zip"},
      {3, Outcome::repaired, "tags", "tags_joined"},
      {64, Outcome::dropped, "tags", "unknown_tag"},
      {5, Outcome::repaired, "website", "spaces_removed"},
      {32, Outcome::repaired, "website", "first_of_two"},
      {39, Outcome::repaired, "website", "scheme_repaired"},
      {52, Outcome::dropped, "website", "email_dropped"},
      {41, Outcome::repaired, "facebook", "host_repaired"},
      {46, Outcome::repaired, "city", "punctuation_removed"},
  };
  for (const auto& e : expected) EXPECT_TRUE(has(*summary, e.line, e.outcome, e.field, e.code)) << "line " << e.line << " " << e.code;
  for (const auto& f : summary->findings) EXPECT_EQ(f.detail.find("someone"), std::string::npos) << "an e-mail address in a report";
  EXPECT_EQ(shop.all().size(), static_cast<std::size_t>(summary->farms_new));
}

TEST(Import, MakesListedFarmsWithUniqueAddresses) {
  Shop shop;
  ASSERT_TRUE(shop.import(extract()));
  const auto alaska = shop.farm("arctic-organics");
  EXPECT_EQ(alaska.status, FarmStatus::listed);
  EXPECT_EQ(alaska.state, "AK");
  EXPECT_EQ(alaska.location, (Point{61'593'207, -149'025'325}));
  EXPECT_EQ(alaska.website, "http://arcticorganics.com");
  EXPECT_EQ(alaska.tags, (std::vector<std::string>{"fresh-fruits", "fresh-vegetables"}));
  EXPECT_FALSE(may_sell(alaska.status));
  EXPECT_EQ(shop.farm("buds-farm-market").street, "3301 S Weinbach Ave");
  EXPECT_EQ(shop.farm("buds-farm-market-evansville").street, "3501 S Weinbach Ave");
  EXPECT_EQ(shop.farm("amboy-honey-creek-farms").location, (Point{40'619'520, -85'920'548}));
}

TEST(Import, AgainDoublesNothingAndBringsUpWhatChanged) {
  Shop shop;
  auto text = extract();
  const auto first = shop.import(text);
  ASSERT_TRUE(first);
  const auto again = shop.import(text, 17);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->farms_new, 0);
  EXPECT_EQ(again->farms_updated, 0);
  EXPECT_EQ(again->farms_unchanged, first->farms_new);

  const std::string before = "\"baked-goods fresh-fruits\"";
  text.replace(text.find(before), before.size(), "\"honey\"");
  const auto changed = shop.import(text);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->farms_updated, 1);
  EXPECT_EQ(changed->farms_unchanged, first->farms_new - 1);
  EXPECT_EQ(shop.farm("wasem-fruit-farm-llc").tags, std::vector<std::string>{"honey"});
  EXPECT_EQ(shop.all().size(), static_cast<std::size_t>(first->farms_new));
}

TEST(Import, LeavesAClaimedFarmAlone) {
  Shop shop;
  auto text = extract();
  ASSERT_TRUE(shop.import(text));
  const auto owner = UserId::derive(1, 2);
  ASSERT_TRUE(shop.loop.run_until_complete(shop.service.claim(owner, "wasem-fruit-farm-llc", {json::Email("w@farm.example")})));
  const std::string before = "\"baked-goods fresh-fruits\"";
  text.replace(text.find(before), before.size(), "\"honey\"");
  const auto changed = shop.import(text);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->farms_updated, 0);
  EXPECT_EQ(changed->farms_kept, 1);
  EXPECT_EQ(shop.farm("wasem-fruit-farm-llc").tags, (std::vector<std::string>{"baked-goods", "fresh-fruits"}));
}

TEST(Import, TellsFarmsOfOneNameApart) {
  Shop shop;
  const std::string head = "city,facebook,name,state,street,tags,twitter,type,website,x,y,zip\n";
  const auto summary = shop.import(head +
                                   "Troy,,Green Farm,mi,1 Mill Road,,,farm,,,,\nFlint,,Green Farm,mi,1 Mill Road,,,farm,,,,\n"
                                   "Troy,,Green Farm,oh,1 Mill Road,,,farm,,,,\nTroy,,Green Farm,mi,2 Mill Road,,,farm,,,,\n"
                                   "troy ,,GREEN  FARM,MI,1 mill road,,,farm,,,,\n");
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->farms_new, 4);
  EXPECT_TRUE(has(*summary, 6, Outcome::refused, "", "double"));
  for (const char* slug : {"green-farm", "green-farm-flint", "green-farm-troy", "green-farm-troy-2"}) shop.farm(slug);
}

TEST(Import, RefusesAFileThatIsNotTheDirectory) {
  Shop shop;
  const auto summary = shop.import("name,address\nx,y\n");
  ASSERT_FALSE(summary);
  EXPECT_TRUE(summary.error().is(gh::errors::invalid));
}

TEST(Import, TellsItsProgress) {
  Shop shop;
  const auto text = extract();
  ASSERT_TRUE(shop.import(text));
  ASSERT_FALSE(shop.progress.empty());
  EXPECT_EQ(shop.progress.back().rows, 68);
  EXPECT_EQ(shop.progress.back().bytes, static_cast<std::int64_t>(text.size()));
  EXPECT_EQ(shop.progress.back().bytes_total, static_cast<std::int64_t>(text.size()));
}

TEST(Import, LoadsTheWholeDirectory) {
  const auto text = read_file(GREENHARVEST_SOURCE_DIR "/../shared/data/usda-local-food-directory.csv");
  if (text.empty()) GTEST_SKIP() << "the directory is not at hand";
  Shop shop;
  const auto start = std::chrono::steady_clock::now();
  const auto summary = shop.import(text, 64 * 1024);
  const auto took = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
  ASSERT_TRUE(summary) << summary.error().detail();
  EXPECT_EQ(summary->rows, 2922);
  EXPECT_EQ(summary->markets_skipped, 1349);
  EXPECT_EQ(summary->farms_new + summary->count(Outcome::refused), 1573);
  for (const auto& f : summary->findings)
    if (f.outcome == Outcome::refused) EXPECT_EQ(f.code, "double") << f.line << " " << f.detail;
  EXPECT_FALSE(std::ranges::any_of(summary->findings, [](const Finding& f) { return f.code == "unknown_tag"; }));
  RecordProperty("milliseconds", static_cast<int>(took.count()));
  fmt::print("{} farms in {} ms\n", summary->farms_new, took.count());
  std::int64_t counted = 0;
  for (const auto& kind : summary->counts()) {
    fmt::print("  {:5} {} {} {}, first in line {}\n", kind.count, json::enum_name(kind.outcome), kind.field, kind.code, kind.first_line);
    counted += kind.count;
  }
  EXPECT_EQ(counted, static_cast<std::int64_t>(summary->findings.size()));
  const auto farms = shop.all();
  EXPECT_EQ(farms.size(), static_cast<std::size_t>(summary->farms_new));
  std::set<std::string> slugs;
  for (const auto& farm : farms) EXPECT_TRUE(slugs.insert(farm.slug).second) << farm.slug;
  const auto again = shop.import(text, 64 * 1024);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->farms_new, 0);
  EXPECT_EQ(again->farms_unchanged, summary->farms_new);
}

}  // namespace
}  // namespace gh::farmers
