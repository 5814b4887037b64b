// How single values of the directory are read: one row of a table per case.
#include <gtest/gtest.h>

#include "contexts/farmers/names.h"
#include "contexts/farmers/produce_tags.h"
#include "contexts/farmers/us_places.h"
#include "contexts/farmers/web_address.h"

namespace gh::farmers {
namespace {

struct Address {
  std::string_view given, url, finding;
};

TEST(Website, IsRepairedOrDropped) {
  const Address cases[] = {
      {"", "", ""},
      {"http://goodearth.example/a?b=c", "http://goodearth.example/a?b=c", ""},
      {"https://Good-Earth.example", "https://good-earth.example", ""},
      {"21acres.org", "http://21acres.org", "scheme_added"},
      {"WWW.BIGBEARFARMS.COM", "http://www.bigbearfarms.com", "scheme_added"},
      {"localharvest.org/GreenMeadows", "http://localharvest.org/GreenMeadows", "scheme_added"},
      {"goathill.farm", "http://goathill.farm", "scheme_added"},
      {" http://crispin.example ", "http://crispin.example", ""},
      {"Http://www.goodland.com", "http://www.goodland.com", ""},
      {"htp//schotsslopesfarm.com", "http://schotsslopesfarm.com", "scheme_repaired"},
      {"httsp://www.mtlamb.com", "https://www.mtlamb.com", "scheme_repaired"},
      {"http:/www.thegarlicunderground.com", "http://www.thegarlicunderground.com", "scheme_repaired"},
      {"http//farm.com", "http://farm.com", "scheme_repaired"},
      {"https:///farm.com/x", "https://farm.com/x", "scheme_repaired"},
      {"Http://wwww.crankycarlsfarm.com", "http://www.crankycarlsfarm.com", "www_repaired"},
      {"www. Backyardorchards.com", "http://www.backyardorchards.com", "spaces_removed"},
      {"Bernies Berries. com", "http://berniesberries.com", "spaces_removed"},
      {"www Morse  Hillside Farm .com", "http://www.morsehillsidefarm.com", "spaces_removed"},
      {"www.yakmeat.us  , www.yaksale.com", "http://www.yakmeat.us", "first_of_two"},
      {"beasley.blogspot.com or Beasley Farm facebook", "http://beasley.blogspot.com", "first_of_two"},
      {"jzj.com and jzjnatural.com", "http://jzj.com", "first_of_two"},
      {"pinnaclepastures,com", "http://pinnaclepastures.com", "comma_replaced"},
      {"none", "", "placeholder_dropped"},
      {"SAME", "", "placeholder_dropped"},
      {"someone@farm.example", "", "email_dropped"},
      {"7466 Richland Ch. RD.", "", "not_an_address_dropped"},
      {"Dinkelman Wormfarm", "", "not_an_address_dropped"},
      {"llbull", "", "not_an_address_dropped"},
      {"www.kyf2/me/ca/0012", "", "not_an_address_dropped"},
      {"javascript:alert(1)", "", "not_an_address_dropped"},
      {"javascript://a.com/%0aalert(1)", "", "not_an_address_dropped"},
      {"http://user:pass\\x.com/", "", "not_an_address_dropped"},
      {"http://a.com/\"onclick=", "", "not_an_address_dropped"},
      {"http://-a.com", "", "not_an_address_dropped"},
      {"http://a..com", "", "not_an_address_dropped"},
  };
  for (const auto& c : cases) {
    const auto read = read_website(c.given);
    EXPECT_EQ(read.url, c.url) << c.given;
    EXPECT_EQ(read.finding, c.finding) << c.given;
  }
  EXPECT_EQ(read_website("http://a.com/" + std::string(600, 'a')).finding, "too_long_dropped");
}

TEST(SocialPage, IsAnAddressOrDropped) {
  const Address cases[] = {
      {"", "", ""},
      {"https://www.facebook.com/hsresort", "https://www.facebook.com/hsresort", ""},
      {"http://facebook.com/3windsfarm/", "https://www.facebook.com/3windsfarm/", ""},
      {"Facebook.com/bosefarm", "https://www.facebook.com/bosefarm", "scheme_added"},
      {"https:///www.facebook.com/pages/U/1", "https://www.facebook.com/pages/U/1", "scheme_repaired"},
      {"facebook/applehavenfarm", "https://www.facebook.com/applehavenfarm", "host_repaired"},
      {"www.facebook/beccaris", "https://www.facebook.com/beccaris", "host_repaired"},
      {"@HopeFarmsHTX", "https://www.facebook.com/HopeFarmsHTX", "handle_to_address"},
      {"4R Angus Farm", "", "not_an_address_dropped"},
      {"baughers", "", "not_an_address_dropped"},
      {"https://www.facebook.com/", "", "not_an_address_dropped"},
      {"https://evil.example/facebook.com/x", "", "not_an_address_dropped"},
      {"https://notfacebook.com/x", "", "not_an_address_dropped"},
      {"https://www.facebook.com/pages/Two Words", "", "not_an_address_dropped"},
  };
  for (const auto& c : cases) {
    const auto read = read_social(c.given, "facebook.com");
    EXPECT_EQ(read.url, c.url) << c.given;
    EXPECT_EQ(read.finding, c.finding) << c.given;
  }
}

TEST(Tags, AreReadFromSplitWords) {
  using Texts = std::vector<std::string>;
  struct Case {
    std::string_view given;
    Texts tags, joined, unknown;
  };
  const Case cases[] = {
      {"", {}, {}, {}},
      {"eggs fresh-fruits", {"eggs", "fresh-fruits"}, {}, {}},
      {"dairy products dry beans eggs", {"dairy", "dry-beans", "eggs"}, {"dairy products", "dry beans"}, {}},
      {"red-meat non-poultry-meat poultry fowl", {"poultry", "red-meat"}, {"red-meat non-poultry-meat", "poultry fowl"}, {}},
      {"fresh vegetables", {"fresh-vegetables"}, {"fresh vegetables"}, {}},
      {"tofu non-animal protein", {"plant-protein"}, {"tofu non-animal protein"}, {}},
      {"wine spirits beer hard-cider", {"wine-beer-spirits"}, {"wine spirits beer hard-cider"}, {}},
      {"Eggs, eggs", {"eggs"}, {}, {}},
      {"dairy unicorn-milk honey", {"dairy", "honey"}, {}, {"unicorn", "milk"}},
      {"products", {}, {}, {"products"}},
      {"non-animal", {}, {}, {"non", "animal"}},
      {"- , -eggs-", {"eggs"}, {}, {}},
  };
  for (const auto& c : cases) {
    const auto read = read_tags(c.given);
    EXPECT_EQ(read.tags, c.tags) << c.given;
    EXPECT_EQ(read.joined, c.joined) << c.given;
    EXPECT_EQ(read.unknown, c.unknown) << c.given;
  }
  for (const auto tag : produce_tags()) {
    EXPECT_TRUE(is_produce_tag(tag));
    EXPECT_EQ(read_tags(tag).tags, Texts{std::string(tag)}) << "each tag is understood as itself";
  }
}

TEST(Coordinates, AreRepairedOnlyWhereItIsCertain) {
  struct Case {
    std::string_view y, x, state;
    std::optional<Point> point;
    std::string_view finding;
  };
  const Case cases[] = {
      {"42.6", "-83.1", "MI", Point{42'600'000, -83'100'000}, ""},
      {"33.969105", "-116.944304", "CA", Point{33'969'105, -116'944'304}, ""},
      {"-83.1", "42.6", "MI", Point{42'600'000, -83'100'000}, "swapped"},
      {"83.1", "42.6", "MI", Point{42'600'000, -83'100'000}, "swapped"},
      {"42.6", "83.1", "MI", Point{42'600'000, -83'100'000}, "sign_flipped"},
      {"-42.6", "83.1", "MI", Point{42'600'000, -83'100'000}, "sign_flipped"},
      {"0.289763", "0.437050", "MD", std::nullopt, "outside_the_country"},
      {"51.5", "-0.1", "MI", std::nullopt, "outside_the_country"},
      {"61.36", "-149.5", "AK", Point{61'360'000, -149'500'000}, ""},
      {"52.9", "173.1", "AK", Point{52'900'000, 173'100'000}, ""},
      {"61.36", "-149.5", "MI", std::nullopt, "not_in_its_state"},
      {"32.4", "-85.1", "AK", std::nullopt, "not_in_its_state"},
      {"19.5", "-155.9", "HI", Point{19'500'000, -155'900'000}, ""},
      {"18.24", "-66.27", "PR", Point{18'240'000, -66'270'000}, ""},
      {"17.7", "-64.7", "VI", Point{17'700'000, -64'700'000}, ""},
      {"13.45", "144.8", "GU", Point{13'450'000, 144'800'000}, ""},
      {"-14.3", "-170.7", "AS", Point{-14'300'000, -170'700'000}, ""},
      {"", "-83.1", "MI", std::nullopt, "missing"},
      {"north", "west", "MI", std::nullopt, "not_a_number"},
      {"42.6N", "-83.1", "MI", std::nullopt, "not_a_number"},
      {"nan", "-83.1", "MI", std::nullopt, "not_a_number"},
      {"1e400", "-83.1", "MI", std::nullopt, "not_a_number"},
  };
  for (const auto& c : cases) {
    const auto read = read_point(c.y, c.x, c.state);
    EXPECT_EQ(read.point, c.point) << c.y << " " << c.x;
    EXPECT_EQ(read.finding, c.finding) << c.y << " " << c.x;
  }
}

TEST(Zip, IsPaddedWhereTheStateBeginsWithZero) {
  struct Case {
    std::string_view given, state, zip, finding;
  };
  const Case cases[] = {
      {"48072", "MI", "48072", ""},
      {"48072-1234", "MI", "48072-1234", ""},
      {" 04107 ", "ME", "04107", ""},
      {"4107", "ME", "04107", "padded"},
      {"4107-1234", "ME", "04107-1234", "padded"},
      {"794", "PR", "00794", "padded"},
      {"", "MI", "", "missing"},
      {"4807", "MI", "", "dropped"},
      {"794", "ME", "", "dropped"},
      {"48o72", "MI", "", "dropped"},
      {"48072-12", "MI", "", "dropped"},
      {"48072-abcd", "MI", "", "dropped"},
      {"480722", "MI", "", "dropped"},
  };
  for (const auto& c : cases) {
    const auto read = read_zip(c.given, c.state);
    EXPECT_EQ(read.zip, c.zip) << c.given;
    EXPECT_EQ(read.finding, c.finding) << c.given;
  }
}

TEST(State, IsTwoKnownLetters) {
  EXPECT_EQ(read_state("mi"), "MI");
  EXPECT_EQ(read_state(" Pr "), "PR");
  for (const char* bad : {"", "zz", "Michigan", "m"}) EXPECT_FALSE(read_state(bad)) << bad;
}

TEST(Names, BecomeAddresses) {
  EXPECT_EQ(slug_of("Gail's Pumpkin  Patch, LLC "), "gails-pumpkin-patch-llc");
  EXPECT_EQ(slug_of("Mazur\u2019s Greenhouse"), "mazurs-greenhouse");
  EXPECT_EQ(slug_of("Café Añejo"), "cafe-anejo");
  EXPECT_EQ(slug_of("Mine"), "farm-mine") << "/farms/mine is the caller's own";
  EXPECT_EQ(slug_of("\u65E5\u672C"), "farm");
  EXPECT_EQ(slug_of(std::string(300, 'a')).size(), slug_bytes_max);
  EXPECT_EQ(slug_candidate("Green Farm", "Troy", 0), "green-farm");
  EXPECT_EQ(slug_candidate("Green Farm", "Troy", 1), "green-farm-troy");
  EXPECT_EQ(slug_candidate("Green Farm", "Troy", 2), "green-farm-troy-2");
  EXPECT_EQ(slug_candidate("Green Farm", "", 1), "green-farm-2");
  EXPECT_LE(slug_candidate(std::string(300, 'a'), std::string(300, 'b'), 999).size(), slug_bytes_max);
  EXPECT_EQ(folded("  The  \u2018Big\u2019 Barn "), "the 'big' barn");
}

}  // namespace
}  // namespace gh::farmers
