#include "apps/greenharvest/demo.h"

#include <fmt/format.h>

#include "apps/greenharvest/demo_data.h"
#include "apps/greenharvest/demo_farms.h"
#include "apps/greenharvest/demo_orders.h"
#include "base/errors.h"
#include "contexts/catalog/inputs.h"
#include "contexts/farmers/inputs.h"
#include "contexts/identity/errors.h"
#include "platform/json/json.h"

namespace gh::app {
namespace {

constexpr int generated_at_once = 128;

Task<Result<UserId>> make_person(Shop& shop, Person person) {
  GH_CO_TRY(const auto account, co_await shop.identity->create_user({.email = person.email,
                                                                     .password = person.password,
                                                                     .name = person.name,
                                                                     .role = person.role,
                                                                     // Whoever tries the demo has its passwords, too.
                                                                     .second_factor_waived = true}));
  co_return account.id;
}

Person owner_of(std::size_t farm) {
  Person person = demo_farmer;
  if (farm > 0) person.email = fmt::format("farmer-{}@example.com", farm + 1);
  return person;
}

// The demo goes through the same inputs and rules as everybody's requests.
Result<farmers::Application> application(const demo::Farm& farm, const std::string& email) {
  return json::parse<farmers::Application>(fmt::format(
      R"({{"name":{},"contact_email":{},"street":{},"city":{},"state":{},"zip":{},"location":{{"latitude":{},"longitude":{}}},"tags":[{}],"story":{}}})",
      json::escape(farm.name), json::escape(email), json::escape(farm.street), json::escape(farm.city), json::escape(farm.state),
      json::escape(farm.zip), farm.latitude, farm.longitude, farm.tags, json::escape(farm.story)));
}

Result<farmers::NewCertification> certification(const demo::Farm& farm, Date today) {
  return json::parse<farmers::NewCertification>(fmt::format(
      R"({{"scheme":"usda_nop","certifier":{},"number":{},"scopes":["crops","livestock","handling"],"valid_from":"{}","valid_to":"{}"}})",
      json::escape(farm.certifier), json::escape(farm.number), to_string(Date{today.days - 120}), to_string(Date{today.days + 245})));
}

// Which tag of an item tells of which allergen.
constexpr std::pair<std::string_view, std::string_view> allergen_tags[] = {{R"("milk")", "milk"},
                                                                           {R"("cheese")", "milk"},
                                                                           {R"("butter")", "milk"},
                                                                           {R"("yogurt")", "milk"},
                                                                           {R"("eggs")", "eggs"},
                                                                           {R"("bread")", "wheat"},
                                                                           {R"("grains")", "wheat"},
                                                                           {R"("rye")", "other_gluten_cereals"},
                                                                           {R"("oats")", "other_gluten_cereals"}};

// "storage_class":…,"allergens":[…] as JSON members.
std::string declarations(const demo::Product& item) {
  const auto storage = item.category == "eggs" ? "eggs" : item.category == "dairy" || item.category == "meat" ? "chilled" : "ambient";
  std::string allergens;
  for (const auto& [tag, allergen] : allergen_tags)
    if (item.tags.find(tag) != std::string_view::npos) allergens += fmt::format("{}\"{}\"", allergens.empty() ? "" : ",", allergen);
  return fmt::format(R"("storage_class":"{}","allergens":[{}])", storage, allergens);
}

Result<catalog::NewProduct> product(const demo::Farm& farm, const demo::Product& item, const FieldId& field, Date today) {
  const auto certificate = farm.certifier.empty() ? std::string(R"({"claim":"none_claimed"})")
                                                  : fmt::format(R"({{"claim":"certified","number":{}}})", json::escape(farm.number));
  return json::parse<catalog::NewProduct>(fmt::format(
      R"({{"title":{},"category":"{}",{},"description":{},"tags":[{}],"field":"{}","storage":{},"harvest":{{"date":"{}"}},"certificate":{},"variants":[{{"title":"{} {}","unit":"{}","pack":{},"price":{{"amount":{},"currency":"USD"}}}}]}})",
      json::escape(item.title), item.category, declarations(item), json::escape(item.description), item.tags, field.text(),
      json::escape(item.storage), to_string(Date{today.days - item.days_since_harvest}), certificate, item.pack, item.unit, item.unit,
      item.pack, item.cents));
}

inventory::NewLot lot(const FieldId& field, std::string code, Date today, int since_harvest, int life, int units) {
  return {.lot_code = std::move(code),
          .harvested = Date{today.days - since_harvest},
          .best_before = Date{today.days - since_harvest + life},
          .field = field,
          .quantity = Quantity{units * 1000LL}};
}

Task<Result<farmers::Farm>> open_farm(Shop& shop, std::size_t number) {
  const auto& plan = demo::farms[number];
  const auto person = owner_of(number);
  const Date today = date_of(shop.clock.now());
  GH_CO_TRY(const auto owner, co_await make_person(shop, person));
  GH_CO_TRY(auto form, application(plan, person.email));
  GH_CO_TRY(const auto applied, co_await shop.farmers->apply(owner, std::move(form)));
  GH_CO_TRY(auto farm, co_await shop.farmers->verify(applied.id));
  if (!plan.certifier.empty()) {
    GH_CO_TRY(auto certificate, certification(plan, today));
    GH_CO_TRY(const auto certified, co_await shop.farmers->add_certification(owner, std::move(certificate)));
    GH_CO_CHECK(
        co_await shop.farmers->act_on_certification(farm.id, certified.certifications.back().id, farmers::CertificateAction::verify, {}));
  }
  GH_CO_TRY(auto field, json::parse<farmers::NewField>(fmt::format(R"({{"name":{},"location":{{"latitude":{},"longitude":{}}}}})",
                                                                   json::escape(plan.field), plan.latitude, plan.longitude)));
  co_return co_await shop.farmers->add_field(owner, std::move(field));
}

Task<Result<Sku>> stock_product(Shop& shop, farmers::Farm farm, const demo::Farm& plan, const demo::Product& item, int number) {
  const Date today = date_of(shop.clock.now());
  const auto field = farm.fields.front().id;
  GH_CO_TRY(auto input, product(plan, item, field, today));
  GH_CO_TRY(const auto made, co_await shop.publisher->create(*farm.owner, std::move(input)));
  const auto sku = made.product.variants.front().sku;
  const inventory::Farmer farmer{farm.id, *farm.owner};
  auto harvest = lot(field, fmt::format("{}-{:03}", to_string(Date{today.days - item.days_since_harvest}), number), today,
                     item.days_since_harvest, item.days_of_life, item.units);
  GH_CO_CHECK(co_await shop.inventory->add_lot(farmer, sku, std::move(harvest)));
  GH_CO_CHECK(co_await shop.inventory->set_threshold(farmer, sku, Quantity{item.units * 100LL}));  // a tenth
  GH_CO_CHECK(co_await shop.publisher->publish(*farm.owner, made.product.id));
  co_return sku;
}

Task<Result<Sku>> generate_one(Shop& shop, farmers::Farm farm, int number, int units) {
  static constexpr std::string_view kinds[] = {"Carrots",  "Kale",   "Beets", "Apples",  "Pears",
                                               "Potatoes", "Onions", "Leeks", "Cabbage", "Turnips"};
  static constexpr std::string_view manners[] = {"early", "late", "sweet", "red", "golden", "winter", "baby", "crisp", "field", "heirloom"};
  const auto title =
      fmt::format("{} {} {}", manners[static_cast<std::size_t>(number / 10) % 10], kinds[static_cast<std::size_t>(number) % 10], number);
  const demo::Product item{title, "vegetables", "lb", 100 + number % 900, "1", R"("roots")", "Generated for measuring.", "Cool.", units,
                           1,     300};
  const Date today = date_of(shop.clock.now());
  const auto field = farm.fields.front().id;
  GH_CO_TRY(auto input, product(demo::farms[0], item, field, today));
  GH_CO_TRY(const auto made, co_await shop.publisher->create(*farm.owner, std::move(input)));
  const auto sku = made.product.variants.front().sku;
  if (units > 0)
    GH_CO_CHECK(
        co_await shop.inventory->add_lot({farm.id, *farm.owner}, sku, lot(field, fmt::format("G-{}", number), today, 1, 300, units)));
  GH_CO_CHECK(co_await shop.publisher->publish(*farm.owner, made.product.id));
  co_return sku;
}

}  // namespace

Task<Result<DemoSummary>> load_demo(Shop& shop, bool small) {
  DemoSummary summary;
  // The admin comes first and the shopper last: the one without the other is a demo that was cut off. (Of the shopper only a few orders
  // follow: cut off there, it has fewer.)
  const auto admin = co_await make_person(shop, demo_admin);
  if (!admin && admin.error().is(identity::errors::email_taken)) {
    const auto shopper = co_await make_person(shop, demo_shopper);
    if (shopper)
      co_return fail(errors::conflict,
                     "the data folder holds a demo shop that was not loaded to its end; remove the folder and load it again");
    summary.was_there = true;
    co_return summary;
  }
  if (!admin) co_return fail(admin.error());
  DemoGoods goods;
  for (std::size_t number = 0; number < demo::farms.size(); ++number) {
    GH_CO_TRY(const auto farm, co_await open_farm(shop, number));
    for (const auto& item : demo::farms[number].products) {
      GH_CO_TRY(auto sku, co_await stock_product(shop, farm, demo::farms[number], item, ++summary.products));
      if (number == 0) goods.of_own.push_back(std::move(sku));
    }
    if (!small) GH_CO_CHECK(co_await plan_delivery(shop, farm));
    ++summary.farms;
  }
  if (!small) {
    GH_CO_TRY(auto real, co_await load_directory_farms(shop, demo_farmer.password));
    summary.farms += real.farms;
    summary.products += real.products;
    goods.of_all = std::move(real.skus);
    GH_CO_TRY(summary.orders, co_await load_demo_orders(shop, goods));
  }
  GH_CO_TRY(const auto shopper, co_await make_person(shop, demo_shopper));
  if (!small) {
    GH_CO_TRY(const auto orders, co_await load_shopper_orders(shop, shopper, demo_shopper.email, goods));
    summary.orders += orders;
  }
  co_return summary;
}

Task<Result<std::vector<Sku>>> generate_products(Shop& shop, int count, int units) {
  GH_CO_TRY(const auto farm, co_await shop.farmers->by_slug("millbrook-hollow-farm", {}));
  std::vector<Sku> skus;
  for (int from = 0; from < count; from += generated_at_once) {
    std::vector<Task<Result<Sku>>> batch;
    for (int number = from; number < std::min(count, from + generated_at_once); ++number)
      batch.push_back(generate_one(shop, farm, number, units));
    for (auto& made : co_await when_all(std::move(batch))) {
      if (!made) co_return fail(made.error());
      skus.push_back(*std::move(made));
    }
  }
  co_return skus;
}

}  // namespace gh::app
