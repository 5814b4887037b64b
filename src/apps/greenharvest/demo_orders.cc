#include "apps/greenharvest/demo_orders.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/orders/errors.h"

namespace gh::app {
namespace {

struct Plan {
  std::string_view method;
  bool cancelled = false;
};
// paid, waiting for the buyer's second step, declined by the bank, cancelled by the buyer
constexpr Plan plans[] = {{"pm_card_ok"}, {"pm_card_ok"},       {"pm_card_ok"}, {"pm_card_second_step"},
                          {"pm_card_ok"}, {"pm_card_ok", true}, {"pm_card_ok"}, {"pm_card_declined"}};
constexpr int orders_wanted = 40;
constexpr int customers_wanted = 4;

Task<Result<UserId>> make_customer(Shop& shop, int number) {
  static constexpr std::string_view names[] = {"Grace Baker", "Luis Ortega", "Mei Tanaka", "Sam Whitfield"};
  GH_CO_TRY(const auto account, co_await shop.identity->create_user({fmt::format("customer-{}@example.com", number), "try-the-carrots",
                                                                     std::string(names[number - 1]), identity::Role::customer}));
  co_return account.id;
}

Task<Result<void>> buy(Shop& shop, UserId buyer, std::vector<cart::Wanted> lines, Plan plan, int number) {
  GH_CO_TRY(const auto cart, co_await shop.carts->create(buyer, std::move(lines)));
  const auto key = fmt::format("demo-{}", number);
  auto placed = co_await shop.checkout->place({.cart = cart.id,
                                               .buyer = buyer,
                                               .email = fmt::format("customer-{}@example.com", number % customers_wanted + 1),
                                               .payment_method = std::string(plan.method),
                                               .idempotency_key = key,
                                               .request_id = key});
  const bool refused = !placed && placed.error().kind().http_status() < 500;  // a declined card is a part of the plan
  if (refused) co_return Result<void>{};
  if (!placed) co_return fail(std::move(placed).error());
  if (plan.cancelled) GH_CO_CHECK(co_await shop.cancel->cancel((*placed)->id, {.user = buyer, .admin = false}, key));
  co_return Result<void>{};
}

}  // namespace

Task<Result<int>> load_demo_orders(Shop& shop, std::vector<Sku> skus) {
  std::vector<Task<Result<UserId>>> people;
  for (int number = 1; number <= customers_wanted; ++number) people.push_back(make_customer(shop, number));
  std::vector<UserId> customers;
  for (auto& made : co_await when_all(std::move(people))) {
    if (!made) co_return fail(std::move(made).error());
    customers.push_back(*std::move(made));
  }
  std::vector<Task<Result<void>>> orders;
  for (int number = 0; number < orders_wanted; ++number) {
    const auto at = static_cast<std::size_t>(number);
    std::vector<cart::Wanted> lines;
    for (std::size_t line = 0; line <= at % 3; ++line) {
      const auto& sku = skus[(at * 5 + line * 11) % skus.size()];
      lines.push_back({sku, Quantity{1000 * static_cast<std::int64_t>(1 + (at + line) % 2)}});
    }
    orders.push_back(buy(shop, customers[at % customers.size()], std::move(lines), plans[at % std::size(plans)], number));
  }
  for (auto& bought : co_await when_all(std::move(orders))) {
    if (!bought) co_return fail(std::move(bought).error());
  }
  co_return orders_wanted;
}

}  // namespace gh::app
