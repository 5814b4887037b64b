#include "apps/greenharvest/demo_farms.h"

#include <fmt/format.h>

#include "apps/greenharvest/demo_produce.h"
#include "base/errors.h"
#include "contexts/catalog/inputs.h"
#include "contexts/delivery/inputs.h"
#include "contexts/farmers/directory_import.h"
#include "contexts/farmers/inputs.h"
#include "platform/json/json.h"

namespace gh::app {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr unsigned char directory[] = {
#embed "demo_farms.csv"
};
#pragma clang diagnostic pop

constexpr std::size_t products_of_a_farm = 10;
constexpr int first_owner = 6;  // farmer-2 to farmer-5 own the invented farms

// Chance that is the same in every demo: FNV-1a over what it is about.
class Dice {
 public:
  explicit Dice(std::string_view about) {
    for (const char c : about) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  std::size_t below(std::size_t end) {
    state_ = (state_ ^ (state_ >> 29)) * 0xbf58476d1ce4e5b9;
    return static_cast<std::size_t>((state_ >> 17) % end);
  }
  template <std::size_t N>
  std::string_view one_of(const std::string_view (&all)[N]) {
    return all[below(N)];
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

bool in_season(const demo::Produce& item, int month) {
  return item.from_month <= item.to_month ? month >= item.from_month && month <= item.to_month
                                          : month >= item.from_month || month <= item.to_month;
}

int month_of(Date date) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{date.days}}};
  return static_cast<int>(static_cast<unsigned>(day.month()));
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto bar = std::min(text.find('|'), text.size());
    parts.push_back(text.substr(0, bar));
    text.remove_prefix(std::min(text.size(), bar + 1));
  }
  return parts;
}

struct Choice {
  const demo::Produce* item;
  std::string_view title;
};

// What this farm sells now: one variety of each kind that it grows before a second one of any.
std::vector<Choice> choices_of(const farmers::Farm& farm, Date today, Dice& dice) {
  const auto month = month_of(today);
  std::vector<const demo::Produce*> theirs;
  std::vector<const demo::Produce*> besides;  // of farms that the directory says too little about
  for (const auto& item : demo::produce()) {
    if (!in_season(item, month)) continue;
    const bool sells = std::ranges::find(farm.tags, item.tag) != farm.tags.end();
    if (sells)
      theirs.push_back(&item);
    else if (item.tag == "eggs" || item.tag == "honey" || item.tag == "herbs" || item.tag == "fresh-vegetables")
      besides.push_back(&item);
  }
  for (auto* kinds : {&theirs, &besides})
    for (std::size_t i = kinds->size(); i > 1; --i) std::swap((*kinds)[i - 1], (*kinds)[dice.below(i)]);
  std::vector<Choice> chosen;
  const auto take = [&](const std::vector<const demo::Produce*>& kinds, std::size_t round) {
    for (const auto* item : kinds) {
      const auto titles = split(item->varieties);
      if (chosen.size() < products_of_a_farm && round < titles.size())
        chosen.push_back({item, titles[(round + farm.name.size()) % titles.size()]});
    }
  };
  for (std::size_t round = 0; round < 3; ++round) take(theirs, round);
  for (std::size_t round = 0; round < 3; ++round) take(besides, round);
  return chosen;
}

std::string story_of(const farmers::Farm& farm, Dice& dice) {
  static constexpr std::string_view beginnings[] = {"Three generations have worked this ground; the fourth drives the tractor.",
                                                    "We left office jobs for these fields and have not looked back.",
                                                    "A small place with good soil, deep snow and neighbours who help.",
                                                    "What began as a roadside table is now how eleven people earn their living.",
                                                    "The barn is older than the road that leads to it.",
                                                    "We bought the farm when it was a hayfield and planted the first trees that winter.",
                                                    "Two sisters, one greenhouse, and more ideas than daylight.",
                                                    "The farm feeds our own table first; what is good enough for it goes to yours."};
  static constexpr std::string_view manners[] = {
      "Cover crops stay on every field over winter, and nothing is sprayed that bees would mind.",
      "The animals move to new grass each day, and the fields are the better for it.",
      "We keep our own seed of what does well here and buy the rest from growers we know.",
      "Compost, mulch and patience do the work that others leave to bags and bottles.",
      "Water comes from our pond, heat from our woodlot, and most of the labour from the family.",
      "Hedges went back in where they had been taken out; the birds came with them."};
  static constexpr std::string_view ends[] = {"Come and see: the gate is open on Saturdays.", "Ask us anything; we answer in the evening.",
                                              "We pick the day before we deliver, never earlier.",
                                              "If something is not right, tell us and we make it right.",
                                              "Children are welcome, dogs on a leash."};
  return fmt::format("{} {} is in {}, {}. {} {}", dice.one_of(beginnings), farm.name, farm.city, farm.state, dice.one_of(manners),
                     dice.one_of(ends));
}

