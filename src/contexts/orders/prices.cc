#include "contexts/orders/prices.h"

#include "contexts/orders/errors.h"

namespace gh::orders {
namespace {

std::optional<Money> with_tax(std::optional<Money> amount, const TaxShare& tax) {
  if (!amount || tax.included || tax.amount.minor == 0) return amount;
  return add(*amount, tax.amount);
}

Result<void> explain(OrderLine& line, Currency currency) {
  if (line.quantity.milli <= 0 || line.quantity > line_quantity_max) return fail(errors::bad_quantity, line.sku.text());
  if (line.unit_price.minor < 0) return fail(errors::total_out_of_range, line.sku.text());
  if (line.unit_price.currency != currency) return fail(errors::mixed_currencies);
  if (!line.price) {
    const auto amount = multiply(line.unit_price, line.quantity);
    if (!amount) return fail(errors::total_out_of_range);
    line.price =
        LinePrice{.regular_unit_price = line.unit_price, .amount = *amount, .coupons = {}, .tax = {.name = {}, .amount = {0, currency}}};
  }
  const auto total = total_of(line);
  if (!total || total->minor < 0) return fail(errors::total_out_of_range, line.sku.text());
  line.line_total = *total;
  return {};
}

bool grow(Money& sum, Money by) {
  const auto next = add(sum, by);
  if (next) sum = *next;
  return next.has_value();
}

}  // namespace

std::optional<Money> total_of(const OrderLine& line) {
  if (!line.price) return multiply(line.unit_price, line.quantity);  // a document from before there were explanations
  std::optional<Money> left = line.price->amount;
  for (const auto& share : line.price->coupons) left = left ? subtract(*left, share.amount) : left;
  return with_tax(left, line.price->tax);
}

std::optional<Money> total_of(const Part& part) {
  if (!part.fee) return part.delivery_fee;
  return with_tax(part.fee->fee, part.fee->tax);
}

Result<Totals> add_up(std::vector<OrderLine>& lines, std::vector<Part>& parts) {
  const auto currency = lines.front().unit_price.currency;
  Totals totals;
  for (auto* money : {&totals.subtotal, &totals.discounts, &totals.delivery, &totals.tax, &totals.total}) *money = {0, currency};
  bool in_range = true;
  for (auto& line : lines) {
    GH_CHECK(explain(line, currency));
    in_range = in_range && grow(totals.subtotal, line.price->amount) && grow(totals.tax, line.price->tax.amount) &&
               grow(totals.total, line.line_total);
    for (const auto& share : line.price->coupons) in_range = in_range && grow(totals.discounts, share.amount);
  }
  for (auto& part : parts) {
    part.delivery_fee = {0, currency};
    if (!part.fee) continue;
    const auto total = total_of(part);
    if (!total || total->minor < 0) return fail(errors::total_out_of_range, part.farm.text());
    part.delivery_fee = *total;
    in_range = in_range && grow(totals.delivery, part.fee->fee) && grow(totals.tax, part.fee->tax.amount) && grow(totals.total, *total);
  }
  if (!in_range || totals.total.minor < 0) return fail(errors::total_out_of_range);
  return totals;
}

}  // namespace gh::orders
