#include "apps/greenharvest/demo_orders.h"

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::app {
namespace {

// How far an order has come. Its farms did the steps before, too.
enum class Stage { placed, packing, packed, shipped, delivered, partly_returned, returned, cancelled };

struct Plan {
  std::string_view method;
  Stage stage = Stage::placed;
  std::int64_t packs = 0;  // of each line; 0: one or two
};
constexpr Plan plans[] = {
    {"pm_card_ok"},
    {"pm_card_ok", Stage::delivered},
    {"pm_card_ok", Stage::packing},
    {"pm_card_second_step"},  // waits for the buyer
    {"pm_card_ok", Stage::shipped},
    {"pm_card_ok", Stage::cancelled},
    {"pm_card_ok", Stage::packed},
    {"pm_card_declined"},  // ends at the bank
    {"pm_card_ok", Stage::returned},
    {"pm_card_ok", Stage::placed, 400},  // more than there is
    {"pm_card_ok", Stage::delivered},
    {"pm_card_ok", Stage::partly_returned},
};
constexpr int orders_wanted = 48;
constexpr int own_every = 5;
constexpr int customers_wanted = 4;

// Of the shopper, the newest last.
constexpr Plan shopper_plans[] = {{"pm_card_ok", Stage::delivered}, {"pm_card_ok", Stage::shipped}, {"pm_card_ok"}};

struct Buyer {
  UserId id;
  std::string email;
  orders::DeliveryAddress address;
};

orders::DeliveryAddress home_of(std::string_view name, std::string_view street, std::string_view city, std::string_view zip) {
  return {.name = std::string(name),
          .street = std::string(street),
          .city = std::string(city),
          .state = "VA",
          .zip = std::string(zip),
          .country = "US",
          .phone = "",
          .point = {}};
}

Task<Result<Buyer>> make_customer(Shop& shop, int number) {
  static const orders::DeliveryAddress homes[] = {home_of("Grace Baker", "12 Mill Lane", "Leesburg", "20175"),
                                                  home_of("Luis Ortega", "408 Oak Street", "Purcellville", "20132"),
                                                  home_of("Mei Tanaka", "7 Creekside Court", "Hamilton", "20158"),
                                                  home_of("Sam Whitfield", "96 Market Street", "Lovettsville", "20180")};
  const auto& home = homes[number - 1];
  auto email = fmt::format("customer-{}@example.com", number);
  GH_CO_TRY(const auto account, co_await shop.identity->create_user({email, "try-the-carrots", home.name, identity::Role::customer}));
  co_return Buyer{account.id, std::move(email), home};
}

// What the farm does with its part, step after step up to the stage.
Task<Result<void>> carry_on(Shop& shop, fulfilment::PartRef part, Stage stage, std::string key) {
  const auto& work = *shop.fulfilment;
  const fulfilment::Doer doer{.actor = "demo", .request_id = key};
  if (stage >= Stage::packing) GH_CO_CHECK(co_await work.start_packing(part, doer));
  if (stage >= Stage::packed) GH_CO_CHECK(co_await work.pack(part, {}, doer));
  if (stage >= Stage::shipped)
    GH_CO_CHECK(co_await work.ship(part, {.carrier = "Our own van", .tracking = "", .tour = "Tour 2", .at = {}}, doer));
  if (stage >= Stage::delivered) GH_CO_CHECK(co_await work.deliver(part, {.to = "the porch", .note = "", .at = {}}, doer));
  if (stage >= Stage::partly_returned)
    GH_CO_CHECK(co_await work.take_return(part, {.lines = {}, .restock = false, .text = "Arrived bruised.", .key = key + " return"}, doer));
  co_return Result<void>{};
}

// The lines of the order with this number.
std::vector<cart::Wanted> lines_of(const DemoGoods& goods, std::size_t number, std::int64_t packs) {
  std::vector<cart::Wanted> lines;
  for (std::size_t line = 0; line <= number % 3; ++line) {
    const bool own = line == 0 && number % own_every == 0 && !goods.of_own.empty();
    const auto& sku =
        own ? goods.of_own[number / own_every % goods.of_own.size()] : goods.of_all[(number * 5 + line * 11) % goods.of_all.size()];
    lines.push_back({sku, Quantity{1000 * (packs > 0 ? packs : static_cast<std::int64_t>(1 + (number + line) % 2))}});
  }
  return lines;
}

Task<Result<void>> buy(Shop& shop, Buyer by, std::vector<cart::Wanted> lines, Plan plan, std::string key) {
  const auto& buyer = by.id;
  GH_CO_TRY(const auto cart, co_await shop.carts->create(buyer, std::move(lines)));
  auto placed = co_await shop.checkout->place({.cart = cart.id,
                                               .buyer = buyer,
                                               .email = by.email,
                                               .payment_method = std::string(plan.method),
                                               .idempotency_key = key,
                                               .request_id = key,
                                               .choices = {.address = by.address, .deliveries = {}}});
  const bool refused = !placed && placed.error().kind().http_status() < 500;  // a declined card, a sold out line: part of the plan
  if (refused) co_return Result<void>{};
  if (!placed) co_return fail(std::move(placed).error());
  const auto& order = **placed;
  if (plan.stage == Stage::placed) co_return Result<void>{};
  if (plan.stage == Stage::cancelled) {
    GH_CO_CHECK(co_await shop.cancel->cancel(order.id, {.user = buyer, .admin = false}, key));
    co_return Result<void>{};
  }
  std::vector<FarmId> farms;
  for (const auto& line : order.lines) {
    if (std::ranges::find(farms, line.farm) == farms.end()) farms.push_back(line.farm);
  }
  for (const auto& farm : farms) {
    // Of what comes back in part, one farm's part does.
    const auto stage = plan.stage == Stage::partly_returned && farm != farms.front() ? Stage::delivered : plan.stage;
    GH_CO_CHECK(co_await carry_on(shop, {order.id, farm}, stage, key));
  }
  co_return Result<void>{};
}

Task<Result<void>> make_coupons(Shop& shop) {
  constexpr std::int64_t percent = 10'000;
  const auto now = shop.clock.now();
  constexpr Milliseconds day{24LL * 60 * 60 * 1000};
  const auto coupon = [&](std::string code, std::int64_t ppm, std::optional<Money> amount, std::optional<Money> minimum, std::string text) {
    pricing::Coupon made;
    made.terms.code = std::move(code);
    made.terms.percent_ppm = ppm;
    made.terms.amount = amount;
    made.terms.minimum = minimum;
    made.terms.from = now - day;
    made.terms.to = now + 90 * day;
    made.description = std::move(text);
    return made;
  };
  auto welcome = coupon("WELCOME10", 10 * percent, std::nullopt, std::nullopt, "Ten percent off the first order.");
  welcome.uses_per_customer_max = 1;
  auto basket = coupon("BIGBASKET", 0, Money{500, {}}, Money{5000, {}}, "Five dollars off a basket of fifty.");
  auto few = coupon("FIRST50", 20 * percent, std::nullopt, std::nullopt, "Twenty percent for the first fifty.");
  few.uses_max = 50;
  for (auto* made : {&welcome, &basket, &few}) GH_CO_CHECK(co_await shop.pricing->create(std::move(*made)));
  co_return Result<void>{};
}

}  // namespace

Task<Result<int>> load_demo_orders(Shop& shop, DemoGoods goods) {
  GH_CO_CHECK(co_await make_coupons(shop));
  std::vector<Task<Result<Buyer>>> people;
  for (int number = 1; number <= customers_wanted; ++number) people.push_back(make_customer(shop, number));
  std::vector<Buyer> customers;
  for (auto& made : co_await when_all(std::move(people))) {
    if (!made) co_return fail(std::move(made).error());
    customers.push_back(*std::move(made));
  }
  std::vector<Task<Result<void>>> orders;
  for (std::size_t number = 0; number < orders_wanted; ++number) {
    const auto& plan = plans[number % std::size(plans)];
    orders.push_back(
        buy(shop, customers[number % customers.size()], lines_of(goods, number, plan.packs), plan, fmt::format("demo-{}", number)));
  }
  for (auto& bought : co_await when_all(std::move(orders))) {
    if (!bought) co_return fail(std::move(bought).error());
  }
  co_return orders_wanted;
}

Task<Result<int>> load_shopper_orders(Shop& shop, UserId shopper, std::string email, DemoGoods goods) {
  int number = 0;
  for (const auto& plan : shopper_plans) {
    auto lines = lines_of(goods, static_cast<std::size_t>(2 + own_every * number), 0);
    lines.push_back({goods.of_own[static_cast<std::size_t>(number) % goods.of_own.size()], Quantity{1000}});
    GH_CO_CHECK(co_await buy(shop, {shopper, email, home_of("Ada Shopper", "31 Locust Avenue", "Round Hill", "20141")}, std::move(lines),
                             plan, fmt::format("demo-shopper-{}", ++number)));
  }
  co_return number;
}

}  // namespace gh::app