std::string seasons_of(const demo::Produce& item) {
  if (item.from_month == 1 && item.to_month == 12) return "[]";
  std::string months;
  for (int month = 1; month <= 12; ++month)
    if (in_season(item, month)) months += fmt::format("{}{}", months.empty() ? "" : ",", month);
  return "[" + months + "]";
}

std::string money(std::int64_t cents) { return fmt::format(R"({{"amount":{},"currency":"USD"}})", cents); }

std::int64_t round_to_five(std::int64_t cents) { return std::max<std::int64_t>(5, (cents + 2) / 5 * 5); }

// Thousandths: "0.5" is 500.
std::int64_t milli(std::string_view decimal) {
  const auto dot = decimal.find('.');
  std::int64_t value = 1000 * std::stoll(std::string(decimal.substr(0, dot)));
  if (dot != std::string_view::npos) value += std::int64_t{100} * (decimal[dot + 1] - '0');
  return value;
}

std::string variants_of(const demo::Produce& item, Timestamp now, Dice& dice) {
  const auto price = round_to_five(item.cents * static_cast<std::int64_t>(88 + dice.below(25)) / 100);
  std::string extra;
  const auto luck = dice.below(8);
  if (luck == 0) {
    constexpr Milliseconds day{24LL * 60 * 60 * 1000};
    extra = fmt::format(R"(,"sale":{{"price":{},"from":"{}","to":"{}"}})", money(round_to_five(price * 85 / 100)), to_string(now - 2 * day),
                        to_string(now + 9 * day));
  } else if (luck == 1) {
    extra = fmt::format(R"(,"breaks":[{{"from_quantity":4,"price":{}}}])", money(round_to_five(price * 9 / 10)));
  }
  auto out = fmt::format(R"({{"title":"{} {}","unit":"{}","pack":{},"price":{}{}}})", item.pack, item.unit, item.unit, item.pack,
                         money(price), extra);
  if (!item.large_pack.empty()) {
    const auto large = round_to_five(price * milli(item.large_pack) / milli(item.pack) * 9 / 10);
    out += fmt::format(R"(,{{"title":"{} {}, in a box","unit":"{}","pack":{},"price":{}}})", item.large_pack, item.unit, item.unit,
                       item.large_pack, money(large));
  }
  return out;
}

Result<catalog::NewProduct> product_of(const farmers::Farm& farm, const Choice& choice, Timestamp now, Dice& dice) {
  const auto& item = *choice.item;
  const auto& field = farm.fields[dice.below(farm.fields.size())];
  const auto certificate = farm.certifications.empty() || item.tax == "non_food"
                               ? std::string(R"({"claim":"none_claimed"})")
                               : fmt::format(R"({{"claim":"certified","number":{}}})", json::escape(farm.certifications.front().number));
  const auto text = fmt::format("{} From {}'s {}, {}, {}.", item.text, farm.name, field.name, farm.city, farm.state);
  return json::parse<catalog::NewProduct>(fmt::format(
      R"({{"title":{},"category":"{}","description":{},"tags":["{}"],"variants":[{}],"field":"{}","harvest":{{"date":"{}"}},"season":{},"certificate":{},"storage":{},"storage_class":"{}","allergens":[{}],"tax_category":"{}"}})",
      json::escape(choice.title), item.category, json::escape(text), item.tag, variants_of(item, now, dice), field.id.text(),
      to_string(Date{date_of(now).days - item.days_since_harvest}), seasons_of(item), certificate, json::escape(item.keep), item.storage,
      item.allergens, item.tax));
}

Task<Result<void>> add_stock(Shop& shop, const farmers::Farm& farm, const demo::Produce& item, Sku sku, Dice dice) {
  const Date today = date_of(shop.clock.now());
  const inventory::Farmer farmer{farm.id, *farm.owner};
  const auto units = static_cast<std::int64_t>(12 + dice.below(180));
  const auto lots = item.days_of_life > 10 ? 1 + dice.below(2) : 1;
  for (std::size_t n = 0; n < lots; ++n) {
    const auto harvested = today.days - item.days_since_harvest - static_cast<int>(n) * 4;
    GH_CO_CHECK(co_await shop.inventory->add_lot(
        farmer, sku,
        {.lot_code = fmt::format("{}-{}", to_string(Date{harvested}), sku.text().substr(sku.text().size() - 6)),
         .harvested = Date{harvested},
         .best_before = Date{harvested + item.days_of_life},
         .field = farm.fields.front().id,
         .quantity = Quantity{units * 1000 / static_cast<std::int64_t>(n + 1)}}));
  }
  GH_CO_CHECK(co_await shop.inventory->set_threshold(farmer, sku, Quantity{units * 100}));  // a tenth
  co_return Result<void>{};
}

