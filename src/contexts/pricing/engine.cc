#include "contexts/pricing/engine.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "contexts/pricing/delivery_fee.h"
#include "contexts/pricing/discounts.h"
#include "contexts/pricing/errors.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::pricing {
namespace {

const std::string delivery_category = "delivery";

// Positions of the lines in the order of their skus: what must not depend on the order of the question goes by it.
Result<std::vector<std::size_t>> by_sku(const std::vector<Line>& lines) {
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return lines[a].sku < lines[b].sku; });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (lines[order[i - 1]].sku == lines[order[i]].sku) return fail(errors::bad_cart, lines[order[i]].sku.text() + " stands there twice");
  }
  return order;
}

Result<PricedLine> priced(const Line& line, Currency currency, Timestamp at) {
  PricedLine out;
  out.sku = line.sku;
  out.farm = line.farm;
  out.quantity = line.quantity;
  out.regular_unit_price = line.price;
  const auto unit = unit_price(line.price, line.sale, line.breaks, line.quantity, at);
  out.unit_price = unit.price;
  out.reason = unit.reason;
  if (unit.price.currency != currency || line.price.currency != currency) return fail(errors::bad_cart, "there are several currencies");
  const auto amount = line.quantity.milli > 0 ? multiply(unit.price, line.quantity) : std::nullopt;
  if (!amount || amount->minor < 0) return fail(errors::bad_cart, line.sku.text() + " has a price or quantity that is none");
  out.amount = *amount;
  return out;
}

// The tax on, or in, an amount; the amount with it.
std::pair<Tax, Money> taxed(Money amount, const TaxRate* rate, bool included) {
  Tax tax{.name = rate == nullptr ? "" : rate->name,
          .rate_ppm = rate == nullptr ? 0 : rate->rate_ppm,
          .included = included,
          .amount = {0, amount.currency}};
  if (tax.rate_ppm != 0) tax.amount.minor = *multiply_divide(amount.minor, tax.rate_ppm, included ? ppm + tax.rate_ppm : ppm);
  return {tax, included ? amount : Money{amount.minor + tax.amount.minor, amount.currency}};
}

PricedFarm& farm_of(std::vector<PricedFarm>& farms, const FarmId& id, Currency currency) {
  const auto at = std::ranges::lower_bound(farms, id, {}, &PricedFarm::farm);
  if (at != farms.end() && at->farm == id) return *at;
  PricedFarm farm;
  farm.farm = id;
  farm.subtotal = {0, currency};
  return *farms.insert(at, std::move(farm));
}

Result<void> add_farms(const Question& question, const TaxTable& taxes, Explanation& out) {
  const auto currency = question.lines.front().price.currency;
  for (const auto& line : out.lines) farm_of(out.farms, line.farm, currency).subtotal.minor += line.amount.minor;
  for (auto& farm : out.farms) {
    const auto terms = std::ranges::find(question.farms, farm.farm, &FarmTerms::farm);
    if (terms == question.farms.end()) continue;
    farm.minimum = terms->minimum;
    if (farm.minimum && farm.minimum->currency != currency) return fail(errors::bad_cart, "a farm's minimum is in another currency");
    if (farm.minimum && farm.subtotal < *farm.minimum) farm.missing = Money{farm.minimum->minor - farm.subtotal.minor, currency};
    if (!terms->delivery) continue;
    GH_TRY(auto delivery, fee_of(*terms->delivery, weight_of(question.lines, farm.farm), farm.subtotal));
    std::tie(delivery.tax, delivery.total) =
        taxed(delivery.fee, taxes.find(question.destination, std::span(&delivery_category, 1)), question.tax_included);
    farm.delivery = std::move(delivery);
  }
  return {};
}

void add_totals(Explanation& out, Currency currency) {
  auto& totals = out.totals;
  for (auto* money : {&totals.subtotal, &totals.discounts, &totals.delivery, &totals.tax, &totals.total}) money->currency = currency;
  for (const auto& line : out.lines) {
    totals.subtotal.minor += line.amount.minor;
    for (const auto& share : line.coupons) totals.discounts.minor += share.amount.minor;
    totals.tax.minor += line.tax.amount.minor;
    totals.total.minor += line.total.minor;
  }
  for (const auto& farm : out.farms) {
    if (!farm.delivery) continue;
    totals.delivery.minor += farm.delivery->fee.minor;
    totals.tax.minor += farm.delivery->tax.amount.minor;
    totals.total.minor += farm.delivery->total.minor;
  }
}

}  // namespace

UnitPrice unit_price(Money regular, const std::optional<Sale>& sale, const std::vector<Break>& breaks, Quantity quantity, Timestamp at) {
  UnitPrice best{regular};
  if (sale && sale->from <= at && at < sale->to && sale->price < best.price) best = {sale->price, PriceReason::sale};
  for (std::size_t i = 0; i < std::min(breaks.size(), breaks_max); ++i) {
    if (breaks[i].from_quantity <= quantity && breaks[i].price < best.price) best = {breaks[i].price, PriceReason::volume};
  }
  return best;
}

Result<Explanation> price(const Question& question, const TaxTable& taxes) {
  const auto& lines = question.lines;
  if (lines.empty() || lines.size() > lines_max) return fail(errors::bad_cart, "a cart has 1 to 50 lines");
  if (question.coupons.size() > coupons_max) return fail(errors::bad_cart, "too many coupons");
  GH_TRY(const auto order, by_sku(lines));
  const auto currency = lines.front().price.currency;
  Explanation out;
  out.tax_included = question.tax_included;
  out.lines.reserve(lines.size());
  std::int64_t sum = 0;
  for (const auto& line : lines) {
    GH_TRY(auto one, priced(line, currency, question.at));
    sum += one.amount.minor;
    out.lines.push_back(std::move(one));
  }
  if (sum > Money::max_minor / 2) return fail(errors::bad_cart, "the cart costs more than can be paid");  // room for tax and delivery
  if (!question.coupons.empty()) {
    GH_CHECK(take_off(question, order, out));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto& line = out.lines[i];
    Money left = line.amount;
    for (const auto& share : line.coupons) left.minor -= share.amount.minor;
    std::tie(line.tax, line.total) = taxed(left, taxes.find(question.destination, lines[i].categories), question.tax_included);
  }
  GH_CHECK(add_farms(question, taxes, out));
  add_totals(out, currency);
  if (out.totals.total.minor > Money::max_minor) return fail(errors::bad_cart, "the cart costs more than can be paid");
  return out;
}

std::string hash_of(const Explanation& explanation) { return crypto::base64url(crypto::sha256(json::to_string(explanation))); }

}  // namespace gh::pricing