Task<Result<Sku>> sell(Shop& shop, farmers::Farm farm, Choice choice) {
  Dice dice(fmt::format("{} {}", farm.slug, choice.title));
  GH_CO_TRY(auto input, product_of(farm, choice, shop.clock.now(), dice));
  GH_CO_TRY(const auto made, co_await shop.publisher->create(*farm.owner, std::move(input)));
  for (const auto& variant : made.product.variants) GH_CO_CHECK(co_await add_stock(shop, farm, *choice.item, variant.sku, dice));
  GH_CO_CHECK(co_await shop.publisher->publish(*farm.owner, made.product.id));
  co_return made.product.variants.front().sku;
}

Task<Result<farmers::Farm>> open_claimed(Shop& shop, farmers::Farm listed, UserId owner, std::string email) {
  static constexpr std::string_view fields[] = {"Home Field",  "Creek Bottom", "North Slope", "Long Field",
                                                "Old Orchard", "Barn Field",   "Upper Meadow"};
  static constexpr std::string_view certifiers[] = {"Pennsylvania Certified Organic", "Oregon Tilth",
                                                    "MOFGA Certification Services",   "CCOF Certification Services",
                                                    "Baystate Organic Certifiers",    "Quality Certification Services"};
  Dice dice(listed.slug);
  const Date today = date_of(shop.clock.now());
  GH_CO_CHECK(co_await shop.farmers->claim(owner, listed.slug, {json::Email(email)}));
  GH_CO_CHECK(co_await shop.farmers->verify(listed.id));
  farmers::ProfileChange profile;
  profile.story = farmers::Story(story_of(listed, dice));
  GH_CO_CHECK(co_await shop.farmers->update_profile(owner, std::move(profile)));
  if (dice.below(10) < 7) {
    GH_CO_TRY(
        auto certificate,
        json::parse<farmers::NewCertification>(fmt::format(
            R"({{"scheme":"usda_nop","certifier":{},"number":"DEMO-{}","scopes":["crops","livestock","handling"],"valid_from":"{}","valid_to":"{}"}})",
            json::escape(dice.one_of(certifiers)), 1000 + dice.below(9000),
            to_string(Date{today.days - 40 - static_cast<int>(dice.below(200))}),
            to_string(Date{today.days + 25 + static_cast<int>(dice.below(300))}))));
    GH_CO_TRY(const auto certified, co_await shop.farmers->add_certification(owner, std::move(certificate)));
    GH_CO_CHECK(
        co_await shop.farmers->act_on_certification(listed.id, certified.certifications.back().id, farmers::CertificateAction::verify, {}));
  }
  const auto first = dice.below(std::size(fields));
  Result<farmers::Farm> farm = fail(errors::internal);
  for (const auto number : {first, (first + 3) % std::size(fields)}) {
    GH_CO_TRY(auto field,
              json::parse<farmers::NewField>(fmt::format(R"({{"name":"{}","area_m2":{}}})", fields[number], 8000 + 500 * dice.below(120))));
    farm = co_await shop.farmers->add_field(owner, std::move(field));
    if (!farm) co_return farm;
  }
  GH_CO_CHECK(co_await plan_delivery(shop, *farm));
  co_return farm;
}

Task<Result<std::vector<Sku>>> open_one(Shop& shop, farmers::Farm listed, int number, std::string password) {
  const auto email = fmt::format("farmer-{}@example.com", number);
  GH_CO_TRY(const auto owner, co_await shop.identity->create_user(
                                  {email, std::move(password), fmt::format("{}, farmer", listed.name), identity::Role::farmer}));
  GH_CO_TRY(auto farm, co_await open_claimed(shop, std::move(listed), owner.id, email));
  Dice dice(farm.slug + " products");
  std::vector<Task<Result<Sku>>> sales;
  for (const auto& choice : choices_of(farm, date_of(shop.clock.now()), dice)) sales.push_back(sell(shop, farm, choice));
  std::vector<Sku> skus;
  for (auto& sku : co_await when_all(std::move(sales))) {
    if (!sku) co_return fail(std::move(sku).error());
    skus.push_back(*std::move(sku));
  }
  co_return skus;
}

constexpr std::size_t postcode_area = 3;  // of a ZIP, the digits that neighbours share

std::string_view time_zone_of(std::string_view state) {
  static constexpr std::string_view pacific[] = {"CA", "WA"}, central[] = {"MN", "TN", "TX", "WI"};
  if (std::ranges::find(pacific, state) != std::end(pacific)) return "America/Los_Angeles";
  return std::ranges::find(central, state) != std::end(central) ? "America/Chicago" : "America/New_York";
}

// Its clock, and a gate where goods can be fetched.
Result<farmers::ProfileChange> profile_of(const farmers::Farm& farm) {
  return json::parse<farmers::ProfileChange>(fmt::format(
      R"({{"time_zone":"{}","pickup_points":[{{"name":"At the farm gate","street":{},"city":{},"state":{},"zip":{}}}]}})",
      time_zone_of(farm.state), json::escape(farm.street), json::escape(farm.city), json::escape(farm.state), json::escape(farm.zip)));
}

Task<Result<void>> import_directory(Shop& shop) {
  farmers::DirectoryImport import(*shop.documents, shop.clock);
  bool given = false;
  const auto source = [&given]() -> Result<std::string> {
    return std::exchange(given, true) ? std::string() : std::string(std::begin(directory), std::end(directory));
  };
  GH_CO_CHECK(co_await import.run(source, static_cast<std::int64_t>(std::size(directory)), [](const farmers::ImportProgress&) {}));
  co_return Result<void>{};
}

}  // namespace

// The windows are made by the task that each change leaves.
Task<Result<void>> plan_delivery(Shop& shop, farmers::Farm farm) {
  Dice dice(farm.slug + " delivery");
  static constexpr std::string_view days[] = {"tuesday", "wednesday", "thursday", "friday", "saturday"};
  GH_CO_TRY(auto profile, profile_of(farm));
  GH_CO_TRY(const auto told, co_await shop.farmers->update_profile(*farm.owner, std::move(profile)));
  const auto fee = money(400 + 50 * static_cast<std::int64_t>(dice.below(9)));
  GH_CO_TRY(auto zone, json::parse<delivery::ZoneInput>(fmt::format(
                           R"({{"name":{},"postcodes":["{}*"],"fee":{},"by_value":[{{"from":{},"fee":{}}}]}})",
                           json::escape("Around " + farm.city), farm.zip.substr(0, postcode_area), fee, money(6000), money(0))));
  GH_CO_CHECK(co_await shop.delivery->add_zone(farm.id, std::move(zone)));
  const auto weekly = [&](std::string text) -> Task<Result<void>> {
    GH_CO_TRY(auto window, json::parse<delivery::WeeklyWindowInput>(text));
    GH_CO_CHECK(co_await shop.delivery->add_weekly(farm.id, std::move(window)));
    co_return Result<void>{};
  };
  const auto first = dice.below(std::size(days));
  for (const auto day : {first, (first + 2) % std::size(days)}) {
    GH_CO_CHECK(co_await weekly(
        fmt::format(R"({{"method":"delivery","day":"{}","from":"15:00","to":"19:00","places":{}}})", days[day], 20 + 5 * dice.below(5))));
  }
  const auto gate = told.profile ? told.profile->pickup_points.front().id : 0;
  co_return co_await weekly(
      fmt::format(R"({{"method":"pick_up","pickup_point":{},"day":"saturday","from":"09:00","to":"12:00","places":40}})", gate));
}

Task<Result<DirectoryFarms>> load_directory_farms(Shop& shop, std::string password) {
  GH_CO_CHECK(co_await import_directory(shop));
  constexpr int listed_max = 100;
  GH_CO_TRY(auto listed, co_await shop.farmers->list_by_status(farmers::FarmStatus::listed, listed_max, ""));
  std::ranges::sort(listed.items, {}, &farmers::Farm::slug);
  std::vector<Task<Result<std::vector<Sku>>>> farms;
  for (auto& farm : listed.items) farms.push_back(open_one(shop, std::move(farm), first_owner + static_cast<int>(farms.size()), password));
  DirectoryFarms made;
  for (auto& skus : co_await when_all(std::move(farms))) {
    if (!skus) co_return fail(std::move(skus).error());
    ++made.farms;
    made.products += static_cast<int>(skus->size());
    made.skus.push_back(skus->front());
  }
  co_return made;
}

}  // namespace gh::app
